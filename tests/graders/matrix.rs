//! The density by determinant and inverse instead of the Cholesky factor.

use std::f64::consts::TAU;

use ndarray::{Array1, Array2, Array3, ArrayRef2, ArrayView1, ArrayView2, Axis};

/// Determinant and inverse by Gauss and Jordan; a covariance needs no pivoting.
pub fn determinant_and_inverse(matrix: &ArrayRef2<f64>) -> (f64, Array2<f64>) {
    let n = matrix.nrows();
    let (mut left, mut inverse) = (matrix.to_owned(), Array2::eye(n));
    let mut determinant = 1.0;
    for i in 0..n {
        let pivot = left[[i, i]];
        determinant *= pivot;
        for j in 0..n {
            left[[i, j]] /= pivot;
            inverse[[i, j]] /= pivot;
        }
        for row in (0..n).filter(|&row| row != i) {
            let factor = left[[row, i]];
            for j in 0..n {
                left[[row, j]] -= factor * left[[i, j]];
                inverse[[row, j]] -= factor * inverse[[i, j]];
            }
        }
    }
    (determinant, inverse)
}

/// (x − μ)ᵀ Σ⁻¹ (x − μ)
pub fn quadratic(x: ArrayView1<f64>, mean: ArrayView1<f64>, covariance: ArrayView2<f64>) -> f64 {
    let centered = &x - &mean;
    centered.dot(&determinant_and_inverse(&covariance).1.dot(&centered))
}

pub fn log_density(x: ArrayView1<f64>, mean: ArrayView1<f64>, covariance: ArrayView2<f64>) -> f64 {
    let (determinant, _) = determinant_and_inverse(&covariance);
    let constant = x.len() as f64 * TAU.ln();
    -(constant + determinant.ln() + quadratic(x, mean, covariance)) / 2.0
}

/// One number for each sample and component, from x, μ and Σ.
pub fn table(
    data: &Array2<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
    entry: impl Fn(ArrayView1<f64>, ArrayView1<f64>, ArrayView2<f64>) -> f64,
) -> Array2<f64> {
    let mut table = Array2::zeros((data.nrows(), means.nrows()));
    for ((n, k), value) in table.indexed_iter_mut() {
        let covariance = covariances.index_axis(Axis(0), k);
        *value = entry(data.row(n), means.row(k), covariance);
    }
    table
}

/// Weight times density, computed outside log space.
pub fn joint(
    data: &Array2<f64>,
    weights: &Array1<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
) -> Array2<f64> {
    table(data, means, covariances, log_density).exp() * weights
}

/// Each row divided by its sum.
pub fn over_rows(mut table: Array2<f64>) -> Array2<f64> {
    for mut row in table.rows_mut() {
        let total = row.sum();
        row /= total;
    }
    table
}

/// 1 for the largest number of each row, 0 for the others.
pub fn one_hot(table: &Array2<f64>) -> Array2<f64> {
    let mut hot = Array2::zeros(table.dim());
    for (n, row) in table.rows().into_iter().enumerate() {
        let mut best = 0;
        for k in 1..row.len() {
            if row[k] > row[best] {
                best = k;
            }
        }
        hot[[n, best]] = 1.0;
    }
    hot
}
