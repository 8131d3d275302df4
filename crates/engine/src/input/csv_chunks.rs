//! A CSV file larger than memory, read in chunks.

use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use csv::{Reader, StringRecord};
use ndarray::{Array2, ArrayView2};

use super::chunks::Chunks;
use super::read_error::ReadError;
use super::table::{is_number, place, value};
use crate::Error;

/// Columns of numbers of a CSV file, a chunk at a time, as often as they are asked for.
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
    /// The columns chosen, and their names.
    columns: Vec<(usize, String)>,
    n_columns: usize,
    has_header: bool,
    rows_per_chunk: usize,
}

impl CsvChunks {
    /// Looks at the first rows of the file. The first is a header if there is no number in it; else
    /// the columns are called `column 1` and so on. `columns` chooses by name, or by number from 1,
    /// and sets the order; if it is empty, every column is taken that has no text in its
    /// first row: [`Self::feature_names`] tells which.
    ///
    /// # Errors
    /// [`ReadError::Unreadable`], [`ReadError::NoRows`], [`ReadError::NoNumbers`], [`ReadError::UnknownColumn`];
    /// [`ReadError::NoRowsPerChunk`] if `rows_per_chunk` is 0. While it is read also
    /// [`ReadError::RaggedRow`], [`ReadError::MissingValue`], [`ReadError::NotANumber`], [`ReadError::NotFinite`].
    pub fn open(
        path: impl AsRef<Path>,
        columns: &[&str],
        rows_per_chunk: usize,
    ) -> Result<Self, ReadError> {
        if rows_per_chunk == 0 {
            return Err(ReadError::NoRowsPerChunk);
        }
        let path = path.as_ref().to_owned();
        let mut reader = reader(&path)?;
        let mut first = StringRecord::new();
        let mut next = || reader.read_record(&mut first).map_err(unreadable);
        if !next()? {
            return Err(ReadError::NoRows);
        }
        let has_header = !first.iter().any(is_number);
        let names: Vec<String> = if has_header {
            first.iter().map(str::to_owned).collect()
        } else {
            (1..=first.len()).map(|i| format!("column {i}")).collect()
        };
        if has_header && !reader.read_record(&mut first).map_err(unreadable)? {
            return Err(ReadError::NoRows);
        }
        let chosen: Vec<usize> = if columns.is_empty() {
            // A value that is missing or infinite is an error to be told of, not a text.
            let is_text = |field| {
                matches!(
                    value(field, Default::default),
                    Err(ReadError::NotANumber { .. })
                )
            };
            let holds_numbers = |&i: &usize| first.get(i).is_some_and(|field| !is_text(field));
            (0..names.len()).filter(holds_numbers).collect()
        } else {
            let places = columns.iter().map(|column| place(column, &names));
            places.collect::<Result<_, _>>()?
        };
        if chosen.is_empty() {
            return Err(ReadError::NoNumbers {
                n_columns: names.len(),
                only_first_row: true,
            });
        }
        Ok(Self {
            path,
            columns: chosen.iter().map(|&i| (i, names[i].clone())).collect(),
            n_columns: names.len(),
            has_header,
            rows_per_chunk,
        })
    }

    /// The names of the columns chosen.
    pub fn feature_names(&self) -> Vec<String> {
        self.columns.iter().map(|(_, name)| name.clone()).collect()
    }
}

impl Chunks for CsvChunks {
    fn for_each(
        &mut self,
        visit: &mut dyn FnMut(ArrayView2<'_, f64>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut reader = reader(&self.path)?;
        let mut record = StringRecord::new();
        if self.has_header {
            reader.read_record(&mut record).map_err(unreadable)?;
        }
        let width = self.columns.len();
        // More than there can be is no limit.
        let full = self.rows_per_chunk.saturating_mul(width);
        let mut values = Vec::with_capacity(full.min(1 << 16));
        loop {
            let more = reader.read_record(&mut record).map_err(unreadable)?;
            if values.len() == full || !more && !values.is_empty() {
                let shape = (values.len() / width, width);
                let chunk = Array2::from_shape_vec(shape, values).expect("whole rows");
                visit(chunk.view())?;
                values = chunk.into_raw_vec_and_offset().0;
                values.clear();
            }
            if !more {
                return Ok(());
            }
            // Counted only if something is wrong: it takes another look at the file.
            let line = || line(&self.path, &record);
            if record.len() != self.n_columns {
                let error = ReadError::RaggedRow {
                    line: line(),
                    expected: self.n_columns,
                    found: record.len(),
                };
                return Err(error.into());
            }
            for (i, name) in &self.columns {
                values.push(value(&record[*i], || (line(), name.clone()))?);
            }
        }
    }
}

fn reader(path: &Path) -> Result<Reader<BufReader<File>>, ReadError> {
    let file = File::open(path).map_err(ReadError::unreadable)?;
    Ok(csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(BufReader::with_capacity(1 << 16, file)))
}

/// The line, counted from 1, where a record begins; a line ends with `\n`, `\r\n` or `\r`. The
/// record's own position is before the empty lines above it, which the reader passes over, and
/// before the mark that some programs set before UTF-8.
fn line(path: &Path, record: &StringRecord) -> u64 {
    let count = || -> std::io::Result<u64> {
        let mut file = BufReader::new(File::open(path)?);
        let mut mark = [0; 3];
        let marked = file.read_exact(&mut mark).is_ok() && mark == *b"\xef\xbb\xbf";
        let first = if marked { 3 } else { 0 };
        let start = record.position().map_or(0, csv::Position::byte);
        file.seek(SeekFrom::Start(first))?;
        let (mut line, mut last) = (1, b' ');
        for (at, byte) in (first..).zip(file.bytes()) {
            let byte = byte?;
            match byte {
                b'\n' if last == b'\r' => {}
                b'\n' | b'\r' => line += 1,
                _ if at >= start => break,
                _ => {}
            }
            last = byte;
        }
        Ok(line)
    };
    count().unwrap_or(0)
}

/// What the system said, where it was the system, and not that it said it while CSV was read.
fn unreadable(error: csv::Error) -> ReadError {
    if !error.is_io_error() {
        return ReadError::unreadable(error);
    }
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ReadError::unreadable(error),
        _ => unreachable!("it is an error of the system"),
    }
}
