//! Runs notebooks on the real kernel and files what their blocks leave: `weave --run`.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, bail};
use grader::Language;
use serde_json::Value;

use super::notebook::{self, Bodies, Cell, Content};
use crate::book::outputs::{self, Output};
use crate::files::write;
use crate::jupyter::{Jupyter, run_notebook};
use manuscript::Chapter;

/// What notebooks are run for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Purpose {
    /// To get the outputs of a chapter's blocks, which are the same in both languages.
    Outputs,
    /// To prove a chapter: each language once, solved and as the reader finds it once. The cells of
    /// the two languages are compared elsewhere, so this runs every cell of both kinds.
    Check,
    /// To prove it in each language both ways.
    CheckAll,
}

/// One notebook to run: a chapter in a language, solved or as the reader finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The chapter.
    pub id: String,
    /// The language.
    pub language: Language,
    /// Who fills the exercises.
    pub bodies: Bodies,
}

impl Run {
    /// The runs that a chapter needs.
    pub fn of_chapter(id: &str, purpose: Purpose) -> Vec<Self> {
        use {Bodies::*, Language::*};
        let runs: &[_] = match purpose {
            Purpose::Outputs => &[(English, Solutions)],
            Purpose::Check => &[(English, Solutions), (Chinese, Stubs)],
            Purpose::CheckAll => &[
                (English, Solutions),
                (Chinese, Solutions),
                (English, Stubs),
                (Chinese, Stubs),
            ],
        };
        let run = |&(language, bodies)| Self {
            id: id.to_owned(),
            language,
            bodies,
        };
        runs.iter().map(run).collect()
    }

    fn describe(&self) -> String {
        let exercises = match self.bodies {
            Bodies::Solutions => "solved",
            Bodies::Stubs => "as the reader finds it",
        };
        format!("{}, {}, {exercises}", self.id, self.language.code())
    }
}

/// Runs notebooks, as many at a time as there are cores, and returns the outputs of each.
///
/// # Errors
/// That of the first, in their order, of those that were run and failed: a cell that fails, or
/// another verdict than the one expected. After a failure no further one is begun.
pub fn run_all(root: &Path, jupyter: &Jupyter, runs: &[Run]) -> Result<Vec<Vec<Output>>> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let results: Vec<OnceLock<_>> = runs.iter().map(|_| OnceLock::new()).collect();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (next, results) = (&next, &results);
            scope.spawn(move || {
                while let Some(n) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&n| n < runs.len())
                {
                    eprintln!(
                        "running {} ({} of {}) …",
                        runs[n].describe(),
                        n + 1,
                        runs.len()
                    );
                    let result = run(root, jupyter, &runs[n]);
                    if result.is_err() {
                        // The others need not begin: nothing is right before this is.
                        next.store(runs.len(), Ordering::Relaxed);
                    }
                    results[n].set(result).ok();
                }
            });
        }
    });
    results
        .into_iter()
        .filter_map(OnceLock::into_inner)
        .collect()
}

/// Runs one notebook and returns the outputs of its blocks.
///
/// With [`Bodies::Solutions`] every check must pass; with [`Bodies::Stubs`] every check must say
/// that the exercise is not begun.
///
/// # Errors
/// If a cell panics or prints an error, or a check says something else; the error names the cell.
fn run(root: &Path, jupyter: &Jupyter, run: &Run) -> Result<Vec<Output>> {
    let Run {
        id,
        language,
        bodies,
    } = run;
    let (language, bodies) = (*language, *bodies);
    let chapter = Chapter::read(root, language.code(), id)?;
    let cells = notebook::cells(root, language, &chapter, bodies)?;
    let name = format!("{}-{id}-{bodies:?}", language.code()).to_lowercase();
    let folder = root.join("target/notebooks");
    let source = folder.join(format!("{name}.ipynb"));
    let target = folder.join(format!("{name}-run.ipynb"));
    write(
        &source,
        &notebook::render(root, language, &chapter, bodies)?,
    )?;
    let place = root.join("notebooks").join(language.code());
    fs::create_dir_all(&place).with_context(|| place.display().to_string())?;
    run_notebook(jupyter, &source, &target, &place)?;

    let run = fs::read_to_string(&target).with_context(|| target.display().to_string())?;
    let run: Value = serde_json::from_str(&run).with_context(|| target.display().to_string())?;
    let ran = run["cells"].as_array().context("a notebook has cells")?;
    let mut blocks = Vec::new();
    for (cell, result) in cells.iter().zip(ran) {
        let output = read_cell(cell, result).with_context(|| {
            format!(
                "notebooks/{}/{id}.ipynb, cell `{}`",
                language.code(),
                cell.id
            )
        })?;
        match cell.content {
            Content::Block(_) => blocks.push(output.shown),
            Content::Check(_) => {
                let expected = match bodies {
                    Bodies::Solutions => "passed",
                    Bodies::Stubs => "not-started",
                };
                let verdict = format!("data-status=\"{expected}\"");
                if !output.html.contains(&verdict) {
                    bail!(
                        "notebooks/{}/{id}.ipynb, cell `{}`: expected the verdict `{expected}`, \
                         but the cell showed:\n{}{}",
                        language.code(),
                        cell.id,
                        output.shown.text,
                        output.html
                    );
                }
            }
            _ => {}
        }
    }
    Ok(blocks)
}

