//! What can go wrong with a user's data, with the numbers in it and the remedy.

use std::fmt;

/// An error caused by the data or parameters given.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A matrix that should be a covariance is not symmetric positive definite.
    NotPositiveDefinite {
        /// The row at which the factorisation stopped, counted from 0.
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
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPositiveDefinite { row, pivot } => write!(
                f,
                "covariance is not positive definite: at row {row} the variance left is \
                 {pivot:e}, where it must be above 0; the samples behind it lie on a line, \
                 or are too few: add a little to its diagonal, or use fewer components"
            ),
            Self::NotSquare { rows, columns } => write!(
                f,
                "covariance is {rows} × {columns}, but must be square: n_features × n_features"
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
        }
    }
}

impl std::error::Error for Error {}
