//! Wrong parameter counts and wrong BICs.

use crate::checks::values::BicInput;

pub(crate) fn covariance_not_symmetric(&(k, d): &(usize, usize)) -> usize {
    (k - 1) + k * d + k * d * d
}

pub(crate) fn weights_not_constrained(&(k, d): &(usize, usize)) -> usize {
    k + k * d + k * d * (d + 1) / 2
}

pub(crate) fn nothing_constrained(&(k, d): &(usize, usize)) -> usize {
    k + k * d + k * d * d
}

pub(crate) fn variances_only(&(k, d): &(usize, usize)) -> usize {
    (k - 1) + k * d + k * d
}

pub(crate) fn one_covariance_for_all(&(k, d): &(usize, usize)) -> usize {
    (k - 1) + k * d + d * (d + 1) / 2
}

/// p ln N
fn penalty(&(_, n_parameters, n_samples): &BicInput) -> f64 {
    n_parameters as f64 * (n_samples as f64).ln()
}

pub(crate) fn aic(&(log_likelihood, n_parameters, _): &BicInput) -> f64 {
    -2.0 * log_likelihood + 2.0 * n_parameters as f64
}

pub(crate) fn sign_of_likelihood(input: &BicInput) -> f64 {
    2.0 * input.0 + penalty(input)
}

pub(crate) fn sign_of_penalty(input: &BicInput) -> f64 {
    -2.0 * input.0 - penalty(input)
}

pub(crate) fn both_signs(input: &BicInput) -> f64 {
    2.0 * input.0 - penalty(input)
}

pub(crate) fn without_log(&(log_likelihood, n_parameters, n_samples): &BicInput) -> f64 {
    -2.0 * log_likelihood + n_parameters as f64 * n_samples as f64
}

pub(crate) fn not_doubled(input: &BicInput) -> f64 {
    -input.0 + penalty(input)
}

pub(crate) fn decimal_logarithm(&(log_likelihood, n_parameters, n_samples): &BicInput) -> f64 {
    -2.0 * log_likelihood + n_parameters as f64 * (n_samples as f64).log10()
}
