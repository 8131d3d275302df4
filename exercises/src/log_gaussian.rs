//! The logarithm of the normal density in any number of dimensions. Chapter 03.
//!
//! Yours to write: put your code in place of each `todo!`. Read `book/en/03-covariance.md` or
//! `book/zh/03-covariance.md` (`cargo run` serves them), then run `cargo test -p exercises`.
//! Call an earlier function as `solutions::NAME`, so that a mistake stays where it was made.
//!
//! Woven from `solutions/src/log_gaussian.rs` by `cargo run -- weave`, which leaves
//! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.

use std::f64::consts::PI;

use ndarray::{ArrayView1, ArrayView2};

use solutions::cholesky::{cholesky, solve_lower};

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
/// // At the mean only the normalizer is left: −½ (2 ln 2π + ln 4).
/// let (mean, covariance) = (array![1.0, 1.0], array![[4.0, 0.0], [0.0, 1.0]]);
/// let log_density = log_gaussian(mean.view(), mean.view(), covariance.view());
/// assert!((log_density + 2.5310242469692907).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 2.43, its logarithm.
pub fn log_gaussian(x: ArrayView1<f64>, mean: ArrayView1<f64>, covariance: ArrayView2<f64>) -> f64 {
    todo!(
        "log_gaussian: Logarithm of the density of a multivariate normal distribution at one point"
    )
}
