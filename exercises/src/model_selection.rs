//! How many components: the price of a parameter. Chapter 11.
//!
//! Yours to write: put your code in place of each `todo!`. Read `book/en/11-choosing-k.md` or
//! `book/zh/11-choosing-k.md` (`cargo run` serves them), then run `cargo test -p exercises`.
//! Call an earlier function as `solutions::NAME`, so that a mistake stays where it was made.
//!
//! Woven from `solutions/src/model_selection.rs` by `cargo run -- weave`, which leaves
//! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.

/// Number of free parameters of a mixture with full covariances.
///
/// ```text
/// (K − 1)  +  K D  +  K D (D + 1) / 2        weights, means, covariances
/// ```
///
/// # Examples
/// ```
/// // Three components in the plane: 2 weights, 6 means, 9 (co)variances.
/// assert_eq!(count_parameters(3, 2), 17);
/// ```
///
/// # References
/// McLachlan & Peel 2000, section 6.9.
pub fn count_parameters(n_components: usize, n_features: usize) -> usize {
    todo!("count_parameters: Number of free parameters of a mixture with full covariances")
}

/// Bayesian information criterion of a fit: the lower, the better.
///
/// ```text
/// BIC = −2 ln p(X) + p ln N
/// ```
///
/// `log_likelihood` is the sum over the samples, not the mean.
///
/// # Examples
/// ```
/// assert!((bic(-100.0, 3, 50) - 211.73606901628443).abs() < 1e-12);
/// ```
///
/// # References
/// Schwarz 1978, *Annals of Statistics* 6, 461–464, times −2.
pub fn bic(log_likelihood: f64, n_parameters: usize, n_samples: usize) -> f64 {
    todo!("bic: Bayesian information criterion of a fit: the lower, the better")
}
