//! The words in the figures, and their Chinese translations.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;

use crate::files::read;
use crate::html::unescaped;

/// The Chinese translations of the words in figures: `book/figure-words.toml`.
///
/// # Errors
/// If the file cannot be read, or a line of it is not `"English" = "中文"`.
pub fn figure_words(root: &Path) -> Result<BTreeMap<String, String>> {
    let path = "book/figure-words.toml";
    toml::from_str(&read(root, path)?).context(path)
}

/// The labels of a figure, and the word of its slider if it has one.
pub fn labels(svg: &str) -> impl Iterator<Item = &str> {
    let texts = svg.split("<text").skip(1).filter_map(|rest| {
        let content = rest.split_once('>')?.1;
        Some(content.split_once("</text>")?.0.trim())
    });
    texts.chain(step_word(svg))
}

/// The word for what a slider counts, if `svg` is one of its pictures: see `gmm::plot::steps`.
pub fn step_word(svg: &str) -> Option<&str> {
    svg.split_once(STEP)?.1.split('"').next()
}

const STEP: &str = "data-step=\"";

/// `svg` with its words in `language`, where `figure_words` translates them.
pub fn translate(language: Language, svg: &str, figure_words: &BTreeMap<String, String>) -> String {
    let mut translated = svg.to_owned();
    if language == Language::English {
        return translated;
    }
    for label in labels(svg) {
        if let Some(chinese) = figure_words.get(&unescaped(label)) {
            for (before, after) in [(">", "</text>"), (STEP, "\"")] {
                let (from, to) = (
                    format!("{before}{label}{after}"),
                    format!("{before}{chinese}{after}"),
                );
                translated = translated.replace(&from, &to);
            }
        }
    }
    translated
}
