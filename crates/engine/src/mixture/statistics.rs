//! Sufficient statistics that add up, and travel.

use ndarray::{Array1, ArrayBase, Data, Ix2};

use super::bytes;
use super::m_step::maximize;
use super::model::Mixture;
use super::sample_weights::check_weights;
use super::whitening::Whitening;
use crate::Error;
use crate::input::{Real, Samples};
use crate::kernel::moments::Moments;
use crate::kernel::threads::Threads;

/// All that an M-step needs of the samples seen so far, under a mixture.
///
/// One iteration of EM, on data in any number of places: give each place the mixture, let each
/// [`update`](Self::update) statistics of its own, send them home as
/// [`bytes`](Self::to_bytes), [`merge`](Self::merge) them, and [`maximize`](Self::maximize).
///
/// # Examples
/// ```
/// # use gaussian_mixture::{Mixture, SufficientStatistics};
/// # use ndarray::{array, Array3};
/// let before = Mixture::new(array![1.0], array![[0.0]], Array3::ones((1, 1, 1)))?;
/// let mut here = SufficientStatistics::new(&before)?;
/// here.update(&array![[1.0], [2.0]])?;
/// let mut there = SufficientStatistics::new(&before)?;
/// there.update(&array![[6.0]])?;
/// here.merge(&SufficientStatistics::from_bytes(&there.to_bytes())?)?;
/// // Mean 3, variance (4 + 1 + 9) / 3.
/// let after = here.maximize(0.0)?;
/// assert_eq!(after.means()[[0, 0]], 3.0);
/// assert!((after.covariances()[[0, 0, 0]] - 14.0 / 3.0).abs() < 1e-14);
/// # Ok::<(), gaussian_mixture::Error>(())
/// ```
pub struct SufficientStatistics {
    mixture: Mixture,
    whitening: Whitening,
    moments: Moments,
    n_samples: u64,
    total_weight: f64,
    threads: Threads,
}

impl SufficientStatistics {
    /// Statistics of no samples yet, under `mixture`.
    ///
    /// # Errors
    /// [`Error::InComponent`] if a covariance is too near to singular beside the others to be
    /// factored; of a shared one, [`Error::NotPositiveDefinite`].
    pub fn new(mixture: &Mixture) -> Result<Self, Error> {
        Self::with_threads(mixture, Threads::default())
    }

    /// The same, with the work shared as told. (To ask the system for the number of processors
    /// takes as long as an iteration on a thousand samples.)
    pub(super) fn with_threads(mixture: &Mixture, threads: Threads) -> Result<Self, Error> {
        let (k, d) = mixture.means().dim();
        Ok(Self {
            whitening: mixture.whitening()?,
            moments: Moments::zero(k, d, mixture.covariance_type().is_diagonal()),
            mixture: mixture.clone(),
            n_samples: 0,
            total_weight: 0.0,
            threads,
        })
    }

    /// Adds samples, `(n_samples, n_features)`, each with weight 1.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`], [`Error::NotFiniteValue`], [`Error::ValueTooLarge`],
    /// [`Error::SumsTooLarge`]; the statistics are then as they were.
    pub fn update<T: Real, S: Data<Elem = T>>(
        &mut self,
        data: &ArrayBase<S, Ix2>,
    ) -> Result<(), Error> {
        let samples = T::samples(data.view());
        self.check(&samples)?;
        self.add(&samples, None)
    }

    /// Adds samples with weights, `(n_samples)`: weight 2 is the same as a sample twice.
    ///
    /// # Numerics
    /// Below 1e-300 weights lose digits; [`fit_weighted`](super::GaussianMixture::fit_weighted)
    /// first divides all by one number.
    ///
    /// # Errors
    /// As [`Self::update`]; [`Error::InvalidSampleWeight`] if a weight is negative or not finite.
    pub fn update_weighted<T: Real, S: Data<Elem = T>>(
        &mut self,
        data: &ArrayBase<S, Ix2>,
        weights: &Array1<f64>,
    ) -> Result<(), Error> {
        let samples = T::samples(data.view());
        self.check(&samples)?;
        check_weights(weights, data.nrows())?;
        self.add(&samples, Some(&weights.to_vec()))
    }

