//! The messages of errors: what is wrong, where, and the remedy.

use std::fmt;

use super::Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPositiveDefinite { row, pivot } if pivot.is_nan() => write!(
                f,
                "covariance is not positive definite: at row {row} it is not a number (NaN); \
                 perhaps a value is missing in the data, or a component with a soft count of 0 \
                 was divided by it: leave such samples out, or start elsewhere"
            ),
            Self::NotPositiveDefinite { row, pivot } if *pivot == f64::INFINITY => write!(
                f,
                "covariance is not positive definite: at row {row} it is infinite: give numbers \
                 that are finite, or the features in another unit"
            ),
            Self::NotPositiveDefinite { row, pivot } => write!(
                f,
                "covariance is not positive definite: at row {row} the variance left is \
                 {pivot:e}, where it must be above 0; perhaps the samples behind it are too few, or \
                 lie on a line or in a plane: add a little to its diagonal, or use fewer components"
            ),
            Self::NotSquare { rows, columns } => write!(
                f,
                "covariance is {rows} × {columns}, but must be square: n_features × n_features"
            ),
            Self::InvalidWeights { sum } if (sum - 1.0).abs() < 1e-9 => write!(
                f,
                "weights sum to 1, but one of them is negative: each must be at least 0"
            ),
            Self::InvalidWeights { sum } if !(sum.is_finite() && *sum > 0.0) => write!(
                f,
                "weights must be at least 0 and sum to 1, but sum to {sum}: give each component one \
                 that is finite and not negative"
            ),
            Self::InvalidWeights { sum } => write!(
                f,
                "weights must be at least 0 and sum to 1, but sum to {sum}: divide them by their sum"
            ),
            Self::ShapeMismatch {
                what,
                expected,
                found,
            } => write!(f, "{what} must be {expected}, but is {found}"),
            Self::NoVariance { feature, variance } => write!(
                f,
                "feature {feature} has variance {variance}, where a finite number above 0 is \
                 needed: leave it out if it is constant, or give it in another unit"
            ),
            Self::TooFewSamples {
                what,
                n_samples,
                n_components,
                needed,
            } => write!(
                f,
                "{n_samples} {what} are too few for {n_components} component(s), which need \
                 {needed}: use fewer components{}",
                // A full covariance needs more samples, the more features there are.
                if needed > n_components {
                    " or features"
                } else {
                    ""
                }
            ),
            Self::NoSamples => write!(
                f,
                "there are no samples: give at least one, and to a fit at least one for each component"
            ),
            Self::NoFeatures => write!(
                f,
                "there are no features: choose at least one, or give data with at least one column"
            ),
            Self::NoFeatureLeft => write!(
                f,
                "every feature has a given value: leave out at least one, which the mixture then describes"
            ),
            Self::NoComponents => write!(f, "there are no components: ask for at least one"),
            Self::NotFiniteValue { row, column, value } => write!(
                f,
                "row {row}, column {column} is {value}, not a finite number: correct it, or leave the \
                 row or the column out"
            ),
            Self::ValueTooLarge { row, column, value } => write!(
                f,
                "row {row}, column {column} is {value:e}, beyond ±1e153, where sums of squares \
                 may overflow: \
                 give the column in another unit"
            ),
            Self::InvalidSampleWeight { row, weight } => write!(
                f,
                "sample {row} has weight {weight}, where a finite number of at least 0 is needed: \
                 correct it, or give 0 to leave the sample out"
            ),
            Self::NoWeight => write!(
                f,
                "every sample has weight 0: give a weight above 0 to at least one for each component"
            ),
            Self::InvalidParameter {
                name,
                value,
                needed,
            } => write!(f, "{name} is {value}, but must be {needed}"),
            Self::NotSymmetric { row, column } => write!(
                f,
                "covariance is not symmetric at row {row}, column {column}: set it to the mean of \
                 itself and its transpose"
            ),
            Self::InComponent { component, error } => write!(f, "component {component}: {error}"),
            Self::Collapsed {
                component,
                iteration,
                soft_count,
            } => {
                match component {
                    Some(component) => write!(f, "component {component} collapsed")?,
                    None => write!(f, "the covariance that all components share collapsed")?,
                }
                if let Some(iteration) = iteration {
                    write!(f, " at iteration {iteration}")?;
                }
                write!(
                    f,
                    " (soft count {soft_count:.3e}): use fewer components, more regularization, \
                     another seed or start, or leave out values far from all others"
                )
            }
            Self::UnknownFeature {
                feature,
                n_features,
            } => write!(
                f,
                "feature {feature} is named twice, or is not one of the {n_features} features: name \
                 each once, counted from 0"
            ),
            Self::OtherMixture => write!(
                f,
                "the statistics were made under different mixtures: merge those of one iteration"
            ),
            Self::SumsTooLarge => write!(
                f,
                "sums over the samples overflow: give the columns in another \
                 unit, smaller weights, or a start nearer to the data or with larger covariances"
            ),
            Self::RaggedChunk {
                chunk,
                expected,
                found,
            } => write!(
                f,
                "chunk {chunk} has {found} columns, but the first read had {expected}: give each the \
                 same columns"
            ),
            Self::ChangedSource { expected, found } => write!(
                f,
                "the chunks held {expected} samples when first read, and now hold {found}: do not \
                 change the source during a fit"
            ),
            Self::Malformed { what, reason } => {
                write!(f, "{what} cannot be decoded: {reason}; write it again")
            }
            Self::Source(cause) => cause.fmt(f),
        }
    }
}
