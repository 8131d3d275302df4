//! The E-step: how much each component answers for each sample. Chapter 06.

use ndarray::{Array1, Array2, Array3, Axis};

use crate::log_gaussian::log_gaussian;
use crate::log_likelihood::log_sum_exp;

// ANCHOR: compute_responsibilities
/// Probability that each component generated each sample (the E-step).
///
/// ```text
/// rₙₖ = πₖ 𝒩(xₙ | μₖ, Σₖ) / Σⱼ πⱼ 𝒩(xₙ | μⱼ, Σⱼ)
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `weights` `(n_components)`, `means`
/// `(n_components, n_features)`, `covariances` `(n_components, n_features, n_features)`.
/// Returns `(n_samples, n_components)`, each row summing to 1.
///
/// # Numerics
/// Normalized in log space: a sample far from every component does not become 0/0. Where all
/// squared distances overflow or are NaN, the row is NaN.
///
/// # Panics
/// If a covariance is not positive definite.
///
/// # Examples
/// ```
/// # use ndarray::{array, Array3};
/// # use solutions::compute_responsibilities;
/// // Two unit bells at −1 and 1: at x the odds are exp(2x), here exp(2 · ½ ln 3) = 3.
/// let resp = compute_responsibilities(
///     &array![[0.5 * 3f64.ln()]], &array![0.5, 0.5], &array![[-1.0], [1.0]], &Array3::ones((2, 1, 1)));
/// assert!((resp[[0, 1]] - 0.75).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.23.
pub fn compute_responsibilities(
    data: &Array2<f64>,
    weights: &Array1<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
) -> Array2<f64> {
    // ANCHOR: compute_responsibilities_body
    let mut resp = Array2::zeros((data.nrows(), weights.len()));
    for (sample, mut row) in data.rows().into_iter().zip(resp.rows_mut()) {
        let log_joint = Array1::from_shape_fn(weights.len(), |k| {
            let covariance = covariances.index_axis(Axis(0), k);
            weights[k].ln() + log_gaussian(sample, means.row(k), covariance)
        });
        // Divide while still in logarithms: the exponential of the difference cannot be 0/0.
        let log_total = log_sum_exp(&log_joint);
        row.assign(&log_joint.mapv(|value| (value - log_total).exp()));
    }
    resp
    // ANCHOR_END: compute_responsibilities_body
}
// ANCHOR_END: compute_responsibilities
