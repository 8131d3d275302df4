//! The ndarray operations that most cells use. Compiling them once here saves the kernel from
//! compiling them for each cell.

use ndarray::{Array1, Array2, Array3, Axis};

/// Uses what cells use; nobody calls it.
#[doc(hidden)]
pub fn compiled_once(vector: &Array1<f64>, matrix: &Array2<f64>, cube: &Array3<f64>) -> String {
    let sums = matrix.sum_axis(Axis(0)) / vector.sum();
    let product = matrix.t().dot(matrix) - matrix;
    let scaled = vector * 2.0 + vector / &sums;
    let mapped = matrix.mapv(f64::ln).sum() + vector.dot(&scaled);
    format!("{vector} {vector:?} {matrix} {matrix:?} {cube} {sums} {product} {scaled} {mapped}")
}
