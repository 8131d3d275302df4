//! The steps from the textbook's iteration to the engine: each gives the same result.

use approx::{assert_abs_diff_eq, assert_relative_eq};
use gaussian_mixture::{Covariances, GaussianMixture, Mixture};
use ndarray::{Array1, Array2, Array3};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
use ndarray_rand::rand_distr::{StandardNormal, Uniform};
use solutions::fast::{Parameters, STEPS, TILE, exp2, textbook};

/// Clouds of normal samples with correlated features, and parameters near them.
fn problem(n: usize, d: usize, k: usize, seed: u64) -> (Array2<f64>, Parameters) {
    let rng = &mut StdRng::seed_from_u64(seed);
    let centers: Array2<f64> = Array2::random_using((k, d), StandardNormal, rng) * 2.0;
    let mix: Array2<f64> = Array2::random_using((d, d), StandardNormal, rng);
    let mut data = Array2::random_using((n, d), StandardNormal, rng).dot(&mix);
    for mut sample in data.rows_mut() {
        sample += &centers.row(rng.random_range(0..k));
    }
    let mut covariances = Array3::zeros((k, d, d));
    for mut covariance in covariances.outer_iter_mut() {
        let noise: Array2<f64> = Array2::random_using((d, d), StandardNormal, rng);
        covariance
            .assign(&(mix.t().dot(&mix) + noise.t().dot(&noise) * 0.3 + Array2::<f64>::eye(d)));
    }
    let shares: Array1<f64> = Array1::random_using(k, Uniform::new(0.5, 1.5).unwrap(), rng);
    let weights = &shares / shares.sum();
    let means = centers + 0.1;
    (
        data,
        Parameters {
            weights,
            means,
            covariances,
        },
    )
}

#[test]
fn every_step_gives_the_parameters_of_the_textbook() {
    // Samples that fill no tile, one tile exactly, several and a rest; up to many components.
    let sizes = [
        (40, 1, 1),
        (TILE, 2, 3),
        (1000, 8, 8),
        (777, 9, 5),
        (3000, 3, 70),
    ];
    for (seed, (n, d, k)) in (0..).zip(sizes) {
        let (data, before) = problem(n, d, k, seed);
        let (expected, log_likelihood) = textbook(&data, &before);
        for (name, step) in STEPS {
            let (found, found_log_likelihood) = step(&data, &before);
            let place = format!("{name} on {n} × {d}, K = {k}");
            for (found, expected) in [
                (
                    found.weights.into_dyn(),
                    expected.weights.clone().into_dyn(),
                ),
                (found.means.into_dyn(), expected.means.clone().into_dyn()),
                (
                    found.covariances.into_dyn(),
                    expected.covariances.clone().into_dyn(),
                ),
            ] {
                let off = (&found - &expected).mapv(f64::abs);
                let largest = off.fold(0.0, |a: f64, &b| if b > a || b.is_nan() { b } else { a });
                assert!(largest < 1e-10, "{place}: off by {largest:e}");
            }
            // A sum of N terms, each rounded: far below 1e-12 of it.
            assert_relative_eq!(found_log_likelihood, log_likelihood, max_relative = 1e-12);
        }
    }
}

/// The counts that chapter 13 gives for step 2.
#[test]
fn the_textbook_makes_69_arrays_a_sample_and_once_makes_19() {
    let (data, before) = problem(1000, 8, 8, 1);
    let arrays_a_sample = STEPS.map(|(_, step)| {
        let counted = allocation_counter::measure(|| {
            step(&data, &before);
        });
        counted.count_total / 1000
    });
    assert_eq!(arrays_a_sample, [69, 19, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn the_engine_gives_the_parameters_of_the_textbook() {
    let (data, before) = problem(1000, 8, 8, 1);
    let (expected, _) = textbook(&data, &before);
    let Parameters {
        weights,
        means,
        covariances,
    } = before;
    let start = Mixture::new(weights, means, Covariances::Full(covariances)).unwrap();
    let fit = GaussianMixture::new(8)
        .warm_start(&start)
        .max_iter(1)
        .tolerance(0.0);
    let found = fit.regularization(0.0).fit(&data).unwrap().mixture;
    assert_abs_diff_eq!(*found.weights(), expected.weights, epsilon = 1e-10);
    assert_abs_diff_eq!(*found.means(), expected.means, epsilon = 1e-10);
    assert_abs_diff_eq!(found.covariances(), expected.covariances, epsilon = 1e-10);
}

#[test]
fn a_sample_far_from_every_component_counts_in_every_step() {
    let (mut data, before) = problem(300, 2, 3, 5);
    data.row_mut(17).fill(1e4);
    let (expected, _) = textbook(&data, &before);
    assert!(expected.weights.iter().all(|weight| weight.is_finite()));
    for (name, step) in STEPS {
        let found = step(&data, &before).0.weights;
        assert_abs_diff_eq!(found, expected.weights, epsilon = 1e-10);
        assert_abs_diff_eq!(found.sum(), 1.0, epsilon = 1e-12);
        assert!(found.iter().all(|weight| weight.is_finite()), "{name}");
    }
}

#[test]
fn the_polynomial_is_within_two_units_in_the_last_place() {
    for i in 0..100_000 {
        let x = -999.0 * f64::from(i) / 99_999.0;
        let exact = x.exp2();
        let unit = f64::from_bits(exact.to_bits() + 1) - exact;
        for found in [exp2::<false>(x), exp2::<true>(x)] {
            // 2.5: the library's own half unit beside ours
            assert!(
                (found - exact).abs() <= 2.5 * unit,
                "2^{x}: {found:e}, not {exact:e}"
            );
        }
    }
    assert_eq!(exp2::<false>(0.0), 1.0);
    assert_eq!(exp2::<false>(f64::NEG_INFINITY), 2f64.powi(-1000));
}
