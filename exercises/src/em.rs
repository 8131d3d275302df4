//! The EM algorithm: E-step and M-step in turn until the log-likelihood stops rising. Chapter 08.
//!
//! Yours to write: put your code in place of each `todo!`. Read `book/en/08-em.md` or
//! `book/zh/08-em.md` (`cargo run` serves them), then run `cargo test -p exercises`.
//! Call an earlier function as `solutions::NAME`, so that a mistake stays where it was made.
//!
//! Woven from `solutions/src/em.rs` by `cargo run -- weave`, which leaves
//! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.

use ndarray::{Array1, Array2, Array3};

use solutions::e_step::compute_responsibilities;
use solutions::em_fit::EmFit;
use solutions::log_likelihood::log_likelihood;
use solutions::m_step::{compute_covariances, compute_means, compute_soft_counts, compute_weights};

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
    todo!("em: Fits a mixture of Gaussians by EM, from the starting parameters given")
}
