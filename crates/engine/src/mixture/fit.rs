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
            let rows = choose_rows(overview.n_weighty, overview.n_features, k, seed);
            Some(source.sketch(&rows)?)
        }
    };
    let n_init = if sketch.is_some() { options.n_init } else { 1 };
    let mut best: Option<(f64, Fit)> = None;
    let mut first_error = None;
    for start in 0..n_init {
        let (fit, stopped) = match run_start(options, source, sketch.as_ref(), start) {
            Ok(run) => run,
            Err(error) => {
                first_error = first_error.or(Some(error));
                continue;
            }
        };
        if best.is_none() && (stopped || start + 1 == n_init) {
            return Ok(fit);
        }
        // A mixture under which the samples have no density is the last to be kept.
        let statistics = pass(options, source, &fit.mixture);
        let reached = statistics.map_or(f64::NEG_INFINITY, |it| mean_log_likelihood(&it));
        if best.as_ref().is_none_or(|(most, _)| reached > *most) {
            best = Some((reached, fit));
        }
        if stopped {
            break;
        }
    }
    match (best, first_error) {
        (Some((_, fit)), _) => Ok(fit),
        (None, Some(error)) => Err(error),
        (None, None) => unreachable!("there is one start at least"),
    }
}

/// The statistics of all samples under a mixture.
fn pass(
    options: &GaussianMixture,
    source: &mut dyn Source,
    mixture: &Mixture,
) -> Result<SufficientStatistics, Error> {
    let mut statistics = SufficientStatistics::run_by(mixture, options.threads)?;
    source.update(&mut statistics)?;
    Ok(statistics)
}

fn mean_log_likelihood(statistics: &SufficientStatistics) -> f64 {
    statistics.log_likelihood() / statistics.total_weight()
}

/// EM from one start, and whether the observer has stopped it.
fn run_start(
    options: &GaussianMixture,
    source: &mut dyn Source,
    sketch: Option<&Sketch>,
    start: usize,
) -> Result<(Fit, bool), Error> {
    let start_mixture = match (&options.init, sketch) {
        (Init::Given(mixture), _) => mixture.clone(),
        (_, Some(sketch)) => {
            // Far apart, so that fits with neighboring seeds share no start.
            let seed = options.seed ^ (start as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            sketch.guess(options, seed)?
        }
        (_, None) => unreachable!("what is not given is guessed from a sketch"),
    };
    let mut mixture = start_mixture.with_instruction_set(options.instructions);
    let mut log_likelihoods: Vec<f64> = vec![];
    let (mut converged, mut stopped) = (false, false);
    while !converged && !stopped && log_likelihoods.len() < options.max_iter {
        let iteration = log_likelihoods.len() + 1;
        let statistics = pass(options, source, &mixture);
        let statistics = statistics.map_err(|error| error.at_iteration(iteration))?;
        mixture = statistics
            .maximize(options.regularization)
            .map_err(|error| error.at_iteration(iteration))?;
        let mean_log_likelihood = mean_log_likelihood(&statistics);
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
            stopped = observer(&progress).is_break();
        }
    }
    let fit = Fit {
        mixture,
        converged,
        iterations: log_likelihoods.len(),
        log_likelihoods,
        start,
    };
    Ok((fit, stopped))
}

fn check_options(options: &GaussianMixture) -> Result<(), Error> {
    if options.n_components == 0 {
        return Err(Error::NoComponents);
    }
    for (name, value) in [
        ("tolerance", options.tolerance),
        ("regularization", options.regularization),
    ] {
        Error::unless_at_least_zero(name, value)?;
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
            what: if overview.n_weighty < overview.n_samples {
                "samples of a weight above 0"
            } else {
                "samples"
            },
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
