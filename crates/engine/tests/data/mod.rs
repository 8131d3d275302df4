//! The data sets that the tests fit.

// Not every test uses all of them.
#![allow(dead_code)]

use gaussian_mixture::input::{Missing, read_csv};
use ndarray::Array2;

/// Length of an eruption of the Old Faithful geyser and the wait to the next, both in minutes,
/// `(272, 2)`.
pub fn old_faithful() -> Array2<f64> {
    read("old_faithful.csv")
}

/// 100 points drawn from three Gaussians in the plane, `(100, 2)`.
pub fn uw_mixture() -> Array2<f64> {
    read("uw_mixture.csv")
}

fn read(name: &str) -> Array2<f64> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src/data/");
    let table = read_csv(format!("{folder}{name}"), &[], Missing::Refuse);
    table.expect("the file is a table of numbers").data
}
