//! The basic steps in one dimension: probabilities, then weighted mean and spread. Chapter 02.
//!
//! Yours to write: put your code in place of each `todo!`. Read `book/en/02-basic-steps.md` or
//! `book/zh/02-basic-steps.md` (`cargo run` serves them), then run `cargo test -p exercises`.
//! Call an earlier function as `solutions::NAME`, so that a mistake stays where it was made.
//!
//! Woven from `solutions/src/one_dimension.rs` by `cargo run -- weave`, which leaves
//! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.

use ndarray::{Array1, Array2, Axis};

use solutions::normal::gaussian_pdf;

/// Probability that each component generated each number.
///
/// ```text
/// rₙₖ = πₖ 𝒩(xₙ | μₖ, σₖ²) / Σⱼ πⱼ 𝒩(xₙ | μⱼ, σⱼ²)
/// ```
///
/// # Shapes
/// `data` is `(n_samples)`; `weights`, `means` and `std_devs` are `(n_components)`. Returns
/// `(n_samples, n_components)`, each row summing to 1.
///
/// # Numerics
/// For a number more than about 38 standard deviations from every mean all densities are 0 in
/// `f64`, and its row is 0/0. Chapter 06 mends that with logarithms.
///
/// # Examples
/// ```
/// // Halfway between two equal bells, both are equally likely.
/// let resp = responsibilities_1d(
///     &array![0.0], &array![0.5, 0.5], &array![-1.0, 1.0], &array![1.0, 1.0]);
/// assert_eq!(resp, array![[0.5, 0.5]]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.13.
pub fn responsibilities_1d(
    data: &Array1<f64>,
    weights: &Array1<f64>,
    means: &Array1<f64>,
    std_devs: &Array1<f64>,
) -> Array2<f64> {
    todo!("responsibilities_1d: Probability that each component generated each number")
}

/// Weights, means and standard deviations, with each number counted by its responsibilities.
///
/// ```text
/// Nₖ = Σₙ rₙₖ     πₖ = Nₖ / N     μₖ = Σₙ rₙₖ xₙ / Nₖ     σₖ² = Σₙ rₙₖ (xₙ − μₖ)² / Nₖ
/// ```
///
/// The spread is taken around the *new* mean.
///
/// # Shapes
/// `data` is `(n_samples)`, `resp` is `(n_samples, n_components)`. Returns weights, means and
/// standard deviations, each `(n_components)`.
///
/// # Examples
/// ```
/// let resp = array![[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]];
/// let (weights, means, std_devs) = update_1d(&array![1.0, 3.0, 10.0, 14.0], &resp);
/// assert_eq!(weights, array![0.5, 0.5]);
/// assert_eq!(means, array![2.0, 12.0]);
/// assert_eq!(std_devs, array![1.0, 2.0]);
/// ```
///
/// # References
/// Bishop 2006, eqs. 9.17, 9.19 and 9.22 in one dimension.
pub fn update_1d(
    data: &Array1<f64>,
    resp: &Array2<f64>,
) -> (Array1<f64>, Array1<f64>, Array1<f64>) {
    todo!(
        "update_1d: Weights, means and standard deviations, with each number counted by its responsibilities"
    )
}
