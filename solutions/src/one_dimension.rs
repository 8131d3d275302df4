//! The basic steps in one dimension: probabilities, then weighted mean and spread. Chapter 02.

use ndarray::{Array1, Array2, Axis};

use crate::normal::gaussian_pdf;

// ANCHOR: responsibilities_1d
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
/// # use ndarray::array;
/// # use solutions::responsibilities_1d;
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
    // ANCHOR: responsibilities_1d_body
    let joint = Array2::from_shape_fn((data.len(), weights.len()), |(n, k)| {
        weights[k] * gaussian_pdf(data[n], means[k], std_devs[k])
    });
    let totals = joint.sum_axis(Axis(1)).insert_axis(Axis(1));
    joint / totals
    // ANCHOR_END: responsibilities_1d_body
}
// ANCHOR_END: responsibilities_1d

// ANCHOR: update_1d
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
/// # use ndarray::array;
/// # use solutions::update_1d;
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
    // ANCHOR: update_1d_body
    let counts = resp.sum_axis(Axis(0));
    let weights = &counts / data.len() as f64;
    let means = resp.t().dot(data) / &counts;
    let std_devs = Array1::from_shape_fn(counts.len(), |k| {
        let squares = data.mapv(|x| (x - means[k]).powi(2));
        (resp.column(k).dot(&squares) / counts[k]).sqrt()
    });
    (weights, means, std_devs)
    // ANCHOR_END: update_1d_body
}
// ANCHOR_END: update_1d
