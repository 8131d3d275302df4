//! Wrong steps of K-means and EM, each with the name that it deserves.

use grader::Report;
use ndarray::{Array1, Array2, Array3, ArrayView1, Axis};
use solutions as right;

use crate::matrix::one_hot;

fn mean(data: &Array2<f64>) -> Array1<f64> {
    data.mean_axis(Axis(0)).unwrap()
}

pub fn update_1d() -> Vec<(&'static str, Report)> {
    /// Σ rₙ (xₙ − c)²
    fn squares(data: &Array1<f64>, resp: ArrayView1<'_, f64>, center: f64) -> f64 {
        data.iter()
            .zip(resp)
            .map(|(x, r)| r * (x - center) * (x - center))
            .sum()
    }
    vec![
        (
            "divided-by-n",
            grader::update_1d(|data, resp| {
                let n = data.len() as f64;
                let means: Array1<f64> = resp
                    .columns()
                    .into_iter()
                    .map(|r| r.dot(data) / n)
                    .collect();
                let spread =
                    |(k, &mean): (usize, &f64)| (squares(data, resp.column(k), mean) / n).sqrt();
                (
                    resp.sum_axis(Axis(0)) / n,
                    means.clone(),
                    means.iter().enumerate().map(spread).collect(),
                )
            }),
        ),
        (
            "returned-variance",
            grader::update_1d(|data, resp| {
                let (weights, means, _) = right::update_1d(data, resp);
                let spread =
                    |k: usize| squares(data, resp.column(k), means[k]) / resp.column(k).sum();
                let variances = (0..means.len()).map(spread).collect();
                (weights, means, variances)
            }),
        ),
        (
            "unweighted",
            grader::update_1d(|data, resp| {
                let (mean, k) = (data.mean().unwrap(), resp.ncols());
                let spread = data.mapv(|x| (x - mean).powi(2)).mean().unwrap().sqrt();
                (
                    resp.mean_axis(Axis(0)).unwrap(),
                    Array1::from_elem(k, mean),
                    Array1::from_elem(k, spread),
                )
            }),
        ),
        (
            "stale-mean",
            grader::update_1d(|data, resp| {
                let (weights, means, _) = right::update_1d(data, resp);
                let old = data.mean().unwrap();
                let spread = |r: ArrayView1<'_, f64>| (squares(data, r, old) / r.sum()).sqrt();
                (
                    weights,
                    means,
                    resp.columns().into_iter().map(spread).collect(),
                )
            }),
        ),
        (
            "not-divided",
            grader::update_1d(|data, resp| {
                let (weights, means, std_devs) = right::update_1d(data, resp);
                (weights * data.len() as f64, means, std_devs)
            }),
        ),
    ]
}

pub fn kmeans() -> Vec<(&'static str, Report)> {
    fn sums(
        data: &Array2<f64>,
        labels: &Array1<usize>,
        clusters: usize,
    ) -> (Array2<f64>, Array1<f64>) {
        let hot =
            Array2::from_shape_fn((labels.len(), clusters), |(n, k)| f64::from(labels[n] == k));
        (hot.t().dot(data), hot.sum_axis(Axis(0)))
    }
    vec![
        (
            "farthest",
            grader::assign_clusters(|data, centers| {
                data.map_axis(Axis(1), |x| {
                    let distances = centers.map_axis(Axis(1), |c| (&x - &c).pow2().sum());
                    let farthest = distances
                        .iter()
                        .enumerate()
                        .max_by(|a, b| a.1.total_cmp(b.1));
                    farthest.unwrap().0
                })
            }),
        ),
        (
            "tie-to-the-higher",
            grader::assign_clusters(|data, centers| {
                data.map_axis(Axis(1), |x| {
                    let distances = centers.map_axis(Axis(1), |c| (&x - &c).pow2().sum());
                    let nearest = distances
                        .iter()
                        .enumerate()
                        .rev()
                        .min_by(|a, b| a.1.total_cmp(b.1));
                    nearest.unwrap().0
                })
            }),
        ),
        (
            "city-block-distance",
            grader::assign_clusters(|data, centers| {
                data.map_axis(Axis(1), |x| {
                    let distances = centers.map_axis(Axis(1), |c| (&x - &c).abs().sum());
                    distances
                        .iter()
                        .enumerate()
                        .min_by(|a, b| a.1.total_cmp(b.1))
                        .unwrap()
                        .0
                })
            }),
        ),
        (
            "counted-from-one",
            grader::assign_clusters(|data, centers| {
                right::assign_clusters(data, centers).mapv(|label| label + 1)
            }),
        ),
        (
            "divided-by-n",
            grader::update_centers(|data, labels, centers| {
                sums(data, labels, centers.nrows()).0 / data.nrows() as f64
            }),
        ),
        (
            "empty-cluster-nan",
            grader::update_centers(|data, labels, centers| {
                let (sums, counts) = sums(data, labels, centers.nrows());
                sums / counts.insert_axis(Axis(1))
            }),
        ),
        (
            "empty-cluster-zero",
            grader::update_centers(|data, labels, centers| {
                let (mut sums, counts) = sums(data, labels, centers.nrows());
                for (k, &count) in counts.iter().enumerate() {
                    if count > 0.0 {
                        sums.row_mut(k).mapv_inplace(|sum| sum / count);
                    }
                }
                sums
            }),
        ),
        (
            "not-divided",
            grader::update_centers(|data, labels, centers| sums(data, labels, centers.nrows()).0),
        ),
    ]
}

