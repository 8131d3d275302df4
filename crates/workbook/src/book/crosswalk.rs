//! From symbol to code: `book/crosswalk.toml`, as a table in a chapter and as notes over the names.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use grader::{Exercise, Language};
use toml::Value;

use crate::book::callouts::pick;

/// Where the list stands, from the root of the checkout.
pub const LIST: &str = "book/crosswalk.toml";

/// One symbol: what it is called in formulas and in code.
#[derive(Debug)]
pub struct Symbol {
    /// Its name in the list, for ever.
    pub id: String,
    /// Line of the list on which it stands.
    pub line: usize,
    /// The symbol, for KaTeX.
    pub tex: String,
    /// Its name in the code.
    pub code: String,
    /// Its shape in the code, if it has one.
    pub shape: Option<String>,
    /// What it is, in English.
    pub english: String,
    /// What it is, in Chinese.
    pub chinese: String,
    /// The function that computes it, if one does.
    pub function: Option<String>,
    /// The exercise that tests that function.
    pub test: Option<String>,
    /// The chapter that introduces it.
    pub chapter: String,
}

impl Symbol {
    /// What it is, in `language`.
    pub fn meaning(&self, language: Language) -> &str {
        pick(language, &self.english, &self.chinese)
    }
}

/// The list of the checkout at `root`.
///
/// # Errors
/// If it cannot be read, or an entry lacks something.
pub fn read(root: &Path) -> Result<Vec<Symbol>> {
    let text = fs::read_to_string(root.join(LIST)).context(LIST)?;
    parse(&text).context(LIST)
}

/// The list that stands in `text`.
///
/// # Errors
/// If `text` is not TOML, or an entry lacks something.
pub fn parse(text: &str) -> Result<Vec<Symbol>> {
    let list: Value = toml::from_str(text)?;
    let entries = list.get("symbol").and_then(Value::as_array);
    let entries = entries.context("there is no [[symbol]]")?;
    let lines = text.lines().enumerate();
    let starts = lines.filter(|(_, line)| line.trim() == "[[symbol]]");
    entries
        .iter()
        .zip(starts)
        .map(|(entry, (line, _))| {
            let word = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
            let needed = |name: &str| {
                word(name).with_context(|| format!("line {}: no `{name} = \"…\"`", line + 1))
            };
            Ok(Symbol {
                id: needed("id")?,
                line: line + 1,
                tex: needed("tex")?,
                code: needed("code")?,
                shape: word("shape"),
                english: needed("en")?,
                chinese: needed("zh")?,
                function: word("function"),
                test: word("test"),
                chapter: needed("chapter")?,
            })
        })
        .collect()
}

/// The list as a table, for page and notebook: Markdown. Functions lead to their exercise, where
/// its chapter is among `chapters`.
pub fn table(symbols: &[Symbol], language: Language, chapters: &[String]) -> String {
    let mut table = pick(
        language,
        "| Symbol | In code | Shape | What it is | Function | `cargo test -p exercises …` |\n",
        "| 符号 | 代码里 | 形状 | 含义 | 函数 | `cargo test -p exercises …` |\n",
    )
    .to_owned();
    table += "|---|---|---|---|---|---|\n";
    for symbol in symbols {
        let code = |name: &Option<String>| name.as_ref().map(|name| format!("`{name}`"));
        let function = symbol.function.as_deref().map(|name| {
            let exercise = Exercise::find(name);
            match exercise.filter(|exercise| chapters.iter().any(|id| id == exercise.chapter)) {
                Some(Exercise { chapter, .. }) => {
                    format!("[`{name}`]({chapter}.md#exercise-{name})")
                }
                None => format!("`{name}`"),
            }
        });
        table += &format!(
            "| ${}$ | `{}` | {} | {} | {} | {} |\n",
            symbol.tex,
            symbol.code,
            symbol.shape.as_deref().unwrap_or_default(),
            symbol.meaning(language),
            function.unwrap_or_default(),
            code(&symbol.test).unwrap_or_default(),
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# A list.\n\n[[symbol]]\nid = \"means\"\ntex = \"\\\\mu\"\ncode = \"means\"\n\
        shape = \"(K, D)\"\nen = \"centers\"\nzh = \"中心\"\nfunction = \"compute_means\"\n\
        test = \"compute_means\"\nchapter = \"01-mixture\"\n";

    #[test]
    fn an_entry_becomes_a_row_in_each_language() {
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
    fn what_an_entry_lacks_is_named_with_its_line() {
        let error = parse(&TEXT.replace("zh = \"中心\"\n", "")).unwrap_err();
        assert_eq!(error.to_string(), "line 3: no `zh = \"…\"`");
    }
}
