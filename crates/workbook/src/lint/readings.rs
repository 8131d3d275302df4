//! Everything that is read as running text, in either language.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;

use crate::book::crosswalk;
use crate::book::figures::figure_words;
use crate::book::markdown::{Paragraph, paragraphs, running_text};
use manuscript::{Chapter, chapter_ids};

/// One file's running text.
pub(super) struct Reading {
    /// The file, from the root of the checkout.
    pub(super) path: String,
    /// Its name without endings: `07-m-step`, `compute_means`.
    pub(super) id: String,
    /// The language it is written in.
    pub(super) language: Language,
    /// What is read.
    pub(super) paragraphs: Vec<Paragraph>,
}

impl Reading {
    /// Where a line of it stands, for messages.
    pub(super) fn place(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }

    /// Its file as it stands; empty if that is a list of words, not Markdown.
    pub(super) fn markdown(&self, root: &Path) -> Result<String> {
        if !self.path.ends_with(".md") {
            return Ok(String::new());
        }
        fs::read_to_string(root.join(&self.path)).with_context(|| self.path.clone())
    }

    #[cfg(test)]
    pub(super) fn of(language: Language, markdown: &str) -> Self {
        Self {
            path: "page.md".into(),
            id: "page".into(),
            language,
            paragraphs: running_text(1, markdown),
        }
    }
}

/// Chapters, contents, hints and explanations, the crosswalk, and the Chinese words of figures.
pub(super) fn all(root: &Path) -> Result<Vec<Reading>> {
    let mut readings = Vec::new();
    for language in Language::ALL {
        let folder = format!("book/{}", language.code());
        for id in chapter_ids(root, language.code())? {
            readings.push(Reading {
                path: format!("{folder}/{id}.md"),
                paragraphs: paragraphs(&Chapter::read(root, language.code(), &id)?),
                language,
                id,
            });
        }
        let path = format!("{folder}/SUMMARY.md");
        readings.push(file(root, &path, "SUMMARY", language)?);
        for exercise in &grader::EXERCISES {
            let path = format!(
                "crates/grader/src/curriculum/guides/{}.{}.md",
                exercise.id,
                language.code()
            );
            readings.push(file(root, &path, exercise.id, language)?);
        }
    }
    for language in Language::ALL {
        let meanings = crosswalk::read(root)?;
        readings.push(Reading {
            path: crosswalk::LIST.into(),
            id: "crosswalk".into(),
            paragraphs: meanings
                .iter()
                .flat_map(|symbol| running_text(symbol.line, symbol.meaning(language)))
                .collect(),
            language,
        });
    }
    let words = figure_words(root)?;
    readings.push(Reading {
        path: "book/figure-words.toml".into(),
        id: "figure-words".into(),
        language: Language::Chinese,
        paragraphs: words
            .values()
            .flat_map(|word| running_text(1, word))
            .collect(),
    });
    Ok(readings)
}

fn file(root: &Path, path: &str, id: &str, language: Language) -> Result<Reading> {
    let text = fs::read_to_string(root.join(path)).with_context(|| path.to_owned())?;
    Ok(Reading {
        path: path.to_owned(),
        id: id.to_owned(),
        language,
        paragraphs: running_text(1, &text),
    })
}
