//! The logarithm of the normal density in any number of dimensions. Chapter 03.

use std::f64::consts::PI;

use ndarray::{ArrayView1, ArrayView2};

use crate::cholesky::{cholesky, solve_lower};

// ANCHOR: log_gaussian
/// Logarithm of the density of a multivariate normal distribution at one point.
///
/// ```text
/// ln 𝒩(x | μ, Σ) = −½ ( D ln 2π + ln |Σ| + (x − μ)ᵀ Σ⁻¹ (x − μ) )
/// ```
///
/// # Shapes
/// `x` and `mean` are `(n_features)`, `covariance` is `(n_features, n_features)`. All three are
/// views, so nothing is copied: pass `data.row(n)` as it is, and an array as `array.view()`. Two
/// views are subtracted as `&x - &mean`.
///
/// # Numerics
/// Neither `|Σ|` nor `Σ⁻¹` is formed. With `Σ = L Lᵀ` (`solutions::cholesky`), `ln |Σ| = 2 Σᵢ ln Lᵢᵢ`,
/// and the quadratic form is `y·y` where `L y = x − μ` (`solutions::solve_lower`).
///
/// # Panics
/// If `covariance` is not positive definite.
///
/// # Examples
/// ```
/// # use ndarray::array;
/// # use solutions::log_gaussian;
/// // At the mean only the normalizer is left: −½ (2 ln 2π + ln 4).
/// let (mean, covariance) = (array![1.0, 1.0], array![[4.0, 0.0], [0.0, 1.0]]);
/// let log_density = log_gaussian(mean.view(), mean.view(), covariance.view());
/// assert!((log_density + 2.5310242469692907).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 2.43, its logarithm.
pub fn log_gaussian(x: ArrayView1<f64>, mean: ArrayView1<f64>, covariance: ArrayView2<f64>) -> f64 {
    // ANCHOR: log_gaussian_body
    let factor = cholesky(&covariance).unwrap_or_else(|error| panic!("{error}"));
    let whitened = solve_lower(&factor, &(&x - &mean));
    let mahalanobis_squared = whitened.dot(&whitened);
    let log_determinant = 2.0 * factor.diag().mapv(f64::ln).sum();
    let n_features = x.len() as f64;
    -0.5 * (n_features * (2.0 * PI).ln() + log_determinant + mahalanobis_squared)
    // ANCHOR_END: log_gaussian_body
}
// ANCHOR_END: log_gaussian
