//! A chapter as a Jupyter notebook: the same prose, blocks as cells, stubs to fill in.

use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;
use serde_json::{Value, json};

use crate::book::callouts::{callout, pick};
use crate::book::crosswalk;
use crate::book::exercise::Lesson;
use manuscript::{Chapter, Kind, chapter_ids};

/// Who fills the exercises of a notebook.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bodies {
    /// The reader: the cells hold stubs.
    Stubs,
    /// Nobody needs to: the cells hold the solutions.
    Solutions,
}

/// One cell of a notebook.
#[derive(Debug, PartialEq)]
pub struct Cell {
    /// Unique in the notebook, and the same from one weaving to the next.
    pub id: String,
    /// What it holds.
    pub content: Content,
}

/// The kinds of cell.
#[derive(Debug, PartialEq)]
pub enum Content {
    /// Prose.
    Markdown(String),
    /// The dependency, the prelude, the language.
    Setup(String),
    /// A block of the page.
    Block(String),
    /// An exercise's function.
    Exercise(String),
    /// The grader's call on it.
    Check(String),
}

impl Cell {
    /// The code of the cell, if it holds code.
    pub fn code(&self) -> Option<&str> {
        match &self.content {
            Content::Markdown(_) => None,
            Content::Setup(code)
            | Content::Block(code)
            | Content::Exercise(code)
            | Content::Check(code) => Some(code),
        }
    }
}

/// The cells of `chapter`.
///
/// # Errors
/// If one of its exercises does not exist.
pub fn cells(
    root: &Path,
    language: Language,
    chapter: &Chapter,
    bodies: Bodies,
) -> Result<Vec<Cell>> {
    let code = language.code();
    let mut cells = vec![Cell {
        id: "setup".into(),
        content: Content::Setup(format!(
            ":dep gmm-tutorial = {{ path = \"../..\" }}\nuse gmm::prelude::*;\ngmm::start(\"{code}\");"
        )),
    }];
    for part in &chapter.parts {
        let number = cells.len();
        let mut push = |id: String, content| cells.push(Cell { id, content });
        match &part.kind {
            Kind::Prose(text) => push(
                format!("text-{number}"),
                Content::Markdown(with_link(language, &chapter.id, &prose(language, text))),
            ),
            Kind::Block(block) => {
                push(block.id.clone(), Content::Block(block.code.clone()));
                if let Some(caption) = &block.caption {
                    let text = format!("*{}*", caption.text.replace('*', ""));
                    push(format!("{}-caption", block.id), Content::Markdown(text));
                }
            }
            Kind::Crosswalk => {
                let chapters = chapter_ids(root, language.code())?;
                let table = crosswalk::table(&crosswalk::read(root)?, language, &chapters);
                push(
                    "crosswalk".into(),
                    Content::Markdown(prose(language, &table)),
                );
            }
            Kind::Exercise(name) => {
                let lesson = Lesson::read(root, name).with_context(|| chapter.place(part.line))?;
                let hyphenated = name.replace('_', "-");
                push(
                    format!("{hyphenated}-task"),
                    Content::Markdown(task(language, &lesson)),
                );
                let function = match bodies {
                    Bodies::Stubs => lesson.notebook_stub(),
                    Bodies::Solutions => lesson.solution,
                };
                push(
                    format!("{hyphenated}-exercise"),
                    Content::Exercise(function.trim_end().to_owned()),
                );
                push(
                    format!("{hyphenated}-check"),
                    Content::Check(format!("grader::{name}({name})")),
                );
            }
        }
    }
    // The title comes before the machinery.
    if matches!(cells.get(1), Some(cell) if matches!(cell.content, Content::Markdown(_))) {
        cells.swap(0, 1);
    }
    Ok(cells)
}

