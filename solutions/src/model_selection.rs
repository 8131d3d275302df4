//! How many components: the price of a parameter. Chapter 11.

// ANCHOR: count_parameters
/// Number of free parameters of a mixture with full covariances.
///
/// ```text
/// (K − 1)  +  K D  +  K D (D + 1) / 2        weights, means, covariances
/// ```
///
/// # Examples
/// ```
/// # use solutions::count_parameters;
/// // Three components in the plane: 2 weights, 6 means, 9 (co)variances.
/// assert_eq!(count_parameters(3, 2), 17);
/// ```
///
/// # References
/// McLachlan & Peel 2000, section 6.9.
pub fn count_parameters(n_components: usize, n_features: usize) -> usize {
    // ANCHOR: count_parameters_body
    // The weights sum to 1, so the last one is not free; a covariance is symmetric.
    let weights = n_components - 1;
    let means = n_components * n_features;
    let covariances = n_components * n_features * (n_features + 1) / 2;
    weights + means + covariances
    // ANCHOR_END: count_parameters_body
}
// ANCHOR_END: count_parameters

// ANCHOR: bic
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
/// # use solutions::bic;
/// assert!((bic(-100.0, 3, 50) - 211.73606901628443).abs() < 1e-12);
/// ```
///
/// # References
/// Schwarz 1978, *Annals of Statistics* 6, 461–464, times −2.
pub fn bic(log_likelihood: f64, n_parameters: usize, n_samples: usize) -> f64 {
    // ANCHOR: bic_body
    -2.0 * log_likelihood + n_parameters as f64 * (n_samples as f64).ln()
    // ANCHOR_END: bic_body
}
// ANCHOR_END: bic
