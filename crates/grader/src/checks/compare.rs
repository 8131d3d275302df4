//! Compares two answers: whether they agree, and where they first differ.

use super::numbers;
use super::values::Part;
use crate::language::{Language, Text};

/// How far a right answer may be from the expected one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tolerance {
    /// Relative to the largest expected number of the same part of the answer.
    pub(crate) relative: f64,
    /// Lower bound on that largest number: for answers near zero that are computed from numbers of
    /// this size.
    pub(crate) scale: f64,
    /// Upper bound on it: for answers far from zero that are computed from numbers of this size.
    pub(crate) largest: f64,
}

impl Tolerance {
    /// For well-conditioned inputs of at most 200 samples. Two right orders of summation differ
    /// by at most N ε = 200 · 1.1e-16 relative to the terms; by Cholesky or inverse, by that
    /// times the condition of the covariance, below 100 here; and the terms are at most 100
    /// times as large as the answer. Together 2e-10. A ridge of 1e-6 or rounding to 6 digits is
    /// well above it.
    pub(crate) const ROUNDING: Self = Self::relative(1e-9);

    pub(crate) const fn relative(relative: f64) -> Self {
        Self {
            relative,
            scale: 0.0,
            largest: f64::INFINITY,
        }
    }

    pub(crate) const fn at_scale(self, scale: f64) -> Self {
        Self { scale, ..self }
    }

    /// The same for every number, whatever its size.
    pub(crate) const fn absolute(allowed: f64) -> Self {
        Self {
            relative: allowed,
            scale: 1.0,
            largest: 1.0,
        }
    }
}

/// The first place at which two answers differ.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Difference {
    Shape {
        part: &'static str,
        expected: Vec<usize>,
        found: Vec<usize>,
    },
    Number {
        place: String,
        expected: String,
        found: String,
        /// How many numbers of that part differ, and how many it has.
        differing: usize,
        numbers: usize,
    },
}

/// The first part of `found` whose shape is not that of `expected`. Ignores open-ended parts.
pub(crate) fn first_shape_difference(expected: &[Part], found: &[Part]) -> Option<Difference> {
    let fixed = |part: &&Part| !part.open_ended;
    let pairs = expected.iter().filter(fixed);
    pairs
        .zip(found.iter().filter(fixed))
        .find_map(|(expected, found)| shapes(expected, found))
}

fn shapes(expected: &Part, found: &Part) -> Option<Difference> {
    (expected.shape != found.shape).then(|| Difference::Shape {
        part: expected.name,
        expected: expected.shape.clone(),
        found: found.shape.clone(),
    })
}

/// Where `found` first differs from `expected` by more than the tolerance.
pub(crate) fn first_difference(
    expected: &[Part],
    found: &[Part],
    tolerance: Tolerance,
) -> Option<Difference> {
    expected.iter().zip(found).find_map(|(expected, found)| {
        shapes(expected, found).or_else(|| numbers_of(expected, found, tolerance))
    })
}

fn numbers_of(expected: &Part, found: &Part, tolerance: Tolerance) -> Option<Difference> {
    let largest = expected.values.iter().filter(|value| value.is_finite());
    let scale = largest.fold(tolerance.scale, |scale, value| scale.max(value.abs()));
    let allowed = tolerance.relative * scale.min(tolerance.largest);
    let differ = |i: &usize| {
        let (expected, found) = (expected.values[*i], found.values[*i]);
        // An infinity agrees with itself alone, and NaN with NaN alone.
        let agree = expected == found
            || (expected.is_nan() && found.is_nan())
            || (expected - found).abs() <= allowed && expected.is_finite();
        !agree
    };
    let differing = (0..expected.values.len()).filter(differ).count();
    let first = (0..expected.values.len()).find(differ)?;
    let (expected_text, found_text) =
        numbers::pair(expected.values[first], found.values[first], expected.kind);
    Some(Difference::Number {
        place: place(expected, first),
        expected: expected_text,
        found: found_text,
        differing,
        numbers: expected.values.len(),
    })
}

/// The name and index of the `flat`-th number of a part, as in `means[0, 1]`; empty for the only
/// number of an answer.
pub(crate) fn place(part: &Part, flat: usize) -> String {
    let mut rest = flat;
    let mut index = Vec::new();
    for &length in part.shape.iter().rev() {
        index.push((rest % length).to_string());
        rest /= length;
    }
    index.reverse();
    if index.is_empty() {
        part.name.to_owned()
    } else {
        format!("{}[{}]", part.name, index.join(", "))
    }
}

impl Difference {
    /// The difference in a sentence, and how many numbers differ.
    pub(crate) fn to_text(&self) -> Text {
        let sentence = self.without_count();
        let Self::Number {
            differing, numbers, ..
        } = self
        else {
            return sentence;
        };
        if *numbers < 2 {
            return sentence;
        }
        let (en, zh) = (
            sentence.get(Language::English),
            sentence.get(Language::Chinese),
        );
        if differing == numbers {
            return Text::owned(
                format!("{en} (all {numbers} numbers differ)"),
                format!("{zh}（{numbers} 个数全都不同）"),
            );
        }
        Text::owned(
            format!("{en} ({differing} of {numbers} numbers differ)"),
            format!("{zh}（{numbers} 个数中有 {differing} 个不同）"),
        )
    }

    /// The difference in a sentence.
    pub(crate) fn without_count(&self) -> Text {
        match self {
            Self::Shape {
                part,
                expected,
                found,
            } => {
                let (expected, found) = (numbers::dimensions(expected), numbers::dimensions(found));
                let space = if part.is_empty() { "" } else { " " };
                Text::owned(
                    format!("{part}{space}shape: expected {expected}, found {found}"),
                    format!("{part}{space}形状：应为 {expected}，实为 {found}"),
                )
            }
            Self::Number {
                place,
                expected,
                found,
                ..
            } => {
                let (en, zh) = if place.is_empty() {
                    (String::new(), String::new())
                } else {
                    (format!("{place}: "), format!("{place}："))
                };
                Text::owned(
                    format!("{en}expected {expected}, found {found}"),
                    format!("{zh}应为 {expected}，实为 {found}"),
                )
            }
        }
    }
}
