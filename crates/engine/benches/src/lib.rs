//! Problems to measure, and limits to compare with.

pub mod files;
pub mod iteration;
pub mod limits;
pub mod results;

use gaussian_mixture::{Covariance, Covariances, Mixture};
use ndarray::{Array1, Array2, Array3};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
use ndarray_rand::rand_distr::StandardNormal;

/// Any error ends the program with its message.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The covariance type that an argument names.
pub fn shape(name: &str) -> Result<Covariance> {
    match name {
        "full" => Ok(Covariance::Full),
        "diagonal" => Ok(Covariance::Diagonal),
        _ => Err(format!("{name}: full or diagonal is expected").into()),
    }
}

/// The name of a covariance type, as [`shape`] takes it.
pub fn word(shape: Covariance) -> String {
    format!("{shape:?}").to_lowercase()
}

/// Samples of normal clusters, their centers about four standard deviations apart, and a start near
/// the truth.
///
/// The clusters overlap as much in many features as in two, so that EM does not converge within a
/// few iterations: some peers would stop then.
pub fn problem(n: usize, d: usize, k: usize, shape: Covariance) -> (Array2<f64>, Mixture) {
    let rng = &mut StdRng::seed_from_u64(1);
    let centers: Array2<f64> = Array2::random_using((k, d), StandardNormal, rng);
    let centers = centers * (8.0 / d as f64).sqrt();
    let mut data: Array2<f64> = Array2::random_using((n, d), StandardNormal, rng);
    for mut sample in data.rows_mut() {
        sample += &centers.row(rng.random_range(0..k));
    }
    let covariances = match shape {
        Covariance::Full => {
            let unit = |(_, i, j)| if i == j { 1.3 } else { 0.0 };
            Covariances::Full(Array3::from_shape_fn((k, d, d), unit))
        }
        Covariance::Tied => Covariances::Tied(Array2::eye(d) * 1.3),
        Covariance::Diagonal => Covariances::Diagonal(Array2::from_elem((k, d), 1.3)),
        Covariance::Spherical => Covariances::Spherical(Array1::from_elem(k, 1.3)),
    };
    let weights = Array1::from_elem(k, 1.0 / k as f64);
    let start = Mixture::new(weights, centers + 0.1, covariances);
    (data, start.expect("the parameters are valid"))
}