/// The notebook file of `chapter`, for nbformat 4.5, without outputs.
///
/// # Errors
/// As [`cells`].
pub fn render(
    root: &Path,
    language: Language,
    chapter: &Chapter,
    bodies: Bodies,
) -> Result<String> {
    let cells = cells(root, language, chapter, bodies)?;
    let cells: Vec<Value> = cells.iter().map(cell_json).collect();
    let notebook = json!({
        "metadata": {
            "woven": format!(
                "from book/{}/{}.md by `cargo run -- weave`; edits here are yours, weave them not",
                chapter.language, chapter.id
            ),
            "kernelspec": { "display_name": "Rust", "language": "rust", "name": "rust" },
            "language_info": { "name": "rust", "file_extension": ".rs", "mimetype": "text/rust" },
        },
        "nbformat": 4,
        "nbformat_minor": 5,
        "cells": cells,
    });
    Ok(serde_json::to_string_pretty(&notebook)? + "\n")
}

fn cell_json(cell: &Cell) -> Value {
    match &cell.content {
        Content::Markdown(text) => json!({
            "cell_type": "markdown",
            "id": cell.id,
            "metadata": {},
            "source": source_lines(text),
        }),
        _ => json!({
            "cell_type": "code",
            "id": cell.id,
            "metadata": {},
            "execution_count": null,
            "outputs": [],
            "source": source_lines(cell.code().unwrap_or_default()),
        }),
    }
}

/// nbformat's form: one string a line, each with its line break but the last.
fn source_lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn task(language: Language, lesson: &Lesson) -> String {
    let id = lesson.exercise.id;
    let title = pick(language, "Exercise", "练习");
    let what = pick(
        language,
        "Replace the line `your_turn!(…)` by your own code, run the cell, then run the cell after \
         it: it says what is right and what is not. Until you do, the solution stands in, and the \
         rest of the notebook runs.",
        "把 `your_turn!(…)` 这一行换成你自己的代码，运行这个单元格，再运行下一个：它会告诉你哪里对、哪里不对。\
         在你动手之前，由参考答案顶替，后面的单元格照样能运行。",
    );
    format!("**{title} `{id}`**\n\n{what}")
}

/// Below the title of the notebook, the way to the page it is made from.
fn with_link(language: Language, id: &str, text: &str) -> String {
    let Some((title, rest)) = text.split_once('\n') else {
        return text.to_owned();
    };
    if !title.starts_with("# ") {
        return text.to_owned();
    }
    let words = pick(language, "This chapter in the book", "书中的这一章");
    let when = pick(
        language,
        ", while `cargo run` serves it",
        "（`cargo run` 运行时可看）",
    );
    let page = format!("{}/{id}.html", language.code());
    format!("{title}\n\n[{words}](http://127.0.0.1:3000/{page}){when}\n{rest}")
}

/// Markdown of the page as Markdown of a notebook: anchors, callouts and links.
fn prose(language: Language, text: &str) -> String {
    let mut result = String::new();
    let mut in_callout = false;
    let mut in_fence = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_fence = !in_fence;
        }
        if in_fence {
            result += line;
        } else if let Some(kind) = line
            .strip_prefix("> [!")
            .and_then(|rest| rest.strip_suffix(']'))
        {
            in_callout = true;
            // As a verdict looks; JupyterLab's own colors for this are faint in the dark.
            let color = match kind {
                "WARNING" | "CAUTION" => "#d1495b",
                "TIP" => "#2e9e5b",
                _ => "#3b82c4",
            };
            let title = callout(language, kind);
            result += &format!(
                "<div style=\"border-left: 4px solid {color}; padding: 0.1em 0.9em; margin: 1em 0\">\n\n**{title}**\n"
            );
        } else if in_callout && line.starts_with('>') {
            result += &links(line.trim_start_matches('>').trim_start());
        } else {
            if in_callout {
                in_callout = false;
                result += "\n</div>\n\n";
            }
            result += &links(&heading(line));
        }
        result.push('\n');
    }
    if in_callout {
        result += "\n</div>\n";
    }
    result.trim_end().to_owned()
}

/// `## Title {#id}` as an anchor and a heading without its id.
fn heading(line: &str) -> String {
    match line
        .strip_suffix('}')
        .and_then(|line| line.rsplit_once(" {#"))
    {
        Some((title, id)) if line.starts_with('#') => format!("<a id=\"{id}\"></a>\n\n{title}"),
        _ => line.to_owned(),
    }
}

/// Links to pages as links to notebooks.
fn links(line: &str) -> String {
    line.replace(".md)", ".ipynb)").replace(".md#", ".ipynb#")
}
