//! The EM algorithm: E-step and M-step in turn until the log-likelihood stops rising. Chapter 08.

use ndarray::{Array1, Array2, Array3};

use crate::e_step::compute_responsibilities;
use crate::em_fit::EmFit;
use crate::log_likelihood::log_likelihood;
use crate::m_step::{compute_covariances, compute_means, compute_soft_counts, compute_weights};

// ANCHOR: em
/// Fits a mixture of Gaussians by EM, from the starting parameters given.
///
/// ```text
/// repeat:  R ← E-step(π, μ, Σ);   π, μ, Σ ← M-step(R);   until ln p(X) gains less than tol
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `init_means` `(n_components, n_features)`,
/// `init_covariances` `(n_components, n_features, n_features)`, `init_weights` `(n_components)`.
///
/// # Stopping
/// After the update whose gain in log-likelihood is below `tol` (then `converged` is true), or
/// after `max_iter` updates. `log_likelihoods[0]` belongs to the starting parameters, and one more
/// follows for each update; `responsibilities` are those under the parameters returned.
///
/// # Panics
/// If a covariance stops being positive definite on the way.
///
/// # Examples
/// ```
/// # use ndarray::{array, Array3};
/// # use solutions::em;
/// // One component needs one update, to the sample mean and variance; a second gains nothing.
/// let fit = em(
///     &array![[1.0], [2.0], [6.0]], &array![[0.0]], &Array3::ones((1, 1, 1)), &array![1.0], 100, 1e-6);
/// assert_eq!(fit.means, array![[3.0]]);
/// assert_eq!(fit.log_likelihoods.len(), 3);
/// assert!(fit.converged);
/// ```
///
/// # References
/// Bishop 2006, section 9.2.2; Dempster, Laird & Rubin 1977.
pub fn em(
    data: &Array2<f64>,
    init_means: &Array2<f64>,
    init_covariances: &Array3<f64>,
    init_weights: &Array1<f64>,
    max_iter: usize,
    tol: f64,
) -> EmFit {
    // ANCHOR: em_body
    let mut weights = init_weights.clone();
    let mut means = init_means.clone();
    let mut covariances = init_covariances.clone();
    let mut log_likelihoods = vec![log_likelihood(data, &weights, &means, &covariances)];
    let mut converged = false;

    while !converged && log_likelihoods.len() <= max_iter {
        let resp = compute_responsibilities(data, &weights, &means, &covariances);
        let counts = compute_soft_counts(&resp);
        weights = compute_weights(&counts);
        means = compute_means(data, &resp, &counts);
        // Around the new means: the old ones would leave the covariances too large.
        covariances = compute_covariances(data, &resp, &counts, &means);

        let before = log_likelihoods[log_likelihoods.len() - 1];
        let after = log_likelihood(data, &weights, &means, &covariances);
        log_likelihoods.push(after);
        converged = after - before < tol;
    }

    let responsibilities = compute_responsibilities(data, &weights, &means, &covariances);
    EmFit {
        weights,
        means,
        covariances,
        responsibilities,
        log_likelihoods,
        converged,
    }
    // ANCHOR_END: em_body
}
// ANCHOR_END: em
