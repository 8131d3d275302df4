//! Where EM starts.

use ndarray::{Array1, Array2, Array3, Axis};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};

use super::Mixture;
use super::covariance::{Covariance, Covariances};
use super::gaussian_mixture::GaussianMixture;
use crate::kmeans::Samples;
use crate::{Error, cholesky};

/// How the parameters are first guessed.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Init {
    /// K-means from centers far apart (k-means++), on features in units of their deviations.
    #[default]
    KMeansPlusPlus,
    /// Random responsibilities: every component starts near the middle of the data.
    Random,
    /// These parameters. Their covariances decide the shape of the fit's.
    Given(Mixture),
}

/// Most samples that a start is guessed from.
const MOST_SAMPLES: usize = 1 << 14;

/// Which rows a start is guessed from: all, or some from everywhere in the data, in order.
pub(super) fn choose_rows(
    n_samples: usize,
    n_features: usize,
    n_components: usize,
    seed: u64,
) -> Vec<usize> {
    // 16 MB, unless there are so many components that they need more.
    let fitting = (1 << 21) / n_features;
    let most = MOST_SAMPLES
        .min(fitting)
        .max(n_components.saturating_mul(8))
        .max(1024);
    if n_samples <= most {
        return (0..n_samples).collect();
    }
    // One from each of as many stretches of equal length.
    let mut rng = StdRng::seed_from_u64(seed);
    let length = n_samples as f64 / most as f64;
    let place = |at: usize| ((at as f64 + rng.random::<f64>()) * length) as usize;
    let mut rows: Vec<usize> = (0..most).map(place).collect();
    rows.dedup();
    rows.retain(|&row| row < n_samples);
    rows
}

/// A few of the samples, to guess from.
pub(super) struct Sketch {
    pub(super) samples: Array2<f64>,
    pub(super) weights: Vec<f64>,
}

impl Sketch {
    /// The mixture that a start's responsibilities ask for.
    pub(super) fn guess(&self, options: &GaussianMixture, seed: u64) -> Result<Mixture, Error> {
        let mut rng = StdRng::seed_from_u64(seed);
        let resp = match &options.init {
            Init::Given(mixture) => return Ok(mixture.clone()),
            Init::KMeansPlusPlus => self.clusters(options, &mut rng),
            Init::Random => {
                let shape = (self.samples.nrows(), options.n_components);
                let mut resp = Array2::from_shape_simple_fn(shape, || rng.random::<f64>());
                for mut row in resp.rows_mut() {
                    let sum = row.sum();
                    row /= sum;
                }
                resp
            }
        };
        self.mixture(&resp, options.covariance, options.regularization)
    }

    /// Responsibilities 1 and 0, from K-means.
    fn clusters(&self, options: &GaussianMixture, rng: &mut StdRng) -> Array2<f64> {
        let (n_samples, n_features) = self.samples.dim();
        let means = self.mean_of(&self.weights);
        let deviations = self.variances(&means).mapv(f64::sqrt);
        let mut scaled = &self.samples - &means;
        for (mut column, &deviation) in scaled.columns_mut().into_iter().zip(&deviations) {
            if deviation > 0.0 {
                column /= deviation;
            }
        }
        let samples = Samples {
            values: scaled.as_slice().expect("a new array is in row order"),
            weights: &self.weights,
            n_features,
            threads: options.threads,
            instructions: options.instructions,
        };
        let labels = samples.cluster(options.n_components, 30, rng).labels;
        let mut resp = Array2::zeros((n_samples, options.n_components));
        for (mut row, label) in resp.rows_mut().into_iter().zip(labels) {
            row[label] = 1.0;
        }
        resp
    }

    fn mean_of(&self, resp: &[f64]) -> Array1<f64> {
        let total: f64 = resp.iter().sum();
        let mut mean = Array1::zeros(self.samples.ncols());
        for (sample, resp) in self.samples.rows().into_iter().zip(resp) {
            mean.scaled_add(resp / total, &sample);
        }
        mean
    }

