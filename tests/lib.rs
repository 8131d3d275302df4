//! What the tests of the tutorial share.

use std::path::Path;

use ndarray::{Array2, Axis};

/// The root of the checkout.
pub fn checkout() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The covariance of all samples, divided by their number.
pub fn cloud(data: &Array2<f64>) -> Array2<f64> {
    let centered = data - &data.mean_axis(Axis(0)).expect("there are samples");
    centered.t().dot(&centered) / data.nrows() as f64
}
