//! The data sets that the tests fit.

// Not every test uses each.
#![allow(dead_code)]

use ndarray::{Array1, Array2};

/// Length of an eruption of the Old Faithful geyser and the waiting time to the next, both in
/// minutes, `(272, 2)`.
pub fn old_faithful() -> Array2<f64> {
    parse(include_str!("../../../../src/data/old_faithful.csv"), 1)
}

/// 100 points drawn from three Gaussians in the plane, `(100, 2)`.
pub fn uw_mixture() -> Array2<f64> {
    parse(include_str!("../../../../src/data/uw_mixture.csv"), 0)
}

fn parse(csv: &str, header_lines: usize) -> Array2<f64> {
    let fields = csv
        .lines()
        .skip(header_lines)
        .flat_map(|row| row.split(','));
    let values: Array1<f64> = fields.map(|field| field.parse().unwrap()).collect();
    let n_samples = values.len() / 2;
    values.into_shape_with_order((n_samples, 2)).unwrap()
}
