//! A reader's own data: a table of numbers from a CSV file.

use std::path::Path;

use csv::StringRecord;
use ndarray::Array2;

use super::read_error::ReadError;

/// Numbers, with the names of their columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// One row a sample, `(n_samples, n_features)`, all finite.
    pub data: Array2<f64>,
    /// The name of each column of `data`.
    pub feature_names: Vec<String>,
    /// Names of the columns that were left out because they hold no number.
    pub text_columns: Vec<String>,
    /// How many rows were left out because a value is missing.
    pub n_dropped: usize,
}

/// What to do with a row in which a value is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Report the first as an error.
    Refuse,
    /// Leave such rows out, and count them.
    Drop,
}

/// Reads columns of numbers from a CSV file: fields separated by commas, in UTF-8.
///
/// The first row is a header if there is no number in it; else the columns are called
/// `column 1`, `column 2`, and so on. `columns` chooses by name, or by number from 1, and sets
/// the order; if it is empty, every column with a number in it is taken. A value is missing
/// where the field is empty, `NA`, `N/A`, `NaN` or `null`, in small letters or capitals.
///
/// # Errors
/// [`ReadError::Unreadable`], [`ReadError::NotUtf8`], [`ReadError::NoRows`], [`ReadError::RaggedRow`], [`ReadError::UnknownColumn`],
/// [`ReadError::NoNumbers`], [`ReadError::NotANumber`], [`ReadError::NotFinite`]; [`ReadError::MissingValue`]
/// or, where such rows are dropped and none is left, [`ReadError::NoCompleteRows`].
///
/// # Examples
/// ```no_run
/// use gaussian_mixture::input::{Missing, read_csv};
///
/// let columns = ["bill_length_mm", "bill_depth_mm"];
/// let table = read_csv("src/data/penguins.csv", &columns, Missing::Drop)?;
/// assert_eq!((table.data.dim(), table.n_dropped), ((342, 2), 2));
/// # Ok::<(), gaussian_mixture::Error>(())
/// ```
pub fn read_csv(
    path: impl AsRef<Path>,
    columns: &[&str],
    missing: Missing,
) -> Result<Table, ReadError> {
    let bytes = std::fs::read(path).map_err(ReadError::unreadable)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = line_at(error.as_bytes(), valid);
        ReadError::NotUtf8 { line }
    })?;
    parse(&text, columns, missing)
}

fn parse(text: &str, columns: &[&str], missing: Missing) -> Result<Table, ReadError> {
    let (names, rows) = named(records(text)?);
    if rows.is_empty() {
        return Err(ReadError::NoRows);
    }
    let has_number = |&i: &usize| rows.iter().any(|row| is_number(&row[i]));
    let (chosen, text_columns): (Vec<usize>, Vec<usize>) = if columns.is_empty() {
        (0..names.len()).partition(has_number)
    } else {
        let chosen: Result<_, _> = columns.iter().map(|name| place(name, &names)).collect();
        (chosen?, vec![])
    };
    if !chosen.iter().any(has_number) {
        return Err(ReadError::NoNumbers {
            n_columns: if columns.is_empty() {
                names.len()
            } else {
                chosen.len()
            },
            only_first_row: false,
        });
    }

    let mut values = Vec::new();
    let mut n_dropped = 0;
    for row in &rows {
        let value = |&i: &usize| value(&row[i], || (line(text, row), names[i].clone()));
        match chosen.iter().map(value).collect::<Result<Vec<f64>, _>>() {
            Ok(sample) => values.extend(sample),
            Err(ReadError::MissingValue { .. }) if missing == Missing::Drop => n_dropped += 1,
            Err(error) => return Err(error),
        }
    }
    let n_samples = rows.len() - n_dropped;
    if n_samples == 0 {
        return Err(ReadError::NoCompleteRows { n_rows: rows.len() });
    }
    let names_of = |columns: &[usize]| columns.iter().map(|&i| names[i].clone()).collect();
    Ok(Table {
        data: Array2::from_shape_vec((n_samples, chosen.len()), values)
            .expect("each kept row has a value in each chosen column"),
        feature_names: names_of(&chosen),
        text_columns: names_of(&text_columns),
        n_dropped,
    })
}

/// The records of the file, as many fields in each as in the first.
fn records(text: &str) -> Result<Vec<StringRecord>, ReadError> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records: Vec<StringRecord> = Vec::new();
    for record in reader.into_records() {
        let record = record.map_err(ReadError::unreadable)?;
        let expected = records.first().map_or(record.len(), StringRecord::len);
        if record.len() != expected {
            return Err(ReadError::RaggedRow {
                line: line(text, &record),
                expected,
                found: record.len(),
            });
        }
        records.push(record);
    }
    Ok(records)
}

/// The names of the columns, and the records without the header.
fn named(mut records: Vec<StringRecord>) -> (Vec<String>, Vec<StringRecord>) {
    let Some(first) = records.first() else {
        return (vec![], vec![]);
    };
    if first.iter().any(is_number) {
        let names = (1..=first.len()).map(|i| format!("column {i}"));
        (names.collect(), records)
    } else {
        let names = first.iter().map(str::to_owned).collect();
        records.remove(0);
        (names, records)
    }
}

/// Which column is meant by a name, or by a number from 1.
pub(super) fn place(wanted: &str, names: &[String]) -> Result<usize, ReadError> {
    let by_number = || {
        let number: usize = wanted.parse().ok()?;
        (1..=names.len()).contains(&number).then(|| number - 1)
    };
    let by_name = names.iter().position(|name| name == wanted);
    by_name
        .or_else(by_number)
        .ok_or_else(|| ReadError::UnknownColumn {
            column: wanted.to_owned(),
            known: names.to_vec(),
        })
}

/// The number in a field, which stands at a line and a column.
pub(super) fn value(field: &str, place: impl FnOnce() -> (u64, String)) -> Result<f64, ReadError> {
    let number = field.parse();
    if let Some(number) = number
        .clone()
        .ok()
        .filter(|number: &f64| number.is_finite())
    {
        return Ok(number);
    }
    let ((line, column), text) = (place(), field.to_owned());
    Err(match number {
        _ if is_missing(field) => ReadError::MissingValue { line, column, text },
        Ok(_) => ReadError::NotFinite { line, column, text },
        Err(_) => ReadError::NotANumber { line, column, text },
    })
}

pub(super) fn is_number(field: &str) -> bool {
    field.parse().is_ok_and(f64::is_finite)
}

fn is_missing(field: &str) -> bool {
    let field = field.to_ascii_lowercase();
    ["", "na", "n/a", "nan", "null"].contains(&field.as_str())
}

/// The line where a record begins. The record's own position is before the empty lines above
/// it, which it passes over, and before the mark that some programs set before UTF-8.
fn line(text: &str, record: &StringRecord) -> u64 {
    let mark = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let start = record
        .position()
        .map_or(mark, |position| mark.max(position.byte() as usize));
    let rest = &text[start..];
    let empty = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    line_at(text.as_bytes(), start + empty)
}

/// The line, counted from 1, of a byte. A line ends with `\n`, `\r\n` or, as long ago, `\r`.
fn line_at(text: &[u8], byte: usize) -> u64 {
    let ends = |at: &usize| match text[*at] {
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        byte => byte == b'\n',
    };
    1 + (0..byte).filter(ends).count() as u64
}

#[cfg(test)]
mod tests;
