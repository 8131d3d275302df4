//! Where EM starts.

use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayViewMut2, Axis};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};

use super::Mixture;
use super::covariance::{Covariance, Covariances};
use super::gaussian_mixture::GaussianMixture;
use crate::kmeans::Samples;
use crate::{Error, cholesky};

/// How the parameters are first guessed.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::large_enum_variant, reason = "there is one to a fit")]
pub enum Init {
    /// K-means from centers far apart (k-means++), on features in units of their deviations.
    #[default]
    KMeansPlusPlus,
    /// Random responsibilities: every component starts near the middle of the data.
    Random,
    /// These parameters. Their covariances decide the shape of the fit's.
    Given(Mixture),
}

/// Most samples that a start is guessed from, unless there are so many components that eight for
/// each are more.
const MOST_SAMPLES: usize = 1 << 14;

/// Which samples a start is guessed from: all, or some from everywhere in the data, in order.
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

/// Responsibilities to start from, which are never all in memory: there may be very many.
enum Resp {
    /// 1 for the component of this number, 0 for the others.
    Labels(Array1<usize>),
    /// Random shares, from a seed, for so many components.
    Random(u64, usize),
}

impl Resp {
    /// Shows `visit` the number of each sample and component with a share in it, and that
    /// responsibility.
    fn for_each(&self, n_samples: usize, mut visit: impl FnMut(usize, usize, f64)) {
        match self {
            Self::Labels(labels) => {
                for (n, &k) in labels.iter().enumerate() {
                    visit(n, k, 1.0);
                }
            }
            Self::Random(seed, n_components) => {
                let mut rng = StdRng::seed_from_u64(*seed);
                let mut row = vec![0.0; *n_components];
                for n in 0..n_samples {
                    row.fill_with(|| rng.random::<f64>());
                    let sum: f64 = row.iter().sum();
                    for (k, resp) in row.iter().enumerate() {
                        visit(n, k, resp / sum);
                    }
                }
            }
        }
    }
}

/// A few of the samples, to guess from.
pub(super) struct Sketch {
    pub(super) samples: Array2<f64>,
    pub(super) weights: Vec<f64>,
}

impl Sketch {
    /// The mixture that a start's responsibilities ask for.
    pub(super) fn guess(&self, options: &GaussianMixture, seed: u64) -> Result<Mixture, Error> {
        let resp = match &options.init {
            Init::Given(mixture) => return Ok(mixture.clone()),
            Init::KMeansPlusPlus => Resp::Labels(self.clusters(options, seed)),
            Init::Random => Resp::Random(seed, options.n_components),
        };
        self.mixture(&resp, options)
    }

    /// The number of each sample's cluster, from K-means.
    fn clusters(&self, options: &GaussianMixture, seed: u64) -> Array1<usize> {
        let means = self.mean();
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
            n_features: self.samples.ncols(),
            threads: options.threads,
            instructions: options.instructions,
        };
        let mut rng = StdRng::seed_from_u64(seed);
        samples.cluster(options.n_components, 30, &mut rng).labels
    }

    fn mean(&self) -> Array1<f64> {
        let total: f64 = self.weights.iter().sum();
        let mut mean = Array1::zeros(self.samples.ncols());
        for (sample, weight) in self.samples.rows().into_iter().zip(&self.weights) {
            mean.scaled_add(weight / total, &sample);
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
    fn mixture(&self, resp: &Resp, options: &GaussianMixture) -> Result<Mixture, Error> {
        let (n_samples, d) = self.samples.dim();
        let (n_components, shape) = (options.n_components, options.covariance);
        let total: f64 = self.weights.iter().sum();
        let whole = self.variances(&self.mean()) + options.regularization;
        let mut counts = Array1::<f64>::zeros(n_components);
        // Of an empty component, any sample.
        let mut firsts: Vec<_> = (0..n_components)
            .map(|k| k * n_samples / n_components)
            .collect();
        resp.for_each(n_samples, |n, k, resp| {
            if counts[k] == 0.0 {
                firsts[k] = n;
            }
            counts[k] += resp * self.weights[n];
        });
        // Around the first sample of each, so that the mean of equal values is their value.
        let firsts = self.samples.select(Axis(0), &firsts);
        let mut means = firsts.clone();
        resp.for_each(n_samples, |n, k, resp| {
            let share = resp * self.weights[n] / counts[k];
            let z = &self.samples.row(n) - &firsts.row(k);
            means.row_mut(k).scaled_add(share, &z);
        });
        let diagonal = shape.is_diagonal();
        // Lower triangles, or diagonals as rows: `(n_components, rows, d)`.
        let rows = if diagonal { 1 } else { d };
        let mut scatter = Array3::zeros((n_components, rows, d));
        resp.for_each(n_samples, |n, k, resp| {
            let share = resp * self.weights[n] / counts[k];
            let z = &self.samples.row(n) - &means.row(k);
            for i in 0..d {
                if diagonal {
                    scatter[[k, 0, i]] += share * z[i] * z[i];
                    continue;
                }
                for j in 0..=i {
                    scatter[[k, i, j]] += share * z[i] * z[j];
                }
            }
        });
        let weights = counts.mapv(|count| count.max(0.5 * total / n_samples as f64));
        let weights = &weights / weights.sum();
        if shape == Covariance::Tied {
            // One for all: those without spread have their share in it too.
            let mut tied = Array3::zeros((1, d, d));
            for (weight, scatter) in weights.iter().zip(scatter.outer_iter()) {
                tied.index_axis_mut(Axis(0), 0)
                    .scaled_add(*weight, &scatter);
            }
            scatter = tied;
        }
        for (mut scatter, means) in scatter.outer_iter_mut().zip(means.rows()) {
            if !complete(scatter.view_mut(), means, diagonal, options.regularization) {
                scatter.fill(0.0);
                let mut variances = match diagonal {
                    true => scatter.row_mut(0),
                    false => scatter.diag_mut(),
                };
                variances.assign(&whole);
            }
        }
        let covariances = match shape {
            Covariance::Full => Covariances::Full(scatter),
            Covariance::Tied => Covariances::Tied(scatter.remove_axis(Axis(0))),
            Covariance::Diagonal => Covariances::Diagonal(scatter.remove_axis(Axis(1))),
            Covariance::Spherical => {
                let variances = scatter.remove_axis(Axis(1)).mean_axis(Axis(1));
                Covariances::Spherical(variances.expect("d > 0"))
            }
        };
        Mixture::new(weights, means, covariances)
    }
}

/// Fills in the upper triangle, unless the scatter is a diagonal as a row, and adds the
/// regularization; returns whether that makes a covariance: one with spread in each feature, more
/// than rounding makes up, that has a Cholesky factor.
fn complete(
    mut scatter: ArrayViewMut2<f64>,
    mean: ArrayView1<f64>,
    diagonal: bool,
    regularization: f64,
) -> bool {
    if !diagonal {
        for i in 0..mean.len() {
            for j in 0..i {
                scatter[[j, i]] = scatter[[i, j]];
            }
        }
    }
    let mut variances = match diagonal {
        true => scatter.row_mut(0),
        false => scatter.diag_mut(),
    };
    variances += regularization;
    let spread = variances.iter().zip(mean).all(|(variance, mean)| {
        let rounding = 4.0 * f64::EPSILON * mean.abs();
        *variance > rounding * rounding
    });
    spread && (diagonal || cholesky(&scatter.to_owned()).is_ok())
}
