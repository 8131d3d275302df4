//! Fetching the next tile's samples into cache while this one is at work.

use super::lined::LINE;
use super::simd::Simd;
use crate::mixture::values::Values;
use crate::mixture::whitening::{NARROW, Whitening};

/// The samples of the next tile that are still to be fetched.
///
/// Part by part: the processor does not wait for what it fetches, until too much is on its way.
pub(super) struct Ahead<'v> {
    left: Left<'v>,
    /// Lines to fetch at a time.
    lines: usize,
}

/// Samples that are not in row order are not here: the processor's own foresight must do.
enum Left<'v> {
    Double(&'v [f64]),
    Single(&'v [f32]),
}

impl<'v> Ahead<'v> {
    /// A part for each of the three times between the steps of a pass. Where features are many, one
    /// for each component too: its scores then take long enough to hide a part. (Of few features that
    /// cost more than it saved.)
    pub(super) fn new(next: &'v Values<'_>, whitening: &Whitening) -> Self {
        let (left, bytes) = match next {
            Values::Double(samples) => {
                let values = samples.to_slice().unwrap_or(&[]);
                (Left::Double(values), size_of_val(values))
            }
            Values::Single(samples) => {
                let values = samples.to_slice().unwrap_or(&[]);
                (Left::Single(values), size_of_val(values))
            }
        };
        let parts = if whitening.n_features <= NARROW {
            3
        } else {
            3 + whitening.n_components
        };
        let lines = bytes.div_ceil(LINE).div_ceil(parts);
        Self { left, lines }
    }

    /// Begins to fetch the next part.
    #[inline(always)]
    pub(super) fn fetch<S: Simd>(&mut self, simd: S) {
        match &mut self.left {
            Left::Double(left) => fetch(simd, left, self.lines),
            Left::Single(left) => fetch(simd, left, self.lines),
        }
    }
}

/// Takes so many lines off the values.
#[inline(always)]
fn fetch<S: Simd, T>(simd: S, left: &mut &[T], lines: usize) {
    let line = LINE / size_of::<T>();
    let (part, rest) = left.split_at((lines * line).min(left.len()));
    *left = rest;
    for line in part.chunks(line) {
        simd.prefetch(&line[0]);
    }
}
