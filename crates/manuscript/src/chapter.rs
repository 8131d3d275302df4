//! A chapter taken to pieces: prose, blocks that run, exercises, in the order of the page.

use std::fs;
use std::iter::Peekable;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::anchors;

/// One page of the book in one language.
#[derive(Debug)]
pub struct Chapter {
    /// Stem of its file, the same in both languages: `07-m-step`.
    pub id: String,
    /// `en` or `zh`: its folder in `book/`.
    pub language: String,
    /// Its pieces, in order.
    pub parts: Vec<Part>,
}

/// A piece of a chapter.
#[derive(Debug, PartialEq)]
pub struct Part {
    /// The line of the page on which it begins, counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of piece.
#[derive(Debug, PartialEq)]
pub enum Kind {
    /// Markdown.
    Prose(String),
    /// Rust that runs.
    Block(Block),
    /// The id of an exercise.
    Exercise(String),
    /// The table of symbols and their names in the code.
    Crosswalk,
}

/// A Rust block. The notebook runs it, and the page shows its output under it.
#[derive(Debug, PartialEq)]
pub struct Block {
    /// Its name, the same in both languages. Its outputs are filed under it.
    pub id: String,
    /// Its code, with the code that it includes.
    pub code: String,
    /// The description of its figure, if it shows one.
    pub caption: Option<Caption>,
}

/// The paragraph under a figure, which is its alternative text too.
#[derive(Debug, PartialEq)]
pub struct Caption {
    /// The line of the page on which it begins.
    pub line: usize,
    /// Markdown, in one line.
    pub text: String,
}

/// The beginning of a caption, in English or in Chinese.
pub const CAPTION_MARKS: [&str; 2] = ["Figure:", "图："];

/// Ids of the chapters in `language`, in the order of its `SUMMARY.md`.
///
/// # Errors
/// If `SUMMARY.md` cannot be read.
pub fn chapter_ids(root: &Path, language: &str) -> Result<Vec<String>> {
    let path = format!("book/{language}/SUMMARY.md");
    let summary = fs::read_to_string(root.join(&path)).context(path)?;
    let targets = summary.lines().filter_map(|line| line.split_once("]("));
    Ok(targets
        .filter_map(|(_, target)| target.split_once(".md)"))
        .map(|(id, _)| id.trim_start_matches("./").to_owned())
        .collect())
}

impl Chapter {
    /// Reads the chapter `id` in `language` from the checkout at `root`.
    ///
    /// # Errors
    /// If the page cannot be read, or breaks a rule of CONTRIBUTING.md; the error names the line.
    pub fn read(root: &Path, language: &str, id: &str) -> Result<Self> {
        let path = format!("book/{language}/{id}.md");
        let text = fs::read_to_string(root.join(&path)).context(path)?;
        Self::parse(root, language, id, &text)
    }

    /// Takes the page `text` to pieces. The files that it includes are read from the checkout at
    /// `root`.
    ///
    /// # Errors
    /// As [`Chapter::read`].
    pub fn parse(root: &Path, language: &str, id: &str, text: &str) -> Result<Self> {
        let mut chapter = Self {
            id: id.to_owned(),
            language: language.to_owned(),
            parts: Vec::new(),
        };
        let mut lines = text.lines().zip(1..).peekable();
        while let Some((line, number)) = lines.next() {
            chapter
                .add(root, line, number, &mut lines)
                .with_context(|| chapter.place(number))?;
        }
        for part in &mut chapter.parts {
            if let Kind::Prose(text) = &mut part.kind {
                text.truncate(text.trim_end().len());
            }
        }
        Ok(chapter)
    }

    /// The blocks that run, in order.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks_with_lines().map(|(_, block)| block)
    }

    /// The blocks that run, in order, each with the line on which it begins.
    pub fn blocks_with_lines(&self) -> impl Iterator<Item = (usize, &Block)> {
        self.parts.iter().filter_map(|part| match &part.kind {
            Kind::Block(block) => Some((part.line, block)),
            _ => None,
        })
    }

    /// A line of the page, for messages: `book/en/07-m-step.md:12`.
    pub fn place(&self, line: usize) -> String {
        format!("book/{}/{}.md:{line}", self.language, self.id)
    }

