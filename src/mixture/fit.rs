//! The EM algorithm: E-step and M-step in turn until the log-likelihood stops rising.

use super::gaussian_mixture::GaussianMixture;
use super::source::{Overview, Source};
use super::start::{Init, Sketch, choose_rows};
use super::statistics::SufficientStatistics;
use super::{Covariance, Mixture};
use crate::Error;

/// A mixture, and how it was reached.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fit {
    /// The mixture after the last update.
    pub mixture: Mixture,
    /// Whether the last iteration changed the mean log-likelihood by less than the tolerance.
    pub converged: bool,
    /// Number of iterations of the start that was kept.
    pub iterations: usize,
    /// Mean log-likelihood of a sample before the update of each iteration: the first belongs to
    /// the starting parameters, the last to those before the last update.
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

/// The best of all starts.
pub(super) fn run(options: &GaussianMixture, source: &mut dyn Source) -> Result<Fit, Error> {
    check_options(options)?;
    let overview = source.look()?;
    check_overview(options, &overview)?;
    let sketch = match &options.init {
        Init::Given(_) => None,
        _ => {
            let (k, seed) = (options.n_components, options.seed);
            let rows = choose_rows(overview.n_samples, overview.n_features, k, seed);
            Some(source.sketch(&rows)?)
        }
    };
    let n_init = if sketch.is_some() { options.n_init } else { 1 };
    let mut best = run_start(options, source, sketch.as_ref(), 0);
    for start in 1..n_init {
        let next = run_start(options, source, sketch.as_ref(), start);
        let reached = |fit: &Fit| fit.log_likelihoods.last().copied();
        best = match (best, next) {
            (Ok(best), Ok(next)) if reached(&next) > reached(&best) => Ok(next),
            (Ok(best), _) => Ok(best),
            (Err(_), Ok(next)) => Ok(next),
            (Err(first), Err(_)) => Err(first),
        };
    }
    best
}

/// EM from one start.
fn run_start(
    options: &GaussianMixture,
    source: &mut dyn Source,
    sketch: Option<&Sketch>,
    start: usize,
) -> Result<Fit, Error> {
    let mut mixture = match (&options.init, sketch) {
        (Init::Given(mixture), _) => mixture.clone(),
        (_, Some(sketch)) => {
            // Far apart, so that fits with neighboring seeds share no start.
            let seed = options.seed ^ (start as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            sketch.guess(options, seed)?
        }
        (_, None) => unreachable!("what is not given is guessed from a sketch"),
    };
    let mut log_likelihoods: Vec<f64> = vec![];
    let mut converged = false;
    while !converged && log_likelihoods.len() < options.max_iter {
        let iteration = log_likelihoods.len() + 1;
        let (threads, instructions) = (options.threads, options.instructions);
        let mut statistics = SufficientStatistics::run_by(&mixture, threads, instructions)
            .map_err(|error| error.at_iteration(iteration))?;
        source.update(&mut statistics)?;
        mixture = statistics
            .maximize(options.regularization)
            .map_err(|error| error.at_iteration(iteration))?;
        let mean_log_likelihood = statistics.log_likelihood() / statistics.total_weight();
        let gain = log_likelihoods
            .last()
            .map(|last| mean_log_likelihood - last);
        converged = gain.is_some_and(|gain| gain.abs() < options.tolerance);
        log_likelihoods.push(mean_log_likelihood);
        if let Some(observer) = &options.observer {
            let progress = Progress {
                start,
                iteration,
                mean_log_likelihood,
                mixture: &mixture,
            };
            if observer(&progress).is_break() {
                break;
            }
        }
    }
    Ok(Fit {
        mixture,
        converged,
        iterations: log_likelihoods.len(),
        log_likelihoods,
        start,
    })
}

fn check_options(options: &GaussianMixture) -> Result<(), Error> {
    if options.n_components == 0 {
        return Err(Error::NoComponents);
    }
    for (name, value) in [
        ("tolerance", options.tolerance),
        ("regularization", options.regularization),
    ] {
        if !(value >= 0.0 && value.is_finite()) {
            return Err(Error::InvalidParameter {
                name,
                value,
                needed: "a finite number of at least 0",
            });
        }
    }
    for (name, value) in [("max_iter", options.max_iter), ("n_init", options.n_init)] {
        if value == 0 {
            return Err(Error::InvalidParameter {
                name,
                value: 0.0,
                needed: "at least 1",
            });
        }
    }
    Ok(())
}

fn check_overview(options: &GaussianMixture, overview: &Overview) -> Result<(), Error> {
    let n_components = options.n_components;
    if overview.n_samples == 0 {
        return Err(Error::NoSamples);
    }
    if overview.n_features == 0 {
        return Err(Error::NoFeatures);
    }
    if overview.n_weighty < n_components {
        return Err(Error::TooFewSamples {
            n_samples: overview.n_weighty,
            n_components,
            needed: n_components,
        });
    }
    let shape = match &options.init {
        Init::Given(mixture) => {
            for (what, expected, found) in [
                (
                    "the number of given components",
                    n_components,
                    mixture.n_components(),
                ),
                (
                    "the width of the given means",
                    overview.n_features,
                    mixture.n_features(),
                ),
            ] {
                if expected != found {
                    return Err(Error::ShapeMismatch {
                        what,
                        expected,
                        found,
                    });
                }
            }
            mixture.covariance_type()
        }
        _ => options.covariance,
    };
    match overview.constant {
        // One variance for all directions needs no spread in each.
        Some(feature) if options.regularization == 0.0 && shape != Covariance::Spherical => {
            Err(Error::NoVariance {
                feature,
                variance: 0.0,
            })
        }
        _ => Ok(()),
    }
}
