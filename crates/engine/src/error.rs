//! What can go wrong with a user's data, with the numbers in it.

mod cause;
mod message;

pub use cause::Cause;

/// An error caused by the data or parameters given.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A matrix that should be a covariance is not symmetric positive definite.
    NotPositiveDefinite {
        /// The row at which the factorization stopped, counted from 0.
        row: usize,
        /// What was left of the variance of that row: zero, negative or not a number.
        pivot: f64,
    },
    /// A matrix that should be square is not.
    NotSquare {
        /// Number of rows found.
        rows: usize,
        /// Number of columns found.
        columns: usize,
    },
    /// Weights that are not a probability distribution.
    InvalidWeights {
        /// Their sum.
        sum: f64,
    },
    /// Two arguments disagree about a dimension.
    ShapeMismatch {
        /// Which argument, and which of its axes.
        what: &'static str,
        /// The length that the other arguments ask for.
        expected: usize,
        /// The length found.
        found: usize,
    },
    /// A column whose variance is 0, or beyond the range of `f64`.
    NoVariance {
        /// Which column, counted from 0.
        feature: usize,
        /// Its variance.
        variance: f64,
    },
    /// Fewer samples than the components need.
    TooFewSamples {
        /// Which samples count: all, those of a weight above 0, or, where repetitions are of no use,
        /// different ones.
        what: &'static str,
        /// The number of these.
        n_samples: usize,
        /// The number of components asked for.
        n_components: usize,
        /// The least number of samples for these.
        needed: usize,
    },
    /// No samples.
    NoSamples,
    /// Samples without a feature.
    NoFeatures,
    /// Values for every feature of a mixture, which leave none that it could say something about.
    NoFeatureLeft,
    /// A mixture without a component.
    NoComponents,
    /// A value that is infinite or not a number.
    NotFiniteValue {
        /// Its row, counted from 0.
        row: usize,
        /// Its column, counted from 0.
        column: usize,
        /// The value.
        value: f64,
    },
    /// A value so large that a sum of squares like its own may be beyond the range of `f64`.
    ValueTooLarge {
        /// Its row, counted from 0.
        row: usize,
        /// Its column, counted from 0.
        column: usize,
        /// The value.
        value: f64,
    },
    /// A sample's weight that is negative, infinite or not a number.
    InvalidSampleWeight {
        /// Its sample, counted from 0.
        row: usize,
        /// The weight.
        weight: f64,
    },
    /// Every sample has weight 0.
    NoWeight,
    /// An option out of its range.
    InvalidParameter {
        /// The option.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What it must be.
        needed: &'static str,
    },
    /// A covariance that is not symmetric.
    NotSymmetric {
        /// The row of an entry that differs from the one across the diagonal, counted from 0.
        row: usize,
        /// Its column, counted from 0.
        column: usize,
    },
    /// What is wrong with one component.
    InComponent {
        /// Which, counted from 0.
        component: usize,
        /// What is wrong.
        error: Box<Error>,
    },
    /// A component that was left with next to no samples, or without spread in some direction.
    Collapsed {
        /// Which, counted from 0; nothing where the covariance is that of all.
        component: Option<usize>,
        /// The iteration of the fit in which it happened.
        iteration: Option<usize>,
        /// How many samples it answered for.
        soft_count: f64,
    },
    /// A feature that is not there, or is named twice.
    UnknownFeature {
        /// Which, counted from 0.
        feature: usize,
        /// How many there are.
        n_features: usize,
    },
    /// Statistics that were made under another mixture.
    OtherMixture,
    /// Sums over the samples that are beyond the range of `f64`.
    SumsTooLarge,
    /// A chunk with more or fewer columns than the first that was read.
    RaggedChunk {
        /// Which of this reading, counted from 0.
        chunk: usize,
        /// Columns of the first that was read.
        expected: usize,
        /// Columns found.
        found: usize,
    },
    /// Chunks that, read again, hold another number of samples.
    ChangedSource {
        /// Samples in the first reading.
        expected: usize,
        /// Samples in this one.
        found: usize,
    },
    /// Bytes of statistics, or the file of a mixture, that cannot be understood.
    Malformed {
        /// What was to be read.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// What the source of the samples said, which could not go on: of a file a
    /// [`ReadError`](crate::input::ReadError).
    Source(Cause),
}

impl Error {
    /// What keeps a source of samples from being read on, in the source's own words.
    ///
    /// # Examples
    /// ```
    /// # use gaussian_mixture::{Error, GaussianMixture};
    /// let mut chunks = || [Err(Error::of_source("the sensor does not answer"))].into_iter();
    /// let error = GaussianMixture::new(1).fit_chunks(&mut chunks).unwrap_err();
    /// assert_eq!(error.to_string(), "the sensor does not answer");
    /// ```
    pub fn of_source(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Source(Cause::new(error))
    }

    pub(crate) fn in_component(self, component: usize) -> Self {
        Self::InComponent {
            component,
            error: Box::new(self),
        }
    }

    pub(crate) fn unless_at_least_zero(name: &'static str, value: f64) -> Result<(), Self> {
        if value >= 0.0 && value.is_finite() {
            return Ok(());
        }
        Err(Self::InvalidParameter {
            name,
            value,
            needed: "a finite number of at least 0",
        })
    }

    /// The same, with the iteration of a fit in which it happened.
    pub(crate) fn at_iteration(self, at: usize) -> Self {
        match self {
            Self::Collapsed {
                component,
                soft_count,
                ..
            } => Self::Collapsed {
                component,
                iteration: Some(at),
                soft_count,
            },
            other => other,
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::InComponent { error, .. } => Some(error),
            Self::Source(cause) => Some(cause.get()),
            _ => None,
        }
    }
}
