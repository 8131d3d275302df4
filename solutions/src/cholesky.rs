//! The Cholesky factor of a covariance: its determinant and its inverse without either. Chapter 03.

use std::error::Error;
use std::fmt;

use ndarray::{Array1, Array2, ArrayRef2};

// ANCHOR: cholesky
/// Lower triangular matrix `L` with `L Lᵀ = matrix`.
///
/// ```text
/// Lᵢᵢ = √(Aᵢᵢ − Σₘ Lᵢₘ²)        Lᵢⱼ = (Aᵢⱼ − Σₘ Lᵢₘ Lⱼₘ) / Lⱼⱼ    for i > j,  m < j
/// ```
///
/// # Shapes
/// `matrix` is `(n_features, n_features)`, and so is the result. Only the lower triangle is read.
/// `&ArrayRef2` stands for a reference to an array or to a view.
///
/// # Errors
/// [`NotACovariance::NotPositiveDefinite`] if a pivot is not above 0, or is not finite;
/// [`NotACovariance::NotSquare`].
///
/// # Examples
/// ```
/// # use solutions::cholesky;
/// # use ndarray::array;
/// let factor = cholesky(&array![[4.0, 2.0], [2.0, 5.0]])?;
/// assert_eq!(factor, array![[2.0, 0.0], [1.0, 2.0]]);
/// # Ok::<(), solutions::NotACovariance>(())
/// ```
///
/// # References
/// Golub & Van Loan 2013, *Matrix Computations*, section 4.2.
pub fn cholesky(matrix: &ArrayRef2<f64>) -> Result<Array2<f64>, NotACovariance> {
    let (rows, columns) = matrix.dim();
    if rows != columns {
        return Err(NotACovariance::NotSquare { rows, columns });
    }
    let mut factor = Array2::zeros((rows, rows));
    for i in 0..rows {
        for j in 0..=i {
            let explained: f64 = (0..j).map(|m| factor[[i, m]] * factor[[j, m]]).sum();
            let left = matrix[[i, j]] - explained;
            if i > j {
                factor[[i, j]] = left / factor[[j, j]];
            } else if left > 0.0 && left.is_finite() {
                factor[[i, i]] = left.sqrt();
            } else {
                return Err(NotACovariance::NotPositiveDefinite {
                    row: i,
                    pivot: left,
                });
            }
        }
    }
    Ok(factor)
}
// ANCHOR_END: cholesky

// ANCHOR: solve_lower
/// Solves `L y = b` for `y` from the top row down (forward substitution).
///
/// With `L` the [`cholesky`] factor of a covariance, `y · y` is the squared Mahalanobis
/// length of `b`: no inverse is ever formed.
///
/// # Shapes
/// `lower` is `(n_features, n_features)`; `b` and the result are `(n_features)`.
///
/// # Panics
/// If `lower` has fewer rows than `b`.
///
/// # Examples
/// ```
/// # use solutions::solve_lower;
/// # use ndarray::array;
/// let y = solve_lower(&array![[2.0, 0.0], [1.0, 2.0]], &array![4.0, 8.0]);
/// assert_eq!(y, array![2.0, 3.0]);
/// ```
pub fn solve_lower(lower: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    let mut y = b.clone();
    for i in 0..b.len() {
        let known: f64 = (0..i).map(|j| lower[[i, j]] * y[j]).sum();
        y[i] = (b[i] - known) / lower[[i, i]];
    }
    y
}
// ANCHOR_END: solve_lower

/// Why a matrix has no Cholesky factor.
#[derive(Debug, Clone, PartialEq)]
pub enum NotACovariance {
    /// It is not symmetric positive definite.
    NotPositiveDefinite {
        /// The row at which the factorization stopped, counted from 0.
        row: usize,
        /// What was left of the variance of that row: zero, negative or not a number.
        pivot: f64,
    },
    /// It is not square.
    NotSquare {
        /// Number of rows found.
        rows: usize,
        /// Number of columns found.
        columns: usize,
    },
}

impl fmt::Display for NotACovariance {
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
        }
    }
}

impl Error for NotACovariance {}
