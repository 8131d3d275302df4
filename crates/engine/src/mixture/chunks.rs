//! Data in pieces.

use ndarray::{Array2, ArrayView2};

use crate::Error;

/// Samples that can be read from beginning to end, again and again.
///
/// Implemented for every closure that returns an iterator over chunks or errors:
///
/// ```
/// # use gaussian_mixture::{Error, GaussianMixture};
/// # use ndarray::{Array2, Axis, s};
/// let data = Array2::from_shape_fn((272, 1), |(n, _)| (n % 17 + 100 * (n % 2)) as f64);
/// let mut chunks = || {
///     let starts = (0..data.nrows()).step_by(100);
///     starts.map(|n| Ok::<_, Error>(data.slice(s![n..(n + 100).min(272), ..]).to_owned()))
/// };
/// let fit = GaussianMixture::new(2).fit_chunks(&mut chunks)?;
/// assert!(fit.converged);
/// # Ok::<(), Error>(())
/// ```
pub trait Chunks {
    /// Shows each chunk, `(any number of samples, n_features)`, in order, from the first, and
    /// passes on the visitor's errors.
    ///
    /// # Errors
    /// What keeps the source from being read, and the visitor's.
    fn for_each(
        &mut self,
        visit: &mut dyn FnMut(ArrayView2<'_, f64>) -> Result<(), Error>,
    ) -> Result<(), Error>;
}

impl<F, I> Chunks for F
where
    F: FnMut() -> I,
    I: Iterator<Item = Result<Array2<f64>, Error>>,
{
    fn for_each(
        &mut self,
        visit: &mut dyn FnMut(ArrayView2<'_, f64>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for chunk in self() {
            visit(chunk?.view())?;
        }
        Ok(())
    }
}
