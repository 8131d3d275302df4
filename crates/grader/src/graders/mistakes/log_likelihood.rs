//! Wrong log-likelihoods.

use ndarray::{Array1, Array2, Axis};
use solutions as right;

use crate::checks::values::MixtureInput;

pub(crate) fn naive((z,): &(Array1<f64>,)) -> f64 {
    z.exp().sum().ln()
}

pub(crate) fn max_not_added_back((z,): &(Array1<f64>,)) -> f64 {
    let max = z.fold(f64::NEG_INFINITY, |max, &value| max.max(value));
    right::log_sum_exp(z) - max
}

pub(crate) fn largest_alone((z,): &(Array1<f64>,)) -> f64 {
    z.fold(f64::NEG_INFINITY, |max, &value| max.max(value))
}

pub(crate) fn mean_for_sum((z,): &(Array1<f64>,)) -> f64 {
    right::log_sum_exp(z) - (z.len() as f64).ln()
}

pub(crate) fn nan_for_nothing((z,): &(Array1<f64>,)) -> f64 {
    let max = z.fold(f64::NEG_INFINITY, |max, &value| max.max(value));
    max + (z - max).exp().sum().ln()
}

pub(crate) fn max_starts_at_zero((z,): &(Array1<f64>,)) -> f64 {
    let max = z.fold(0.0, |max: f64, &value| max.max(value));
    max + (z - max).exp().sum().ln()
}

pub(crate) fn sum_without_log((z,): &(Array1<f64>,)) -> f64 {
    z.exp().sum()
}

/// ln 𝒩(xₙ | μₖ, Σₖ), `(n_samples, n_components)`.
pub(crate) fn log_densities((data, weights, means, covariances): &MixtureInput) -> Array2<f64> {
    Array2::from_shape_fn((data.nrows(), weights.len()), |(n, k)| {
        let covariance = covariances.index_axis(Axis(0), k);
        right::log_gaussian(data.row(n), means.row(k), covariance)
    })
}

/// p(xₙ), computed outside log space.
fn densities(input: &MixtureInput) -> Array1<f64> {
    log_densities(input).exp().dot(&input.1)
}

fn right_one((data, weights, means, covariances): &MixtureInput) -> f64 {
    right::log_likelihood(data, weights, means, covariances)
}

pub(crate) fn sum_of_log_joints(input: &MixtureInput) -> f64 {
    (log_densities(input) + input.1.ln()).sum()
}

pub(crate) fn weighted_sum_of_logs(input: &MixtureInput) -> f64 {
    log_densities(input).dot(&input.1).sum()
}

pub(crate) fn without_weights((data, weights, means, covariances): &MixtureInput) -> f64 {
    right::log_likelihood(data, &Array1::ones(weights.len()), means, covariances)
}

pub(crate) fn sum_of_densities(input: &MixtureInput) -> f64 {
    densities(input).sum()
}

pub(crate) fn log_of_total(input: &MixtureInput) -> f64 {
    densities(input).sum().ln()
}

pub(crate) fn averaged(input: &MixtureInput) -> f64 {
    right_one(input) / input.0.nrows() as f64
}

pub(crate) fn negated(input: &MixtureInput) -> f64 {
    -right_one(input)
}

pub(crate) fn in_linear_space(input: &MixtureInput) -> f64 {
    densities(input).ln().sum()
}
