//! Wrong answers without a name: the graders reject them and name no other mistake.

use grader::Report;
use ndarray::{Array1, Array2, Axis};
use solutions as right;

/// What is wrong, and the report on it.
pub fn bank() -> Vec<(&'static str, Report)> {
    vec![
        (
            "the highest bell alone",
            grader::mixture_pdf(|x, weights, means, std_devs| {
                let bells = (0..weights.len())
                    .map(|k| weights[k] * right::gaussian_pdf(x, means[k], std_devs[k]));
                bells.fold(0.0, f64::max)
            }),
        ),
        (
            "softmax of the densities",
            grader::responsibilities_1d(|data, weights, means, std_devs| {
                let joint = Array2::from_shape_fn((data.len(), weights.len()), |(n, k)| {
                    weights[k] * right::gaussian_pdf(data[n], means[k], std_devs[k])
                });
                crate::matrix::over_rows(joint.exp())
            }),
        ),
        (
            "mean absolute deviation for the standard deviation",
            grader::update_1d(|data, resp| {
                let (weights, means, mut std_devs) = right::update_1d(data, resp);
                for k in 0..means.len() {
                    let distances = (data - means[k]).abs();
                    std_devs[k] = resp.column(k).dot(&distances) / resp.column(k).sum();
                }
                (weights, means, std_devs)
            }),
        ),
        (
            "by the inverse of the distance",
            grader::compute_responsibilities(|data, weights, means, _| {
                let mut closeness = Array2::zeros((data.nrows(), weights.len()));
                for ((n, k), value) in closeness.indexed_iter_mut() {
                    let squares = (&data.row(n) - &means.row(k)).pow2();
                    *value = weights[k] / (squares.sum() + 1e-12).sqrt();
                }
                crate::matrix::over_rows(closeness)
            }),
        ),
        (
            "correlations for covariances",
            grader::compute_covariances(|data, resp, counts, means| {
                let mut covariances = right::compute_covariances(data, resp, counts, means);
                for mut covariance in covariances.axis_iter_mut(Axis(0)) {
                    let std_devs = covariance.diag().to_owned().sqrt();
                    covariance.zip_mut_with(&outer(&std_devs), |value, scale| *value /= scale);
                }
                covariances
            }),
        ),
    ]
}

/// v vᵀ
fn outer(vector: &Array1<f64>) -> Array2<f64> {
    let column = vector.view().insert_axis(Axis(1));
    column.dot(&vector.view().insert_axis(Axis(0)))
}
