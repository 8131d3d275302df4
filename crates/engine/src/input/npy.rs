//! A NumPy file, mapped into memory: data that need not fit there.

#![allow(unsafe_code)]

use std::fs::File;
use std::path::Path;

use memmap2::Mmap;
use ndarray::{ArrayView2, Axis};
use ndarray_npy::npy::header::Header;
use ndarray_npy::{ViewElement, ViewNpyError, ViewNpyExt as _};

use super::read_error::ReadError;
use super::samples::Real;
use crate::error::Cause;
use crate::{Chunks, Error};

/// Most bytes of a head that are read: as many as NumPy reads of one that it does not trust.
const LONGEST_HEAD: usize = 10_000;
/// Most brackets within brackets: two will do, but a table's types are to be called that.
const DEEPEST_BRACKETS: usize = 4;

/// A `.npy` file of two dimensions, `(n_samples, n_features)`, of `f64` or `f32`.
///
/// Its [`view`](Self::view) is fitted like an array: the system reads what is needed and keeps what
/// fits. As [`Chunks`] it is read 2¹⁶ values at a time.
///
/// The file must not change while it is open: what is cut off under a map ends the program.
///
/// # Examples
/// ```no_run
/// use gaussian_mixture::GaussianMixture;
/// use gaussian_mixture::input::NpyFile;
///
/// let file = NpyFile::open("measurements.npy")?;
/// let fit = GaussianMixture::new(3).fit(&file.view::<f32>()?)?;
/// # Ok::<(), gaussian_mixture::Error>(())
/// ```
#[derive(Debug)]
pub struct NpyFile {
    map: Mmap,
}

impl NpyFile {
    /// Maps a file.
    ///
    /// # Errors
    /// [`ReadError::Unreadable`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        let map = || {
            let file = File::open(path)?;
            // SAFETY: the map is read-only, and any bytes are an `f64` or an `f32`. If another
            // program changes the file, values may change between readings, which a fit survives;
            // cutting it off is named in the type's contract.
            unsafe { Mmap::map(&file) }
        };
        let map = map().map_err(ReadError::unreadable)?;
        Ok(Self { map })
    }

    /// The samples, without a copy.
    ///
    /// # Errors
    /// [`ReadError::Malformed`] if it is no `.npy` file or is cut off; [`ReadError::OtherType`] or
    /// [`ReadError::OtherDimensions`] if it holds another type of number or number of dimensions.
    pub fn view<T: Real + ViewElement>(&self) -> Result<ArrayView2<'_, T>, ReadError> {
        self.check_shape()?;
        ArrayView2::view_npy(&self.map).map_err(|error| match error {
            error @ (ViewNpyError::WrongDescriptor(_) | ViewNpyError::NonNativeEndian) => {
                ReadError::OtherType(Cause::new(error))
            }
            ViewNpyError::WrongNdim(_, found) => ReadError::OtherDimensions { found },
            error => malformed(error.to_string()),
        })
    }

    /// Whether its numbers are of four bytes.
    fn is_single(&self) -> Result<bool, ReadError> {
        Ok(self.header()?.type_descriptor.to_string().contains("f4"))
    }

    fn header(&self) -> Result<Header, ReadError> {
        self.check_head()?;
        Header::from_reader(&mut &self.map[..]).map_err(|error| malformed(error.to_string()))
    }

    /// Keeps from the parser of heads what would take it all memory, or forever: it makes room for
    /// as many bytes as a head is said to have, and with each bracket within another it tries
    /// several times as many readings.
    fn check_head(&self) -> Result<(), ReadError> {
        let Some(rest) = self.map.strip_prefix(b"\x93NUMPY") else {
            // No file of the kind, which the parser says in its own words.
            return Ok(());
        };
        let (length, head) = match rest {
            [1, _, a, b, head @ ..] => (u32::from(u16::from_le_bytes([*a, *b])), head),
            [_, _, a, b, c, d, head @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]), head),
            _ => return Ok(()),
        };
        let length = length as usize;
        if length > LONGEST_HEAD {
            return Err(malformed(format!(
                "its head has {length} bytes, of which at most {LONGEST_HEAD} are read"
            )));
        }
        let mut depth = 0usize;
        for byte in head.iter().take(length) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > DEEPEST_BRACKETS {
                return Err(malformed(
                    "its head has too many brackets within brackets".to_owned(),
                ));
            }
        }
        Ok(())
    }

    /// Keeps from the crate a shape that it panics at: of no number, but for an axis of length 0 of
    /// more than there are addresses.
    fn check_shape(&self) -> Result<(), ReadError> {
        let header = self.header()?;
        let mut lengths = header.shape.iter().map(|&length| length.max(1));
        let room = lengths.try_fold(1usize, usize::checked_mul);
        match room {
            Some(room) if isize::try_from(room).is_ok() => Ok(()),
            _ => Err(malformed("its shape is beyond any memory".to_owned())),
        }
    }
}

impl Chunks for NpyFile {
    fn for_each(
        &mut self,
        visit: &mut dyn FnMut(ArrayView2<'_, f64>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // Without columns, all rows at once: they take no room, and there may be very many.
        let rows = |dim| match dim {
            (n_samples, 0) => usize::max(n_samples, 1),
            (_, n_features) => usize::max((1 << 16) / n_features, 1),
        };
        if self.is_single()? {
            let single = self.view::<f32>()?;
            for chunk in single.axis_chunks_iter(Axis(0), rows(single.dim())) {
                visit(chunk.mapv(f64::from).view())?;
            }
            return Ok(());
        }
        let double = self.view::<f64>()?;
        for chunk in double.axis_chunks_iter(Axis(0), rows(double.dim())) {
            visit(chunk)?;
        }
        Ok(())
    }
}

fn malformed(reason: String) -> ReadError {
    ReadError::Malformed { reason }
}
