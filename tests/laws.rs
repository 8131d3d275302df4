//! Laws of EM, on random data: what must hold whatever the samples are.

use approx::assert_abs_diff_eq;
use ndarray::{Array1, Array2, Array3, Axis, array, concatenate, s};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
use ndarray_rand::rand_distr::{StandardNormal, Uniform};
use solutions::EmFit;
use solutions::{compute_responsibilities, em, log_likelihood};

const SEEDS: std::ops::Range<u64> = 0..20;

/// Two to four clouds of normal samples in one to three dimensions, and a start near them.
struct Problem {
    data: Array2<f64>,
    weights: Array1<f64>,
    means: Array2<f64>,
    covariances: Array3<f64>,
}

impl Problem {
    fn random(seed: u64) -> Self {
        let rng = &mut StdRng::seed_from_u64(seed);
        let n_components = rng.random_range(2..=4);
        let n_features = rng.random_range(1..=3);
        let spread = Uniform::new(-4.0, 4.0).expect("the bounds are in order");
        let centers = Array2::random_using((n_components, n_features), spread, rng);
        let clouds: Vec<Array2<f64>> = centers
            .rows()
            .into_iter()
            .map(|center| {
                let noise = Array2::random_using((40, n_features), StandardNormal, rng);
                noise + center
            })
            .collect();
        let clouds: Vec<_> = clouds.iter().map(|cloud| cloud.view()).collect();
        let data = concatenate(Axis(0), &clouds).expect("the clouds have one width");
        let noise: Array2<f64> = Array2::random_using(centers.dim(), StandardNormal, rng);
        let mut covariances = Array3::zeros((n_components, n_features, n_features));
        for mut covariance in covariances.outer_iter_mut() {
            covariance.diag_mut().fill(2.0);
        }
        Self {
            data,
            weights: Array1::from_elem(n_components, 1.0 / n_components as f64),
            means: centers + noise,
            covariances,
        }
    }

    fn fit(&self, max_iter: usize) -> EmFit {
        let (weights, means) = (&self.weights, &self.means);
        em(&self.data, means, &self.covariances, weights, max_iter, 0.0)
    }
}

#[test]
fn log_likelihood_never_falls() {
    for seed in SEEDS {
        let fit = Problem::random(seed).fit(50);
        for pair in fit.log_likelihoods.windows(2) {
            // 1e-9: rounding of a sum of some hundred terms of size 10
            assert!(
                pair[1] >= pair[0] - 1e-9,
                "seed {seed}: {} then {}",
                pair[0],
                pair[1]
            );
        }
    }
}

#[test]
fn every_row_of_the_responsibilities_sums_to_one() {
    for seed in SEEDS {
        let fit = Problem::random(seed).fit(5);
        let sums = fit.responsibilities.sum_axis(Axis(1));
        // 1e-12: four exponentials, each right to a few ulps, of logarithms up to 1e3
        assert_abs_diff_eq!(sums, Array1::ones(sums.len()), epsilon = 1e-12);
        assert!(
            fit.responsibilities
                .iter()
                .all(|&r| (0.0..=1.0 + 1e-12).contains(&r))
        );
    }
}

#[test]
fn relabelling_the_components_changes_nothing() {
    for seed in SEEDS {
        let mut problem = Problem::random(seed);
        let fit = problem.fit(10);
        problem.means.invert_axis(Axis(0));
        problem.covariances.invert_axis(Axis(0));
        problem.weights.invert_axis(Axis(0));
        let relabelled = problem.fit(10);
        // 1e-8: ten updates may each magnify a rounding by an order of magnitude or less
        assert_abs_diff_eq!(
            relabelled.means.slice(s![..;-1, ..]),
            fit.means,
            epsilon = 1e-8
        );
        let (found, expected) = (relabelled.log_likelihoods[10], fit.log_likelihoods[10]);
        assert_abs_diff_eq!(found, expected, epsilon = 1e-8);
    }
}

#[test]
fn translating_the_data_translates_the_means_and_nothing_else() {
    for seed in SEEDS {
        let mut problem = Problem::random(seed);
        let fit = problem.fit(10);
        problem.data += 1000.0;
        problem.means += 1000.0;
        let moved = problem.fit(10);
        // 1e-7: moving by 1000 leaves the samples right to 1e-13, ten updates magnify it
        assert_abs_diff_eq!(moved.means - 1000.0, fit.means, epsilon = 1e-7);
        assert_abs_diff_eq!(moved.covariances, fit.covariances, epsilon = 1e-7);
        assert_abs_diff_eq!(moved.weights, fit.weights, epsilon = 1e-7);
    }
}

#[test]
fn one_component_gets_the_sample_mean_and_the_maximum_likelihood_covariance() {
    for seed in SEEDS {
        let data = Problem::random(seed).data;
        let n_features = data.ncols();
        let start = Array2::eye(n_features).insert_axis(Axis(0));
        let zero = Array2::zeros((1, n_features));
        let fit = em(&data, &zero, &start, &array![1.0], 1, 0.0);
        let mean = data.mean_axis(Axis(0)).expect("there are samples");
        let centered = &data - &mean;
        let covariance = centered.t().dot(&centered) / data.nrows() as f64;
        // 1e-12: a few hundred additions of numbers below 100
        assert_abs_diff_eq!(fit.means.row(0), mean, epsilon = 1e-12);
        assert_abs_diff_eq!(
            fit.covariances.index_axis(Axis(0), 0),
            covariance,
            epsilon = 1e-12
        );
        assert_abs_diff_eq!(fit.weights, array![1.0], epsilon = 1e-12);
    }
}

#[test]
fn a_fit_reports_the_log_likelihood_and_responsibilities_of_the_parameters_it_returns() {
    for seed in SEEDS {
        let problem = Problem::random(seed);
        let fit = problem.fit(7);
        let (weights, means, covariances) = (&fit.weights, &fit.means, &fit.covariances);
        let last = log_likelihood(&problem.data, weights, means, covariances);
        assert_eq!(*fit.log_likelihoods.last().expect("there is one"), last);
        let resp = compute_responsibilities(&problem.data, weights, means, covariances);
        assert_eq!(fit.responsibilities, resp);
    }
}
