//! What the chapters call the best fit is the best of three hundred starts of the engine.

use std::fs;

use gaussian_mixture::{Covariance, Covariances, GaussianMixture, Init, Mixture};
use gmm::data::{old_faithful, penguins, uw_mixture};
use ndarray::{Array1, Array2, Array3, Axis, array};
use ndarray_rand::rand::SeedableRng;
use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand::seq::index::sample;
use tests::{checkout, cloud};

const STARTS: u64 = 300;

/// The chapters stop where five updates gain less than 0.01, and print two decimals or one.
const STOPPED_EARLY: f64 = 0.06;

/// Whether a chapter admits a mixture of this data, or calls it a spike.
type Guard = fn(&Mixture, &Array2<f64>) -> bool;

/// The smallest standard deviation in any direction, with one feature or two.
fn thinnest(covariance: &Array2<f64>) -> f64 {
    if covariance.nrows() == 1 {
        return covariance[[0, 0]].sqrt();
    }
    let [a, b, c] = [[0, 0], [0, 1], [1, 1]].map(|place| covariance[place]);
    ((a + c - (a - c).hypot(2.0 * b)) / 2.0).max(0.0).sqrt()
}

/// The rule of chapter 11, used for 8 and 9 too: no component is thinner than a ninth of all samples.
fn not_thin(mixture: &Mixture, data: &Array2<f64>) -> bool {
    let limit = thinnest(&cloud(data)) / 9.0;
    let covariances = mixture.covariances();
    let mut each = covariances.outer_iter();
    each.all(|covariance| thinnest(&covariance.to_owned()) >= limit)
}

/// Chapter 12: no component answers for fewer samples than twice the number of features.
fn not_few(mixture: &Mixture, data: &Array2<f64>) -> bool {
    let (n_samples, n_features) = data.dim();
    let mut weights = mixture.weights().iter();
    weights.all(|weight| weight * n_samples as f64 >= 2.0 * n_features as f64)
}

/// A start at random samples, each component as broad as all samples together.
fn start(data: &Array2<f64>, n_components: usize, covariance: Covariance, seed: u64) -> Mixture {
    let mut rng = StdRng::seed_from_u64(seed);
    let rows = sample(&mut rng, data.nrows(), n_components).into_vec();
    let (cloud, n_features) = (cloud(data), data.ncols());
    let covariances = match covariance {
        Covariance::Full => Covariances::Full(Array3::from_shape_fn(
            (n_components, n_features, n_features),
            |(_, i, j)| cloud[[i, j]],
        )),
        Covariance::Tied => Covariances::Tied(cloud),
        Covariance::Diagonal => Covariances::Diagonal(Array2::from_shape_fn(
            (n_components, n_features),
            |(_, i)| cloud[[i, i]],
        )),
        Covariance::Spherical => Covariances::Spherical(Array1::from_elem(
            n_components,
            cloud.diag().mean().unwrap(),
        )),
    };
    let weights = Array1::from_elem(n_components, 1.0 / n_components as f64);
    Mixture::new(weights, data.select(Axis(0), &rows), covariances).unwrap()
}

/// The mixture with the highest log-likelihood among those that `guard` admits.
fn best(data: &Array2<f64>, n_components: usize, covariance: Covariance, guard: Guard) -> Mixture {
    let ends = (0..STARTS).filter_map(|seed| {
        let fit = GaussianMixture::new(n_components)
            .init(Init::Given(start(data, n_components, covariance, seed)))
            .regularization(0.0)
            .tolerance(1e-6)
            .max_iter(2000)
            .threads(1)
            .fit(data)
            // A component that collapses ends the fit.
            .ok()?;
        guard(&fit.mixture, data).then_some(fit.mixture)
    });
    let scored = ends.map(|mixture| (mixture.log_likelihood(data).unwrap(), mixture));
    let best = scored.max_by(|left, right| left.0.total_cmp(&right.0));
    best.expect("a start that ends in no spike").1
}

