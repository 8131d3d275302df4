//! A CSV file larger than memory, read in chunks.

use std::fs::File;
use std::path::{Path, PathBuf};

use ndarray::{Array2, ArrayView2};

use super::chunks::Chunks;
use super::csv_rows::{CsvRows, Invalid};
use super::read_error::ReadError;
use crate::Error;

/// Columns of numbers of a CSV file, read chunk by chunk and as often as needed.
///
/// # Examples
/// ```no_run
/// use gaussian_mixture::GaussianMixture;
/// use gaussian_mixture::input::CsvChunks;
///
/// let mut chunks = CsvChunks::open("measurements.csv", &["length", "wait"], 100_000)?;
/// let fit = GaussianMixture::new(2).fit_chunks(&mut chunks)?;
/// # Ok::<(), gaussian_mixture::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct CsvChunks {
    path: PathBuf,
    columns: Vec<usize>,
    feature_names: Vec<String>,
    rows_per_chunk: usize,
}

impl CsvChunks {
    /// Reads the first rows of the file, and chooses columns from them.
    ///
    /// The first row is a header if there is no number in it; else the columns are called `column 1`
    /// and so on. `columns` chooses by name, or by number from 1, and sets the order; if it is empty,
    /// every column is taken that has no text in its first row of data: [`Self::feature_names`]
    /// tells which.
    ///
    /// # Errors
    /// [`ReadError::Unreadable`], [`ReadError::NotUtf8`], [`ReadError::NoRows`],
    /// [`ReadError::NoNumbers`], [`ReadError::UnknownColumn`]; [`ReadError::RaggedRow`] for the first
    /// row of data; [`ReadError::NoRowsPerChunk`] if `rows_per_chunk` is 0. Reading the chunks also
    /// fails with [`ReadError::RaggedRow`], [`ReadError::MissingValue`], [`ReadError::NotANumber`]
    /// and [`ReadError::NotFinite`].
    pub fn open(
        path: impl AsRef<Path>,
        columns: &[&str],
        rows_per_chunk: usize,
    ) -> Result<Self, ReadError> {
        if rows_per_chunk == 0 {
            return Err(ReadError::NoRowsPerChunk);
        }
        let path = path.as_ref().to_owned();
        let mut rows = CsvRows::open(|| File::open(&path))?;
        let columns = if columns.is_empty() {
            rows.advance()?;
            // A missing or infinite value is an error to report, not text.
            let is_text = |&i: &usize| matches!(rows.value(i), Err(Invalid::NotANumber));
            (0..rows.names().len()).filter(|i| !is_text(i)).collect()
        } else {
            rows.places(columns)?
        };
        if columns.is_empty() {
            return Err(ReadError::NoNumbers {
                n_columns: rows.names().len(),
                only_first_row: true,
            });
        }
        let feature_names = columns.iter().map(|&i| rows.names()[i].clone()).collect();
        drop(rows);
        Ok(Self {
            path,
            columns,
            feature_names,
            rows_per_chunk,
        })
    }

    /// The names of the columns chosen.
    pub fn feature_names(&self) -> Vec<String> {
        self.feature_names.clone()
    }
}

impl Chunks for CsvChunks {
    fn for_each(
        &mut self,
        visit: &mut dyn FnMut(ArrayView2<'_, f64>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut rows = CsvRows::open(|| File::open(&self.path))?;
        let width = self.columns.len();
        // Saturating: a size beyond the address space means one chunk.
        let full = self.rows_per_chunk.saturating_mul(width);
        let mut values = Vec::with_capacity(full.min(1 << 16));
        loop {
            let more = rows.advance()?;
            if values.len() == full || !more && !values.is_empty() {
                let shape = (values.len() / width, width);
                let chunk = Array2::from_shape_vec(shape, values).expect("the rows are whole");
                visit(chunk.view())?;
                values = chunk.into_raw_vec_and_offset().0;
                values.clear();
            }
            if !more {
                return Ok(());
            }
            for &column in &self.columns {
                let value = rows.value(column);
                values.push(value.map_err(|invalid| rows.error(column, invalid))?);
            }
        }
    }
}
