//! The symbols and their names in the code: `book/crosswalk.toml`, as a table for a chapter.

use std::path::Path;

use anyhow::{Context, Result};
use grader::{Exercise, Language};
use serde::Deserialize;

use super::callouts::pick;
use crate::files;

/// The list, from the root of the checkout.
pub const LIST: &str = "book/crosswalk.toml";

/// One symbol, and its name in the code.
#[derive(Debug, Deserialize)]
pub struct Symbol {
    /// Its name in the list; never changes.
    pub id: String,
    /// The line of the list on which it begins.
    #[serde(skip)]
    pub line: usize,
    /// The symbol, in TeX.
    pub tex: String,
    /// Its name in the code.
    pub code: String,
    /// Its shape in the code, if it has one.
    pub shape: Option<String>,
    /// What it is, in English.
    pub en: String,
    /// What it is, in Chinese.
    pub zh: String,
    /// The function that computes it, if one does.
    pub function: Option<String>,
    /// The chapter that introduces it.
    pub chapter: String,
}

impl Symbol {
    /// What it is, in `language`.
    pub fn meaning(&self, language: Language) -> &str {
        pick(language, &self.en, &self.zh)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    symbol: Vec<Symbol>,
}

/// The list of the checkout at `root`.
///
/// # Errors
/// If it cannot be read, or an entry lacks something; the error names the line.
pub fn read(root: &Path) -> Result<Vec<Symbol>> {
    parse(&files::read(root, LIST)?).context(LIST)
}

/// The list that `text` holds.
///
/// # Errors
/// As [`read`].
pub fn parse(text: &str) -> Result<Vec<Symbol>> {
    let mut symbols = toml::from_str::<List>(text)?.symbol;
    let lines = text.lines().zip(1..);
    let starts = lines.filter(|(line, _)| line.trim() == "[[symbol]]");
    for (symbol, (_, line)) in symbols.iter_mut().zip(starts) {
        symbol.line = line;
    }
    Ok(symbols)
}

/// The list as a Markdown table. A function links to its exercise, if the chapter of that is among
/// `chapters`.
pub fn table(symbols: &[Symbol], language: Language, chapters: &[String]) -> String {
    let mut table = pick(
        language,
        "| Symbol | In code | Shape | What it is | Function | `cargo test -p exercises …` |\n",
        "| 符号 | 代码里 | 形状 | 含义 | 函数 | `cargo test -p exercises …` |\n",
    )
    .to_owned();
    table += "|---|---|---|---|---|---|\n";
    for symbol in symbols {
        let name = symbol.function.as_deref().unwrap_or_default();
        let exercise = Exercise::find(name);
        let linked = exercise.filter(|exercise| chapters.iter().any(|id| id == exercise.chapter));
        let function = match linked {
            Some(Exercise { chapter, .. }) => format!("[`{name}`]({chapter}.md#exercise-{name})"),
            None if name.is_empty() => String::new(),
            None => format!("`{name}`"),
        };
        table += &format!(
            "| ${}$ | `{}` | {} | {} | {function} | {} |\n",
            symbol.tex,
            symbol.code,
            symbol.shape.as_deref().unwrap_or_default(),
            symbol.meaning(language),
            exercise.map_or(String::new(), |exercise| format!("`{}`", exercise.id)),
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# A list.\n\n[[symbol]]\nid = \"means\"\ntex = \"\\\\mu\"\ncode = \"means\"\n\
        shape = \"(K, D)\"\nen = \"centers\"\nzh = \"中心\"\nfunction = \"compute_means\"\n\
        chapter = \"01-mixture\"\n";

    #[test]
    fn each_entry_is_a_row_in_each_language() {
        let symbols = parse(TEXT).unwrap();
        let table = |language, chapters: &[String]| table(&symbols, language, chapters);
        let english = table(Language::English, &["07-m-step".to_owned()]);
        assert_eq!(
            english.lines().last(),
            Some(
                "| $\\mu$ | `means` | (K, D) | centers | \
                 [`compute_means`](07-m-step.md#exercise-compute_means) | `compute_means` |"
            )
        );
        let chinese = table(Language::Chinese, &[]);
        assert!(chinese.ends_with("| 中心 | `compute_means` | `compute_means` |\n"));
    }

    #[test]
    fn a_missing_field_is_named_with_its_line() {
        let error = parse(&TEXT.replace("zh = \"中心\"\n", "")).unwrap_err();
        let message = error.to_string();
        assert!(
            message.contains("line 3") && message.contains("`zh`"),
            "{message}"
        );
    }
}
