//! A NumPy file, mapped into memory. It may be larger than memory.

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

/// The longest header that is parsed, in bytes: the limit of NumPy for files that it does not trust.
const LONGEST_HEADER: usize = 10_000;
/// The deepest nesting of brackets that is parsed. Two levels suffice for the files read here; tables
/// have more, and get a better error.
const DEEPEST_BRACKETS: usize = 4;

/// A `.npy` file of two dimensions, `(n_samples, n_features)`, of `f64` or `f32`.
///
/// A fit of its [`view`](Self::view) works as on an array: the system loads pages as they are needed.
/// As [`Chunks`] it gives 2¹⁶ values at a time.
///
/// The file must not change while it is open. If another program truncates it, reading from the map
/// ends this program with a signal.
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
    /// Maps a file into memory.
    ///
    /// # Errors
    /// [`ReadError::Unreadable`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        let map = || {
            let file = File::open(path)?;
            // SAFETY: the map is read-only, and any bytes are a valid `f64` or `f32`. If another
            // program changes the file, values may change between passes, which a fit survives. The
            // documentation of the type forbids truncation.
            unsafe { Mmap::map(&file) }
        };
        let map = map().map_err(ReadError::unreadable)?;
        Ok(Self { map })
    }

    /// The samples, `(n_samples, n_features)`, without a copy.
    ///
    /// # Errors
    /// [`ReadError::Malformed`] if it is not a `.npy` file or is truncated; [`ReadError::OtherType`] if
    /// its numbers are not of type `T`; [`ReadError::OtherDimensions`] if it has not two dimensions.
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

    /// Whether its numbers are `f32`.
    fn is_single(&self) -> Result<bool, ReadError> {
        Ok(self.header()?.type_descriptor.to_string().contains("f4"))
    }

    fn header(&self) -> Result<Header, ReadError> {
        self.check_header()?;
        Header::from_reader(&mut &self.map[..]).map_err(|error| malformed(error.to_string()))
    }

    /// Rejects headers that make ndarray-npy over-allocate, since it allocates as many bytes as the
    /// header claims to have, or backtrack exponentially, which nested brackets do.
    fn check_header(&self) -> Result<(), ReadError> {
        let Some(rest) = self.map.strip_prefix(b"\x93NUMPY") else {
            // The parser has an error for this.
            return Ok(());
        };
        let (length, header) = match rest {
            [1, _, a, b, header @ ..] => (u32::from(u16::from_le_bytes([*a, *b])), header),
            [_, _, a, b, c, d, header @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]), header),
            _ => return Ok(()),
        };
        let length = length as usize;
        if length > LONGEST_HEADER {
            return Err(malformed(format!(
                "its header has {length} bytes, more than {LONGEST_HEADER}"
            )));
        }
        let mut depth = 0usize;
        for byte in header.iter().take(length) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > DEEPEST_BRACKETS {
                return Err(malformed(
                    "its header has too many nested brackets".to_owned(),
                ));
            }
        }
        Ok(())
    }

    /// Rejects shapes that make ndarray-npy panic: the product of the non-zero axes overflows `isize`.
    fn check_shape(&self) -> Result<(), ReadError> {
        let header = self.header()?;
        let mut lengths = header.shape.iter().map(|&length| length.max(1));
        let room = lengths.try_fold(1usize, usize::checked_mul);
        match room {
            Some(room) if isize::try_from(room).is_ok() => Ok(()),
            _ => Err(malformed("its shape is larger than any memory".to_owned())),
        }
    }
}

impl Chunks for NpyFile {
    fn for_each(
        &mut self,
        visit: &mut dyn FnMut(ArrayView2<'_, f64>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // Without columns give all rows at once: they need no memory, and there may be very many.
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
