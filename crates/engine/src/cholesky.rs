//! The Cholesky factor of a covariance: its determinant and its inverse without either.

use ndarray::{Array1, Array2};

use crate::Error;

/// Lower triangular matrix `L` with `L Lᵀ = matrix`.
///
/// ```text
/// Lᵢᵢ = √(Aᵢᵢ − Σₘ Lᵢₘ²)        Lᵢⱼ = (Aᵢⱼ − Σₘ Lᵢₘ Lⱼₘ) / Lⱼⱼ    for i > j,  m < j
/// ```
///
/// # Shapes
/// `matrix` is `(n_features, n_features)`, and so is the result. Only the lower triangle is read.
///
/// # Errors
/// [`Error::NotPositiveDefinite`] if a pivot is not above 0, or is not finite;
/// [`Error::NotSquare`].
///
/// # References
/// Golub & Van Loan 2013, *Matrix Computations*, section 4.2.
pub(crate) fn cholesky(matrix: &Array2<f64>) -> Result<Array2<f64>, Error> {
    let (rows, columns) = matrix.dim();
    if rows != columns {
        return Err(Error::NotSquare { rows, columns });
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
                return Err(Error::NotPositiveDefinite {
                    row: i,
                    pivot: left,
                });
            }
        }
    }
    Ok(factor)
}

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
pub(crate) fn solve_lower(lower: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    let mut y = b.clone();
    for i in 0..b.len() {
        let known: f64 = (0..i).map(|j| lower[[i, j]] * y[j]).sum();
        y[i] = (b[i] - known) / lower[[i, i]];
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_factor_times_its_transpose_gives_the_matrix_back() {
        let matrix = array![[2.0, 0.6, -0.3], [0.6, 1.0, 0.2], [-0.3, 0.2, 0.5]];
        let factor = cholesky(&matrix).unwrap();
        // 1e-15: two roundings at this scale
        approx::assert_abs_diff_eq!(factor.dot(&factor.t()), matrix, epsilon = 1e-15);
    }

    #[test]
    fn what_is_not_a_covariance_is_refused_with_the_row() {
        let singular = array![[1.0, 2.0], [2.0, 4.0]];
        assert_eq!(
            cholesky(&singular),
            Err(Error::NotPositiveDefinite { row: 1, pivot: 0.0 })
        );
        let nan = array![[f64::NAN]];
        let error = cholesky(&nan).unwrap_err();
        assert!(matches!(error, Error::NotPositiveDefinite { row: 0, .. }));
        assert!(error.to_string().contains("a value is missing"), "{error}");
        assert_eq!(
            cholesky(&Array2::zeros((2, 3))),
            Err(Error::NotSquare {
                rows: 2,
                columns: 3
            })
        );
    }
}
