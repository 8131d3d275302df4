//! Fits of any data with any options, in every way.

use arbitrary::{Arbitrary, Result, Unstructured};
use gaussian_mixture::input::Real;
use gaussian_mixture::kmeans::k_means;
use gaussian_mixture::{Error, Fit, GaussianMixture, Init, InstructionSet};
use ndarray::{Array1, Array2, Axis, s};

use crate::{check_message, mixture, textbook, values};

type Fitted = std::result::Result<Fit, Error>;

/// Data and options.
#[derive(Debug)]
pub struct Case {
    data: Array2<f64>,
    weights: Option<Array1<f64>>,
    /// Whether to fit the data as `f32`, too.
    single: bool,
    options: Options,
    /// The rows at which chunks begin.
    cuts: [usize; 2],
}

#[derive(Debug)]
struct Options {
    mixture: GaussianMixture,
    /// Whether the start is given.
    given: bool,
    n_components: usize,
    max_iter: usize,
    n_init: usize,
    seed: u64,
}

impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let n_features = u.int_in_range(0..=12)?;
        let options = options(u, n_features)?;
        let n_samples = u.int_in_range(0..=40)?;
        let cuts = [u.int_in_range(0..=40)?, u.int_in_range(0..=40)?];
        let single = u.ratio(1, 4)?;
        let weights = if u.ratio(1, 3)? {
            let any = u.ratio(1, 8)?;
            let draw = if any { values::any } else { values::tame };
            let weights = values::array(u, n_samples, draw)?;
            Some(if any { weights } else { weights.abs() })
        } else {
            None
        };
        let data = data(u, n_samples, n_features)?;
        Ok(Self {
            data,
            weights,
            single,
            options,
            cuts,
        })
    }
}

fn options(u: &mut Unstructured, n_features: usize) -> Result<Options> {
    let n_components = match u.int_in_range(0..=7)? {
        7 => usize::MAX,
        n => n,
    };
    let shape = values::one_of(u, &mixture::SHAPES)?;
    let max_iter = u.int_in_range(0..=20)?;
    let n_init = u.int_in_range(0..=3)?;
    let tolerance = match u.choose_index(4)? {
        0 => 1e-3,
        1 => 0.0,
        2 => 1e-9,
        _ => values::any(u)?,
    };
    let regularization = match u.choose_index(8)? {
        7 => values::any(u)?,
        n => [1e-6, 0.0, 1e-300, 1e-12, 1.0, 1e10, 1e300][n],
    };
    let seed = u64::from(u.arbitrary::<u8>()?);
    use InstructionSet::{Avx2, Detect, Portable};
    let instructions = values::one_of(u, &[Detect, Avx2, Portable])?;
    let init = match u.choose_index(3)? {
        0 => Init::KMeansPlusPlus,
        1 => Init::Random,
        _ => {
            let off = usize::from(u.ratio(1, 32)?);
            match mixture::any(u, n_components.min(6), n_features + off)? {
                Ok(mixture) => Init::Given(mixture),
                Err(error) => {
                    check_message(&error);
                    Init::Random
                }
            }
        }
    };
    let given = matches!(init, Init::Given(_));
    let mixture = GaussianMixture::new(n_components)
        .covariance(shape)
        .init(init)
        .n_init(n_init)
        .max_iter(max_iter)
        .tolerance(tolerance)
        .regularization(regularization)
        .seed(seed)
        .threads(1)
        .instruction_set(instructions);
    Ok(Options {
        mixture,
        given,
        n_components,
        max_iter,
        n_init,
        seed,
    })
}

