//! Measurements of the engine's speed, read from the files in `crates/engine/benches/results/`.

use std::path::Path;

/// A table of measurements, with a note of how they were made.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The comment lines of the file: they name the command, the processor, the compiler and the date.
    pub head: String,
    /// The rows, in the file's order.
    pub rows: Vec<Row>,
}

/// One row of a table: pairs of a column's name and the text of its field.
#[derive(Debug, Clone)]
pub struct Row(Vec<(String, String)>);

/// Reads `crates/engine/benches/results/NAME.csv`: the author's measurements, or yours after you
/// have run the benchmarks.
///
/// # Panics
/// If the file cannot be read.
///
/// # Examples
/// ```
/// use gmm::prelude::*;
/// let limits = measured("limits");
/// assert_eq!(limits.rows[0].text("limit"), "flops");
/// assert!(limits.rows[0].number("per_second") > 1e8);
/// ```
#[track_caller]
pub fn measured(name: &str) -> Measured {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/engine/benches/results");
    let path = folder.join(format!("{name}.csv"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (comments, lines): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with('#'));
    let mut lines = lines.iter().map(|line| line.split(','));
    let names: Vec<&str> = lines.next().map_or(vec![], Iterator::collect);
    let row = |values| {
        names
            .iter()
            .zip(values)
            .map(|(name, value): (_, &str)| ((*name).into(), value.into()))
    };
    Measured {
        head: comments
            .iter()
            .map(|line| line.trim_start_matches(['#', ' ']))
            .collect::<Vec<_>>()
            .join("\n"),
        rows: lines.map(|values| Row(row(values).collect())).collect(),
    }
}

impl Row {
    /// The text of the field in `column`.
    ///
    /// # Panics
    /// If there is no such column.
    #[track_caller]
    pub fn text(&self, column: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| name == column);
        found.map_or_else(
            || panic!("there is no column {column:?}"),
            |(_, value)| value,
        )
    }

    /// The number in `column`.
    ///
    /// # Panics
    /// If there is no such column, or its field is not a number.
    #[track_caller]
    pub fn number(&self, column: &str) -> f64 {
        let text = self.text(column);
        text.parse()
            .unwrap_or_else(|_| panic!("{column}: {text:?} is not a number"))
    }
}
