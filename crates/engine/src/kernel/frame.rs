//! Coordinates for the arithmetic: centered near 0, of moderate size.

use ndarray::{Array2, ArrayView1};

/// A shift and a unit for each feature: `x′ = (x − shift) / unit`.
///
/// # Numerics
/// The shift keeps data far from the origin from losing digits. It is one of the means: where means
/// are very far apart, that of a component so narrow that it needs the digits. The unit keeps the
/// squares of very large and very small values in the range of `f64`. It is a power of two, so
/// that division by it is exact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub(crate) shifts: Vec<f64>,
    pub(crate) units: Vec<f64>,
    /// 1 / unit, exactly.
    pub(crate) inverses: Vec<f64>,
}

impl Frame {
    /// In each feature, the shift is one of the means and the unit the size of the mixture around it.
    ///
    /// `means` is `(n_components, n_features)`; `variance(k, feature)` is that of component `k`.
    pub(crate) fn around(means: &Array2<f64>, variance: impl Fn(usize, usize) -> f64) -> Self {
        let (n_components, n_features) = means.dim();
        let mut frame = Self {
            shifts: Vec::with_capacity(n_features),
            units: Vec::with_capacity(n_features),
            inverses: Vec::with_capacity(n_features),
        };
        let mut places = Vec::with_capacity(n_components);
        for (feature, means) in means.columns().into_iter().enumerate() {
            let deviation = |k| f64::sqrt(variance(k, feature));
            places.clear();
            // A width below the spacing of numbers near the mean cannot be resolved.
            let weight = |k, mean: f64| 1.0 / deviation(k).max(f64::EPSILON * mean.abs());
            places.extend(
                means
                    .iter()
                    .enumerate()
                    .map(|(k, &mean)| (mean, weight(k, mean))),
            );
            let shift = median(&mut places);
            // Halve first: the difference of two means may overflow.
            let farthest = |size: f64, (k, mean): (usize, &f64)| {
                size.max(0.5 * deviation(k))
                    .max((0.5 * mean - 0.5 * shift).abs())
            };
            let unit = power_of_two(means.iter().enumerate().fold(0.0, farthest));
            frame.shifts.push(shift);
            frame.units.push(unit);
            frame.inverses.push(1.0 / unit);
        }
        frame
    }

    /// In each feature, the shift is the median of the centers and the unit is 1.
    ///
    /// `centers` is `(n_centers, n_features)`.
    pub(crate) fn around_centers(centers: &Array2<f64>) -> Self {
        let median_of = |column: ArrayView1<f64>| {
            let mut places: Vec<_> = column.iter().map(|&place| (place, 1.0)).collect();
            median(&mut places)
        };
        let n_features = centers.ncols();
        Self {
            shifts: centers.columns().into_iter().map(median_of).collect(),
            units: vec![1.0; n_features],
            inverses: vec![1.0; n_features],
        }
    }
}

/// The weighted median of `(place, weight)` pairs: the place that minimizes Σ weight · |place − median|.
///
/// With 1/deviation of each component as the weight, it minimizes the sum of the distances to the
/// means, measured in deviations.
fn median(places: &mut [(f64, f64)]) -> f64 {
    places.sort_unstable_by(|(left, _), (right, _)| left.total_cmp(right));
    let half = 0.5 * places.iter().map(|(_, weight)| weight).sum::<f64>();
    let mut sum = 0.0;
    let reaches_half = |(_, weight): &&(f64, f64)| {
        sum += weight;
        sum >= half
    };
    // NaN weights match nothing; fall back to the last value.
    let (place, _) = places
        .iter()
        .find(reaches_half)
        .unwrap_or(&places[places.len() - 1]);
    *place
}

/// The largest power of two at or below a positive number, clamped to 2⁻¹⁰⁰⁰ … 2¹⁰⁰⁰, so that its
/// inverse is finite and normal.
pub(crate) fn power_of_two(value: f64) -> f64 {
    let bounded = value.clamp(2f64.powi(-1000), 2f64.powi(1000));
    // Clearing the fraction bits leaves the power of two.
    f64::from_bits(bounded.to_bits() & (0x7ff << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_where_the_weights_reach_half_of_their_sum() {
        assert_eq!(median(&mut [(3.0, 1.0), (1.0, 1.0), (1e17, 1.0)]), 3.0);
        assert_eq!(median(&mut [(1e9, 1.0), (0.0, 1e9)]), 0.0);
        assert_eq!(median(&mut [(2.0, 1.0), (1.0, 1.0)]), 1.0);
        assert_eq!(median(&mut [(2.0, f64::INFINITY), (1.0, 1.0)]), 2.0);
        assert_eq!(median(&mut [(2.0, f64::NAN)]), 2.0);
    }

    #[test]
    fn units_are_the_largest_powers_of_two_at_or_below() {
        let table = [
            (1.0, 1.0),
            (3.9, 2.0),
            (0.3, 0.25),
            (0.0, 2f64.powi(-1000)),
            (f64::INFINITY, 2f64.powi(1000)),
        ];
        for (value, unit) in table {
            assert_eq!(power_of_two(value), unit);
        }
    }
}
