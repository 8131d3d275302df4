//! The M-step: weights, means and covariances from the responsibilities. Chapter 07.

use ndarray::{Array1, Array2, Array3, Axis};

// ANCHOR: compute_soft_counts
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
/// # use ndarray::array;
/// # use solutions::compute_soft_counts;
/// assert_eq!(compute_soft_counts(&array![[0.25, 0.75], [1.0, 0.0]]), array![1.25, 0.75]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.27.
pub fn compute_soft_counts(resp: &Array2<f64>) -> Array1<f64> {
    // ANCHOR: compute_soft_counts_body
    resp.sum_axis(Axis(0))
    // ANCHOR_END: compute_soft_counts_body
}
// ANCHOR_END: compute_soft_counts

// ANCHOR: compute_weights
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
/// # use ndarray::array;
/// # use solutions::compute_weights;
/// assert_eq!(compute_weights(&array![1.0, 3.0]), array![0.25, 0.75]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.26.
pub fn compute_weights(counts: &Array1<f64>) -> Array1<f64> {
    // ANCHOR: compute_weights_body
    counts / counts.sum()
    // ANCHOR_END: compute_weights_body
}
// ANCHOR_END: compute_weights

// ANCHOR: compute_means
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
/// # use ndarray::array;
/// # use solutions::compute_means;
/// // ¾ of a sample at 0 and ¼ of a sample at 4: their mean is 1.
/// let means = compute_means(&array![[0.0], [4.0]], &array![[0.75], [0.25]], &array![1.0]);
/// assert_eq!(means, array![[1.0]]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.24.
pub fn compute_means(data: &Array2<f64>, resp: &Array2<f64>, counts: &Array1<f64>) -> Array2<f64> {
    // ANCHOR: compute_means_body
    // Row k of RᵀX is Σₙ rₙₖ xₙ; then each row is divided by its own count.
    let weighted_sums = resp.t().dot(data);
    weighted_sums / counts.view().insert_axis(Axis(1))
    // ANCHOR_END: compute_means_body
}
// ANCHOR_END: compute_means

// ANCHOR: compute_covariances
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
/// # use ndarray::{array, Array3};
/// # use solutions::compute_covariances;
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
    // ANCHOR: compute_covariances_body
    let (n_components, n_features) = means.dim();
    let mut covariances = Array3::zeros((n_components, n_features, n_features));
    for (k, mut covariance) in covariances.outer_iter_mut().enumerate() {
        let centered = data - &means.row(k);
        let weighted = &centered * &resp.column(k).insert_axis(Axis(1));
        // The sum over n of outer products is one matrix product: (D × N) times (N × D).
        covariance.assign(&(weighted.t().dot(&centered) / counts[k]));
    }
    covariances
    // ANCHOR_END: compute_covariances_body
}
// ANCHOR_END: compute_covariances
