//! Samples in memory, of double or single precision.

use ndarray::{ArrayView2, Axis};

use crate::Error;

/// The largest absolute value: the square of any difference, summed over many samples, stays in the
/// range of `f64`.
const LARGEST_VALUE: f64 = 1e153;

/// A number type that data may have. The arithmetic is in `f64` for each of them.
pub trait Real: Copy + Send + Sync + sealed::Sealed + 'static {
    #[doc(hidden)]
    fn widen(self) -> f64;
    #[doc(hidden)]
    fn samples(data: ArrayView2<'_, Self>) -> Samples<'_>;
}

impl Real for f64 {
    #[inline(always)]
    fn widen(self) -> f64 {
        self
    }
    fn samples(data: ArrayView2<'_, Self>) -> Samples<'_> {
        Samples::Double(data)
    }
}

impl Real for f32 {
    #[inline(always)]
    fn widen(self) -> f64 {
        f64::from(self)
    }
    fn samples(data: ArrayView2<'_, Self>) -> Samples<'_> {
        Samples::Single(data)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for f32 {}
}

/// Samples of either precision, `(n_samples, n_features)`.
///
/// An enum and not a type parameter, so that the kernels are compiled once, with this library, and
/// not again with each caller.
#[doc(hidden)]
#[derive(Clone)]
pub enum Samples<'a> {
    Double(ArrayView2<'a, f64>),
    Single(ArrayView2<'a, f32>),
}

impl Samples<'_> {
    pub(crate) fn dim(&self) -> (usize, usize) {
        match self {
            Self::Double(data) => data.dim(),
            Self::Single(data) => data.dim(),
        }
    }

    /// The samples from `first` up to `end`.
    pub(crate) fn rows(&self, first: usize, end: usize) -> Samples<'_> {
        let range = (first..end).into();
        match self {
            Self::Double(data) => Samples::Double(data.slice_axis(Axis(0), range)),
            Self::Single(data) => Samples::Single(data.slice_axis(Axis(0), range)),
        }
    }

    /// Appends the values of one sample to `to`.
    pub(super) fn copy_row(&self, row: usize, to: &mut Vec<f64>) {
        match self {
            Self::Double(data) => to.extend(data.row(row)),
            Self::Single(data) => to.extend(data.row(row).iter().map(|value| value.widen())),
        }
    }

    /// Checks that every value is finite and at most 1e153; `n_before` samples came before these.
    ///
    /// # Errors
    /// [`Error::NotFiniteValue`] or [`Error::ValueTooLarge`] for the first value that is not.
    pub(crate) fn check(&self, n_before: usize) -> Result<(), Error> {
        match self {
            Self::Double(data) => check(data.view(), n_before),
            Self::Single(data) => check(data.view(), n_before),
        }
    }
}

fn check<T: Real>(data: ArrayView2<T>, n_before: usize) -> Result<(), Error> {
    let in_range = |value: &T| value.widen().abs() <= LARGEST_VALUE;
    if let Some(values) = data.to_slice_memory_order() {
        // No branch within a block, so that the compiler vectorizes the check.
        let block = |values: &[T]| values.iter().fold(true, |all, value| all & in_range(value));
        if values.chunks(1024).all(block) {
            return Ok(());
        }
    }
    for ((row, column), value) in data.indexed_iter() {
        let (row, value) = (row + n_before, value.widen());
        if !value.is_finite() {
            return Err(Error::NotFiniteValue { row, column, value });
        }
        if value.abs() > LARGEST_VALUE {
            return Err(Error::ValueTooLarge { row, column, value });
        }
    }
    Ok(())
}
