//! A first guess of the parameters: an M-step on a subsample, with given responsibilities.

use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayViewMut1, ArrayViewMut2, Axis};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};

use super::covariance::{Covariance, Covariances};
use super::gaussian_mixture::GaussianMixture;
use super::model::Mixture;
use crate::input::Subsample;
use crate::kmeans::Lloyd;
use crate::{Error, cholesky};

/// Responsibilities to start from. They are computed anew at each use, because there may be too many
/// for memory.
pub(super) enum Resp {
    /// 1 for each sample's own component, 0 for the others.
    Labels(Array1<usize>),
    /// Random responsibilities, from this seed.
    Random(u64),
}

impl Resp {
    /// Calls `visit` with sample, component and responsibility, for all that are not 0.
    fn for_each(
        &self,
        (n_samples, n_components): (usize, usize),
        mut visit: impl FnMut(usize, usize, f64),
    ) {
        match self {
            Self::Labels(labels) => {
                for (n, &k) in labels.iter().enumerate() {
                    visit(n, k, 1.0);
                }
            }
            Self::Random(seed) => {
                let mut rng = StdRng::seed_from_u64(*seed);
                let mut row = vec![0.0; n_components];
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

/// The cluster of each sample, from K-means on standardized features.
pub(super) fn cluster(
    subsample: &Subsample,
    options: &GaussianMixture,
    seed: u64,
) -> Array1<usize> {
    let mean = mean(subsample);
    let std_devs = variances(subsample, &mean).mapv(f64::sqrt);
    let mut standardized = &subsample.samples - &mean;
    for (mut column, &std_dev) in standardized.columns_mut().into_iter().zip(&std_devs) {
        if std_dev > 0.0 {
            column /= std_dev;
        }
    }
    let lloyd = Lloyd {
        values: standardized
            .as_slice()
            .expect("a new array is in row order"),
        weights: &subsample.weights,
        n_features: subsample.samples.ncols(),
        threads: options.threads,
        instructions: options.instructions,
    };
    let mut rng = StdRng::seed_from_u64(seed);
    lloyd.cluster(options.n_components, 30, &mut rng).labels
}

/// The mixture that an M-step makes of the responsibilities.
///
/// A component without samples gets the weight of half a sample, and one whose samples span no
/// covariance gets the variances of the whole subsample.
///
/// # Errors
/// Those of [`Mixture::new`].
pub(super) fn guess(
    subsample: &Subsample,
    resp: &Resp,
    options: &GaussianMixture,
) -> Result<Mixture, Error> {
    let (n_samples, n_features) = subsample.samples.dim();
    let guess = Guess {
        subsample,
        resp,
        n_components: options.n_components,
        n_features,
        is_diagonal: options.covariance.is_diagonal(),
    };
    let total: f64 = subsample.weights.iter().sum();
    let (counts, means) = guess.counts_and_means();
    let mut scatter = guess.scatter(&counts, &means);
    let weights = counts.mapv(|count| count.max(0.5 * total / n_samples as f64));
    let weights = &weights / weights.sum();
    if options.covariance == Covariance::Tied {
        scatter = pool(&weights, &scatter);
    }
    let whole = variances(subsample, &mean(subsample)) + options.regularization;
    for (mut scatter, means) in scatter.outer_iter_mut().zip(means.rows()) {
        if !guess.complete(scatter.view_mut(), means, options.regularization) {
            scatter.fill(0.0);
            guess.variances_of(&mut scatter).assign(&whole);
        }
    }
    let covariances = match options.covariance {
        Covariance::Full => Covariances::Full(scatter),
        Covariance::Tied => Covariances::Tied(scatter.remove_axis(Axis(0))),
        Covariance::Diagonal => Covariances::Diagonal(scatter.remove_axis(Axis(1))),
        Covariance::Spherical => {
            let variances = scatter.remove_axis(Axis(1)).mean_axis(Axis(1));
            Covariances::Spherical(variances.expect("there is a feature"))
        }
    };
    Mixture::new(weights, means, covariances)
}

struct Guess<'a> {
    subsample: &'a Subsample,
    resp: &'a Resp,
    n_components: usize,
    n_features: usize,
    is_diagonal: bool,
}

impl Guess<'_> {
    fn for_each(&self, visit: impl FnMut(usize, usize, f64)) {
        let shape = (self.subsample.samples.nrows(), self.n_components);
        self.resp.for_each(shape, visit);
    }

    /// Soft counts, `(n_components)`, and means, `(n_components, n_features)`.
    fn counts_and_means(&self) -> (Array1<f64>, Array2<f64>) {
        let Subsample { samples, weights } = self.subsample;
        let mut counts = Array1::<f64>::zeros(self.n_components);
        // The first sample of each component; of an empty one, any sample.
        let mut firsts: Vec<usize> = (0..self.n_components)
            .map(|k| k * samples.nrows() / self.n_components)
            .collect();
        self.for_each(|n, k, resp| {
            if counts[k] == 0.0 {
                firsts[k] = n;
            }
            counts[k] += resp * weights[n];
        });
        // Sum differences from the first sample, so that the mean of equal values is exact.
        let firsts = samples.select(Axis(0), &firsts);
        let mut means = firsts.clone();
        self.for_each(|n, k, resp| {
            let fraction = resp * weights[n] / counts[k];
            let z = &samples.row(n) - &firsts.row(k);
            means.row_mut(k).scaled_add(fraction, &z);
        });
        (counts, means)
    }

    /// Lower triangles, `(n_components, n_features, n_features)`, or variances,
    /// `(n_components, 1, n_features)`.
    fn scatter(&self, counts: &Array1<f64>, means: &Array2<f64>) -> Array3<f64> {
        let Subsample { samples, weights } = self.subsample;
        let d = self.n_features;
        let rows = if self.is_diagonal { 1 } else { d };
        let mut scatter = Array3::zeros((self.n_components, rows, d));
        self.for_each(|n, k, resp| {
            let fraction = resp * weights[n] / counts[k];
            let z = &samples.row(n) - &means.row(k);
            for i in 0..d {
                if self.is_diagonal {
                    scatter[[k, 0, i]] += fraction * z[i] * z[i];
                    continue;
                }
                for j in 0..=i {
                    scatter[[k, i, j]] += fraction * z[i] * z[j];
                }
            }
        });
        scatter
    }

    /// Fills in the upper triangle, if there is one, and adds the regularization; returns whether
    /// the result is a covariance: with variance beyond rounding in each feature, and a Cholesky
    /// factor.
    fn complete(
        &self,
        mut scatter: ArrayViewMut2<f64>,
        mean: ArrayView1<f64>,
        regularization: f64,
    ) -> bool {
        if !self.is_diagonal {
            for i in 0..mean.len() {
                for j in 0..i {
                    scatter[[j, i]] = scatter[[i, j]];
                }
            }
        }
        let mut variances = self.variances_of(&mut scatter);
        variances += regularization;
        let has_spread = variances.iter().zip(mean).all(|(variance, mean)| {
            let rounding = 4.0 * f64::EPSILON * mean.abs();
            *variance > rounding * rounding
        });
        has_spread && (self.is_diagonal || cholesky(&scatter.to_owned()).is_ok())
    }

    fn variances_of<'a>(&self, scatter: &'a mut ArrayViewMut2<f64>) -> ArrayViewMut1<'a, f64> {
        if self.is_diagonal {
            scatter.row_mut(0)
        } else {
            scatter.diag_mut()
        }
    }
}

