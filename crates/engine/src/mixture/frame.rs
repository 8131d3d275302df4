//! The coordinates in which the arithmetic is done: near 0, and of moderate size.

use ndarray::{Array2, ArrayView1};

use super::Mixture;

/// A shift and a unit for each feature: `x′ = (x − shift) / unit`.
///
/// # Numerics
/// The shift keeps data far from the origin from losing digits; it is a mean, and where means lie
/// very far apart that of a component narrow enough to need it. The unit keeps squares of very
/// large and very small values in the range of `f64`. It is a power of two, so dividing by it
/// rounds nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    pub(super) shifts: Vec<f64>,
    pub(super) units: Vec<f64>,
    /// 1 / unit, exactly.
    pub(super) inverses: Vec<f64>,
}

impl Frame {
    /// At a mean of a mixture in each feature, in units of its size.
    pub(super) fn around(mixture: &Mixture) -> Self {
        let n_features = mixture.n_features();
        let mut frame = Self {
            shifts: Vec::with_capacity(n_features),
            units: Vec::with_capacity(n_features),
            inverses: Vec::with_capacity(n_features),
        };
        let covariances = mixture.covariance_parameters();
        let mut places = Vec::with_capacity(mixture.n_components());
        for (feature, means) in mixture.means().columns().into_iter().enumerate() {
            let deviation = |k| f64::sqrt(covariances.variance(k, feature));
            places.clear();
            // Nothing is narrower than numbers of the size of its mean can tell.
            let weight = |k, mean: f64| 1.0 / deviation(k).max(f64::EPSILON * mean.abs());
            places.extend(
                means
                    .iter()
                    .enumerate()
                    .map(|(k, &mean)| (mean, weight(k, mean))),
            );
            let shift = median(&mut places);
            // Halves, because a difference may be beyond the range of numbers.
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

    /// At the median of the centers in each feature, `(n_centers, n_features)`, in units of 1.
    pub(super) fn amid(centers: &Array2<f64>) -> Self {
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

/// The median of places with weights, one of them: the sum of weight · |place − median| is the
/// least. With the inverse of each component's deviation for a weight, no mean is many more
/// deviations away than it must be.
fn median(places: &mut [(f64, f64)]) -> f64 {
    places.sort_unstable_by(|(left, _), (right, _)| left.total_cmp(right));
    let half = 0.5 * places.iter().map(|(_, weight)| weight).sum::<f64>();
    let mut sum = 0.0;
    let reaches_half = |(_, weight): &&(f64, f64)| {
        sum += weight;
        sum >= half
    };
    // NaN, the weight of a mean or a variance that is none, leaves none.
    let (place, _) = places
        .iter()
        .find(reaches_half)
        .unwrap_or(&places[places.len() - 1]);
    *place
}

/// The power of two at or below a positive number, kept where its inverse is finite and normal.
pub(super) fn power_of_two(value: f64) -> f64 {
    let bounded = value.clamp(2f64.powi(-1000), 2f64.powi(1000));
    // Without its fraction, a number is a power of two.
    f64::from_bits(bounded.to_bits() & (0x7ff << 52))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_where_half_of_the_weight_is_reached() {
        assert_eq!(median(&mut [(3.0, 1.0), (1.0, 1.0), (1e17, 1.0)]), 3.0);
        assert_eq!(median(&mut [(1e9, 1.0), (0.0, 1e9)]), 0.0);
        assert_eq!(median(&mut [(2.0, 1.0), (1.0, 1.0)]), 1.0);
        assert_eq!(median(&mut [(2.0, f64::INFINITY), (1.0, 1.0)]), 2.0);
        assert_eq!(median(&mut [(2.0, f64::NAN)]), 2.0);
    }

    #[test]
    fn units_are_powers_of_two_at_or_below() {
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