/// The numbers after `label` in the line of a block's output that begins with it.
fn printed(output: &str, label: &str) -> Vec<f64> {
    let path = checkout().join("book/outputs").join(output);
    let text = fs::read_to_string(&path).unwrap();
    let rest = text.lines().find_map(|line| line.strip_prefix(label));
    let rest = rest.unwrap_or_else(|| panic!("{output} has no line {label}…"));
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == '-';
    let numbers = rest.split(|letter| !is_part(letter));
    numbers.filter_map(|number| number.parse().ok()).collect()
}

#[track_caller]
fn assert_printed(printed: f64, found: f64) {
    assert!(
        (printed - found).abs() < STOPPED_EARLY,
        "printed {printed}, found {found}"
    );
}

#[test]
fn chapter_8_prints_the_higher_maximum_of_six_numbers() {
    let numbers = array![[1.0], [2.0], [3.0], [5.0], [8.0], [9.0]];
    let found = best(&numbers, 2, Covariance::Full, not_thin)
        .log_likelihood(&numbers)
        .unwrap();
    assert_printed(printed("08-em/two-tops.txt", "8 starts end at ")[0], found);
}

#[test]
fn chapter_9_ends_at_the_best_fit_of_three_components() {
    let found = best(&uw_mixture(), 3, Covariance::Full, not_thin);
    let found = found.log_likelihood(&uw_mixture()).unwrap();
    assert_printed(
        printed("09-simulated-data/run.txt", "log-likelihood after 23:")[0],
        found,
    );
}

#[test]
fn chapter_11_prints_the_best_fits_of_up_to_four_components() {
    for n_components in 2..=4 {
        let found = best(&uw_mixture(), n_components, Covariance::Full, not_thin);
        let found = found.log_likelihood(&uw_mixture()).unwrap();
        let label = format!("K = {n_components}:");
        assert_printed(printed("11-choosing-k/six-fits.txt", &label)[0], found);
    }
}

#[test]
fn both_criteria_choose_three_components_in_chapter_11_whatever_the_starts() {
    let criteria = |n_components| {
        let data = uw_mixture();
        let found = best(&data, n_components, Covariance::Full, not_thin);
        [found.aic(&data).unwrap(), found.bic(&data).unwrap()]
    };
    let three = criteria(3);
    for n_components in [1, 2, 4, 5, 6] {
        let other = criteria(n_components);
        assert!(
            three[0] + 2.0 < other[0] && three[1] + 2.0 < other[1],
            "{n_components}: {other:?}"
        );
    }
}

#[test]
fn chapter_11_prints_the_best_mixtures_of_the_geyser() {
    let geyser = old_faithful();
    for (label, covariance) in [
        ("full", Covariance::Full),
        ("diagonal", Covariance::Diagonal),
        ("spherical", Covariance::Spherical),
        ("tied", Covariance::Tied),
    ] {
        let row = printed("11-choosing-k/geyser-table.txt", label);
        for (k, &printed) in row.iter().enumerate() {
            let found = best(&geyser, k + 1, covariance, not_thin)
                .bic(&geyser)
                .unwrap();
            assert!(
                (printed - found).abs() < 2.0 * STOPPED_EARLY,
                "{label}: {printed}, {found}"
            );
        }
    }
}

#[test]
fn chapter_12_prints_the_best_fits_of_the_penguins() {
    let (birds, _) = penguins().complete();
    let data = &birds.features;
    let full = |k| best(data, k, Covariance::Full, not_few).bic(data).unwrap();
    let tied = |k| best(data, k, Covariance::Tied, not_few).bic(data).unwrap();
    let chosen = printed("12-real-data/bic-full.txt", "full, K = 3: BIC ")[0];
    assert!((chosen - full(3)).abs() < 2.0 * STOPPED_EARLY);
    // Of more components the chapter tries five starts and does not say that they find the best.
    assert!(
        [1, 2, 4, 5]
            .map(full)
            .iter()
            .all(|&other| other > chosen + 2.0)
    );
    for k in 1..=5 {
        let printed = printed("12-real-data/bic-tied.txt", &format!("tied, K = {k}: BIC "))[0];
        let found = tied(k);
        assert!(
            (printed - found).abs() < 2.0 * STOPPED_EARLY,
            "{k}: {printed}, {found}"
        );
    }
}
