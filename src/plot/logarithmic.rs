//! Logarithmic axes: a panel whose values are logarithms, and ticks that say what of.

use std::borrow::Cow;

use super::Plot;
use super::mark::{Mark, Series};

impl Plot {
    /// The panel that is drawn: along a logarithmic axis, each value is its logarithm.
    ///
    /// # Panics
    /// If a value on such an axis is not above 0, or the panel shows what has no place on one.
    pub(super) fn in_logarithms(&self) -> Cow<'_, Self> {
        if self.x_base.is_none() && self.y_base.is_none() {
            return Cow::Borrowed(self);
        }
        let x = |value| logarithm("log_x", self.x_base, value);
        let y = |value| logarithm("log_y", self.y_base, value);
        let series = |series: &Series| Series {
            points: series.points.iter().map(|&(a, b)| (x(a), y(b))).collect(),
            ..series.clone()
        };
        let mark = |mark: &Mark| match mark {
            Mark::Line(line) => Mark::Line(series(line)),
            Mark::Dots(dots) => Mark::Dots(series(dots)),
            Mark::Horizontal { y: at, label } => Mark::Horizontal {
                y: y(*at),
                label: label.clone(),
            },
            Mark::Vertical { x: at, label } => Mark::Vertical {
                x: x(*at),
                label: label.clone(),
            },
            _ => panic!("a logarithmic axis is for lines, dots and rules"),
        };
        Cow::Owned(Self {
            marks: self.marks.iter().map(mark).collect(),
            x_range: self.x_range.map(|(from, to)| (x(from), x(to))),
            y_range: self.y_range.map(|(from, to)| (y(from), y(to))),
            ..self.clone()
        })
    }
}

/// `value` itself where the axis has no base.
fn logarithm(caller: &str, base: Option<f64>, value: f64) -> f64 {
    let Some(base) = base else { return value };
    assert!(value > 0.0, "{caller}: {value} has no logarithm");
    // Of a power of ten, `log10` gives a whole number; the quotient of two logarithms may not.
    match base {
        10.0 => value.log10(),
        2.0 => value.log2(),
        _ => value.ln() / base.ln(),
    }
}