    /// Adds what begins with `line`, and takes the rest of it from `lines`.
    fn add<'a, Lines>(
        &mut self,
        root: &Path,
        line: &str,
        number: usize,
        lines: &mut Peekable<Lines>,
    ) -> Result<()>
    where
        Lines: Iterator<Item = (&'a str, usize)>,
    {
        let directive = line.trim();
        if let Some(info) = line.strip_prefix("```rust") {
            let id = info.strip_prefix(",id=");
            let id = id.context("a Rust block needs a name: ```rust,id=NAME")?;
            self.check_block_id(id)?;
            let block = Block {
                id: id.to_owned(),
                code: code(root, lines)?,
                caption: None,
            };
            self.push(number, Kind::Block(block));
        } else if let Some(name) = directive.strip_prefix("{{#exercise ") {
            let name = name.strip_suffix("}}").context("`}}` is missing")?;
            self.push(number, Kind::Exercise(name.to_owned()));
        } else if directive == "{{#crosswalk}}" {
            self.push(number, Kind::Crosswalk);
        } else if line.starts_with("```") {
            let fence = &line[..line.len() - line.trim_start_matches('`').len()];
            self.push_prose(number, line);
            for (line, number) in lines {
                self.push_prose(number, line);
                if line == fence {
                    break;
                }
            }
        } else if let Some(text) = CAPTION_MARKS
            .into_iter()
            .find_map(|mark| line.strip_prefix(mark))
        {
            let mut text = text.trim().to_owned();
            let goes_on = |line: &str| {
                !line.trim().is_empty() && !line.starts_with("```") && !line.starts_with("{{#")
            };
            while let Some((line, _)) = lines.next_if(|(line, _)| goes_on(line)) {
                text.push(' ');
                text += line.trim();
            }
            self.set_caption(Caption { line: number, text })?;
        } else {
            self.push_prose(number, line);
        }
        Ok(())
    }

    fn push(&mut self, line: usize, kind: Kind) {
        self.parts.push(Part { line, kind });
    }

    fn push_prose(&mut self, number: usize, line: &str) {
        match self.parts.last_mut().map(|part| &mut part.kind) {
            Some(Kind::Prose(text)) => *text += &format!("{line}\n"),
            // The blank lines between a block and the prose after it belong to neither.
            _ if line.trim().is_empty() => {}
            _ => self.push(number, Kind::Prose(format!("{line}\n"))),
        }
    }

    fn check_block_id(&self, id: &str) -> Result<()> {
        let repeated = self.blocks().any(|block| block.id == id);
        ensure!(!repeated, "an earlier block is named `{id}` too");
        let well_formed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ensure!(
            !id.is_empty() && id.chars().all(well_formed),
            "`{id}` is no name: use a-z, 0-9 and hyphens"
        );
        Ok(())
    }

    fn set_caption(&mut self, caption: Caption) -> Result<()> {
        match self.parts.last_mut().map(|part| &mut part.kind) {
            Some(Kind::Block(block)) if block.caption.is_none() => block.caption = Some(caption),
            _ => bail!("a caption must come right after the block whose figure it describes"),
        }
        Ok(())
    }
}

/// The code of a block: `lines` as far as its closing fence, with the code that they include.
fn code<'a>(root: &Path, lines: &mut impl Iterator<Item = (&'a str, usize)>) -> Result<String> {
    let mut code = String::new();
    loop {
        let (line, _) = lines.next().context("the block is not closed")?;
        if line == "```" {
            return Ok(code.trim_end().to_owned());
        }
        code += &include(root, line)?;
        code.push('\n');
    }
}

/// `line`, or the code that it includes: `{{#include ../../solutions/src/em.rs:em}}`, a path from
/// the folder of the page.
fn include(root: &Path, line: &str) -> Result<String> {
    let target = line.trim().strip_prefix("{{#include ../../");
    let Some(target) = target.and_then(|rest| rest.strip_suffix("}}")) else {
        return Ok(line.to_owned());
    };
    let (path, name) = target
        .split_once(':')
        .context("an include names a file and an anchor: FILE:ANCHOR")?;
    let text = fs::read_to_string(root.join(path)).with_context(|| path.to_owned())?;
    let shown = anchors::shown(&text, name).with_context(|| path.to_owned())?;
    Ok(shown.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Chapter> {
        Chapter::parse(Path::new("../.."), "en", "00-test", text)
    }

    #[test]
    fn a_page_is_taken_to_pieces_in_order() {
        let chapter = parse(
            "# Title\n\nWords.\n\n```rust,id=one\n1 + 1\n```\n\nFigure: A sum,\nin two lines.\n\n\
             More.\n```text\n```rust\n```\n{{#exercise compute_means}}\n",
        )
        .unwrap();
        let block = Block {
            id: "one".into(),
            code: "1 + 1".into(),
            caption: Some(Caption {
                line: 9,
                text: "A sum, in two lines.".into(),
            }),
        };
        let kinds: Vec<Kind> = chapter.parts.into_iter().map(|part| part.kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::Prose("# Title\n\nWords.".into()),
                Kind::Block(block),
                Kind::Prose("More.\n```text\n```rust\n```".into()),
                Kind::Exercise("compute_means".into()),
            ]
        );
    }

    #[test]
    fn each_broken_rule_is_an_error_with_its_place() {
        for (page, complaint) in [
            (
                "text\n```rust\n1\n```",
                "00-test.md:2: a Rust block needs a name",
            ),
            ("```rust,id=a\n1", "not closed"),
            (
                "```rust,id=a\n1\n```\n```rust,id=a\n2\n```",
                "an earlier block",
            ),
            ("```rust,id=A b\n1\n```", "no name"),
            ("Figure: of nothing", "right after the block"),
            (
                "```rust,id=a\n{{#include ../../solutions/src/em.rs:nothing}}\n```",
                "no `// ANCHOR: nothing`",
            ),
        ] {
            let error = format!("{:#}", parse(page).unwrap_err());
            assert!(error.contains(complaint), "{page:?} said {error:?}");
        }
    }

    #[test]
    fn an_include_is_replaced_by_the_function() {
        let chapter =
            parse("```rust,id=em\n{{#include ../../solutions/src/em.rs:em}}\n```").unwrap();
        let code = &chapter.blocks().next().unwrap().code;
        assert!(code.contains("pub fn em(") && !code.contains("ANCHOR"));
    }
}
