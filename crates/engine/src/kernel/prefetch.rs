//! Prefetching the next tile's samples into cache while the kernels work on this one.

use super::aligned::LINE;
use super::simd::Simd;
use crate::input::Samples;
use crate::mixture::whitening::{NARROW, Whitening};

/// The samples of the next tile that are not prefetched yet.
///
/// They are prefetched in parts: with too many prefetches in flight, the processor would stall.
pub(super) struct Prefetcher<'v> {
    left: Left<'v>,
    /// Cache lines of a part.
    lines: usize,
}

/// Empty for samples that are not in row order: rely on the hardware prefetcher.
enum Left<'v> {
    Double(&'v [f64]),
    Single(&'v [f32]),
}

impl<'v> Prefetcher<'v> {
    /// One part between each two steps of a pass, three in all; with many features, also one before
    /// each component's scores, which then take long enough to hide it. (With few features that
    /// cost more than it saved.)
    pub(super) fn new(next: &'v Samples<'_>, whitening: &Whitening) -> Self {
        let (left, bytes) = match next {
            Samples::Double(samples) => {
                let values = samples.to_slice().unwrap_or(&[]);
                (Left::Double(values), size_of_val(values))
            }
            Samples::Single(samples) => {
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

    /// Prefetches the next part.
    #[inline(always)]
    pub(super) fn fetch_part<S: Simd>(&mut self, simd: S) {
        match &mut self.left {
            Left::Double(left) => fetch(simd, left, self.lines),
            Left::Single(left) => fetch(simd, left, self.lines),
        }
    }
}

/// Prefetches the first `lines` cache lines and removes them from `left`.
#[inline(always)]
fn fetch<S: Simd, T>(simd: S, left: &mut &[T], lines: usize) {
    let line = LINE / size_of::<T>();
    let (part, rest) = left.split_at((lines * line).min(left.len()));
    *left = rest;
    for line in part.chunks(line) {
        simd.prefetch(&line[0]);
    }
}
