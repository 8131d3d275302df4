//! Data larger than memory, in chunks.

use ndarray::{Array2, ArrayView2};

use crate::Error;

/// Samples in chunks, which can be read from the first to the last, again and again.
///
/// Every closure that returns an iterator over chunks or errors implements it:
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
    /// Calls `visit` with each chunk, `(any number of samples, n_features)`, in order.
    ///
    /// # Errors
    /// The first error of reading, or of `visit`.
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
