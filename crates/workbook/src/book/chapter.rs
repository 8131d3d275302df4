//! A chapter as it is written: prose, blocks that run, exercises, in the order of the page.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use grader::Language;

use crate::book::anchors::{anchor, without_hidden_lines};
use crate::book::callouts::pick;

/// One page of the book in one language.
#[derive(Debug)]
pub struct Chapter {
    /// File stem, the same in both languages: `07-m-step`.
    pub id: String,
    /// The language it is written in.
    pub language: Language,
    /// What it is made of, in order.
    pub parts: Vec<Part>,
}

/// A piece of a chapter, with the line of the page on which it starts.
#[derive(Debug, PartialEq)]
pub struct Part {
    /// Counted from 1.
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
    /// The name of an exercise.
    Exercise(String),
    /// The table from symbol to code.
    Crosswalk,
}

/// A Rust block that runs in the notebook, and whose output stands under it on the page.
#[derive(Debug, PartialEq)]
pub struct Block {
    /// Its name, the same in both languages; its outputs are filed under it.
    pub id: String,
    /// Its code, with what it includes.
    pub code: String,
    /// What its figure shows, if it shows one.
    pub caption: Option<Caption>,
}

/// The words under a figure, which are its alternative text too.
#[derive(Debug, PartialEq)]
pub struct Caption {
    /// The line of the page on which it begins.
    pub line: usize,
    /// Markdown, in one line.
    pub text: String,
}

/// Directory of a language's pages, from the root of the checkout.
pub fn directory(language: Language) -> String {
    format!("book/{}", language.code())
}

