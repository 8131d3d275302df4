//! The rows of a CSV file, and what a field holds.

use std::io::{self, BufReader, Read};

use csv::{Reader, StringRecord};

use super::read_error::ReadError;

/// Reads rows from a source, which can be opened again to find the line of an error.
pub(super) struct CsvRows<R, F> {
    open: F,
    reader: Reader<R>,
    names: Vec<String>,
    row: StringRecord,
    /// Whether `row` is the first row of data, and still to be returned.
    is_pending: bool,
}

/// Why a field is not a number that a fit can use.
pub(super) enum Invalid {
    Missing,
    NotANumber,
    NotFinite,
}

impl<R: Read, F: Fn() -> io::Result<R>> CsvRows<R, F> {
    /// Reads the header. A first row with a number in it is data, and the columns are called
    /// `column 1` and so on.
    ///
    /// # Errors
    /// [`ReadError::Unreadable`], [`ReadError::NotUtf8`], [`ReadError::NoRows`].
    pub(super) fn open(open: F) -> Result<Self, ReadError> {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .buffer_capacity(1 << 16)
            .from_reader(open().map_err(ReadError::unreadable)?);
        let mut rows = Self {
            open,
            reader,
            names: vec![],
            row: StringRecord::new(),
            is_pending: true,
        };
        let mut has_rows = rows.read()?;
        if rows.row.iter().any(is_number) {
            rows.names = (1..=rows.row.len())
                .map(|i| format!("column {i}"))
                .collect();
        } else {
            rows.names = rows.row.iter().map(str::to_owned).collect();
            has_rows = rows.read()?;
        }
        if !has_rows {
            return Err(ReadError::NoRows);
        }
        Ok(rows)
    }

    /// The names of all columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The columns with these names, or numbers from 1.
    ///
    /// # Errors
    /// [`ReadError::UnknownColumn`].
    pub(super) fn places(&self, columns: &[&str]) -> Result<Vec<usize>, ReadError> {
        let place = |&wanted: &&str| {
            let by_number = || {
                let number: usize = wanted.parse().ok()?;
                (1..=self.names.len()).contains(&number).then(|| number - 1)
            };
            let by_name = self.names.iter().position(|name| name == wanted);
            by_name
                .or_else(by_number)
                .ok_or_else(|| ReadError::UnknownColumn {
                    column: wanted.to_owned(),
                    known: self.names.clone(),
                })
        };
        columns.iter().map(place).collect()
    }

    /// Moves to the next row; false after the last.
    ///
    /// # Errors
    /// [`ReadError::RaggedRow`], [`ReadError::Unreadable`], [`ReadError::NotUtf8`].
    pub(super) fn advance(&mut self) -> Result<bool, ReadError> {
        if !std::mem::take(&mut self.is_pending) && !self.read()? {
            return Ok(false);
        }
        let (expected, found) = (self.names.len(), self.row.len());
        if found == expected {
            return Ok(true);
        }
        Err(ReadError::RaggedRow {
            line: self.line(self.row.position()),
            expected,
            found,
        })
    }

    /// The fields of the row.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.row.iter()
    }

    /// The number in a column of the row, or what stands there instead.
    pub(super) fn value(&self, column: usize) -> Result<f64, Invalid> {
        let field = &self.row[column];
        match field.parse() {
            Ok(number) if f64::is_finite(number) => Ok(number),
            _ if is_missing(field) => Err(Invalid::Missing),
            Ok(_) => Err(Invalid::NotFinite),
            Err(_) => Err(Invalid::NotANumber),
        }
    }

    /// The error for a field without a number. To find its line reads the source again.
    pub(super) fn error(&self, column: usize, invalid: Invalid) -> ReadError {
        let line = self.line(self.row.position());
        let text = self.row[column].to_owned();
        let column = self.names[column].clone();
        match invalid {
            Invalid::Missing => ReadError::MissingValue { line, column, text },
            Invalid::NotANumber => ReadError::NotANumber { line, column, text },
            Invalid::NotFinite => ReadError::NotFinite { line, column, text },
        }
    }

    fn read(&mut self) -> Result<bool, ReadError> {
        let read = self.reader.read_record(&mut self.row);
        read.map_err(|error| match error.kind() {
            csv::ErrorKind::Utf8 { pos, .. } => ReadError::NotUtf8 {
                line: self.line(pos.as_ref()),
            },
            csv::ErrorKind::Io(_) => ReadError::unreadable(io::Error::from(error)),
            _ => ReadError::unreadable(error),
        })
    }

    /// The line, counted from 1, where a row begins, or 0 where the source cannot be read again.
    fn line(&self, position: Option<&csv::Position>) -> u64 {
        let start = position.map_or(0, csv::Position::byte);
        let line = (self.open)().and_then(|source| line_at(source, start));
        line.unwrap_or(0)
    }
}

/// The line, counted from 1, of the first byte at `start` or after it that ends no line and belongs
/// to no byte order mark: the position of a row is before the empty lines above it. A line ends
/// with `\n`, `\r\n` or `\r`.
fn line_at(source: impl Read, start: u64) -> io::Result<u64> {
    let (mut line, mut last) = (1, b' ');
    for (at, byte) in (0..).zip(BufReader::new(source).bytes()) {
        let byte = byte?;
        match byte {
            b'\n' if last == b'\r' => {}
            b'\n' | b'\r' => line += 1,
            0xef | 0xbb | 0xbf if at < 3 => {}
            _ if at >= start => break,
            _ => {}
        }
        last = byte;
    }
    Ok(line)
}

pub(super) fn is_number(field: &str) -> bool {
    field.parse().is_ok_and(f64::is_finite)
}

fn is_missing(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    ["", "na", "n/a", "nan", "null"].contains(&field.as_str())
}
