//! Any bytes, read as a CSV file at once and in chunks.

use std::error::Error as _;

use arbitrary::{Arbitrary, Result, Unstructured};
use gaussian_mixture::input::{CsvChunks, Missing, ReadError, Table, read_csv};
use gaussian_mixture::{Chunks as _, GaussianMixture};
use ndarray::{Array2, Axis};

use crate::{check_message, mixture, temporary_file};

/// A file, and the columns to read.
#[derive(Debug)]
pub struct Case {
    file: Vec<u8>,
    columns: Vec<&'static str>,
    rows_per_chunk: usize,
}

const NAMES: [&str; 8] = ["x", "y", "1", "2", "3", "column 1", "größe", ""];

const FIELDS: [&str; 32] = [
    "1",
    "2",
    "-3.5",
    "0",
    "-0",
    "1e3",
    "1e999",
    "-1e-400",
    "inf",
    "-Infinity",
    "NaN",
    "NA",
    "n/a",
    "null",
    "",
    " ",
    " 4 ",
    "\"5\"",
    "\"6,7\"",
    "\"a\nb\"",
    "\"\"\"\"",
    "\"",
    "x",
    "y",
    "größe",
    "0x10",
    "1_000",
    "1.",
    ".5",
    "+1",
    "\u{feff}",
    "\u{a0}1",
];

const ENDS: [&str; 8] = ["\n", "\n", "\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n"];

impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut columns = vec![];
        if u.ratio(1, 2)? {
            for _ in 0..u.int_in_range(1..=3)? {
                columns.push(*u.choose(&NAMES)?);
            }
        }
        let rows_per_chunk = match u.int_in_range(0..=8)? {
            8 => usize::MAX,
            n => n,
        };
        let file = if u.ratio(1, 2)? {
            table(u)?
        } else {
            u.bytes(u.len())?.to_vec()
        };
        Ok(Self {
            file,
            columns,
            rows_per_chunk,
        })
    }
}

/// A table, sometimes with a row too short or too long, truncated, or with a random byte.
fn table(u: &mut Unstructured) -> Result<Vec<u8>> {
    let mut text = String::new();
    if u.ratio(1, 8)? {
        text.push('\u{feff}');
    }
    let n_columns = u.int_in_range(1..=4)?;
    for row in 0..u.int_in_range(0..=12)? {
        let width = match u.int_in_range(0..=31)? {
            0 => n_columns - 1,
            1 => n_columns + 1,
            _ => n_columns,
        };
        let header = row == 0 && u.ratio(1, 2)?;
        for column in 0..width {
            if column > 0 {
                text.push(',');
            }
            text.push_str(u.choose(if header { &NAMES } else { &FIELDS })?);
        }
        text.push_str(u.choose(&ENDS)?);
    }
    let mut bytes = text.into_bytes();
    if u.ratio(1, 4)? && !bytes.is_empty() {
        bytes.truncate(u.choose_index(bytes.len())?);
    }
    if u.ratio(1, 4)? && !bytes.is_empty() {
        let place = u.choose_index(bytes.len())?;
        bytes[place] = u.arbitrary()?;
    }
    Ok(bytes)
}

impl Case {
    pub fn check(self) {
        let path = temporary_file(&self.file);
        let refuse = read_csv(&path, &self.columns, Missing::Refuse);
        let drop = read_csv(&path, &self.columns, Missing::Drop);
        for table in [&refuse, &drop] {
            match table {
                Ok(table) => check_table(table),
                Err(error) => self.check_error(error),
            }
        }
        if let Ok(table) = &refuse {
            assert_eq!(table.n_dropped, 0);
            assert_eq!(drop.as_ref(), Ok(table));
        }
        let chunks = CsvChunks::open(&path, &self.columns, self.rows_per_chunk);
        let read = chunks.and_then(|mut chunks| {
            let data = self.read(&mut chunks)?;
            assert_eq!(self.read(&mut chunks)?, data);
            match GaussianMixture::new(1).max_iter(2).fit_chunks(&mut chunks) {
                Ok(fit) => mixture::check_parameters(&fit.mixture),
                Err(error) => check_message(&error),
            }
            Ok((chunks.feature_names(), data))
        });
        if let Err(error) = &read {
            self.check_error(error);
        }
        self.compare(refuse, read);
    }

    /// All chunks as one array.
    fn read(&self, chunks: &mut CsvChunks) -> std::result::Result<Array2<f64>, ReadError> {
        let mut data = Array2::zeros((0, chunks.feature_names().len()));
        let mut all_full = true;
        let read = chunks.for_each(&mut |chunk| {
            assert!(all_full && (1..=self.rows_per_chunk).contains(&chunk.nrows()));
            all_full = chunk.nrows() == self.rows_per_chunk;
            data.append(Axis(0), chunk)
                .expect("as many columns as names");
            Ok(())
        });
        if let Err(error) = read {
            let source = error.source().and_then(|source| source.downcast_ref());
            let of_file: &ReadError = source.expect("every error is of the file");
            return Err(of_file.clone());
        }
        assert!(data.iter().all(|x| x.is_finite()));
        Ok(data)
    }

    /// Both readers agree on named columns; without names they choose columns differently.
    fn compare(
        &self,
        table: std::result::Result<Table, ReadError>,
        chunks: std::result::Result<(Vec<String>, Array2<f64>), ReadError>,
    ) {
        match (table, chunks) {
            (Ok(table), Ok((names, data))) => {
                if !self.columns.is_empty() || names == table.feature_names {
                    assert_eq!(names, table.feature_names);
                    assert_eq!(data, table.data);
                }
            }
            (Err(table), Err(chunks)) => {
                let same = std::mem::discriminant(&table) == std::mem::discriminant(&chunks);
                if same && !self.columns.is_empty() && !matches!(table, ReadError::Unreadable(_)) {
                    assert_eq!(chunks, table);
                }
            }
            (Ok(_), Err(error)) | (Err(error), Ok(_)) => {
                let zero = self.rows_per_chunk == 0;
                assert!(
                    self.columns.is_empty() || zero,
                    "only one reader fails: {error}"
                );
            }
        }
    }

    fn check_error(&self, error: &ReadError) {
        check_message(error);
        let (line, text) = match error {
            ReadError::NotANumber { line, text, .. }
            | ReadError::NotFinite { line, text, .. }
            | ReadError::MissingValue { line, text, .. } => (*line, text.as_str()),
            ReadError::RaggedRow { line, .. } => (*line, ""),
            _ => return,
        };
        let place = usize::try_from(line - 1).expect("a small file has few lines");
        let file = String::from_utf8_lossy(&self.file);
        let lines = file.replace("\r\n", "\n").replace('\r', "\n");
        let found = lines.split('\n').nth(place);
        let found = found.expect("the line exists");
        // A quoted field may contain line ends, and writes each quote twice.
        if str::from_utf8(&self.file).is_ok() && !self.file.contains(&b'"') {
            assert!(found.contains(text), "{text:?} is not in {found:?}");
        }
    }
}

fn check_table(table: &Table) {
    assert!(table.data.iter().all(|x| x.is_finite()));
    assert!(table.data.nrows() > 0);
    assert_eq!(table.data.ncols(), table.feature_names.len());
}
