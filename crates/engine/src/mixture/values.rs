//! Data as they are handed in: of double or of single precision.

use ndarray::{ArrayView2, Axis};

/// A number as data hold it. The arithmetic is in `f64` whatever the data are.
pub trait Real: Copy + Send + Sync + sealed::Sealed + 'static {
    #[doc(hidden)]
    fn widen(self) -> f64;
    #[doc(hidden)]
    fn values(data: ArrayView2<'_, Self>) -> Values<'_>;
}

impl Real for f64 {
    #[inline(always)]
    fn widen(self) -> f64 {
        self
    }
    fn values(data: ArrayView2<'_, Self>) -> Values<'_> {
        Values::Double(data)
    }
}

impl Real for f32 {
    #[inline(always)]
    fn widen(self) -> f64 {
        f64::from(self)
    }
    fn values(data: ArrayView2<'_, Self>) -> Values<'_> {
        Values::Single(data)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for f32 {}
}

/// Samples of either precision, `(n_samples, n_features)`.
///
/// Not a type parameter: the kernels are compiled with this library, not once more with everything
/// that calls it.
#[doc(hidden)]
#[derive(Clone)]
pub enum Values<'a> {
    Double(ArrayView2<'a, f64>),
    Single(ArrayView2<'a, f32>),
}

impl Values<'_> {
    pub(crate) fn dim(&self) -> (usize, usize) {
        match self {
            Self::Double(data) => data.dim(),
            Self::Single(data) => data.dim(),
        }
    }

    /// The samples from `first` up to `end`.
    pub(crate) fn rows(&self, first: usize, end: usize) -> Values<'_> {
        let range = (first..end).into();
        match self {
            Self::Double(data) => Values::Double(data.slice_axis(Axis(0), range)),
            Self::Single(data) => Values::Single(data.slice_axis(Axis(0), range)),
        }
    }

    pub(crate) fn get(&self, row: usize, column: usize) -> f64 {
        match self {
            Self::Double(data) => data[[row, column]],
            Self::Single(data) => f64::from(data[[row, column]]),
        }
    }
}