/// Random rows, repeated rows and constant columns, scaled and shifted.
fn data(u: &mut Unstructured, n_samples: usize, n_features: usize) -> Result<Array2<f64>> {
    let wild = u.ratio(1, 8)?;
    let constant: u16 = if u.ratio(1, 4)? { u.arbitrary()? } else { 0 };
    let scale = values::one_of(u, &[1.0, 1.0, 1.0, 1e150, 1e-150, 1e-20, 2f64.powi(-1060)])?;
    let shift = values::one_of(u, &[0.0, 0.0, 0.0, 1e8, 1e16, -1e100])?;
    let mut data: Array2<f64> = Array2::zeros((n_samples, n_features));
    for n in 0..n_samples {
        let kind = u.int_in_range(0..=7)?;
        if kind < 3 && n > 0 {
            let earlier = data.row(u.choose_index(n)?).to_owned();
            let factor = if kind == 2 { 2.0 } else { 1.0 };
            data.row_mut(n).assign(&(earlier * factor));
            if kind == 1 && n_features > 0 {
                let place = [n, u.choose_index(n_features)?];
                data[place] = values::tame(u)?;
            }
            continue;
        }
        for j in 0..n_features {
            data[[n, j]] = if n > 0 && constant >> j & 1 == 1 {
                data[[0, j]]
            } else if wild {
                values::any(u)?
            } else {
                values::tame(u)? * scale + shift
            };
        }
    }
    Ok(data)
}

impl Case {
    pub fn check(self) {
        let Self {
            mut data,
            weights,
            single,
            options,
            cuts,
        } = self;
        if single {
            data.mapv_inplace(|x| f64::from(x as f32));
        }
        let fit = fit_laid_out(&options.mixture, &data, weights.as_ref(), single);
        match &fit {
            Ok(fit) => check_fit(fit, &options, &data),
            Err(error) => check_error(error, &data),
        }
        match &weights {
            Some(weights) => only_proportions_matter(&options.mixture, &data, weights, &fit),
            None => check_chunks(&options, &data, cuts, &fit),
        }
        check_k_means(&data, options.n_components, options.seed);
    }
}

/// The fit; checks that the memory layout and `f32` change no bit.
fn fit_laid_out(
    options: &GaussianMixture,
    data: &Array2<f64>,
    weights: Option<&Array1<f64>>,
    single: bool,
) -> Fitted {
    let first = fit(options, data, weights);
    let columns_first = data.t().to_owned().reversed_axes();
    assert_same(&fit(options, &columns_first, weights), &first);
    if single {
        let data = data.mapv(|x| x as f32);
        assert_same(&fit(options, &data, weights), &first);
    }
    first
}

fn fit<T: Real>(
    options: &GaussianMixture,
    data: &Array2<T>,
    weights: Option<&Array1<f64>>,
) -> Fitted {
    match weights {
        Some(weights) => options.fit_weighted(data, weights),
        None => options.fit(data),
    }
}

fn assert_same(found: &Fitted, expected: &Fitted) {
    match (found, expected) {
        (Ok(found), Ok(expected)) => assert_eq!(found, expected),
        // As text, because NaN is not equal to itself.
        _ => assert_eq!(format!("{found:?}"), format!("{expected:?}")),
    }
}

fn check_fit(fit: &Fit, options: &Options, data: &Array2<f64>) {
    assert_eq!(fit.mixture.n_components(), options.n_components);
    assert_eq!(fit.log_likelihoods.len(), fit.iterations);
    assert!((1..=options.max_iter).contains(&fit.iterations));
    assert!(fit.start < options.n_init);
    assert!(fit.log_likelihoods.iter().all(|x| x.is_finite()), "{fit:?}");
    mixture::check_parameters(&fit.mixture);
    assert!(mixture::check_answers(&fit.mixture, data), "{fit:?}");
    mixture::check_saved(&fit.mixture, data);
    mixture::check_derived(&fit.mixture, data.row(0));
}

fn check_error(error: &Error, data: &Array2<f64>) {
    check_message(error);
    let bad = data
        .indexed_iter()
        .find(|(_, x)| x.is_nan() || x.abs() > 1e153);
    match *error {
        Error::NotFiniteValue { row, column, .. } | Error::ValueTooLarge { row, column, .. } => {
            assert_eq!(bad.map(|bad| bad.0), Some((row, column)));
        }
        Error::Collapsed { iteration, .. } => assert!(iteration.is_some() && bad.is_none()),
        _ => {}
    }
}