/// Ids of the chapters of a language, in the order of its `SUMMARY.md`.
///
/// # Errors
/// If `SUMMARY.md` cannot be read.
pub fn ids(root: &Path, language: Language) -> Result<Vec<String>> {
    let path = format!("{}/SUMMARY.md", directory(language));
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
    /// If the page cannot be read, or breaks a rule of CONTRIBUTING.md; the error says where.
    pub fn read(root: &Path, language: Language, id: &str) -> Result<Self> {
        let path = format!("{}/{id}.md", directory(language));
        let text = fs::read_to_string(root.join(&path)).with_context(|| path.clone())?;
        Self::parse(root, language, id, &text)
    }

    /// Takes the page `text` to pieces; files it includes are read from the checkout at `root`.
    ///
    /// # Errors
    /// As [`Chapter::read`].
    pub fn parse(root: &Path, language: Language, id: &str, text: &str) -> Result<Self> {
        let mut parser = Parser::default();
        let mut lines = text.lines().enumerate().map(|(n, line)| (n + 1, line));
        while let Some((number, line)) = lines.next() {
            let place = || format!("{}/{id}.md:{number}", directory(language));
            if let Some(info) = line.strip_prefix("```rust") {
                let block_id = info.strip_prefix(",id=").with_context(|| {
                    format!("{}: a Rust block needs a name: ```rust,id=NAME", place())
                })?;
                let mut code = String::new();
                loop {
                    let (_, line) = lines
                        .next()
                        .with_context(|| format!("{}: the block is not closed", place()))?;
                    if line == "```" {
                        break;
                    }
                    code += &include(root, line).with_context(place)?;
                    code.push('\n');
                }
                parser
                    .push_block(number, block_id, code)
                    .with_context(place)?;
            } else if let Some(name) = exercise_directive(line) {
                parser.push(number, Kind::Exercise(name.to_owned()));
            } else if line.trim() == "{{#crosswalk}}" {
                parser.push(number, Kind::Crosswalk);
            } else if line.starts_with("```") {
                let fence = &line[..line.len() - line.trim_start_matches('`').len()];
                parser.push_line(number, line);
                for (number, line) in lines.by_ref() {
                    parser.push_line(number, line);
                    if line == fence {
                        break;
                    }
                }
            } else if let Some(caption) = caption(language, line) {
                parser.begin_caption(number, caption).with_context(place)?;
            } else {
                parser.push_line(number, line);
            }
        }
        Ok(Self {
            id: id.to_owned(),
            language,
            parts: parser.finish(),
        })
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

    /// The names of its exercises, in order.
    pub fn exercises(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match &part.kind {
            Kind::Exercise(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Where `part` stands, for messages: `book/en/07-m-step.md:12`.
    pub fn place(&self, line: usize) -> String {
        format!("{}/{}.md:{line}", directory(self.language), self.id)
    }
}

#[derive(Default)]
struct Parser {
    parts: Vec<Part>,
    in_caption: bool,
}

impl Parser {
    fn push(&mut self, line: usize, kind: Kind) {
        self.in_caption = false;
        self.parts.push(Part { line, kind });
    }

    fn push_line(&mut self, number: usize, line: &str) {
        if self.in_caption {
            if !line.trim().is_empty() {
                let caption = self.last_block().and_then(|block| block.caption.as_mut());
                let text = &mut caption.expect("in a caption").text;
                text.push(' ');
                text.push_str(line.trim());
                return;
            }
            self.in_caption = false;
        }
        match self.parts.last_mut() {
            Some(Part {
                kind: Kind::Prose(text),
                ..
            }) => {
                text.push_str(line);
                text.push('\n');
            }
            // The blank lines between a block and the prose after it belong to neither.
            _ if line.trim().is_empty() => {}
            _ => self.push(number, Kind::Prose(format!("{line}\n"))),
        }
    }

    fn push_block(&mut self, line: usize, id: &str, code: String) -> Result<()> {
        let repeated = self.parts.iter().any(|part| match &part.kind {
            Kind::Block(block) => block.id == id,
            _ => false,
        });
        ensure!(!repeated, "a block named `{id}` stands further up");
        let well_formed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ensure!(
            !id.is_empty() && id.chars().all(well_formed),
            "`{id}` is no name: use a-z, 0-9 and hyphens"
        );
        let block = Block {
            id: id.to_owned(),
            code: code.trim_end().to_owned(),
            caption: None,
        };
        self.push(line, Kind::Block(block));
        Ok(())
    }

    fn last_block(&mut self) -> Option<&mut Block> {
        match &mut self.parts.last_mut()?.kind {
            Kind::Block(block) => Some(block),
            _ => None,
        }
    }

    fn begin_caption(&mut self, line: usize, text: &str) -> Result<()> {
        match self.last_block() {
            Some(block) if block.caption.is_none() => {
                let text = text.trim().to_owned();
                block.caption = Some(Caption { line, text });
            }
            _ => bail!("a caption must come right after the block whose figure it describes"),
        }
        self.in_caption = true;
        Ok(())
    }

    fn finish(mut self) -> Vec<Part> {
        for part in &mut self.parts {
            if let Kind::Prose(text) = &mut part.kind {
                text.truncate(text.trim_end().len());
            }
        }
        self.parts
    }
}

fn exercise_directive(line: &str) -> Option<&str> {
    line.trim().strip_prefix("{{#exercise ")?.strip_suffix("}}")
}

fn caption(language: Language, line: &str) -> Option<&str> {
    line.strip_prefix(caption_mark(language))
}

/// How the paragraph begins that describes a figure.
pub fn caption_mark(language: Language) -> &'static str {
    pick(language, "Figure:", "图：")
}

/// `line`, or what it includes: `{{#include ../../solutions/src/em.rs:em}}`, from a page's place.
fn include(root: &Path, line: &str) -> Result<String> {
    let Some(target) = line
        .trim()
        .strip_prefix("{{#include ../../")
        .and_then(|rest| rest.strip_suffix("}}"))
    else {
        return Ok(line.to_owned());
    };
    let (path, name) = target
        .split_once(':')
        .context("an include names a file and an anchor: FILE:ANCHOR")?;
    let text = fs::read_to_string(root.join(path)).with_context(|| path.to_owned())?;
    let region = anchor(&text, name).with_context(|| path.to_owned())?;
    Ok(without_hidden_lines(&region).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Chapter> {
        Chapter::parse(Path::new("../.."), Language::English, "00-test", text)
    }

    #[test]
    fn a_page_comes_apart_in_order() {
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
    fn a_broken_rule_is_an_error_with_its_place() {
        for (page, complaint) in [
            (
                "text\n```rust\n1\n```",
                "00-test.md:2: a Rust block needs a name",
            ),
            ("```rust,id=a\n1", "not closed"),
            ("```rust,id=a\n1\n```\n```rust,id=a\n2\n```", "further up"),
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
    fn an_include_brings_the_function() {
        let chapter =
            parse("```rust,id=em\n{{#include ../../solutions/src/em.rs:em}}\n```").unwrap();
        let code = &chapter.blocks().next().unwrap().code;
        assert!(code.contains("pub fn em(") && !code.contains("ANCHOR"));
    }
}
