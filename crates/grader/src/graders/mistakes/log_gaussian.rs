//! Wrong logarithms of the normal density.

use std::f64::consts::TAU;

use ndarray::Array1;
use solutions as right;
use solutions::cholesky;

use crate::checks::values::PointInput;

/// The three terms of the formula: D ln 2π, ln |Σ|, (x − μ)ᵀ Σ⁻¹ (x − μ).
pub(crate) fn terms((x, mean, covariance): &PointInput) -> (f64, f64, f64) {
    let factor = cholesky(covariance).unwrap_or_else(|error| panic!("{error}"));
    let log_determinant = 2.0 * factor.diag().mapv(f64::ln).sum();
    let constant = x.len() as f64 * TAU.ln();
    let whole = -2.0 * right::log_gaussian(x.view(), mean.view(), covariance.view());
    (
        constant,
        log_determinant,
        whole - constant - log_determinant,
    )
}

/// (x − μ)ᵀ Σ (x − μ)
fn not_inverted((x, mean, covariance): &PointInput) -> f64 {
    let centered: Array1<f64> = x - mean;
    centered.dot(&covariance.dot(&centered))
}

pub(crate) fn quadratic_form_without_half(point: &PointInput) -> f64 {
    let (constant, log_determinant, quadratic) = terms(point);
    -0.5 * (constant + log_determinant) - quadratic
}

pub(crate) fn nothing_halved(point: &PointInput) -> f64 {
    let (constant, log_determinant, quadratic) = terms(point);
    -(constant + log_determinant + quadratic)
}

pub(crate) fn without_determinant(point: &PointInput) -> f64 {
    let (constant, _, quadratic) = terms(point);
    -0.5 * (constant + quadratic)
}

pub(crate) fn determinant_not_halved(point: &PointInput) -> f64 {
    let (constant, log_determinant, quadratic) = terms(point);
    -0.5 * (constant + quadratic) - log_determinant
}

pub(crate) fn determinant_of_the_factor(point: &PointInput) -> f64 {
    let (constant, log_determinant, quadratic) = terms(point);
    -0.5 * (constant + 0.5 * log_determinant + quadratic)
}

pub(crate) fn determinant_sign(point: &PointInput) -> f64 {
    let (constant, log_determinant, quadratic) = terms(point);
    -0.5 * (constant - log_determinant + quadratic)
}

pub(crate) fn without_two_pi(point: &PointInput) -> f64 {
    let (_, log_determinant, quadratic) = terms(point);
    -0.5 * (log_determinant + quadratic)
}

pub(crate) fn two_pi_once(point: &PointInput) -> f64 {
    let (_, log_determinant, quadratic) = terms(point);
    -0.5 * (TAU.ln() + log_determinant + quadratic)
}

pub(crate) fn two_pi_not_halved(point: &PointInput) -> f64 {
    let (constant, log_determinant, quadratic) = terms(point);
    -constant - 0.5 * (log_determinant + quadratic)
}

pub(crate) fn covariance_not_inverted(point: &PointInput) -> f64 {
    let (constant, log_determinant, _) = terms(point);
    -0.5 * (constant + log_determinant + not_inverted(point))
}

pub(crate) fn density((x, mean, covariance): &PointInput) -> f64 {
    right::log_gaussian(x.view(), mean.view(), covariance.view()).exp()
}
