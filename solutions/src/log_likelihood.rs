//! How well a mixture explains the data, computed where exponentials would underflow. Chapter 05.

use ndarray::{Array1, Array2, Array3, Axis};

use crate::log_gaussian::log_gaussian;

// ANCHOR: log_sum_exp
/// Logarithm of a sum of exponentials.
///
/// ```text
/// ln Σₖ exp(zₖ) = m + ln Σₖ exp(zₖ − m),    m = maxₖ zₖ
/// ```
///
/// # Shapes
/// `z` is `(n_components)`.
///
/// # Numerics
/// With a finite maximum taken out first the largest exponential is `exp(0) = 1`: nothing
/// overflows, and what underflows was too small to matter. Where every `z` is −∞, so is the
/// result. A `z` of +∞ gives NaN, and so does a NaN beside a finite `z`. But `f64::max` ignores
/// NaN: where every `z` is NaN or −∞, the result is −∞.
///
/// # Examples
/// ```
/// # use ndarray::array;
/// # use solutions::log_sum_exp;
/// // exp(−1000) is 0 in f64, yet the logarithm of twice that is known.
/// let z = array![-1000.0, -1000.0];
/// assert_eq!(log_sum_exp(&z), -1000.0 + 2f64.ln());
/// ```
///
/// # References
/// Blanchard, Higham & Higham 2021, *IMA Journal of Numerical Analysis* 41, 2311–2330.
pub fn log_sum_exp(z: &Array1<f64>) -> f64 {
    // ANCHOR: log_sum_exp_body
    let max = z.fold(f64::NEG_INFINITY, |max, &value| max.max(value));
    if max == f64::NEG_INFINITY {
        // Every term is exp(−∞) = 0 (or NaN); going on would compute −∞ − (−∞) = NaN.
        return max;
    }
    max + z.mapv(|value| (value - max).exp()).sum().ln()
    // ANCHOR_END: log_sum_exp_body
}
// ANCHOR_END: log_sum_exp

// ANCHOR: log_likelihood
/// Log-likelihood of the data under a mixture of Gaussians: the sum over the samples.
///
/// ```text
/// ln p(X) = Σₙ ln Σₖ πₖ 𝒩(xₙ | μₖ, Σₖ)
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `weights` `(n_components)`, `means`
/// `(n_components, n_features)`, `covariances` `(n_components, n_features, n_features)`.
///
/// # Numerics
/// The inner sum is taken by [`log_sum_exp`] of `ln πₖ + ln 𝒩(xₙ | μₖ, Σₖ)`. A sample with a
/// missing value (NaN) makes the result −∞, as an impossible sample would.
///
/// # Panics
/// If a covariance is not positive definite.
///
/// # Examples
/// ```
/// # use ndarray::{array, Array3};
/// # use solutions::log_likelihood;
/// // Two samples at the mean of one standard normal: −½ ln 2π each.
/// let found = log_likelihood(
///     &array![[0.0], [0.0]], &array![1.0], &array![[0.0]], &Array3::ones((1, 1, 1)));
/// assert!((found + 1.8378770664093453).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.14.
pub fn log_likelihood(
    data: &Array2<f64>,
    weights: &Array1<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
) -> f64 {
    // ANCHOR: log_likelihood_body
    data.rows()
        .into_iter()
        .map(|sample| {
            let log_joint = Array1::from_shape_fn(weights.len(), |k| {
                let covariance = covariances.index_axis(Axis(0), k);
                weights[k].ln() + log_gaussian(sample, means.row(k), covariance)
            });
            log_sum_exp(&log_joint)
        })
        .sum()
    // ANCHOR_END: log_likelihood_body
}
// ANCHOR_END: log_likelihood