pub fn m_step() -> Vec<(&'static str, Report)> {
    vec![
        (
            "summed-over-clusters",
            grader::compute_soft_counts(|resp: &Array2<f64>| {
                resp.rows().into_iter().map(|row| row.sum()).collect()
            }),
        ),
        (
            "hard-counts",
            grader::compute_soft_counts(|resp: &Array2<f64>| one_hot(resp).sum_axis(Axis(0))),
        ),
        (
            "divided-by-k",
            grader::compute_weights(|counts: &Array1<f64>| {
                counts.mapv(|c| c / counts.len() as f64)
            }),
        ),
        (
            "softmax",
            grader::compute_weights(|counts: &Array1<f64>| {
                counts.mapv(|c| (c - right::log_sum_exp(counts)).exp())
            }),
        ),
        ("not-normalized", grader::compute_weights(Array1::clone)),
        (
            "divided-by-n",
            grader::compute_means(|data: &Array2<f64>, resp: &Array2<f64>, _: &Array1<f64>| {
                Array2::from_shape_fn((resp.ncols(), data.ncols()), |(k, d)| {
                    (0..data.nrows())
                        .map(|n| resp[[n, k]] * data[[n, d]])
                        .sum::<f64>()
                        / data.nrows() as f64
                })
            }),
        ),
        (
            "unweighted",
            grader::compute_means(|data, resp, _| {
                let mean = mean(data);
                Array2::from_shape_fn((resp.ncols(), data.ncols()), |(_, d)| mean[d])
            }),
        ),
        (
            "hard-assignment",
            grader::compute_means(|data, resp, _| {
                let hot = one_hot(resp);
                hot.t().dot(data) / hot.sum_axis(Axis(0)).insert_axis(Axis(1))
            }),
        ),
        (
            "not-divided",
            grader::compute_means(|data, resp, _| data.t().dot(resp).reversed_axes()),
        ),
        (
            "transposed",
            grader::compute_means(|data, resp, counts| data.t().dot(resp) / counts),
        ),
    ]
}

/// Σₙ w(n, k) (xₙ − c(k))(xₙ − c(k))ᵀ / q(k), in loops.
fn scatter(
    data: &Array2<f64>,
    n_components: usize,
    weight: impl Fn(usize, usize) -> f64,
    center: impl Fn(usize, usize) -> f64,
    divisor: impl Fn(usize) -> f64,
) -> Array3<f64> {
    let d = data.ncols();
    Array3::from_shape_fn((n_components, d, d), |(k, i, j)| {
        let term =
            |n: usize| weight(n, k) * (data[[n, i]] - center(k, i)) * (data[[n, j]] - center(k, j));
        (0..data.nrows()).map(term).sum::<f64>() / divisor(k)
    })
}

pub fn covariances() -> Vec<(&'static str, Report)> {
    vec![
        (
            "divided-by-n",
            grader::compute_covariances(|x, r, c, m| {
                scatter(
                    x,
                    c.len(),
                    |n, k| r[[n, k]],
                    |k, d| m[[k, d]],
                    |_| x.nrows() as f64,
                )
            }),
        ),
        (
            "not-centered",
            grader::compute_covariances(|x, r, c, _| {
                scatter(x, c.len(), |n, k| r[[n, k]], |_, _| 0.0, |k| c[k])
            }),
        ),
        (
            "global-mean",
            grader::compute_covariances(|x, r, c, _| {
                let mean = mean(x);
                scatter(x, c.len(), |n, k| r[[n, k]], |_, d| mean[d], |k| c[k])
            }),
        ),
        (
            "bessel",
            grader::compute_covariances(|x, r, c, m| {
                scatter(
                    x,
                    c.len(),
                    |n, k| r[[n, k]],
                    |k, d| m[[k, d]],
                    |k| c[k] - 1.0,
                )
            }),
        ),
        (
            "diagonal-only",
            grader::compute_covariances(|x, r, c, m| {
                let mut full = scatter(x, c.len(), |n, k| r[[n, k]], |k, d| m[[k, d]], |k| c[k]);
                for ((_, i, j), value) in full.indexed_iter_mut() {
                    *value *= f64::from(i == j);
                }
                full
            }),
        ),
        (
            "unweighted",
            grader::compute_covariances(|x, _, c, m| {
                scatter(
                    x,
                    c.len(),
                    |_, _| 1.0,
                    |k, d| m[[k, d]],
                    |_| x.nrows() as f64,
                )
            }),
        ),
    ]
}

pub fn model_selection() -> Vec<(&'static str, Report)> {
    vec![
        (
            "covariance-not-symmetric",
            grader::count_parameters(|k, d| k * (1 + d + d * d) - 1),
        ),
        (
            "weights-not-constrained",
            grader::count_parameters(|k, d| k * (1 + d + d * (d + 1) / 2)),
        ),
        (
            "nothing-constrained",
            grader::count_parameters(|k, d| k * (1 + d + d * d)),
        ),
        (
            "variances-only",
            grader::count_parameters(|k, d| k * (1 + 2 * d) - 1),
        ),
        ("aic", grader::bic(|ll, p, _| 2.0 * (p as f64 - ll))),
        (
            "sign",
            grader::bic(|ll, p, n| p as f64 * (n as f64).ln() + 2.0 * ll),
        ),
        (
            "sign",
            grader::bic(|ll, p, n| -2.0 * ll - (n as f64).ln() * p as f64),
        ),
        (
            "sign",
            grader::bic(|ll, p, n| 2.0 * ll - (n as f64).ln() * p as f64),
        ),
        (
            "missing-log",
            grader::bic(|ll, p, n| -2.0 * ll + (p * n) as f64),
        ),
        (
            "not-doubled",
            grader::bic(|ll, p, n| p as f64 * (n as f64).ln() - ll),
        ),
    ]
}
