//! A table of numbers from a CSV file.

use std::path::Path;

use ndarray::Array2;

use super::csv_rows::{CsvRows, Invalid, is_number};
use super::read_error::ReadError;

/// Numbers, with the names of their columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The samples, `(n_samples, n_features)`, all finite.
    pub data: Array2<f64>,
    /// The name of each column of `data`.
    pub feature_names: Vec<String>,
    /// Names of the columns that were left out because they hold no number.
    pub text_columns: Vec<String>,
    /// How many rows were left out because a value is missing.
    pub n_dropped: usize,
}

/// What to do with a row that has a missing value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Return an error for the first such row.
    Refuse,
    /// Leave such rows out, and count them.
    Drop,
}

/// Reads columns of numbers from a CSV file in UTF-8, with commas between the fields.
///
/// The first row is a header if there is no number in it; else the columns are called
/// `column 1`, `column 2`, and so on. `columns` chooses by name, or by number from 1, and sets
/// the order; if it is empty, every column with a number in it is taken. A value is missing
/// where the field is empty, `NA`, `N/A`, `NaN` or `null`, in lower or upper case.
///
/// # Errors
/// [`ReadError::Unreadable`], [`ReadError::NotUtf8`], [`ReadError::NoRows`],
/// [`ReadError::RaggedRow`], [`ReadError::UnknownColumn`], [`ReadError::NoNumbers`],
/// [`ReadError::NotANumber`], [`ReadError::NotFinite`]; [`ReadError::MissingValue`] or, if such rows
/// are dropped and none is left, [`ReadError::NoCompleteRows`].
///
/// # Examples
/// ```no_run
/// use gaussian_mixture::input::{Missing, read_csv};
///
/// let table = read_csv("measurements.csv", &["length", "wait"], Missing::Drop)?;
/// println!("{} samples, {} rows dropped", table.data.nrows(), table.n_dropped);
/// # Ok::<(), gaussian_mixture::Error>(())
/// ```
pub fn read_csv(
    path: impl AsRef<Path>,
    columns: &[&str],
    missing: Missing,
) -> Result<Table, ReadError> {
    let bytes = std::fs::read(path).map_err(ReadError::unreadable)?;
    parse(&bytes, columns, missing)
}

fn parse(bytes: &[u8], columns: &[&str], missing: Missing) -> Result<Table, ReadError> {
    let open = || Ok(bytes);
    let mut rows = CsvRows::open(open)?;
    let names = rows.names().to_vec();
    let mut has_number = vec![false; names.len()];
    let mut n_rows = 0;
    while rows.advance()? {
        n_rows += 1;
        for (has_number, field) in has_number.iter_mut().zip(rows.fields()) {
            *has_number |= is_number(field);
        }
    }
    let (chosen, text_columns): (Vec<usize>, Vec<usize>) = if columns.is_empty() {
        (0..names.len()).partition(|&i| has_number[i])
    } else {
        (rows.places(columns)?, vec![])
    };
    if !chosen.iter().any(|&i| has_number[i]) {
        return Err(ReadError::NoNumbers {
            n_columns: chosen.len().max(text_columns.len()),
            only_first_row: false,
        });
    }

    let mut values = Vec::new();
    let mut n_dropped = 0;
    let mut rows = CsvRows::open(open)?;
    while rows.advance()? {
        let value = |&i: &usize| rows.value(i).map_err(|invalid| (i, invalid));
        match chosen.iter().map(value).collect::<Result<Vec<f64>, _>>() {
            Ok(sample) => values.extend(sample),
            Err((_, Invalid::Missing)) if missing == Missing::Drop => n_dropped += 1,
            Err((i, invalid)) => return Err(rows.error(i, invalid)),
        }
    }
    if n_dropped == n_rows {
        return Err(ReadError::NoCompleteRows { n_rows });
    }
    let names_of = |columns: &[usize]| columns.iter().map(|&i| names[i].clone()).collect();
    Ok(Table {
        data: Array2::from_shape_vec((n_rows - n_dropped, chosen.len()), values)
            .expect("each kept row has a value in each chosen column"),
        feature_names: names_of(&chosen),
        text_columns: names_of(&text_columns),
        n_dropped,
    })
}

#[cfg(test)]
mod tests;
