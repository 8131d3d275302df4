//! The normal distribution, and a weighted sum of several. Chapter 01.
//!
//! Yours to write: put your code in place of each `todo!`. Read `book/en/01-mixture.md` or
//! `book/zh/01-mixture.md` (`cargo run` serves them), then run `cargo test -p exercises`.
//! Call an earlier function as `solutions::NAME`, so that a mistake stays where it was made.
//!
//! Woven from `solutions/src/normal.rs` by `cargo run -- weave`, which leaves
//! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.

use std::f64::consts::PI;

use ndarray::Array1;

/// Density of the normal distribution at one point.
///
/// ```text
/// 𝒩(x | μ, σ²) = 1 / √(2πσ²) · exp(−(x − μ)² / 2σ²)
/// ```
///
/// # Numerics
/// More than about 38 standard deviations from the mean the exponential is 0 in `f64`.
///
/// # Panics
/// If `std_dev` is not above 0.
///
/// # Examples
/// ```
/// // At its mean a standard normal is 1/√(2π) high.
/// assert!((gaussian_pdf(0.0, 0.0, 1.0) - 0.3989422804014327).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 1.46.
pub fn gaussian_pdf(x: f64, mean: f64, std_dev: f64) -> f64 {
    todo!("gaussian_pdf: Density of the normal distribution at one point")
}

/// Density of a mixture of normal distributions at one point.
///
/// ```text
/// p(x) = Σₖ πₖ 𝒩(x | μₖ, σₖ²)
/// ```
///
/// # Shapes
/// `weights`, `means` and `std_devs` are `(n_components)`; the weights sum to 1.
///
/// # Examples
/// ```
/// // Halfway between two equal bells, 2 apart, each is exp(−1/2)/√(2π) high.
/// let density = mixture_pdf(0.0, &array![0.5, 0.5], &array![-1.0, 1.0], &array![1.0, 1.0]);
/// assert!((density - 0.24197072451914337).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 2.188 in one dimension.
pub fn mixture_pdf(
    x: f64,
    weights: &Array1<f64>,
    means: &Array1<f64>,
    std_devs: &Array1<f64>,
) -> f64 {
    todo!("mixture_pdf: Density of a mixture of normal distributions at one point")
}
