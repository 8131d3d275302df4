//! Laws of the engine, on random problems.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use gaussian_mixture::{Covariance, Covariances, Error, Fit, GaussianMixture, Mixture};
use ndarray::{Array1, Array2, Axis, concatenate, s};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

mod problems;
use problems::{Problem, SHAPES, start_of_shape};

/// A problem of moderate size, and its start with a random covariance type.
fn problems() -> impl Strategy<Value = (Problem, Mixture)> {
    let sizes = (
        any::<u64>(),
        60..400_usize,
        1..14_usize,
        1..5_usize,
        0..4_usize,
    );
    sizes.prop_map(|(seed, n_samples, n_features, n_components, shape)| {
        let problem = Problem::random(seed, n_samples, n_features, n_components);
        let start = start_of_shape(&problem.start, SHAPES[shape]);
        (problem, start)
    })
}

fn options(start: &Mixture) -> GaussianMixture {
    GaussianMixture::new(start.n_components())
        .warm_start(start)
        .max_iter(6)
        .tolerance(0.0)
        .regularization(0.0)
}

/// Asserts that two fits agree, or that both collapsed.
fn assert_same(one: &Result<Fit, Error>, other: &Result<Fit, Error>, tolerance: f64) {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            let (one, other) = (&one.mixture, &other.mixture);
            assert_abs_diff_eq!(one.weights(), other.weights(), epsilon = tolerance);
            assert_abs_diff_eq!(one.means(), other.means(), epsilon = tolerance);
            let (one, other) = (one.covariances(), other.covariances());
            assert_abs_diff_eq!(one, other, epsilon = tolerance);
        }
        (Err(_), Err(_)) => {}
        _ => panic!("one failed: {one:?}, {other:?}"),
    }
}

/// The fit with its mixture replaced.
fn mapped(fit: Result<Fit, Error>, map: impl Fn(&Mixture) -> Mixture) -> Result<Fit, Error> {
    fit.map(|mut fit| {
        fit.mixture = map(&fit.mixture);
        fit
    })
}

/// The mixture with other means, and with its covariances times `scale`.
fn with(mixture: &Mixture, means: Array2<f64>, scale: f64) -> Mixture {
    let covariances = match mixture.covariance_parameters().clone() {
        Covariances::Full(full) => Covariances::Full(full * scale),
        Covariances::Tied(tied) => Covariances::Tied(tied * scale),
        Covariances::Diagonal(variances) => Covariances::Diagonal(variances * scale),
        Covariances::Spherical(variances) => Covariances::Spherical(variances * scale),
    };
    Mixture::new(mixture.weights().clone(), means, covariances).unwrap()
}

