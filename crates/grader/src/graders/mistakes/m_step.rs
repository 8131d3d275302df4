//! Wrong M-steps.

use ndarray::{Array1, Array2, Array3, Axis};
use solutions as right;

use super::shared::hard;
use crate::checks::values::{CovariancesInput, MeansInput};

pub(crate) fn counts_over_clusters((resp,): &(Array2<f64>,)) -> Array1<f64> {
    resp.sum_axis(Axis(1))
}

pub(crate) fn hard_counts((resp,): &(Array2<f64>,)) -> Array1<f64> {
    hard(resp).sum_axis(Axis(0))
}

pub(crate) fn counts_divided_by_n((resp,): &(Array2<f64>,)) -> Array1<f64> {
    resp.sum_axis(Axis(0)) / resp.nrows() as f64
}

pub(crate) fn weights_divided_by_k((counts,): &(Array1<f64>,)) -> Array1<f64> {
    counts / counts.len() as f64
}

pub(crate) fn weights_softmax((counts,): &(Array1<f64>,)) -> Array1<f64> {
    let exponentials = counts.mapv(f64::exp);
    &exponentials / exponentials.sum()
}

pub(crate) fn weights_not_normalized((counts,): &(Array1<f64>,)) -> Array1<f64> {
    counts.clone()
}

pub(crate) fn means_divided_by_n((data, resp, _): &MeansInput) -> Array2<f64> {
    resp.t().dot(data) / data.nrows() as f64
}

pub(crate) fn means_unweighted((data, resp, counts): &MeansInput) -> Array2<f64> {
    right::compute_means(data, &Array2::ones(resp.dim()), &everyone(data, counts))
}

pub(crate) fn means_hard((data, resp, _): &MeansInput) -> Array2<f64> {
    let resp = hard(resp);
    right::compute_means(data, &resp, &resp.sum_axis(Axis(0)))
}

pub(crate) fn means_not_divided((data, resp, _): &MeansInput) -> Array2<f64> {
    resp.t().dot(data)
}

pub(crate) fn means_transposed((data, resp, counts): &MeansInput) -> Array2<f64> {
    right::compute_means(data, resp, counts).reversed_axes()
}

pub(crate) fn covariances_divided_by_n(
    (data, resp, counts, means): &CovariancesInput,
) -> Array3<f64> {
    right::compute_covariances(data, resp, &everyone(data, counts), means)
}

pub(crate) fn covariances_not_centered(
    (data, resp, counts, means): &CovariancesInput,
) -> Array3<f64> {
    right::compute_covariances(data, resp, counts, &Array2::zeros(means.dim()))
}

pub(crate) fn covariances_global_mean(
    (data, resp, counts, means): &CovariancesInput,
) -> Array3<f64> {
    let mean = data.sum_axis(Axis(0)) / data.nrows() as f64;
    let means = Array2::from_shape_fn(means.dim(), |(_, d)| mean[d]);
    right::compute_covariances(data, resp, counts, &means)
}

pub(crate) fn covariances_bessel((data, resp, counts, means): &CovariancesInput) -> Array3<f64> {
    right::compute_covariances(data, resp, &(counts - 1.0), means)
}

pub(crate) fn covariances_diagonal_only(
    (data, resp, counts, means): &CovariancesInput,
) -> Array3<f64> {
    let mut covariances = right::compute_covariances(data, resp, counts, means);
    for mut covariance in covariances.outer_iter_mut() {
        let diagonal = Array2::from_diag(&covariance.diag());
        covariance.assign(&diagonal);
    }
    covariances
}

pub(crate) fn covariances_unweighted(
    (data, resp, counts, means): &CovariancesInput,
) -> Array3<f64> {
    let resp = Array2::ones(resp.dim());
    right::compute_covariances(data, &resp, &everyone(data, counts), means)
}

pub(crate) fn covariances_not_divided(
    (data, resp, counts, means): &CovariancesInput,
) -> Array3<f64> {
    right::compute_covariances(data, resp, &Array1::ones(counts.len()), means)
}

pub(crate) fn covariances_with_squared_responsibilities(
    (data, resp, counts, means): &CovariancesInput,
) -> Array3<f64> {
    right::compute_covariances(data, &(resp * resp), counts, means)
}

pub(crate) fn covariances_with_ridge(
    (data, resp, counts, means): &CovariancesInput,
) -> Array3<f64> {
    let mut covariances = right::compute_covariances(data, resp, counts, means);
    for mut covariance in covariances.outer_iter_mut() {
        covariance
            .diag_mut()
            .mapv_inplace(|variance| variance + 1e-6);
    }
    covariances
}

/// N in place of each soft count.
fn everyone(data: &Array2<f64>, counts: &Array1<f64>) -> Array1<f64> {
    Array1::from_elem(counts.len(), data.nrows() as f64)
}
