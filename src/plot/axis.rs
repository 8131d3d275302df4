//! The range of an axis and the numbers written along it.

use std::ops::Range;

use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::coord::types::RangedCoordf64;

/// Share of the data's extent that stays free on each side of them.
const PADDING: f64 = 0.05;

/// One axis of a panel.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    pub range: Range<f64>,
    /// The most ticks there may be.
    pub max_ticks: usize,
    notation: Notation,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Notation {
    /// The number of digits after the decimal point, the same at every tick.
    Fixed(usize),
    Scientific,
    /// The power of this base.
    Power(f64),
}

impl Axis {
    /// An axis over `given`, or else over all `values`. Its ticks are whole numbers if all the
    /// values are. With `on_zero` nothing is left free below values that start at 0.
    pub(super) fn new(
        values: &[f64],
        given: Option<(f64, f64)>,
        on_zero: bool,
        max_ticks: usize,
    ) -> Self {
        let range = match given {
            Some((from, to)) => from..to,
            None => padded(values, on_zero),
        };
        let whole = !values.is_empty() && values.iter().all(|value| value.fract() == 0.0);
        let max_ticks = if whole {
            max_ticks.min((range.end - range.start) as usize + 1).max(2)
        } else {
            max_ticks
        };
        let notation = notation(&ticks(&range, max_ticks));
        Axis {
            range,
            max_ticks,
            notation,
        }
    }

    /// The same axis, of logarithms to `base`: its ticks stand at whole ones, and say the power.
    pub(super) fn of_powers(self, base: f64) -> Self {
        let whole = self.range.end.floor() - self.range.start.ceil();
        Axis {
            max_ticks: self.max_ticks.min(whole as usize + 1).max(2),
            notation: Notation::Power(base),
            ..self
        }
    }

    /// The label of the tick at `value`.
    pub(super) fn format(&self, value: f64) -> String {
        let text = match self.notation {
            Notation::Fixed(digits) => {
                let unit = 10_f64.powi(digits as i32);
                // The sum makes −0 into 0.
                format!("{:.digits$}", (value * unit).round() / unit + 0.0)
            }
            Notation::Scientific => format!("{value:.1e}"),
            Notation::Power(base) => power(base.powf(value)),
        };
        text.replace('-', "−")
    }

    /// The label of each tick.
    pub(super) fn tick_labels(&self) -> Vec<String> {
        let ticks = ticks(&self.range, self.max_ticks);
        ticks.into_iter().map(|value| self.format(value)).collect()
    }
}

/// Formats a power: to three significant digits, or to a whole number from 1000 on, without zeros
/// at the end of a fraction; with an exponent below 1e-3 and from 1e5 on.
fn power(value: f64) -> String {
    if (1e-3..1e5).contains(&value) {
        let digits = (2.0 - value.log10().floor()).max(0.0);
        let unit = 10_f64.powf(digits);
        format!("{}", (value * unit).round() / unit)
    } else {
        format!("{value:.0e}")
    }
}

/// The extent of the values and a little more; around equal values, or none, a range that has
/// a length.
fn padded(values: &[f64], on_zero: bool) -> Range<f64> {
    if values.is_empty() {
        return 0.0..1.0;
    }
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let padding = if high > low {
        PADDING * (high - low)
    } else {
        (PADDING * low.abs()).max(0.5)
    };
    assert!(
        padding.is_finite(),
        "a plot from {low} to {high} is wider than f64: give it a range"
    );
    let start = if on_zero && low == 0.0 {
        0.0
    } else {
        low - padding
    };
    start..high + padding
}

fn ticks(range: &Range<f64>, max_ticks: usize) -> Vec<f64> {
    RangedCoordf64::from(range.clone()).key_points(BoldPoints(max_ticks))
}

/// The fewest digits that tell each tick exactly.
fn notation(ticks: &[f64]) -> Notation {
    if ticks.iter().any(|tick| tick.abs() >= 1e7) {
        return Notation::Scientific;
    }
    let step = ticks.windows(2).map(|pair| pair[1] - pair[0]);
    let step = step.fold(1.0, f64::min);
    let exact = |digits: &usize| {
        let unit = 10_f64.powi(*digits as i32);
        // Ticks carry rounding far below a step.
        let error = |tick: f64| ((tick * unit).round() / unit - tick).abs();
        ticks.iter().all(|&tick| error(tick) < 1e-3 * step)
    };
    match (0..=5).find(exact) {
        Some(digits) => Notation::Fixed(digits),
        None => Notation::Scientific,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tick_has_the_same_digits_and_a_real_minus() {
        let axis = Axis::new(&[-1.0, 1.04], Some((-1.0, 1.04)), false, 5);
        assert_eq!(axis.tick_labels(), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
    }

    #[test]
    fn ticks_between_whole_numbers_are_whole() {
        let axis = Axis::new(&[0.0, 1.0, 2.0, 3.0], None, false, 9);
        assert_eq!(axis.tick_labels(), ["0", "1", "2", "3"]);
    }

    #[test]
    fn very_large_and_very_small_ticks_are_scientific() {
        let large = Axis::new(&[], Some((0.0, 4.1e8)), false, 3);
        assert_eq!(large.tick_labels(), ["0.0e0", "2.0e8", "4.0e8"]);
        let small = Axis::new(&[], Some((0.0, 2.1e-9)), false, 3);
        assert_eq!(small.tick_labels(), ["0.0e0", "1.0e−9", "2.0e−9"]);
    }

    #[test]
    fn ticks_of_powers_are_the_powers() {
        let decades = Axis::new(&[-1.2, 3.4], None, false, 8).of_powers(10.0);
        assert_eq!(decades.tick_labels(), ["0.1", "1", "10", "100", "1000"]);
        let doublings = Axis::new(&[0.0, 6.0], None, false, 8).of_powers(2.0);
        assert_eq!(
            doublings.tick_labels(),
            ["1", "2", "4", "8", "16", "32", "64"]
        );
        let few = Axis::new(&[0.0, 6.0], None, false, 4).of_powers(2.0);
        assert_eq!(few.tick_labels(), ["1", "4", "16", "64"]);
        let far = Axis::new(&[4.0, 5.0], None, false, 8).of_powers(10.0);
        assert_eq!(far.tick_labels(), ["10000", "1e5"]);
    }

    #[test]
    fn equal_values_get_a_range_that_has_a_length() {
        assert_eq!(Axis::new(&[3.0], None, false, 5).range, 2.5..3.5);
        assert_eq!(Axis::new(&[], None, false, 5).range, 0.0..1.0);
    }
}
