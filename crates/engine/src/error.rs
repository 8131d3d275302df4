//! The errors of fits and mixtures.

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
        /// The remaining variance of that row: zero, negative, infinite or NaN.
        pivot: f64,
    },
    /// A matrix that should be square is not.
    NotSquare {
        /// Number of rows found.
        rows: usize,
        /// Number of columns found.
        columns: usize,
    },
    /// Weights of components that are negative or do not sum to 1.
    InvalidWeights {
        /// Their sum.
        sum: f64,
    },
    /// Two arguments whose dimensions do not match.
    ShapeMismatch {
        /// Which argument, and which of its axes.
        what: &'static str,
        /// The length that the other arguments need.
        expected: usize,
        /// The length found.
        found: usize,
    },
    /// A feature whose variance is 0 or not finite.
    NoVariance {
        /// The feature, counted from 0.
        feature: usize,
        /// Its variance.
        variance: f64,
    },
    /// Fewer samples than the components need.
    TooFewSamples {
        /// Which samples count: all, those with a weight above 0, or the different ones.
        what: &'static str,
        /// How many of them there are.
        n_samples: usize,
        /// The number of components of the fit.
        n_components: usize,
        /// How many samples these need.
        needed: usize,
    },
    /// No samples.
    NoSamples,
    /// No features.
    NoFeatures,
    /// Given values for every feature of a mixture, so that no feature is left to describe.
    NoFeatureLeft,
    /// No components.
    NoComponents,
    /// A value that is infinite or NaN.
    NotFiniteValue {
        /// Its row, counted from 0.
        row: usize,
        /// Its column, counted from 0.
        column: usize,
        /// The value.
        value: f64,
    },
    /// A value so large that sums of squares may overflow.
    ValueTooLarge {
        /// Its row, counted from 0.
        row: usize,
        /// Its column, counted from 0.
        column: usize,
        /// The value.
        value: f64,
    },
    /// A sample weight that is negative, infinite or NaN.
    InvalidSampleWeight {
        /// The sample, counted from 0.
        row: usize,
        /// The weight.
        weight: f64,
    },
    /// Sample weights that are all 0.
    NoWeight,
    /// An option out of its range.
    InvalidParameter {
        /// The name of the option.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The values that it may have.
        needed: &'static str,
    },
    /// A covariance that is not symmetric.
    NotSymmetric {
        /// The row of an entry that differs from the one across the diagonal, counted from 0.
        row: usize,
        /// Its column, counted from 0.
        column: usize,
    },
    /// An error in one component.
    InComponent {
        /// The component, counted from 0.
        component: usize,
        /// The error.
        error: Box<Error>,
    },
    /// A component with almost no samples, or without variance in some direction.
    Collapsed {
        /// The component, counted from 0; `None` for a covariance that all components share.
        component: Option<usize>,
        /// The iteration of the fit in which it happened.
        iteration: Option<usize>,
        /// The sum of its responsibilities.
        soft_count: f64,
    },
    /// A feature that does not exist, or is named twice.
    UnknownFeature {
        /// The feature, counted from 0.
        feature: usize,
        /// The number of features.
        n_features: usize,
    },
    /// Statistics of different mixtures, which cannot be merged.
    OtherMixture,
    /// Sums over the samples that overflow.
    SumsTooLarge,
    /// A chunk whose number of columns differs from that of the first.
    RaggedChunk {
        /// The chunk, counted from 0.
        chunk: usize,
        /// Columns of the first chunk.
        expected: usize,
        /// Columns found.
        found: usize,
    },
    /// Chunks with another number of samples than in the first pass.
    ChangedSource {
        /// Samples in the first pass.
        expected: usize,
        /// Samples in this pass.
        found: usize,
    },
    /// Bytes of statistics, or a saved mixture, that cannot be decoded.
    Malformed {
        /// What was being read.
        what: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// An error of the source of the samples; for a file a [`ReadError`](crate::input::ReadError).
    Source(Cause),
}

impl Error {
    /// Wraps an error of a source of samples. Its message is the message of `error`.
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

    /// Adds the iteration of the fit to [`Self::Collapsed`].
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
