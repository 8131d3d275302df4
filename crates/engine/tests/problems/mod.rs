//! Random problems for the tests.

#![allow(dead_code)]

use std::fmt;

use gaussian_mixture::{Covariance, Covariances, Mixture};
use ndarray::{Array1, Array2, Array3, Axis};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
use ndarray_rand::rand_distr::{StandardNormal, Uniform};

pub const SHAPES: [Covariance; 4] = [
    Covariance::Full,
    Covariance::Tied,
    Covariance::Diagonal,
    Covariance::Spherical,
];

/// Samples of overlapping normal clusters, and a start near the truth.
pub struct Problem {
    seed: u64,
    pub data: Array2<f64>,
    pub start: Mixture,
}

impl Problem {
    pub fn random(seed: u64, n_samples: usize, n_features: usize, n_components: usize) -> Self {
        let rng = &mut StdRng::seed_from_u64(seed);
        let spread = Uniform::new(-2.0, 2.0).expect("the bounds are in order");
        let centers = Array2::random_using((n_components, n_features), spread, rng);
        let mut data: Array2<f64> =
            Array2::random_using((n_samples, n_features), StandardNormal, rng);
        for mut sample in data.rows_mut() {
            sample += &centers.row(rng.random_range(0..n_components));
        }
        let mut covariances = Array3::zeros((n_components, n_features, n_features));
        for mut covariance in covariances.outer_iter_mut() {
            let shape = (n_features, n_features + 2);
            let factor: Array2<f64> = Array2::random_using(shape, StandardNormal, rng);
            let product = factor.dot(&factor.t()) / n_features as f64;
            covariance.assign(&(product + Array2::<f64>::eye(n_features)));
        }
        let weights = Array1::random_using(n_components, Uniform::new(0.5, 1.5).unwrap(), rng);
        let weights = &weights / weights.sum();
        let noise: Array2<f64> = Array2::random_using(centers.dim(), StandardNormal, rng);
        let start = Mixture::new(weights, centers + 0.3 * noise, covariances)
            .expect("the parameters are valid");
        Self { seed, data, start }
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((n, d), k) = (self.data.dim(), self.start.n_components());
        write!(f, "Problem::random({}, {n}, {d}, {k})", self.seed)
    }
}

/// The mixture with covariances of another type.
pub fn start_of_shape(mixture: &Mixture, shape: Covariance) -> Mixture {
    let full = mixture.covariances();
    let (k, d) = mixture.means().dim();
    let diagonal = Array2::from_shape_fn((k, d), |(k, j)| full[[k, j, j]]);
    let covariances = match shape {
        Covariance::Full => Covariances::Full(full),
        Covariance::Tied => Covariances::Tied(full.mean_axis(Axis(0)).unwrap()),
        Covariance::Diagonal => Covariances::Diagonal(diagonal),
        Covariance::Spherical => Covariances::Spherical(diagonal.mean_axis(Axis(1)).unwrap()),
    };
    Mixture::new(
        mixture.weights().clone(),
        mixture.means().clone(),
        covariances,
    )
    .unwrap()
}
