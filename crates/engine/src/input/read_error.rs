//! The errors of reading a file of samples.

use std::error::Error as StdError;
use std::fmt;

use crate::Error;
use crate::error::Cause;

/// An error in a file of samples, with its place.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ReadError {
    /// A file that cannot be read; the source is the error of the system or of the CSV parser.
    Unreadable(Cause),
    /// A CSV file that is not UTF-8 text.
    NotUtf8 {
        /// The line in the file, counted from 1, where the first such row begins.
        line: u64,
    },
    /// A file without data.
    NoRows,
    /// A row with more or fewer fields than the first.
    RaggedRow {
        /// Its line in the file, counted from 1.
        line: u64,
        /// The number of fields in the first row.
        expected: usize,
        /// The number of fields found.
        found: usize,
    },
    /// Text where a number is expected.
    NotANumber {
        /// The line in the file, counted from 1.
        line: u64,
        /// The name of the column.
        column: String,
        /// The text of the field.
        text: String,
    },
    /// Infinity, or a number beyond the range of `f64`.
    NotFinite {
        /// The line in the file, counted from 1.
        line: u64,
        /// The name of the column.
        column: String,
        /// The text of the field.
        text: String,
    },
    /// A field that is empty or marks a missing value.
    MissingValue {
        /// The line in the file, counted from 1.
        line: u64,
        /// The name of the column.
        column: String,
        /// The text of the field.
        text: String,
    },
    /// Every row has a missing value.
    NoCompleteRows {
        /// The number of rows.
        n_rows: usize,
    },
    /// A table without a column of numbers.
    NoNumbers {
        /// The number of its columns.
        n_columns: usize,
        /// Whether only its first row was read.
        only_first_row: bool,
    },
    /// A column that does not exist.
    UnknownColumn {
        /// The name or number given.
        column: String,
        /// The names of all columns.
        known: Vec<String>,
    },
    /// A chunk size of 0 rows.
    NoRowsPerChunk,
    /// A NumPy file with numbers of another type; the source is the error of the parser.
    OtherType(Cause),
    /// A NumPy file without exactly two dimensions.
    OtherDimensions {
        /// The number of dimensions.
        found: usize,
    },
    /// A NumPy file that cannot be decoded.
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
}

impl ReadError {
    pub(super) fn unreadable(error: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Unreadable(Cause::new(error))
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Self::of_source(error)
    }
}

impl StdError for ReadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Unreadable(cause) | Self::OtherType(cause) => Some(cause.get()),
            _ => None,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(cause) => write!(f, "the file cannot be read: {cause}"),
            Self::NotUtf8 { line } => {
                write!(f, "the file cannot be read: line {line} is not UTF-8 text")
            }
            Self::NoRows => write!(
                f,
                "there are no rows: after an optional header, one line for each sample is expected"
            ),
            Self::RaggedRow {
                line,
                expected,
                found,
            } => write!(
                f,
                "line {line}: {expected} fields are expected, as in the first row, but {found} \
                 found: look for a missing or an extra comma, or put quotes around text with one"
            ),
            Self::NotANumber { line, column, text } => write!(
                f,
                "line {line}, column {column:?}: {text:?} is not a number: correct it, or leave the \
                 column out"
            ),
            Self::NotFinite { line, column, text } => write!(
                f,
                "line {line}, column {column:?}: {text:?} is not a finite number: correct it, or \
                 leave the row out"
            ),
            Self::MissingValue { line, column, text } => write!(
                f,
                "line {line}, column {column:?}: the value is missing ({text:?}): fill it in, or \
                 leave the row or the column out"
            ),
            Self::NoCompleteRows { n_rows } => write!(
                f,
                "each of the {n_rows} rows lacks a value: leave out the columns that lack the most"
            ),
            Self::NoNumbers {
                n_columns,
                only_first_row,
            } => write!(
                f,
                "no numbers in {n_columns} column(s){}: fields must be separated by commas, and \
                 decimals by a point",
                if *only_first_row {
                    " of the first row"
                } else {
                    ""
                }
            ),
            Self::UnknownColumn { column, known } => write!(
                f,
                "there is no column {column:?}; the columns are {}: give a name, or a number from 1",
                known.join(", ")
            ),
            Self::NoRowsPerChunk => write!(f, "rows_per_chunk is 0, but must be at least 1"),
            Self::OtherType(cause) => write!(
                f,
                "the file cannot be read: its numbers have another type than the program expects \
                 ({cause}): read f32 as f32 and f64 as f64; NumPy converts other types with \
                 astype(\"<f8\")"
            ),
            Self::OtherDimensions { found } => write!(
                f,
                "the file cannot be read: it has {found} dimension(s), but must have two, samples and \
                 features: NumPy makes a list of numbers into a column with reshape(-1, 1)"
            ),
            Self::Malformed { reason } => write!(
                f,
                "the .npy file cannot be decoded: {reason}; write it again"
            ),
        }
    }
}
