//! The words in the figures, and the Chinese for them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;

/// The Chinese for the English words in figures: `book/figure-words.toml`.
///
/// # Errors
/// If the file cannot be read, or a line of it is not `"English" = "中文"`.
pub fn figure_words(root: &Path) -> Result<BTreeMap<String, String>> {
    let path = "book/figure-words.toml";
    let text = std::fs::read_to_string(root.join(path)).context(path)?;
    toml::from_str(&text).context(path)
}

/// The text labels of a figure, and the word on the slider that it belongs to.
pub fn labels(svg: &str) -> impl Iterator<Item = &str> {
    let texts = svg.split("<text").skip(1).filter_map(|rest| {
        let content = rest.split_once('>')?.1;
        Some(content.split_once("</text>")?.0.trim())
    });
    texts.chain(step_word(svg))
}

/// What a slider counts, if `svg` is one of its pictures: see `gmm::plot::steps`.
pub fn step_word(svg: &str) -> Option<&str> {
    svg.split_once(STEP)?.1.split('"').next()
}

const STEP: &str = "data-step=\"";

/// A label as `book/figure-words.toml` spells it.
pub fn words_of(label: &str) -> String {
    label
        .replace("&apos;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// `svg` with its words in `language`, as far as `figure_words` has them.
pub fn translate(language: Language, svg: &str, figure_words: &BTreeMap<String, String>) -> String {
    let mut translated = svg.to_owned();
    if language == Language::Chinese {
        for label in labels(svg) {
            if let Some(chinese) = figure_words.get(&words_of(label)) {
                let (from, to) = (format!(">{label}</text>"), format!(">{chinese}</text>"));
                translated = translated.replace(&from, &to);
                let (from, to) = (format!("{STEP}{label}\""), format!("{STEP}{chinese}\""));
                translated = translated.replace(&from, &to);
            }
        }
    }
    translated
}
