//! Numbers that begin with a cache line.

use std::ops::{Deref, DerefMut};

/// Bytes of a cache line, as many as the widest vector has: one that begins elsewhere takes two
/// lines.
pub(super) const LINE: usize = 64;

/// A slice of numbers of fixed length, at a multiple of [`LINE`].
pub(super) struct Lined {
    /// With room for those before the first line.
    numbers: Vec<f64>,
    first: usize,
    length: usize,
}

impl Lined {
    pub(super) fn zero(length: usize) -> Self {
        let numbers = vec![0.0; length + LINE / size_of::<f64>()];
        let first = numbers.as_ptr().align_offset(LINE);
        Self {
            numbers,
            first,
            length,
        }
    }
}

impl Deref for Lined {
    type Target = [f64];

    #[inline(always)]
    fn deref(&self) -> &[f64] {
        &self.numbers[self.first..][..self.length]
    }
}

impl DerefMut for Lined {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.numbers[self.first..][..self.length]
    }
}
