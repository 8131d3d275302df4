//! Answers with a small error, or an error on one kind of input: all must be rejected.

use grader::Report;
use ndarray::{Array, Array1, Dimension};
use solutions as right;
use solutions::EmFit;

/// How a right answer is spoiled.
trait Spoil {
    /// Applies `change` to each number.
    fn spoiled(self, change: fn(f64) -> f64) -> Self;
}

impl Spoil for f64 {
    fn spoiled(self, change: fn(f64) -> f64) -> Self {
        change(self)
    }
}

impl Spoil for usize {
    fn spoiled(self, change: fn(f64) -> f64) -> Self {
        change(self as f64) as usize
    }
}

impl<D: Dimension> Spoil for Array<f64, D> {
    fn spoiled(self, change: fn(f64) -> f64) -> Self {
        self.mapv_into(change)
    }
}

impl Spoil for Array1<usize> {
    fn spoiled(self, change: fn(f64) -> f64) -> Self {
        self.mapv_into(|label| label.spoiled(change))
    }
}

impl Spoil for (Array1<f64>, Array1<f64>, Array1<f64>) {
    fn spoiled(self, change: fn(f64) -> f64) -> Self {
        (self.0, self.1, self.2.spoiled(change))
    }
}

impl Spoil for EmFit {
    fn spoiled(self, change: fn(f64) -> f64) -> Self {
        let means = self.means.spoiled(change);
        Self { means, ..self }
    }
}

/// Six digits after the point.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// Plainly wrong.
fn moved(value: f64) -> f64 {
    value + 1.0
}

/// The right answer, spoiled where a condition on the arguments holds.
macro_rules! spoiled {
    ($name:ident $arguments:tt: $($change:ident if $condition:expr),+ $(,)?) => {
        vec![$((
            concat!(stringify!($name), ": ", stringify!($change if $condition)),
            spoiled!(@one $name $arguments $change $condition),
        )),+]
    };
    (@one $name:ident ($($argument:ident),+) $change:ident $condition:expr) => {
        grader::$name(|$($argument),+| {
            let answer = right::$name($($argument),+);
            if $condition { answer.spoiled($change) } else { answer }
        })
    };
}

/// What is spoiled, and the report on it.
#[rustfmt::skip]
pub fn bank() -> Vec<(&'static str, Report)> {
    [
        spoiled!(gaussian_pdf(x, mean, std_dev):
            rounded if std_dev > 0.0, moved if std_dev < 0.01, moved if mean > 1e5, moved if x > mean + 9.0 * std_dev),
        spoiled!(mixture_pdf(x, weights, means, std_devs):
            rounded if x < 1e9, moved if weights.len() == 1, moved if weights[0] == 0.0, moved if weights[0] == 1e-300,
            moved if means[0] > 1e5, moved if std_devs.len() == 5),
        spoiled!(responsibilities_1d(data, weights, means, std_devs):
            rounded if std_devs[0] > 0.0, moved if weights.len() == 1, moved if data.len() == 1, moved if weights[0] == 0.0,
            moved if weights.len() > data.len(), moved if means[0] > 1e5),
        spoiled!(update_1d(data, resp):
            rounded if data.len() > 1, moved if resp.ncols() == 1, moved if data.len() == 1, moved if data[0] > 1e5,
            moved if resp.ncols() > resp.nrows()),
        spoiled!(log_gaussian(x, mean, covariance):
            rounded if x.len() > 1, moved if mean.len() == 1, moved if covariance[[0, 0]] < 1e-6, moved if mean[0] > 1e5,
            moved if x[0] - mean[0] > 1e3, moved if covariance.nrows() == 5),
        spoiled!(assign_clusters(data, centers):
            moved if centers.nrows() == 1, moved if data.nrows() == 1, moved if data.ncols() == 1,
            moved if centers.nrows() > data.nrows(), moved if centers[[0, 0]] > 1e5),
        spoiled!(update_centers(data, labels, centers):
            rounded if data.nrows() > 1, moved if centers.nrows() == 1, moved if data.ncols() == 1, moved if data.nrows() == 1,
            moved if !labels.iter().any(|&label| label == 1), moved if centers[[0, 0]] > 1e5),
        spoiled!(log_sum_exp(z):
            rounded if z.len() > 1, moved if z.len() == 1, moved if z[0] > 700.0, moved if z[0] < -700.0,
            moved if z[0] == f64::NEG_INFINITY && z[1] != z[0]),
        spoiled!(log_likelihood(data, weights, means, covariances):
            rounded if data.nrows() > 1, moved if data.nrows() == 1, moved if weights.len() == 1, moved if data.ncols() == 1,
            moved if weights[0] == 0.0, moved if means[[0, 0]] > 1e5, moved if covariances.len() == 125),
        spoiled!(compute_responsibilities(data, weights, means, covariances):
            rounded if covariances.len() > 1, moved if data.nrows() == 1, moved if weights.len() == 1, moved if data.ncols() == 1,
            moved if weights[0] == 0.0, moved if weights[0] == 1e-300, moved if means[[0, 0]] > 1e5,
            moved if weights.len() > data.nrows()),
        spoiled!(compute_soft_counts(resp):
            rounded if resp.nrows() > 1, moved if resp.nrows() == 1, moved if resp.ncols() == 1,
            moved if resp.ncols() > resp.nrows()),
        spoiled!(compute_weights(counts):
            rounded if counts.len() > 1, moved if counts.len() == 1, moved if counts[0] == 0.0, moved if counts[0] == 1e-300),
        spoiled!(compute_means(data, resp, counts):
            rounded if data.nrows() > 1, moved if resp.ncols() == 1, moved if data.ncols() == 1, moved if data.nrows() == 1,
            moved if counts[0] < 1e-200, moved if data[[0, 0]] > 1e5, moved if resp.ncols() > resp.nrows()),
        spoiled!(compute_covariances(data, resp, counts, means):
            rounded if data.nrows() > 1, moved if resp.ncols() == 1, moved if data.ncols() == 1, moved if data.nrows() == 1,
            moved if counts[0] < 1e-200, moved if means[[0, 0]] > 1e5, moved if resp.ncols() > resp.nrows()),
        spoiled!(em(data, means, covariances, weights, max_iter, tol):
            rounded if tol > 0.0, moved if max_iter == 0, moved if max_iter == 1, moved if weights.len() == 1,
            moved if means.ncols() == 1, moved if covariances.len() == 12 && data.nrows() == 100, moved if data[[0, 0]] > 1e5),
        spoiled!(count_parameters(n_components, n_features):
            moved if n_components == 1 && n_features == 2, moved if n_features == 1 && n_components == 4,
            moved if n_features == n_components && n_features == 1, moved if n_components > 9),
        spoiled!(bic(log_likelihood, n_parameters, n_samples):
            rounded if n_parameters > 0, moved if n_samples == 1, moved if log_likelihood == 12.5, moved if n_samples > 1000),
        by_another_way(),
    ]
    .concat()
}

