//! Step 1: no factor and no density is computed twice. Chapter 13.

use std::f64::consts::PI;

use crate::{cholesky, solve_lower};
use ndarray::{Array1, Array2};

use super::Parameters;
use crate::log_likelihood::log_sum_exp;
use crate::m_step::{compute_covariances, compute_means, compute_soft_counts, compute_weights};

// ANCHOR: once
/// Step 1: each covariance is factored once, and each density serves both the
/// log-likelihood and the responsibilities.
pub fn once(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let (n_components, n_features) = before.means.dim();
    let mut factors = Vec::new();
    let mut log_scales = Vec::new();
    for (k, covariance) in before.covariances.outer_iter().enumerate() {
        let factor = cholesky(&covariance).unwrap_or_else(|error| panic!("{error}"));
        let log_normalizer = 0.5 * n_features as f64 * (2.0 * PI).ln();
        let log_root_determinant = factor.diag().mapv(f64::ln).sum();
        log_scales.push(before.weights[k].ln() - log_normalizer - log_root_determinant);
        factors.push(factor);
    }
    let mut resp = Array2::zeros((data.nrows(), n_components));
    let mut log_likelihood = 0.0;
    for (sample, mut row) in data.rows().into_iter().zip(resp.rows_mut()) {
        let log_joint = Array1::from_shape_fn(n_components, |k| {
            let y = solve_lower(&factors[k], &(&sample - &before.means.row(k)));
            log_scales[k] - 0.5 * y.dot(&y)
        });
        let log_total = log_sum_exp(&log_joint);
        log_likelihood += log_total;
        row.assign(&log_joint.mapv(|value| (value - log_total).exp()));
    }
    let counts = compute_soft_counts(&resp);
    let weights = compute_weights(&counts);
    let means = compute_means(data, &resp, &counts);
    let covariances = compute_covariances(data, &resp, &counts, &means);
    (
        Parameters {
            weights,
            means,
            covariances,
        },
        log_likelihood,
    )
}
// ANCHOR_END: once
