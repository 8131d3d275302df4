//! The coordinates in which the arithmetic is done: near 0, and of moderate size.

use super::Mixture;

/// A shift and a unit for each feature: `x′ = (x − shift) / unit`.
///
/// # Numerics
/// The shift keeps data far from the origin from losing digits, the unit keeps squares of very
/// large and very small values in the range of `f64`. The unit is a power of two, so dividing by
/// it rounds nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    pub(super) shifts: Vec<f64>,
    pub(super) units: Vec<f64>,
    /// 1 / unit, exactly.
    pub(super) inverses: Vec<f64>,
}

impl Frame {
    /// Centered between the means of a mixture, in units of its size.
    pub(super) fn around(mixture: &Mixture) -> Self {
        let mut frame = Self {
            shifts: Vec::with_capacity(mixture.n_features()),
            units: Vec::with_capacity(mixture.n_features()),
            inverses: Vec::with_capacity(mixture.n_features()),
        };
        for (feature, means) in mixture.means().columns().into_iter().enumerate() {
            let low = means.fold(f64::INFINITY, |low, &mean| low.min(mean));
            let high = means.fold(f64::NEG_INFINITY, |high, &mean| high.max(mean));
            let variances = (0..mixture.n_components())
                .map(|k| mixture.covariance_parameters().variance(k, feature));
            let deviation = variances.fold(0.0, f64::max).sqrt();
            frame.shifts.push(0.5 * low + 0.5 * high);
            let unit = power_of_two(deviation.max(0.5 * high - 0.5 * low));
            frame.units.push(unit);
            frame.inverses.push(1.0 / unit);
        }
        frame
    }
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
