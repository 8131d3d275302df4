//! Fits of CSV files in chunks, and the errors of such files.

mod data;

use std::error::Error as StdError;
use std::{fs, io};

use approx::assert_abs_diff_eq;
use data::old_faithful;
use gaussian_mixture::input::{CsvChunks, Missing, ReadError, read_csv};
use gaussian_mixture::{Error, GaussianMixture};

const CSV: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../src/data/old_faithful.csv"
);

#[test]
fn a_csv_file_in_chunks_gives_the_fit_of_the_array() {
    let data = old_faithful();
    for rows_per_chunk in [1, 100, 272, 1_000_000, usize::MAX] {
        let mut chunks = CsvChunks::open(CSV, &[], rows_per_chunk).unwrap();
        let options = GaussianMixture::new(2).seed(4).n_init(2);
        let (chunked, whole) = (
            options.fit_chunks(&mut chunks).unwrap(),
            options.fit(&data).unwrap(),
        );
        assert_eq!(chunked.iterations, whole.iterations);
        assert_abs_diff_eq!(
            *chunked.mixture.means(),
            *whole.mixture.means(),
            epsilon = 1e-10
        );
        let (found, expected) = (chunked.mixture.covariances(), whole.mixture.covariances());
        // 1e-9: a relative error near 1e-10 of variances near 30
        assert_abs_diff_eq!(found, expected, epsilon = 1e-9);
    }
}

#[test]
fn columns_are_chosen_by_name_and_number() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("table.csv");
    fs::write(&path, "name,x,y\na,1,2\nb,3,5\nc,4,4\n").unwrap();
    let names = |columns: &[&str]| CsvChunks::open(&path, columns, 2).unwrap().feature_names();
    assert_eq!(names(&[]), ["x", "y"]);
    assert_eq!(names(&["y", "2"]), ["y", "x"]);
    let mut chunks = CsvChunks::open(&path, &["y"], 2).unwrap();
    let fit = GaussianMixture::new(1).fit_chunks(&mut chunks).unwrap();
    assert_abs_diff_eq!(fit.mixture.means()[[0, 0]], 11.0 / 3.0, epsilon = 1e-15);
}

#[test]
fn errors_name_the_line() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("table.csv");
    let error = |text: &[u8]| {
        fs::write(&path, text).unwrap();
        let chunks = CsvChunks::open(&path, &[], 2);
        let mut chunks = match chunks {
            Ok(chunks) => chunks,
            Err(error) => return error,
        };
        of_file(GaussianMixture::new(1).fit_chunks(&mut chunks).unwrap_err())
    };
    let at = |line: u64, text: &str| (line, "y".to_owned(), text.to_owned());
    assert_eq!(error(b""), ReadError::NoRows);
    assert_eq!(error(b"x,y\n"), ReadError::NoRows);
    let expected = ReadError::NoNumbers {
        n_columns: 2,
        only_first_row: true,
    };
    assert_eq!(error(b"x,y\na,b\n"), expected);
    let message = error(b"x,y\na,b\n1,2\n").to_string();
    assert!(
        message.starts_with("no numbers in 2 column(s) of the first row: "),
        "{message}"
    );
    // The file ends in the middle of a row.
    let expected = ReadError::RaggedRow {
        line: 4,
        expected: 2,
        found: 1,
    };
    assert_eq!(error(b"x,y\n1,2\n3,4\n5"), expected);
    let (line, column, text) = at(5, "");
    let expected = ReadError::MissingValue { line, column, text };
    assert_eq!(error(b"x,y\r\n1,2\r\n\r\n\r\n3,\r\n"), expected);
    let (line, column, text) = at(3, "four");
    for text_of_file in [
        "x,y\n1,2\n3,four\n",
        "x,y\r\n1,2\r\n3,four\r\n",
        "x,y\r1,2\r3,four\r",
    ] {
        let expected = ReadError::NotANumber {
            line,
            column: column.clone(),
            text: text.clone(),
        };
        assert_eq!(error(text_of_file.as_bytes()), expected, "{text_of_file:?}");
        assert_eq!(
            read_csv(&path, &[], Missing::Refuse).unwrap_err(),
            expected,
            "{text_of_file:?}"
        );
    }
    let (line, column, text) = at(2, "inf");
    assert_eq!(
        error(b"x,y\n1,inf\n"),
        ReadError::NotFinite { line, column, text }
    );
    assert_eq!(error(b"x,y\n1,\xff\n"), ReadError::NotUtf8 { line: 2 });
    // A byte order mark and empty lines come before the row.
    let column = "column 2".to_owned();
    let (line, text) = (3, "NA".to_owned());
    let expected = ReadError::MissingValue { line, column, text };
    assert_eq!(error(b"\xef\xbb\xbf\r\n\r\n1,NA\n"), expected);
    let column = "column 1".to_owned();
    let (line, text) = (3, "\u{feff}".to_owned());
    let expected = ReadError::NotANumber { line, column, text };
    assert_eq!(error(b"1\n\n\xef\xbb\xbf\n\n2\n"), expected);
    let missing = CsvChunks::open(dir.path().join("none.csv"), &[], 2).unwrap_err();
    assert!(matches!(missing, ReadError::Unreadable(_)));
    let unknown = CsvChunks::open(CSV, &["height"], 2).unwrap_err();
    assert!(matches!(unknown, ReadError::UnknownColumn { .. }));
    let none = CsvChunks::open(CSV, &[], 0).unwrap_err();
    assert!(matches!(none, ReadError::NoRowsPerChunk));
}

/// The error of the file inside the error of a fit.
fn of_file(error: Error) -> ReadError {
    let source = error.source().and_then(|source| source.downcast_ref());
    let of_file: &ReadError = source.expect("the file is the source");
    assert_eq!(error.to_string(), of_file.to_string());
    of_file.clone()
}

#[test]
fn an_unreadable_file_keeps_the_error_of_the_system_as_its_source() {
    let kind = |error: &dyn StdError| {
        let said = error
            .source()
            .and_then(|source| source.downcast_ref::<io::Error>());
        said.map(io::Error::kind)
    };
    let not_found = Some(io::ErrorKind::NotFound);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("table.csv");
    let table = read_csv(&path, &[], Missing::Refuse).unwrap_err();
    assert_eq!(kind(&table), not_found);
    assert_eq!(
        kind(&CsvChunks::open(&path, &[], 2).unwrap_err()),
        not_found
    );
    // The file is deleted after it was opened, and the fit passes the error on.
    fs::write(&path, "1\n2\n").unwrap();
    let mut chunks = CsvChunks::open(&path, &[], 2).unwrap();
    fs::remove_file(&path).unwrap();
    let mut fit = || GaussianMixture::new(1).fit_chunks(&mut chunks).unwrap_err();
    assert_eq!(kind(&of_file(fit())), not_found);
    // Some systems can open a folder, but none can read it.
    fs::create_dir(&path).unwrap();
    assert!(kind(&of_file(fit())).is_some());
}
