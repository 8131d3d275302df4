//! What the unit tests fit.

use ndarray::{Array1, Array2};

/// Length of an eruption of the Old Faithful geyser and the waiting time to the next, both in
/// minutes, `(272, 2)`.
pub(crate) fn old_faithful() -> Array2<f64> {
    let lines = include_str!("../../../src/data/old_faithful.csv").lines();
    let fields = lines.skip(1).flat_map(|line| line.split(','));
    let values: Array1<f64> = fields.map(|field| field.parse().unwrap()).collect();
    values.into_shape_with_order((272, 2)).unwrap()
}