fn by_another_way() -> Vec<(&'static str, Report)> {
    vec![
        (
            "em: a ridge on every covariance",
            grader::em(|data, means, covariances, weights, max_iter, tol| {
                let mut fit = right::em(data, means, covariances, weights, max_iter, tol);
                for mut covariance in fit.covariances.outer_iter_mut() {
                    covariance.diag_mut().mapv_inplace(|value| value + 1e-6);
                }
                fit
            }),
        ),
        (
            "em: one update short on the long run",
            grader::em(|data, means, covariances, weights, max_iter, tol| {
                right::em(data, means, covariances, weights, max_iter.min(22), tol)
            }),
        ),
        (
            "em: the old means in the covariance, on the simulated data alone",
            grader::em(|data, means, covariances, weights, max_iter, tol| {
                if data.nrows() == 100 {
                    crate::wrong_em::with_stale_means(
                        data,
                        means,
                        covariances,
                        weights,
                        max_iter,
                        tol,
                    )
                } else {
                    right::em(data, means, covariances, weights, max_iter, tol)
                }
            }),
        ),
        (
            "compute_covariances: mean of squares less square of the mean, which cancels far away",
            grader::compute_covariances(|data, resp, counts, means| {
                let mut squares =
                    ndarray::Array3::zeros((counts.len(), data.ncols(), data.ncols()));
                for ((k, i, j), square) in squares.indexed_iter_mut() {
                    let terms =
                        (0..data.nrows()).map(|n| resp[[n, k]] * data[[n, i]] * data[[n, j]]);
                    *square = terms.sum::<f64>() / counts[k] - means[[k, i]] * means[[k, j]];
                }
                squares
            }),
        ),
        (
            "log_likelihood: a floor under every density",
            grader::log_likelihood(|data, weights, means, covariances| {
                let joint = crate::matrix::joint(data, weights, means, covariances);
                let totals = joint.sum_axis(ndarray::Axis(1));
                totals.mapv(|density| (density + 1e-12).ln()).sum()
            }),
        ),
        (
            "compute_responsibilities: a floor under every row's sum",
            grader::compute_responsibilities(|data, weights, means, covariances| {
                let joint = crate::matrix::joint(data, weights, means, covariances);
                let totals = joint
                    .sum_axis(ndarray::Axis(1))
                    .insert_axis(ndarray::Axis(1));
                joint / (totals + 1e-10)
            }),
        ),
    ]
}
