//! The EM algorithm: E-step and M-step in turn, until the log-likelihood stops rising.

use ndarray::{Array1, ArrayBase, Data, Ix2};

use super::check::{check_options, check_summary};
use super::fit::{Fit, Progress};
use super::gaussian_mixture::GaussianMixture;
use super::model::Mixture;
use super::sample_weights::{check_weights, normalized};
use super::starts::Starts;
use super::statistics::SufficientStatistics;
use crate::Error;
use crate::input::{Chunked, Chunks, InMemory, Real, Source, Summary};

impl GaussianMixture {
    /// Fits the samples, `(n_samples, n_features)`, of `f64` or `f32`.
    ///
    /// # Numerics
    /// The arithmetic is in `f64`. The result does not depend on the data's distance from the
    /// origin, and values may be as large or as small as 1e±150.
    ///
    /// # Errors
    /// [`Error::NoComponents`], [`Error::NoSamples`], [`Error::NoFeatures`],
    /// [`Error::TooFewSamples`] if there are fewer samples than components,
    /// [`Error::InvalidParameter`]; [`Error::NotFiniteValue`] and [`Error::ValueTooLarge`] with
    /// the place of the first; [`Error::ShapeMismatch`] if given parameters do not fit the data,
    /// [`Error::SumsTooLarge`] if they are too far from them.
    /// [`Error::InComponent`] if a covariance is too near to singular beside the others. With
    /// regularization 0, [`Error::NoVariance`] for a constant column, unless the covariances are
    /// spherical. If every start fails, the error of the first, usually [`Error::Collapsed`].
    pub fn fit<T: Real, S: Data<Elem = T>>(&self, data: &ArrayBase<S, Ix2>) -> Result<Fit, Error> {
        run(self, &mut InMemory::new(T::samples(data.view()), None))
    }

    /// Fits samples with weights, `(n_samples)`. Weight 2 means the same as two equal samples. Only
    /// the ratios of the weights matter.
    ///
    /// # Errors
    /// As [`Self::fit`]; [`Error::InvalidSampleWeight`] if a weight is negative or not finite,
    /// [`Error::NoWeight`] if all are 0, [`Error::ShapeMismatch`] if their number is not that
    /// of the samples.
    pub fn fit_weighted<T: Real, S: Data<Elem = T>>(
        &self,
        data: &ArrayBase<S, Ix2>,
        sample_weights: &Array1<f64>,
    ) -> Result<Fit, Error> {
        check_weights(sample_weights, data.nrows())?;
        let scaled = if data.nrows() == 0 {
            vec![]
        } else {
            normalized(sample_weights)?
        };
        let samples = T::samples(data.view());
        run(self, &mut InMemory::new(samples, Some(&scaled)))
    }

    /// Fits samples that come in chunks, of which memory holds one. They are read twice before the
    /// first iteration, once in each iteration, and once more to compare a start with others.
    ///
    /// # Errors
    /// As [`Self::fit`]; those of `chunks`; [`Error::RaggedChunk`] if a chunk is not as wide as the
    /// first; [`Error::ChangedSource`] if a later reading finds more or fewer samples.
    pub fn fit_chunks(&self, chunks: &mut dyn Chunks) -> Result<Fit, Error> {
        run(self, &mut Chunked::new(chunks))
    }
}

/// The best fit of all starts.
fn run(options: &GaussianMixture, source: &mut dyn Source) -> Result<Fit, Error> {
    check_options(options)?;
    let summary = Summary::read(source)?;
    check_summary(options, &summary)?;
    let starts = Starts::new(options, source, &summary)?;
    let n_starts = starts.count(options);
    let mut best: Option<(f64, Fit)> = None;
    let mut first_error = None;
    for start in 0..n_starts {
        let run = starts
            .mixture(options, start)
            .and_then(|mixture| run_start(options, source, mixture, start));
        let (fit, stopped) = match run {
            Ok(run) => run,
            Err(error) => {
                first_error.get_or_insert(error);
                continue;
            }
        };
        if best.is_none() && (stopped || start + 1 == n_starts) {
            return Ok(fit);
        }
        // If the statistics fail, the samples have no density under the mixture: rank it last.
        let reached = statistics(options, source, &fit.mixture)
            .map_or(f64::NEG_INFINITY, |statistics| {
                mean_log_likelihood(&statistics)
            });
        if best.as_ref().is_none_or(|(most, _)| reached > *most) {
            best = Some((reached, fit));
        }
        if stopped {
            break;
        }
    }
    match best {
        Some((_, fit)) => Ok(fit),
        None => Err(first_error.expect("each of the starts, at least one, has failed")),
    }
}

/// EM from one start, and whether the observer has stopped it.
fn run_start(
    options: &GaussianMixture,
    source: &mut dyn Source,
    mixture: Mixture,
    start: usize,
) -> Result<(Fit, bool), Error> {
    let mut mixture = mixture.with_instruction_set(options.instructions);
    let mut log_likelihoods: Vec<f64> = vec![];
    let (mut converged, mut stopped) = (false, false);
    while !converged && !stopped && log_likelihoods.len() < options.max_iter {
        let iteration = log_likelihoods.len() + 1;
        let statistics =
            statistics(options, source, &mixture).map_err(|error| error.at_iteration(iteration))?;
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

/// The statistics of all samples under a mixture (the E-step).
fn statistics(
    options: &GaussianMixture,
    source: &mut dyn Source,
    mixture: &Mixture,
) -> Result<SufficientStatistics, Error> {
    let mut statistics = SufficientStatistics::with_threads(mixture, options.threads)?;
    source.for_each_block(&mut |samples, weights| statistics.add(samples, weights))?;
    Ok(statistics)
}

fn mean_log_likelihood(statistics: &SufficientStatistics) -> f64 {
    statistics.log_likelihood() / statistics.total_weight()
}