fn only_proportions_matter(
    options: &GaussianMixture,
    data: &Array2<f64>,
    weights: &Array1<f64>,
    fit: &Fitted,
) {
    let moderate = |&weight: &f64| weight == 0.0 || (1e-290..1e290).contains(&weight);
    if weights.iter().all(moderate) {
        assert_same(&options.fit_weighted(data, &(weights * 1024.0)), fit);
    }
}

fn check_chunks(options: &Options, data: &Array2<f64>, cuts: [usize; 2], whole: &Fitted) {
    let mut cuts = cuts.map(|cut| cut.min(data.nrows()));
    cuts.sort_unstable();
    let parts = [0..cuts[0], cuts[0]..cuts[1], cuts[1]..data.nrows()];
    let part = |rows: std::ops::Range<usize>| data.slice(s![rows, ..]).to_owned();
    let mut chunks = || parts.clone().into_iter().map(|rows| Ok(part(rows)));
    let chunked = options.mixture.fit_chunks(&mut chunks);
    match (&chunked, whole) {
        (Ok(chunked), Ok(whole)) => {
            check_fit(chunked, options, data);
            compare(chunked, whole, options.given);
        }
        (Err(found), Err(expected)) => {
            check_message(found);
            let kind = std::mem::discriminant;
            let same = kind(found) == kind(expected);
            let both = is_edge(found) && is_edge(expected);
            assert!(same || both, "{found}, not {expected}");
        }
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => {
            check_message(error);
            assert!(is_edge(error), "{error}");
        }
    }
}

/// Whether the error may depend on rounding: a component close to collapse, or a sum close to
/// overflow.
fn is_edge(error: &Error) -> bool {
    matches!(error, Error::Collapsed { .. } | Error::SumsTooLarge)
}

/// Checks that fits of the same data, in different parts, differ by no more than rounding. After a
/// given start far from the data the rounding error may be large.
fn compare(found: &Fit, expected: &Fit, given: bool) {
    let close = |tolerance: f64, found: f64, expected: f64| {
        let off = (found - expected).abs();
        assert!(
            off <= tolerance * (1.0 + expected.abs()),
            "{found}, not {expected}"
        );
    };
    // Rounding may decide which start is best, but every start has the same parameters.
    if found.start == expected.start {
        close(1e-12, found.log_likelihoods[0], expected.log_likelihoods[0]);
        if !given && is_resolved(found) && is_resolved(expected) {
            for (found, expected) in found.log_likelihoods.iter().zip(&expected.log_likelihoods) {
                close(1e-6, *found, *expected);
            }
        }
    }
}

/// Whether rounding changes the parameters by a small fraction of a standard deviation only.
fn is_resolved(fit: &Fit) -> bool {
    let covariances = fit.mixture.covariances();
    textbook::is_well_conditioned(&fit.mixture)
        && covariances.indexed_iter().all(|((_, i, j), covariance)| {
            let means = fit.mixture.means().column(j).mapv(f64::abs);
            let most = means.fold(0.0, |most: f64, mean| most.max(*mean));
            i != j || covariance.sqrt() > 1e-7 * most
        })
}

fn check_k_means(data: &Array2<f64>, n_clusters: usize, seed: u64) {
    match k_means(data, n_clusters, seed) {
        Ok(fit) => {
            assert!(fit.centers.iter().all(|x| x.is_finite()));
            assert!(fit.inertia >= 0.0 && fit.inertia.is_finite(), "{fit:?}");
            assert!(fit.labels.iter().all(|&label| label < n_clusters));
            assert_eq!(fit.labels.len(), data.len_of(Axis(0)));
        }
        Err(error) => check_error(&error, data),
    }
}
