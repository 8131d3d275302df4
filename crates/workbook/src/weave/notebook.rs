//! A chapter as a Jupyter notebook: the same prose, blocks as cells, stubs to fill in.

use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;
use manuscript::{Chapter, Kind, chapter_ids};
use serde_json::{Value, json};

use crate::book::callouts::{callout, pick};
use crate::book::crosswalk;
use crate::book::exercise::ExerciseCode;

/// What the cells of the exercises hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bodies {
    /// Stubs, for the reader to fill in.
    Stubs,
    /// The solutions.
    Solutions,
}

/// One cell of a notebook.
#[derive(Debug, PartialEq)]
pub struct Cell {
    /// Unique in the notebook, and the same each time it is woven.
    pub id: String,
    /// What it holds.
    pub content: Content,
    /// Markdown or Rust.
    pub source: String,
}

/// The kinds of cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Content {
    /// Markdown: the only kind that holds no code.
    Prose,
    /// The dependency, the prelude, the language.
    Setup,
    /// A block of the page.
    Block,
    /// The function of an exercise.
    Exercise,
    /// The call that grades it.
    Grade,
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
    let mut cells = vec![Cell {
        id: "setup".to_owned(),
        content: Content::Setup,
        source: format!(
            ":dep gmm-tutorial = {{ path = \"../..\" }}\nuse gmm::prelude::*;\ngmm::start(\"{}\");",
            language.code()
        ),
    }];
    for part in &chapter.parts {
        let number = cells.len();
        let mut push = |id: String, content, source| {
            cells.push(Cell {
                id,
                content,
                source,
            });
        };
        match &part.kind {
            Kind::Prose(text) => {
                let text = with_link(language, &chapter.id, prose(language, text));
                push(format!("text-{number}"), Content::Prose, text);
            }
            Kind::Block(block) => {
                push(block.id.clone(), Content::Block, block.code.clone());
                if let Some(caption) = &block.caption {
                    let text = format!("*{}*", caption.text.replace('*', ""));
                    push(format!("{}-caption", block.id), Content::Prose, text);
                }
            }
            Kind::Crosswalk => {
                let chapters = chapter_ids(root, language.code())?;
                let table = crosswalk::table(&crosswalk::read(root)?, language, &chapters);
                let table = prose(language, &table);
                push("crosswalk".to_owned(), Content::Prose, table);
            }
            Kind::Exercise(name) => {
                let code =
                    ExerciseCode::read(root, name).with_context(|| chapter.place(part.line))?;
                let id = name.replace('_', "-");
                push(format!("{id}-task"), Content::Prose, task(language, name));
                let function = match bodies {
                    Bodies::Stubs => code.notebook_stub(),
                    Bodies::Solutions => code.solution,
                };
                let function = function.trim_end().to_owned();
                push(format!("{id}-exercise"), Content::Exercise, function);
                let grade = format!("grader::{name}({name})");
                push(format!("{id}-check"), Content::Grade, grade);
            }
        }
    }
    // The title comes before the set-up.
    if matches!(cells.get(1), Some(cell) if cell.content == Content::Prose) {
        cells.swap(0, 1);
    }
    Ok(cells)
}

/// The notebook of `chapter`, in nbformat 4.5, without outputs.
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
    // nbformat's form: one string a line, each with its line break but the last.
    let source: Vec<&str> = cell.source.split_inclusive('\n').collect();
    if cell.content == Content::Prose {
        json!({ "cell_type": "markdown", "id": cell.id, "metadata": {}, "source": source })
    } else {
        json!({
            "cell_type": "code",
            "id": cell.id,
            "metadata": {},
            "execution_count": null,
            "outputs": [],
            "source": source,
        })
    }
}

/// What to do with the stub of the exercise `id`.
fn task(language: Language, id: &str) -> String {
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

/// `text` with a link to the page of the chapter below its title, if it begins with the title.
fn with_link(language: Language, id: &str, text: String) -> String {
    let parts = text.split_once('\n');
    let Some((title, rest)) = parts.filter(|(title, _)| title.starts_with("# ")) else {
        return text;
    };
    let words = pick(language, "This chapter in the book", "书中的这一章");
    let when = pick(
        language,
        ", while `cargo run` serves it",
        "（`cargo run` 运行时可看）",
    );
    let page = format!("{}/{id}.html", language.code());
    format!("{title}\n\n[{words}](http://127.0.0.1:3000/{page}){when}\n{rest}")
}

/// Markdown of the page as Markdown of a notebook, which knows neither ids of headings nor callouts.
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
            // The colors of a verdict: JupyterLab's own are faint in the dark.
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
    let parts = line.strip_suffix('}');
    match parts.and_then(|line| line.rsplit_once(" {#")) {
        Some((title, id)) if line.starts_with('#') => format!("<a id=\"{id}\"></a>\n\n{title}"),
        _ => line.to_owned(),
    }
}

/// Links to pages as links to notebooks.
fn links(line: &str) -> String {
    line.replace(".md)", ".ipynb)").replace(".md#", ".ipynb#")
}
