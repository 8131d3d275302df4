//! Numbers aligned to cache lines.

use std::ops::{Deref, DerefMut};

/// Bytes of a cache line, and of the widest vector: an unaligned vector would touch two lines.
pub(super) const LINE: usize = 64;

/// A slice of fixed length whose address is a multiple of [`LINE`].
pub(super) struct Aligned {
    /// With room for the numbers before the first aligned one.
    numbers: Vec<f64>,
    first: usize,
    length: usize,
}

impl Aligned {
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

impl Deref for Aligned {
    type Target = [f64];

    #[inline(always)]
    fn deref(&self) -> &[f64] {
        &self.numbers[self.first..][..self.length]
    }
}

impl DerefMut for Aligned {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.numbers[self.first..][..self.length]
    }
}