/// What a cell left, as shown on the page, and any other HTML.
#[derive(Default)]
struct CellOutput {
    shown: Output,
    html: String,
}

fn read_cell(cell: &Cell, result: &Value) -> Result<CellOutput> {
    let mut output = CellOutput::default();
    for part in result["outputs"].as_array().into_iter().flatten() {
        match part["output_type"].as_str().unwrap_or_default() {
            "error" => bail!("{}", part["evalue"].as_str().unwrap_or("failed")),
            "stream" => {
                let text = joined(&part["text"]);
                // The setup cell says there what it compiles.
                let is_setup = matches!(cell.content, Content::Setup(_));
                if part["name"] == "stderr" && !is_setup && !text.trim().is_empty() {
                    bail!("wrote to standard error:\n{text}");
                }
                if part["name"] == "stdout" {
                    output.shown.text += &text;
                }
            }
            _ => {
                let html = joined(&part["data"]["text/html"]);
                if html.contains("<svg") {
                    output.shown.figures.extend(svgs(&html));
                } else if html.is_empty() {
                    // A cell that ends in a loop has the value `()`, which says nothing.
                    let value = joined(&part["data"]["text/plain"]);
                    output.shown.text += if value == "()" { "" } else { &value };
                } else {
                    output.html += &html;
                }
            }
        }
    }
    Ok(output)
}

/// nbformat writes a text as one string or as its lines.
fn joined(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

fn svgs(html: &str) -> Vec<String> {
    let elements = html.split("<svg").skip(1);
    elements
        .filter_map(|rest| Some(format!("<svg{}</svg>", rest.split_once("</svg>")?.0)))
        .collect()
}

/// Writes the outputs of the chapter `id`, and removes those of blocks that are gone.
///
/// # Errors
/// If a figure has no caption or a caption no figure, or a file cannot be written.
pub fn file_outputs(root: &Path, id: &str, blocks: &[Output]) -> Result<()> {
    let files = expected_files(root, id, blocks)?;
    let directory = outputs::directory(root, id);
    if directory.exists() {
        for entry in fs::read_dir(&directory).with_context(|| directory.display().to_string())? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if !files.iter().any(|(file, _)| *file == name) {
                fs::remove_file(&path).with_context(|| path.display().to_string())?;
            }
        }
    }
    for (name, content) in files {
        write(&directory.join(name), &content)?;
    }
    Ok(())
}

/// What differs between `blocks` and the files of the chapter `id`: a line for each file, with the
/// first line of it that is another.
///
/// # Errors
/// As [`file_outputs`].
pub fn compare_outputs(root: &Path, id: &str, blocks: &[Output]) -> Result<Vec<String>> {
    let directory = outputs::directory(root, id);
    let mut complaints = Vec::new();
    for (name, content) in expected_files(root, id, blocks)? {
        let filed = fs::read_to_string(directory.join(&name)).ok();
        if filed.as_ref() != Some(&content) {
            let what = filed.map_or("is missing".into(), |filed| {
                let difference = first_difference(&filed, &content);
                format!("is not what the notebook leaves: {difference}")
            });
            complaints.push(format!("book/outputs/{id}/{name} {what}"));
        }
    }
    Ok(complaints)
}

/// Where two texts that are not the same part: the line, and both as far as a message holds them.
fn first_difference(filed: &str, left: &str) -> String {
    let (mut filed, mut left) = (filed.split('\n'), left.split('\n'));
    let mut line = 0;
    loop {
        line += 1;
        let (old, new) = (filed.next(), left.next());
        if old != new || old.is_none() {
            let say = |text: Option<&str>| {
                text.map_or("nothing".into(), |text| format!("\"{text:.100}\""))
            };
            return format!("line {line} was {}, is {}", say(old), say(new));
        }
    }
}

fn expected_files(root: &Path, id: &str, blocks: &[Output]) -> Result<Vec<(String, String)>> {
    let chapter = Chapter::read(root, "en", id)?;
    for (block, output) in chapter.blocks().zip(blocks) {
        match (&block.caption, output.figures.is_empty()) {
            (Some(_), true) => bail!(
                "{id}: block `{}` has a caption, but shows no figure",
                block.id
            ),
            (None, false) => bail!(
                "{id}: block `{}` shows a figure: describe it in a paragraph `Figure: …` after it",
                block.id
            ),
            _ => {}
        }
    }
    Ok(outputs::files(&chapter, blocks))
}