/// The weighted mean of all scatters, `(1, n_features, n_features)`. It contains those without
/// spread too.
fn pool(weights: &Array1<f64>, scatter: &Array3<f64>) -> Array3<f64> {
    let (_, d, _) = scatter.dim();
    let mut pooled = Array3::zeros((1, d, d));
    for (weight, scatter) in weights.iter().zip(scatter.outer_iter()) {
        let mut pooled = pooled.index_axis_mut(Axis(0), 0);
        pooled.scaled_add(*weight, &scatter);
    }
    pooled
}

fn mean(subsample: &Subsample) -> Array1<f64> {
    let total: f64 = subsample.weights.iter().sum();
    let mut mean = Array1::zeros(subsample.samples.ncols());
    for (sample, weight) in subsample.samples.rows().into_iter().zip(&subsample.weights) {
        mean.scaled_add(weight / total, &sample);
    }
    mean
}

fn variances(subsample: &Subsample, mean: &Array1<f64>) -> Array1<f64> {
    let total: f64 = subsample.weights.iter().sum();
    let mut variances = Array1::zeros(mean.len());
    for (sample, weight) in subsample.samples.rows().into_iter().zip(&subsample.weights) {
        variances.scaled_add(weight / total, &(&sample - mean).mapv(|x| x * x));
    }
    variances
}
