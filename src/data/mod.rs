//! Data sets, embedded, and samples drawn from a mixture.
//!
//! Origin and terms of each file are in `src/data/README.md`.

mod penguins;
mod photo;

use ndarray::{Array1, Array2};

pub use gaussian_mixture::sample_mixture;
pub use penguins::{Penguins, penguins};
pub use photo::{Photo, coffee};

/// 100 points drawn from three Gaussians in the plane, `(100, 2)`.
///
/// The simulated data of the University of Washington assignment. They were drawn with weights
/// ¼, ½, ¼; means (5, 0), (1, 1), (0, 5); covariances diag(.5, .5), [[.92, .38], [.38, .91]],
/// diag(.5, .5).
pub fn uw_mixture() -> Array2<f64> {
    parse(include_str!("uw_mixture.csv"), 0)
}

/// Length of an eruption of the Old Faithful geyser and the waiting time to the next, both in
/// minutes, `(272, 2)`.
///
/// R's `faithful`, from Härdle 1991, *Smoothing Techniques with Implementation in S*.
pub fn old_faithful() -> Array2<f64> {
    parse(include_str!("old_faithful.csv"), 1)
}

/// Parses one of the embedded files, two columns of numbers, `(n_samples, 2)`.
fn parse(csv: &str, header_lines: usize) -> Array2<f64> {
    let rows = csv.lines().skip(header_lines);
    let values: Array1<f64> = rows
        .flat_map(|row| row.split(','))
        .map(|field| field.parse().expect("an embedded file holds numbers"))
        .collect();
    let n_samples = values.len() / 2;
    values
        .into_shape_with_order((n_samples, 2))
        .expect("an embedded file has two columns")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_sets_have_their_documented_shapes_and_ends() {
        let uw = uw_mixture();
        assert_eq!(uw.dim(), (100, 2));
        assert_eq!(uw[[0, 0]], 0.318_453_675_316_159_3);
        let geyser = old_faithful();
        assert_eq!(geyser.dim(), (272, 2));
        assert_eq!(geyser.row(0).to_vec(), [3.6, 79.0]);
        assert_eq!(geyser.row(271).to_vec(), [4.467, 74.0]);
    }
}
