//! Whether `book/crosswalk.toml` names functions, exercises and chapters that exist.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use grader::EXERCISES;

use crate::book::crosswalk::{LIST, Symbol, read};

/// The entries of the list that name what is not there, each with its line.
pub(super) fn unknown_names(root: &Path, chapters: &[String]) -> Result<Vec<String>> {
    let mut sources = String::new();
    for folder in ["solutions/src", "src"] {
        append(&root.join(folder), &mut sources).context(folder)?;
    }
    Ok(complaints(&read(root)?, &sources, chapters))
}

fn append(folder: &Path, sources: &mut String) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            append(&path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *sources += &fs::read_to_string(&path)?;
        }
    }
    Ok(())
}

fn complaints(symbols: &[Symbol], sources: &str, chapters: &[String]) -> Vec<String> {
    let mut complaints = Vec::new();
    for (n, symbol) in symbols.iter().enumerate() {
        let mut complain = |what: String| {
            complaints.push(format!("{LIST}:{}: {what}", symbol.line));
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if !sources
            .split(|c| !is_name(c))
            .any(|name| name == symbol.code)
        {
            complain(format!("no name in the code is `{}`", symbol.code));
        }
        if let Some(name) = &symbol.function
            && !sources.contains(&format!("pub fn {name}("))
        {
            complain(format!("there is no function `{name}`"));
        }
        let id = &symbol.chapter;
        let of_exercise = EXERCISES.iter().any(|exercise| exercise.chapter == id);
        if !of_exercise && !chapters.contains(id) {
            complain(format!("there is no chapter `{id}`"));
        }
        if symbols[..n].iter().any(|earlier| earlier.id == symbol.id) {
            complain(format!("an earlier entry is `{}` too", symbol.id));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::crosswalk::parse;

    const ENTRY: &str = "[[symbol]]\nid = \"em\"\ntex = \"x\"\ncode = \"fit\"\nen = \"a\"\nzh = \"甲\"\n\
        function = \"em\"\nchapter = \"08-em\"\n";

    #[test]
    fn each_name_must_exist() {
        let sources = "pub fn em(data: u8) { let fit = 1; }";
        for (from, to, complaint) in [
            ("", "", None),
            ("\"fit\"", "\"fi\"", Some("is `fi`")),
            (
                "function = \"em\"",
                "function = \"me\"",
                Some("function `me`"),
            ),
            ("08-em", "80-me", Some("chapter `80-me`")),
        ] {
            let symbols = parse(&format!("\n{}", ENTRY.replace(from, to))).unwrap();
            let found = complaints(&symbols, sources, &[]);
            assert_eq!(found.len(), usize::from(complaint.is_some()), "{found:?}");
            for found in found {
                assert!(found.starts_with("book/crosswalk.toml:2: "), "{found}");
                assert!(found.contains(complaint.unwrap()), "{found}");
            }
        }
        let twice = parse(&ENTRY.repeat(2)).unwrap();
        assert_eq!(complaints(&twice, sources, &[]).len(), 1);
    }
}
