//! What must hold of every sample.

use ndarray::ArrayView2;

use super::values::{Real, Values};
use crate::Error;

/// The largest value whose square, many times over, is in the range of `f64`.
const LARGEST_VALUE: f64 = 1e153;

/// Checks that every value is finite and not too large; `first_row` is the number of rows before.
///
/// # Errors
/// [`Error::NotFiniteValue`], [`Error::ValueTooLarge`], with the place of the first.
pub(super) fn check_samples(samples: &Values<'_>, first_row: usize) -> Result<(), Error> {
    match samples {
        Values::Double(samples) => check(samples.view(), first_row),
        Values::Single(samples) => check(samples.view(), first_row),
    }
}

fn check<T: Real>(samples: ArrayView2<T>, first_row: usize) -> Result<(), Error> {
    let in_range = |value: &T| value.widen().abs() <= LARGEST_VALUE;
    if let Some(values) = samples.to_slice_memory_order() {
        // Without a branch in a block, so that it is checked a vector at a time.
        let block = |values: &[T]| values.iter().fold(true, |all, value| all & in_range(value));
        if values.chunks(1024).all(block) {
            return Ok(());
        }
    }
    for ((row, column), value) in samples.indexed_iter() {
        let (row, value) = (row + first_row, value.widen());
        if !value.is_finite() {
            return Err(Error::NotFiniteValue { row, column, value });
        }
        if value.abs() > LARGEST_VALUE {
            return Err(Error::ValueTooLarge { row, column, value });
        }
    }
    Ok(())
}

/// Marks the columns in which every value so far equals the first, of samples that have a weight.
pub(super) struct Constant {
    first: Vec<f64>,
    constant: Vec<bool>,
}

impl Constant {
    pub(super) fn new() -> Self {
        Self {
            first: vec![],
            constant: vec![],
        }
    }

    pub(super) fn look(&mut self, samples: &Values<'_>, weights: Option<&[f64]>) {
        match samples {
            Values::Double(samples) => self.look_at(samples.view(), weights),
            Values::Single(samples) => self.look_at(samples.view(), weights),
        }
    }

    fn look_at<T: Real>(&mut self, samples: ArrayView2<T>, weights: Option<&[f64]>) {
        let counts = |n: usize| weights.is_none_or(|weights| weights[n] > 0.0);
        let Some(first) = (0..samples.nrows()).find(|&n| counts(n)) else {
            return;
        };
        if self.first.is_empty() {
            self.first = samples
                .row(first)
                .iter()
                .map(|value| value.widen())
                .collect();
            self.constant = vec![true; self.first.len()];
        }
        for (feature, &first) in self.first.iter().enumerate() {
            let differs = |(n, value): (usize, &T)| value.widen() != first && counts(n);
            let mut column = samples.column(feature).into_iter().enumerate();
            if self.constant[feature] && column.any(differs) {
                self.constant[feature] = false;
            }
        }
    }

    /// The first column without variance.
    pub(super) fn feature(&self) -> Option<usize> {
        self.constant.iter().position(|&constant| constant)
    }
}