    fn check(&self, samples: &Samples<'_>) -> Result<(), Error> {
        let n_features = samples.dim().1;
        if n_features != self.mixture.n_features() {
            return Err(Error::ShapeMismatch {
                what: "the width of the data",
                expected: self.mixture.n_features(),
                found: n_features,
            });
        }
        samples.check(self.n_samples as usize)
    }

    /// Adds samples that have been checked.
    pub(super) fn add(
        &mut self,
        samples: &Samples<'_>,
        weights: Option<&[f64]>,
    ) -> Result<(), Error> {
        let n_samples = samples.dim().0;
        if n_samples == 0 {
            return Ok(());
        }
        let (whitening, instructions) = (&self.whitening, self.mixture.instructions);
        let moments = self
            .threads
            .moments(samples, weights, whitening, instructions);
        let weight = weights.map_or(n_samples as f64, |weights| weights.iter().sum());
        self.count_in(moments, n_samples as u64, weight)
    }

    fn count_in(&mut self, mut moments: Moments, n_samples: u64, weight: f64) -> Result<(), Error> {
        moments.add(&self.moments);
        let n_samples = self.n_samples.checked_add(n_samples);
        let total_weight = self.total_weight + weight;
        match n_samples {
            Some(n_samples) if moments.is_finite() && total_weight.is_finite() => {
                self.moments = moments;
                self.n_samples = n_samples;
                self.total_weight = total_weight;
                Ok(())
            }
            _ => Err(Error::SumsTooLarge),
        }
    }

    /// Adds the statistics of other samples under the same mixture.
    ///
    /// # Errors
    /// [`Error::OtherMixture`] if they were made under another mixture, [`Error::SumsTooLarge`].
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.mixture != other.mixture {
            return Err(Error::OtherMixture);
        }
        self.count_in(other.moments.clone(), other.n_samples, other.total_weight)
    }

    /// The mixture that the samples ask for (the M-step), `regularization` added to each variance.
    ///
    /// # Errors
    /// [`Error::NoSamples`]; [`Error::InvalidParameter`] if the regularization is negative or not
    /// finite; [`Error::Collapsed`] if a component has next to no samples, or no spread in some
    /// direction.
    pub fn maximize(&self, regularization: f64) -> Result<Mixture, Error> {
        Error::unless_at_least_zero("regularization", regularization)?;
        if self.n_samples == 0 {
            return Err(Error::NoSamples);
        }
        let shape = self.mixture.covariance_type();
        let mixture = maximize(&self.moments, &self.whitening, shape, regularization)?;
        Ok(mixture.with_instruction_set(self.mixture.instructions))
    }

    /// The mixture under which the statistics are made.
    pub fn mixture(&self) -> &Mixture {
        &self.mixture
    }

    /// Soft count of each component, `(n_components)`.
    pub fn soft_counts(&self) -> Array1<f64> {
        Array1::from(self.moments.counts.clone())
    }

    /// Number of samples added.
    pub fn n_samples(&self) -> u64 {
        self.n_samples
    }

    /// Sum of their weights.
    pub fn total_weight(&self) -> f64 {
        self.total_weight
    }

    /// Log-likelihood of the samples under the mixture: the sum, weighted.
    pub fn log_likelihood(&self) -> f64 {
        self.moments.log_likelihood
    }

    /// The statistics as bytes, the same on every machine.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = bytes::Writer::new();
        writer.mixture(&self.mixture);
        writer.number(self.n_samples);
        writer.floats(&[self.total_weight, self.moments.log_likelihood]);
        writer.floats(&self.moments.counts);
        writer.floats(&self.moments.sums);
        writer.floats(&self.moments.second);
        writer.finish()
    }

    /// The statistics that [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Error::Malformed`] if the bytes are cut off, damaged, or of another version; and what
    /// [`Mixture::new`] finds wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = bytes::Reader::new(bytes)?;
        let mut statistics = Self::new(&reader.mixture()?)?;
        statistics.n_samples = reader.n_samples()?;
        let totals = reader.floats(2)?;
        (statistics.total_weight, statistics.moments.log_likelihood) = (totals[0], totals[1]);
        let moments = &mut statistics.moments;
        for part in [&mut moments.counts, &mut moments.sums, &mut moments.second] {
            *part = reader.floats(part.len())?;
        }
        reader.finish()?;
        Ok(statistics)
    }
}
