//! The text of every file that a reader reads, in either language.

use std::path::Path;

use anyhow::Result;
use grader::{EXERCISES, Exercise, Language};

use crate::book::crosswalk;
use crate::book::figures::figure_words;
use crate::book::markdown::{Paragraph, paragraphs, running_text};
use crate::files::read;
use manuscript::{Chapter, chapter_ids};

/// One file.
pub(super) struct Reading {
    /// The file, from the root of the checkout.
    pub(super) path: String,
    /// Its name without endings: `07-m-step`, `compute_means`.
    pub(super) id: String,
    /// The language it is written in.
    pub(super) language: Language,
    /// The file itself, if it is Markdown.
    pub(super) markdown: String,
    /// Its text.
    pub(super) paragraphs: Vec<Paragraph>,
}

impl Reading {
    /// A line of it, for messages.
    pub(super) fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }

    #[cfg(test)]
    pub(super) fn of(language: Language, markdown: &str) -> Self {
        Self {
            path: "page.md".into(),
            id: "page".into(),
            language,
            markdown: markdown.into(),
            paragraphs: running_text(1, markdown),
        }
    }
}

/// Chapters, contents, hints and explanations, the crosswalk, and the Chinese words of figures.
pub(super) fn all(root: &Path) -> Result<Vec<Reading>> {
    let mut readings = Vec::new();
    for language in Language::ALL {
        let code = language.code();
        for id in chapter_ids(root, code)? {
            let mut chapter = file(root, &format!("book/{code}/{id}.md"), &id, language)?;
            chapter.paragraphs = paragraphs(&Chapter::parse(root, code, &id, &chapter.markdown)?);
            readings.push(chapter);
        }
        let path = format!("book/{code}/SUMMARY.md");
        readings.push(file(root, &path, "SUMMARY", language)?);
        for Exercise { id, .. } in &EXERCISES {
            let path = format!("crates/grader/src/curriculum/guides/{id}.{code}.md");
            readings.push(file(root, &path, id, language)?);
        }
        let symbols = crosswalk::read(root)?;
        let meanings = symbols.iter();
        let meanings =
            meanings.flat_map(|symbol| running_text(symbol.line, symbol.meaning(language)));
        readings.push(list(crosswalk::LIST, "crosswalk", language, meanings));
    }
    let words = figure_words(root)?;
    let words = words.values().flat_map(|word| running_text(1, word));
    let (path, id) = ("book/figure-words.toml", "figure-words");
    readings.push(list(path, id, Language::Chinese, words));
    Ok(readings)
}

fn file(root: &Path, path: &str, id: &str, language: Language) -> Result<Reading> {
    let markdown = read(root, path)?;
    let paragraphs = running_text(1, &markdown);
    Ok(Reading {
        markdown,
        ..list(path, id, language, paragraphs)
    })
}

fn list(
    path: &str,
    id: &str,
    language: Language,
    paragraphs: impl IntoIterator<Item = Paragraph>,
) -> Reading {
    Reading {
        path: path.to_owned(),
        id: id.to_owned(),
        language,
        markdown: String::new(),
        paragraphs: paragraphs.into_iter().collect(),
    }
}
