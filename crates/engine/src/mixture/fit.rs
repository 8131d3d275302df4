//! What a fit returns, and what it reports on the way.

use super::model::Mixture;

/// A fitted mixture, and how the fit reached it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fit {
    /// The mixture after the last update.
    pub mixture: Mixture,
    /// Whether the last iteration changed the mean log-likelihood by less than the tolerance.
    pub converged: bool,
    /// Number of iterations of the start that was kept.
    pub iterations: usize,
    /// Mean log-likelihood of a sample before the update of each iteration: the first is that of the
    /// starting parameters, the last that of the parameters before the last update.
    pub log_likelihoods: Vec<f64>,
    /// Which start was kept, counted from 0.
    pub start: usize,
}

/// Where a fit stands after an iteration.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// Which start it is, counted from 0.
    pub start: usize,
    /// Iterations of this start so far.
    pub iteration: usize,
    /// Mean log-likelihood of a sample before the update.
    pub mean_log_likelihood: f64,
    /// The mixture after the update.
    pub mixture: &'a Mixture,
}
