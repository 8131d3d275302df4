//! What can go wrong with a file of samples.

use std::error::Error as StdError;
use std::fmt;

use crate::Error;
use crate::error::Cause;

/// What is wrong with a file of samples, and where.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ReadError {
    /// A file that the system does not read, or that is no CSV file; what was said is the source.
    Unreadable(Cause),
    /// A file that is no text.
    NotUtf8 {
        /// The first line of it that is none, counted from 1.
        line: u64,
    },
    /// A file without a row of data.
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
    /// Text where a number should stand.
    NotANumber {
        /// The line in the file, counted from 1.
        line: u64,
        /// The name of the column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// Text that says infinity, or a number beyond the range of `f64`.
    NotFinite {
        /// The line in the file, counted from 1.
        line: u64,
        /// The name of the column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// A field that is empty or says that the value is not known.
    MissingValue {
        /// The line in the file, counted from 1.
        line: u64,
        /// The name of the column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// No row has a value in every column.
    NoCompleteRows {
        /// The number of rows.
        n_rows: usize,
    },
    /// A table in which no column holds a number.
    NoNumbers {
        /// The number of its columns.
        n_columns: usize,
        /// Whether only its first row was looked at.
        only_first_row: bool,
    },
    /// A column that is asked for, but is not there.
    UnknownColumn {
        /// The name that is asked for.
        column: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// Chunks of no rows.
    NoRowsPerChunk,
    /// A NumPy file of other numbers than are asked for; what its reader said is the source.
    OtherType(Cause),
    /// A NumPy file of another number of dimensions than two.
    OtherDimensions {
        /// How many it has.
        found: usize,
    },
    /// A NumPy file that cannot be understood.
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
                "line {line}, column {column:?}: {text:?} is not a number: mend it, or leave the \
                 column out"
            ),
            Self::NotFinite { line, column, text } => write!(
                f,
                "line {line}, column {column:?}: {text:?} is not a finite number: mend it, or \
                 leave the row out"
            ),
            Self::MissingValue { line, column, text } => write!(
                f,
                "line {line}, column {column:?}: the value is missing ({text:?}): fill it in, or \
                 leave the row or the column out"
            ),
            Self::NoCompleteRows { n_rows } => write!(
                f,
                "each of the {n_rows} rows lacks a value: leave out the columns that are seldom \
                 known"
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
                "there is no column {column:?}, but {}: give a name, or a number from 1",
                known.join(", ")
            ),
            Self::NoRowsPerChunk => write!(f, "rows_per_chunk is 0, but must be at least 1"),
            Self::OtherType(cause) => write!(
                f,
                "the file cannot be read: its numbers are of another type than is asked for \
                 ({cause}): the program that reads it must ask for their own, f32 or f64, and NumPy \
                 writes others as such after astype(\"<f8\")"
            ),
            Self::OtherDimensions { found } => write!(
                f,
                "the file cannot be read: it has {found} dimension(s), where two are needed, samples \
                 and features: NumPy gives a list of numbers a column with reshape(-1, 1)"
            ),
            Self::Malformed { reason } => write!(
                f,
                "the .npy file cannot be understood: {reason}; write it again"
            ),
        }
    }
}
