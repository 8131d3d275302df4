//! Wrong densities in one dimension.

use std::f64::consts::TAU;

use ndarray::Array1;
use solutions as right;

use crate::checks::values::{BellInput, MixtureDensityInput};

pub(crate) fn std_dev_as_variance(&(x, mean, std_dev): &BellInput) -> f64 {
    right::gaussian_pdf(x, mean, std_dev.sqrt())
}

pub(crate) fn bell_without_half(&(x, mean, std_dev): &BellInput) -> f64 {
    let z = (x - mean) / std_dev;
    (-z * z).exp() / (std_dev * TAU.sqrt())
}

pub(crate) fn bell_without_normalizer(&(x, mean, std_dev): &BellInput) -> f64 {
    let z = (x - mean) / std_dev;
    (-0.5 * z * z).exp()
}

pub(crate) fn normalizer_without_std_dev(bell: &BellInput) -> f64 {
    bell_without_normalizer(bell) / TAU.sqrt()
}

pub(crate) fn normalizer_with_variance(bell: &BellInput) -> f64 {
    normalizer_without_std_dev(bell) / (bell.2 * bell.2)
}

pub(crate) fn mixture_without_weights((x, weights, means, std_devs): &MixtureDensityInput) -> f64 {
    right::mixture_pdf(*x, &Array1::ones(weights.len()), means, std_devs)
}

pub(crate) fn mixture_averaged(input: &MixtureDensityInput) -> f64 {
    mixture_without_weights(input) / input.1.len() as f64
}

pub(crate) fn mixture_with_variance((x, weights, means, std_devs): &MixtureDensityInput) -> f64 {
    right::mixture_pdf(*x, weights, means, &std_devs.mapv(f64::sqrt))
}

pub(crate) fn distance_not_divided(&(x, mean, std_dev): &BellInput) -> f64 {
    let distance = x - mean;
    (-0.5 * distance * distance).exp() / (std_dev * TAU.sqrt())
}

pub(crate) fn exponent_without_minus(&(x, mean, std_dev): &BellInput) -> f64 {
    let z = (x - mean) / std_dev;
    (0.5 * z * z).exp() / (std_dev * TAU.sqrt())
}
