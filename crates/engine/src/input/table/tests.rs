//! What a CSV file may hold, and the errors of invalid files.

use super::*;
use ndarray::array;

fn read(csv: &str, columns: &[&str], missing: Missing) -> Result<Table, String> {
    parse(csv.as_bytes(), columns, missing).map_err(|error| error.to_string())
}

#[test]
fn columns_without_a_number_are_left_out_and_named() {
    let table = read("kind,x,y\na,1,2\nb,-3e0,4.5\n", &[], Missing::Refuse).unwrap();
    assert_eq!(table.data, array![[1.0, 2.0], [-3.0, 4.5]]);
    assert_eq!(table.feature_names, ["x", "y"]);
    assert_eq!(
        (table.text_columns, table.n_dropped),
        (vec!["kind".into()], 0)
    );
}

#[test]
fn a_first_row_with_a_number_is_data() {
    let table = read("1,a,2\n3,b,4", &[], Missing::Refuse).unwrap();
    assert_eq!(table.data, array![[1.0, 2.0], [3.0, 4.0]]);
    assert_eq!(table.feature_names, ["column 1", "column 3"]);
}

#[test]
fn columns_are_chosen_by_name_or_number_in_the_order_given() {
    let table = read("a,b,c\n1,2,x\n3,4,y", &["2", "a"], Missing::Refuse).unwrap();
    assert_eq!(table.data, array![[2.0, 1.0], [4.0, 3.0]]);
    assert_eq!(table.feature_names, ["b", "a"]);
}

#[test]
fn rows_with_a_missing_value_can_be_dropped() {
    let csv = "a,b\n1,NA\n2,3\n,4\nnan,5\n6,n/a\nNULL,7\n8,9";
    let table = read(csv, &[], Missing::Drop).unwrap();
    assert_eq!(table.data, array![[2.0, 3.0], [8.0, 9.0]]);
    assert_eq!(table.n_dropped, 5);
    assert_eq!(read(csv, &["b"], Missing::Drop).unwrap().n_dropped, 2);
}

#[test]
fn byte_order_marks_spaces_quotes_and_windows_line_ends_are_accepted() {
    let csv = "\u{feff}\"a, b\" , c\r\n 1 ,\"2\"\r\n\r\n3,4\r\n";
    let table = read(csv, &[], Missing::Refuse).unwrap();
    assert_eq!(table.data, array![[1.0, 2.0], [3.0, 4.0]]);
    assert_eq!(table.feature_names, ["a, b", "c"]);
}

#[test]
fn a_second_byte_order_mark_is_text() {
    let table = read("\u{feff}\u{feff}a\n1\n", &[], Missing::Refuse).unwrap();
    assert_eq!(table.feature_names, ["\u{feff}a"]);
    let late = "\u{feff}\r\n\r\n1,NA\n";
    let error = read(late, &["1", "2"], Missing::Refuse).unwrap_err();
    assert!(error.starts_with("line 3, column \"column 2\""), "{error}");
    let error = read("1\n\n\u{feff}\n\n2\n", &[], Missing::Refuse).unwrap_err();
    assert!(error.starts_with("line 3, column \"column 1\""), "{error}");
}

#[test]
fn errors_in_a_file_name_the_place() {
    let refused = [
        ("", "there are no rows"),
        ("a,b\n", "there are no rows"),
        (
            "a,b\n1,2\n3,4,5\n",
            "line 3: 2 fields are expected, as in the first row, but 3 found",
        ),
        (
            "a,b\n1,2\n\n\n3\n",
            "line 5: 2 fields are expected, as in the first row, but 1 found",
        ),
        (
            "a,b\n1,2\n3,x4\n",
            "line 3, column \"b\": \"x4\" is not a number",
        ),
        (
            "1,2\n3,x4\n",
            "line 2, column \"column 2\": \"x4\" is not a number",
        ),
        (
            "\u{feff}a,b\r\n1,2\r\n\r\n3,x4\r\n",
            "line 4, column \"b\": \"x4\" is not a number",
        ),
        (
            "a,b\n\"x\ny\",2\n1,z\n",
            "line 2, column \"a\": \"x\\ny\" is not a number",
        ),
        (
            "a,b\n1,2\n3,\n",
            "line 3, column \"b\": the value is missing (\"\")",
        ),
        (
            "a,b\n1,2\n\nNA,3\n",
            "line 4, column \"a\": the value is missing (\"NA\")",
        ),
        (
            "a,b\nNaN,2\n1,2\n",
            "line 2, column \"a\": the value is missing (\"NaN\")",
        ),
        (
            "a,b\n1,2\n3,-inf\n",
            "line 3, column \"b\": \"-inf\" is not a finite number",
        ),
        (
            "a,b\n1,2\n3,1e999\n",
            "line 3, column \"b\": \"1e999\" is not a finite number",
        ),
        (
            "a;b\n1;2\n",
            "no numbers in 1 column(s): fields must be separated by commas",
        ),
        ("a,b\nx,y\n", "no numbers in 2 column(s)"),
    ];
    for (csv, expected) in refused {
        let message = read(csv, &[], Missing::Refuse).unwrap_err();
        assert!(message.starts_with(expected), "{csv:?}: {message}");
    }
}

#[test]
fn errors_in_a_choice_of_columns_name_the_column() {
    for (columns, expected) in [
        (
            ["a", "z"],
            "there is no column \"z\"; the columns are a, b, c: give a name, or a number from 1",
        ),
        (["a", "4"], "there is no column \"4\""),
        (["a", "0"], "there is no column \"0\""),
        (["a", "c"], "line 2, column \"c\": \"x\" is not a number"),
        (["c", "c"], "no numbers in 2 column(s)"),
    ] {
        let message = read("a,b,c\n1,2,x\n3,4,y", &columns, Missing::Refuse).unwrap_err();
        assert!(message.starts_with(expected), "{columns:?}: {message}");
    }
}

#[test]
fn a_file_without_complete_rows_is_refused() {
    let message = read("a,b\n1,\n,2\n", &[], Missing::Drop).unwrap_err();
    assert!(message.starts_with("each of the 2 rows lacks a value"));
}

#[test]
fn a_file_that_is_not_text_is_refused() {
    let latin1 = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&latin1, b"a,b\n1,2\n3,\xe9\n").unwrap();
    let error = read_csv(&latin1, &[], Missing::Refuse).unwrap_err();
    assert_eq!(error, ReadError::NotUtf8 { line: 3 });
    let message = error.to_string();
    assert_eq!(message, "the file cannot be read: line 3 is not UTF-8 text");
    for path in ["no/such/file.csv", "src"] {
        let error = read_csv(path, &[], Missing::Refuse).unwrap_err();
        assert!(matches!(error, ReadError::Unreadable(_)), "{error:?}");
    }
}

#[test]
fn penguins_are_read_and_two_rows_dropped() {
    let columns = [
        "bill_length_mm",
        "bill_depth_mm",
        "flipper_length_mm",
        "body_mass_g",
    ];
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../src/data/penguins.csv");
    let table = read_csv(path, &columns, Missing::Drop).unwrap();
    assert_eq!((table.data.dim(), table.n_dropped), ((342, 4), 2));
    assert_eq!(table.data.row(0).to_vec(), [39.1, 18.7, 181.0, 3750.0]);
    assert_eq!(table.data.row(341).to_vec(), [50.2, 18.7, 198.0, 3775.0]);
}