// 1e-9 below: six iterations, each of which can multiply a rounding error by a small factor.
proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        rng_seed: RngSeed::Fixed(42),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn log_likelihood_never_falls((problem, start) in problems()) {
        if let Ok(fit) = options(&start).max_iter(30).fit(&problem.data) {
            for pair in fit.log_likelihoods.windows(2) {
                // 1e-12: rounding errors of a mean of numbers below 100
                prop_assert!(pair[1] >= pair[0] - 1e-12, "{:?}", fit.log_likelihoods);
            }
        }
    }

    #[test]
    fn relabelling_components_relabels_the_fit((problem, start) in problems(), turn in 0..5_usize) {
        let k = start.n_components();
        let order: Vec<usize> = (0..k).map(|c| (c + turn) % k).collect();
        let relabel = |mixture: &Mixture| {
            let (weights, means) = (mixture.weights(), mixture.means());
            let full = mixture.covariances().select(Axis(0), &order);
            let full = Mixture::new(weights.select(Axis(0), &order), means.select(Axis(0), &order), full);
            start_of_shape(&full.unwrap(), mixture.covariance_type())
        };
        let plain = mapped(options(&start).fit(&problem.data), relabel);
        let relabelled = options(&relabel(&start)).fit(&problem.data);
        assert_same(&plain, &relabelled, 1e-9);
    }

    #[test]
    fn translating_the_samples_translates_the_fit((problem, start) in problems(), by in -1e3..1e3) {
        let plain = options(&start).fit(&problem.data);
        let moved = with(&start, start.means() + by, 1.0);
        let moved = options(&moved).fit(&(&problem.data + by));
        let back = mapped(moved, |mixture| with(mixture, mixture.means() - by, 1.0));
        // 1e-9, and 1e-13 for the rounding of the translated samples
        assert_same(&plain, &back, 2e-9);
    }

    #[test]
    fn scaling_the_samples_by_a_power_of_two_scales_every_bit((problem, start) in problems(), power in -40..40_i32) {
        let unit = 2f64.powi(power);
        let plain = options(&start).fit(&problem.data);
        let scaled = options(&with(&start, start.means() * unit, unit * unit));
        let scaled = scaled.fit(&(&problem.data * unit));
        if let (Ok(plain), Ok(scaled)) = (&plain, &scaled) {
            prop_assert_eq!(plain.mixture.means() * unit, scaled.mixture.means().clone());
            prop_assert_eq!(plain.mixture.covariances() * unit * unit, scaled.mixture.covariances());
        }
        prop_assert_eq!(plain.is_ok(), scaled.is_ok());
    }

    #[test]
    fn rotating_the_samples_rotates_the_fit((problem, start) in problems(), angle in 0.0..6.3) {
        // Rotate in the plane of the first and the last feature. Diagonal covariances cannot rotate.
        let shape = start.covariance_type();
        let d = start.n_features();
        prop_assume!(shape != Covariance::Diagonal && d > 1);
        let mut turn = Array2::eye(d);
        let (sin, cos) = f64::sin_cos(angle);
        turn[[0, 0]] = cos;
        turn[[d - 1, d - 1]] = cos;
        turn[[0, d - 1]] = -sin;
        turn[[d - 1, 0]] = sin;
        let rotate = |mixture: &Mixture| {
            let mut full = mixture.covariances();
            for mut covariance in full.outer_iter_mut() {
                let turned = turn.t().dot(&covariance).dot(&turn);
                covariance.assign(&((&turned + &turned.t()) / 2.0));
            }
            let full = Mixture::new(mixture.weights().clone(), mixture.means().dot(&turn), full);
            start_of_shape(&full.unwrap(), shape)
        };
        let plain = mapped(options(&start).fit(&problem.data), rotate);
        let rotated = options(&rotate(&start)).fit(&problem.data.dot(&turn));
        assert_same(&plain, &rotated, 1e-9);
    }

    #[test]
    fn a_sample_twice_is_a_sample_of_weight_two((problem, start) in problems(), n in 1..60_usize) {
        let data = &problem.data;
        let doubled = concatenate![Axis(0), *data, data.slice(s![..n, ..])];
        let weights = Array1::from_shape_fn(data.nrows(), |row| if row < n { 2.0 } else { 1.0 });
        let weighted = options(&start).fit_weighted(data, &weights);
        assert_same(&options(&start).fit(&doubled), &weighted, 1e-9);
    }

    #[test]
    fn chunks_give_the_fit_of_the_whole((problem, start) in problems(), size in 1..500_usize) {
        let whole = options(&start).fit(&problem.data);
        let mut chunks = || {
            let chunks = problem.data.axis_chunks_iter(Axis(0), size);
            chunks.map(|chunk| Ok(chunk.to_owned())).collect::<Vec<_>>().into_iter()
        };
        let chunked = options(&start).fit_chunks(&mut chunks);
        assert_same(&whole, &chunked, 1e-10);
        // Also from starts that the engine chooses.
        let k = start.n_components();
        let shape = start.covariance_type();
        let own = GaussianMixture::new(k).covariance(shape).max_iter(5).tolerance(0.0).seed(1);
        assert_same(&own.fit(&problem.data), &own.fit_chunks(&mut chunks), 1e-9);
    }

    #[test]
    fn responsibilities_sum_to_one_and_predict_returns_the_largest((problem, start) in problems()) {
        let resp = start.responsibilities(&problem.data).unwrap();
        let labels = start.predict(&problem.data).unwrap();
        for (row, &label) in resp.rows().into_iter().zip(&labels) {
            // 1e-14: five rounding errors
            prop_assert!(abs_diff_eq!(row.sum(), 1.0, epsilon = 1e-14));
            prop_assert!(row.iter().all(|&resp| resp <= row[label]));
        }
    }
}
