//! Step 0: the lessons' functions, one after the other. Chapter 13.

use ndarray::Array2;

use super::Parameters;
use crate::e_step::compute_responsibilities;
use crate::log_likelihood::log_likelihood;
use crate::m_step::{compute_covariances, compute_means, compute_soft_counts, compute_weights};

// ANCHOR: textbook
/// Step 0: the body of the loop in `em`.
pub fn textbook(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let Parameters {
        weights,
        means,
        covariances,
    } = before;
    let log_likelihood = log_likelihood(data, weights, means, covariances);
    let resp = compute_responsibilities(data, weights, means, covariances);
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
// ANCHOR_END: textbook
