//! The M-step: weights, means and covariances from the responsibilities. Chapter 07.
//!
//! Yours to write: put your code in place of each `todo!`. Read `book/en/07-m-step.md` or
//! `book/zh/07-m-step.md` (`cargo run` serves them), then run `cargo test -p exercises`.
//! Call an earlier function as `solutions::NAME`, so that a mistake stays where it was made.
//!
//! Woven from `solutions/src/m_step.rs` by `cargo run -- weave`, which leaves
//! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.

use ndarray::{Array1, Array2, Array3, Axis};

/// How many samples each component answers for, in fractions of samples.
///
/// ```text
/// Nₖ = Σₙ rₙₖ
/// ```
///
/// # Shapes
/// `resp` is `(n_samples, n_components)`. Returns `(n_components)`, summing to `n_samples`.
///
/// # Examples
/// ```
/// assert_eq!(compute_soft_counts(&array![[0.25, 0.75], [1.0, 0.0]]), array![1.25, 0.75]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.27.
pub fn compute_soft_counts(resp: &Array2<f64>) -> Array1<f64> {
    todo!(
        "compute_soft_counts: How many samples each component answers for, in fractions of samples"
    )
}

/// Share of each component: its soft count over the number of samples.
///
/// ```text
/// πₖ = Nₖ / N,    N = Σₖ Nₖ
/// ```
///
/// # Shapes
/// `counts` is `(n_components)`. Returns `(n_components)`, summing to 1.
///
/// # Examples
/// ```
/// assert_eq!(compute_weights(&array![1.0, 3.0]), array![0.25, 0.75]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.26.
pub fn compute_weights(counts: &Array1<f64>) -> Array1<f64> {
    todo!("compute_weights: Share of each component: its soft count over the number of samples")
}

/// Weighted average of the samples, one row a component.
///
/// ```text
/// μₖ = 1/Nₖ Σₙ rₙₖ xₙ
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `resp` `(n_samples, n_components)`, `counts`
/// `(n_components)`. Returns `(n_components, n_features)`.
///
/// # Numerics
/// A component with a soft count of 0 has no mean: its row is 0/0, NaN.
///
/// # Examples
/// ```
/// // ¾ of a sample at 0 and ¼ of a sample at 4: their mean is 1.
/// let means = compute_means(&array![[0.0], [4.0]], &array![[0.75], [0.25]], &array![1.0]);
/// assert_eq!(means, array![[1.0]]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.24.
pub fn compute_means(data: &Array2<f64>, resp: &Array2<f64>, counts: &Array1<f64>) -> Array2<f64> {
    todo!("compute_means: Weighted average of the samples, one row a component")
}

/// Weighted average of the outer products of the centered samples, one matrix a component.
///
/// ```text
/// Σₖ = 1/Nₖ Σₙ rₙₖ (xₙ − μₖ)(xₙ − μₖ)ᵀ
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `resp` `(n_samples, n_components)`, `counts`
/// `(n_components)`, `means` `(n_components, n_features)`: the *new* means. Returns
/// `(n_components, n_features, n_features)`, each matrix symmetric.
///
/// # Numerics
/// With fewer than `n_features + 1` samples the result is singular but for rounding, and the next
/// E-step panics or works with rounding errors.
///
/// # Examples
/// ```
/// // Two whole samples at −1 and 1: their variance is 1.
/// let covariances = compute_covariances(
///     &array![[-1.0], [1.0]], &array![[1.0], [1.0]], &array![2.0], &array![[0.0]]);
/// assert_eq!(covariances, Array3::ones((1, 1, 1)));
/// ```
///
/// # References
/// Bishop 2006, eq. 9.25.
pub fn compute_covariances(
    data: &Array2<f64>,
    resp: &Array2<f64>,
    counts: &Array1<f64>,
    means: &Array2<f64>,
) -> Array3<f64> {
    todo!(
        "compute_covariances: Weighted average of the outer products of the centered samples, one matrix a component"
    )
}
