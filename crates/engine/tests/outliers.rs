//! One value far from all others, such as a code for "missing", does not affect the rest of the fit.

use approx::assert_abs_diff_eq;
use gaussian_mixture::kmeans::k_means;
use gaussian_mixture::{Covariance, Covariances, GaussianMixture, Mixture};
use ndarray::{Array2, ArrayView1, array};
use ndarray_rand::RandomExt as _;
use ndarray_rand::rand::{SeedableRng, rngs::StdRng};
use ndarray_rand::rand_distr::StandardNormal;

mod problems;
use problems::SHAPES;

/// Two clusters of unit variance around 0 and 20 in each feature, and a last row of `mark`.
fn marked(n: usize, mark: f64) -> Array2<f64> {
    let rng = &mut StdRng::seed_from_u64(7);
    let mut data: Array2<f64> = Array2::random_using((n + 1, 2), StandardNormal, rng);
    for mut row in data.rows_mut().into_iter().step_by(2) {
        row += 20.0;
    }
    data.row_mut(n).fill(mark);
    data
}

#[test]
fn the_clusters_are_found_despite_an_outlier() {
    for shape in SHAPES {
        // Without regularization only a shared covariance has variance around a single value.
        let tied = (50, -9_999_999.0, 0.0);
        let all = [(50, -9_999_999.0, 1e-6), (2000, -99_999_999.0, 1e-6), tied];
        let n_cases = if shape == Covariance::Tied { 3 } else { 2 };
        for (n, mark, regularization) in all[..n_cases].iter().copied() {
            let data = marked(n, mark);
            for seed in 0..3 {
                let options = GaussianMixture::new(3).covariance(shape).seed(seed);
                let fit = options.regularization(regularization).fit(&data).unwrap();
                let mut firsts = fit.mixture.means().column(0).to_vec();
                firsts.sort_unstable_by(f64::total_cmp);
                let expected = [mark, 0.0, 20.0];
                // 0.6: three standard errors of a mean of 25 samples
                assert_abs_diff_eq!(firsts[..], expected[..], epsilon = 0.6);
            }
        }
    }
}

/// The logarithm of the density, from its definition.
fn log_density(mixture: &Mixture, variances: &[f64], x: f64) -> f64 {
    let terms = mixture.weights().iter().zip(mixture.means()).zip(variances);
    let terms = terms.map(|((weight, mean), variance)| {
        let log_normalizer = -0.5 * (2.0 * std::f64::consts::PI * variance).ln();
        weight.ln() + log_normalizer - 0.5 * (x - mean).powi(2) / variance
    });
    let terms: Vec<f64> = terms.collect();
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest
        + terms
            .iter()
            .map(|term| (term - largest).exp())
            .sum::<f64>()
            .ln()
}

#[test]
fn narrow_components_keep_their_density_beside_an_outlier() {
    let cases: [(&[f64], &[f64]); 4] = [
        (&[0.0, 1e9], &[1e-18, 1.0]),
        (&[1e-9, 3e-9, 1e9], &[1e-20, 1e-20, 1.0]),
        (&[0.0, 1.0, 1e17], &[0.01, 0.01, 1.0]),
        // Narrower than the spacing of `f64` at the outlier.
        (&[0.0, 1.0, 1e9], &[1e-18, 1e-18, 1e-20]),
    ];
    for (means, variances) in cases {
        let k = means.len();
        let mixture = Mixture::new(
            ndarray::Array1::from_elem(k, 1.0 / k as f64),
            Array2::from_shape_fn((k, 1), |(k, _)| means[k]),
            Covariances::Diagonal(Array2::from_shape_fn((k, 1), |(k, _)| variances[k])),
        );
        let mixture = mixture.unwrap();
        // Not around the last mean, where `f64` may not resolve the standard deviation.
        let near = means.iter().zip(variances).take(k - 1);
        let values = near.flat_map(|(mean, variance)| {
            [-1.0, 0.0, 2.0].map(|deviations| mean + deviations * variance.sqrt())
        });
        let data = Array2::from_shape_vec((3 * (k - 1), 1), values.collect()).unwrap();
        let found = mixture.log_density(&data).unwrap();
        for (x, found) in data.iter().zip(&found) {
            let expected = log_density(&mixture, variances, *x);
            // 1e-6: the other narrow component is 1e9 standard deviations away
            assert_abs_diff_eq!(*found, expected, epsilon = 1e-6);
        }
        let expected: Vec<usize> = (0..k - 1).flat_map(|k| [k; 3]).collect();
        assert_eq!(mixture.predict(&data).unwrap().to_vec(), expected);
    }
}

#[test]
fn k_means_assigns_the_nearest_center_despite_an_outlier() {
    for data in [
        array![[1e17], [0.0], [1.0], [10.0], [11.0]],
        array![[1e16], [0.0], [0.25], [1.0], [1.25]],
        array![[0.0], [0.25], [-1e16], [1.0], [1.25]],
    ] {
        for seed in 0..10 {
            let fit = k_means(&data, 3, seed).unwrap();
            let squared = |x: ArrayView1<f64>, k: usize| (x[0] - fit.centers[[k, 0]]).powi(2);
            let mut inertia = 0.0;
            for (x, &label) in data.rows().into_iter().zip(&fit.labels) {
                let own = squared(x, label);
                assert!((0..3).all(|k| own <= squared(x, k)), "{data}: {fit:?}");
                inertia += own;
            }
            assert_eq!(fit.inertia, inertia, "{data}");
        }
    }
}
