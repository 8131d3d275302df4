//! Wrong steps in one dimension.

use ndarray::{Array1, Array2, Axis};
use solutions as right;

use super::normal;
use super::shared::{hard, over_rows};
use crate::checks::values::{MixtureInput1, UpdateInput};

type Update = (Array1<f64>, Array1<f64>, Array1<f64>);

/// Weight times the given density.
fn joint(
    (data, weights, means, std_devs): &MixtureInput1,
    density: fn(&(f64, f64, f64)) -> f64,
) -> Array2<f64> {
    Array2::from_shape_fn((data.len(), weights.len()), |(n, k)| {
        weights[k] * density(&(data[n], means[k], std_devs[k]))
    })
}

fn right_density(&(x, mean, std_dev): &(f64, f64, f64)) -> f64 {
    right::gaussian_pdf(x, mean, std_dev)
}

fn right_responsibilities((data, weights, means, std_devs): &MixtureInput1) -> Array2<f64> {
    right::responsibilities_1d(data, weights, means, std_devs)
}

pub(crate) fn without_weights((data, weights, means, std_devs): &MixtureInput1) -> Array2<f64> {
    right::responsibilities_1d(data, &Array1::ones(weights.len()), means, std_devs)
}

pub(crate) fn not_normalized(input: &MixtureInput1) -> Array2<f64> {
    joint(input, right_density)
}

pub(crate) fn normalized_over_samples(input: &MixtureInput1) -> Array2<f64> {
    let joint = joint(input, right_density);
    &joint / &joint.sum_axis(Axis(0))
}

pub(crate) fn hard_assignment(input: &MixtureInput1) -> Array2<f64> {
    hard(&right_responsibilities(input))
}

pub(crate) fn transposed(input: &MixtureInput1) -> Array2<f64> {
    right_responsibilities(input).reversed_axes()
}

pub(crate) fn with_variance(input: &MixtureInput1) -> Array2<f64> {
    over_rows(joint(input, normal::std_dev_as_variance))
}

pub(crate) fn normalizer_without_std_dev(input: &MixtureInput1) -> Array2<f64> {
    over_rows(joint(input, normal::normalizer_without_std_dev))
}

pub(crate) fn without_half(input: &MixtureInput1) -> Array2<f64> {
    over_rows(joint(input, normal::bell_without_half))
}

pub(crate) fn variance_not_inverted(input: &MixtureInput1) -> Array2<f64> {
    over_rows(joint(input, |&(x, mean, std_dev)| {
        let z = (x - mean) * std_dev;
        (-0.5 * z * z).exp() / std_dev
    }))
}

pub(crate) fn logarithms(input: &MixtureInput1) -> Array2<f64> {
    right_responsibilities(input).ln()
}

/// Standard deviations around the given centers, divided by the given counts.
fn spread(
    data: &Array1<f64>,
    resp: &Array2<f64>,
    counts: &Array1<f64>,
    centers: &Array1<f64>,
) -> Array1<f64> {
    Array1::from_shape_fn(counts.len(), |k| {
        let squares = data.mapv(|x| (x - centers[k]).powi(2));
        (resp.column(k).dot(&squares) / counts[k]).sqrt()
    })
}

pub(crate) fn update_divided_by_n((data, resp): &UpdateInput) -> Update {
    let everyone = Array1::from_elem(resp.ncols(), data.len() as f64);
    let means = resp.t().dot(data) / &everyone;
    let std_devs = spread(data, resp, &everyone, &means);
    (resp.sum_axis(Axis(0)) / everyone, means, std_devs)
}

pub(crate) fn update_with_variance((data, resp): &UpdateInput) -> Update {
    let (weights, means, std_devs) = right::update_1d(data, resp);
    (weights, means, &std_devs * &std_devs)
}

pub(crate) fn update_unweighted((data, resp): &UpdateInput) -> Update {
    let (weights, ..) = right::update_1d(data, resp);
    let (_, means, std_devs) = right::update_1d(data, &Array2::ones(resp.dim()));
    (weights, means, std_devs)
}

pub(crate) fn update_around_the_plain_mean((data, resp): &UpdateInput) -> Update {
    let (weights, means, _) = right::update_1d(data, resp);
    let center = Array1::from_elem(resp.ncols(), data.sum() / data.len() as f64);
    let std_devs = spread(data, resp, &resp.sum_axis(Axis(0)), &center);
    (weights, means, std_devs)
}

pub(crate) fn update_with_counts((data, resp): &UpdateInput) -> Update {
    let (_, means, std_devs) = right::update_1d(data, resp);
    (resp.sum_axis(Axis(0)), means, std_devs)
}

pub(crate) fn update_with_bessel((data, resp): &UpdateInput) -> Update {
    let (weights, means, _) = right::update_1d(data, resp);
    let counts = resp.sum_axis(Axis(0));
    let mut std_devs = spread(data, resp, &counts, &means);
    std_devs *= &(&counts / (&counts - 1.0)).sqrt();
    (weights, means, std_devs)
}