    fn variances(&self, means: &Array1<f64>) -> Array1<f64> {
        let total: f64 = self.weights.iter().sum();
        let mut variances = Array1::zeros(means.len());
        for (sample, weight) in self.samples.rows().into_iter().zip(&self.weights) {
            variances.scaled_add(weight / total, &(&sample - means).mapv(|x| x * x));
        }
        variances
    }

    /// Plain M-step on the sketch. A component without samples gets a share of one sample, and one
    /// with too few for a covariance gets the variances of the whole.
    fn mixture(
        &self,
        resp: &Array2<f64>,
        shape: Covariance,
        regularization: f64,
    ) -> Result<Mixture, Error> {
        let (n_components, d) = (resp.ncols(), self.samples.ncols());
        let total: f64 = self.weights.iter().sum();
        let whole = self.variances(&self.mean_of(&self.weights)) + regularization;
        let mut weights = Array1::zeros(n_components);
        let mut means = Array2::zeros((n_components, d));
        let mut full = Array3::zeros((n_components, d, d));
        for (k, mut covariance) in full.outer_iter_mut().enumerate() {
            let shares = resp.column(k).to_vec();
            let shares: Vec<f64> = shares
                .iter()
                .zip(&self.weights)
                .map(|(r, w)| r * w)
                .collect();
            let count: f64 = shares.iter().sum();
            weights[k] = count.max(0.5 * total / self.weights.len() as f64);
            if count > 0.0 {
                let mean = self.mean_of(&shares);
                covariance.assign(&self.covariance(&shares, count, &mean, shape));
                means.row_mut(k).assign(&mean);
            } else {
                let row = k * self.samples.nrows() / n_components;
                means.row_mut(k).assign(&self.samples.row(row));
            }
            let mut diagonal = covariance.diag_mut();
            diagonal += regularization;
            let spread = covariance
                .diag()
                .iter()
                .zip(&whole)
                .all(|(own, whole)| *own > 1e-12 * whole);
            if !spread || cholesky(&covariance.to_owned()).is_err() {
                covariance.assign(&Array2::from_diag(&whole));
            }
        }
        weights /= weights.sum();
        let covariances = match shape {
            Covariance::Full => Covariances::Full(full),
            Covariance::Tied => {
                let mut tied = Array2::zeros((d, d));
                for (weight, covariance) in weights.iter().zip(full.outer_iter()) {
                    tied.scaled_add(*weight, &covariance);
                }
                Covariances::Tied(tied)
            }
            Covariance::Diagonal | Covariance::Spherical => {
                let diagonal = Array2::from_shape_fn((n_components, d), |(k, j)| full[[k, j, j]]);
                if shape == Covariance::Diagonal {
                    Covariances::Diagonal(diagonal)
                } else {
                    Covariances::Spherical(diagonal.mean_axis(Axis(1)).expect("d > 0"))
                }
            }
        };
        Mixture::new(weights, means, covariances)
    }

    /// Scatter around a mean; of diagonal shapes the diagonal alone.
    fn covariance(
        &self,
        shares: &[f64],
        count: f64,
        mean: &Array1<f64>,
        shape: Covariance,
    ) -> Array2<f64> {
        let d = mean.len();
        let mut scatter = Array2::zeros((d, d));
        for (sample, share) in self.samples.rows().into_iter().zip(shares) {
            if *share == 0.0 {
                continue;
            }
            let z = &sample - mean;
            for i in 0..d {
                let first = if shape.is_diagonal() { i } else { 0 };
                for j in first..=i {
                    scatter[[i, j]] += share / count * z[i] * z[j];
                }
            }
        }
        for i in 0..d {
            for j in 0..i {
                scatter[[j, i]] = scatter[[i, j]];
            }
        }
        scatter
    }
}
