//! A NumPy file, mapped into memory: data that need not fit there.

#![allow(unsafe_code)]

use std::fs::File;
use std::path::Path;

use memmap2::Mmap;
use ndarray::{ArrayView2, Axis};
use ndarray_npy::{ViewElement, ViewNpyExt as _};

use crate::mixture::Real;
use crate::{Chunks, Error};

/// A `.npy` file of two dimensions, `(n_samples, n_features)`, of `f64` or `f32`.
///
/// Its [`view`](Self::view) is fitted like an array: the system reads what is needed and keeps what
/// fits. As [`Chunks`] it is read 2¹⁶ values at a time.
///
/// The file must not change while it is open: what is cut off under a map ends the program.
///
/// # Examples
/// ```no_run
/// use gmm::GaussianMixture;
/// use gmm::data::NpyFile;
///
/// let file = NpyFile::open("measurements.npy")?;
/// let fit = GaussianMixture::new(3).fit(&file.view::<f32>()?)?;
/// # Ok::<(), gmm::Error>(())
/// ```
#[derive(Debug)]
pub struct NpyFile {
    map: Mmap,
}

impl NpyFile {
    /// Maps a file.
    ///
    /// # Errors
    /// [`Error::Unreadable`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let map = || {
            let file = File::open(path)?;
            // SAFETY: the map is read-only, and any bytes are an `f64` or an `f32`. If another
            // program changes the file, values may change between readings, which a fit survives;
            // cutting it off is named in the type's contract.
            unsafe { Mmap::map(&file) }
        };
        map()
            .map(|map| Self { map })
            .map_err(|error| Error::Unreadable {
                reason: error.to_string(),
            })
    }

    /// The samples, without a copy.
    ///
    /// # Errors
    /// [`Error::Malformed`] if it is no `.npy` file, is cut off, or holds another type of number or
    /// number of dimensions.
    pub fn view<T: Real + ViewElement>(&self) -> Result<ArrayView2<'_, T>, Error> {
        ArrayView2::view_npy(&self.map).map_err(|error| Error::Malformed {
            what: "the .npy file",
            reason: error.to_string(),
        })
    }
}

impl Chunks for NpyFile {
    fn for_each(
        &mut self,
        visit: &mut dyn FnMut(ArrayView2<'_, f64>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let rows = |n_features: usize| ((1 << 16) / n_features.max(1)).max(1);
        if let Ok(single) = self.view::<f32>() {
            for chunk in single.axis_chunks_iter(Axis(0), rows(single.ncols())) {
                visit(chunk.mapv(f64::from).view())?;
            }
            return Ok(());
        }
        let double = self.view::<f64>()?;
        for chunk in double.axis_chunks_iter(Axis(0), rows(double.ncols())) {
            visit(chunk)?;
        }
        Ok(())
    }
}
