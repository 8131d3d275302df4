//! The E-step: how much each component answers for each sample. Chapter 06.
//!
//! Yours to write: put your code in place of each `todo!`. Read `book/en/06-e-step.md` or
//! `book/zh/06-e-step.md` (`cargo run` serves them), then run `cargo test -p exercises`.
//! Call an earlier function as `solutions::NAME`, so that a mistake stays where it was made.
//!
//! Woven from `solutions/src/e_step.rs` by `cargo run -- weave`, which leaves
//! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.

use ndarray::{Array1, Array2, Array3, Axis};

use solutions::log_gaussian::log_gaussian;
use solutions::log_likelihood::log_sum_exp;

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
    todo!(
        "compute_responsibilities: Probability that each component generated each sample (the E-step)"
    )
}
