//! What a run of EM leaves behind. Chapter 08.

use ndarray::{Array1, Array2, Array3};

// ANCHOR: EmFit
/// The result of a run of EM: the mixture, and how it was reached.
#[derive(Debug, Clone, PartialEq)]
pub struct EmFit {
    /// Share of each component, `(n_components)`, summing to 1.
    pub weights: Array1<f64>,
    /// Center of each component, `(n_components, n_features)`.
    pub means: Array2<f64>,
    /// Covariance of each component, `(n_components, n_features, n_features)`.
    pub covariances: Array3<f64>,
    /// Probability of each component given each sample, `(n_samples, n_components)`,
    /// under the parameters above.
    pub responsibilities: Array2<f64>,
    /// Log-likelihood of the data: first under the starting parameters, then one more after
    /// each update. Its last entry belongs to the parameters above.
    pub log_likelihoods: Vec<f64>,
    /// Whether the last update gained less than the tolerance.
    pub converged: bool,
}
// ANCHOR_END: EmFit
