//! Wrong E-steps.

use ndarray::{Array1, Array2, Axis};
use solutions as right;

use super::log_gaussian as point;
use super::log_likelihood::log_densities;
use super::shared::{hard, over_rows};
use crate::checks::values::{MixtureInput, PointInput};

fn right_one((data, weights, means, covariances): &MixtureInput) -> Array2<f64> {
    right::compute_responsibilities(data, weights, means, covariances)
}

/// Responsibilities computed from the given log-density.
fn by(input: &MixtureInput, log_density: fn(&PointInput) -> f64) -> Array2<f64> {
    let (data, weights, means, covariances) = input;
    let mut log_joint = Array2::from_shape_fn((data.nrows(), weights.len()), |(n, k)| {
        let covariance = covariances.index_axis(Axis(0), k).to_owned();
        let point = (data.row(n).to_owned(), means.row(k).to_owned(), covariance);
        weights[k].ln() + log_density(&point)
    });
    for mut row in log_joint.rows_mut() {
        let log_total = right::log_sum_exp(&row.to_owned());
        row.mapv_inplace(|value| (value - log_total).exp());
    }
    log_joint
}

pub(crate) fn without_weights((data, weights, means, covariances): &MixtureInput) -> Array2<f64> {
    right::compute_responsibilities(data, &Array1::ones(weights.len()), means, covariances)
}

pub(crate) fn not_normalized(input: &MixtureInput) -> Array2<f64> {
    log_densities(input).exp() * &input.1
}

pub(crate) fn normalized_over_samples(input: &MixtureInput) -> Array2<f64> {
    let joint = not_normalized(input);
    &joint / &joint.sum_axis(Axis(0))
}

pub(crate) fn hard_assignment(input: &MixtureInput) -> Array2<f64> {
    hard(&right_one(input))
}

pub(crate) fn transposed(input: &MixtureInput) -> Array2<f64> {
    right_one(input).reversed_axes()
}

pub(crate) fn without_determinant(input: &MixtureInput) -> Array2<f64> {
    by(input, point::without_determinant)
}

pub(crate) fn determinant_not_halved(input: &MixtureInput) -> Array2<f64> {
    by(input, point::determinant_not_halved)
}

pub(crate) fn covariance_not_inverted(input: &MixtureInput) -> Array2<f64> {
    by(input, point::covariance_not_inverted)
}

pub(crate) fn without_half(input: &MixtureInput) -> Array2<f64> {
    by(input, point::quadratic_form_without_half)
}

pub(crate) fn logarithms(input: &MixtureInput) -> Array2<f64> {
    right_one(input).ln()
}

pub(crate) fn in_linear_space(input: &MixtureInput) -> Array2<f64> {
    over_rows(not_normalized(input))
}
