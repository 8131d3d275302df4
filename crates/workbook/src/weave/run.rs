//! Runs notebooks on the real kernel: `weave --run`.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, ensure};
use grader::Language;
use manuscript::Chapter;
use serde_json::Value;

use super::cell_output::CellOutput;
use super::notebook::{self, Bodies, Cell, Content};
use crate::book::outputs::Output;
use crate::files::{read, write};
use crate::jupyter::{Jupyter, run_notebook};

/// Why notebooks are run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Purpose {
    /// To file the outputs of each chapter's blocks, which are the same in both languages.
    File,
    /// To compare them: English solved, Chinese as the reader finds it. The cells of the two
    /// languages are the same, which a lint proves, so every cell runs in both ways.
    Compare,
    /// To compare them in each language in both ways.
    CompareAll,
}

/// One notebook to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The chapter.
    pub id: String,
    /// Its language.
    pub language: Language,
    /// What its exercises hold.
    pub bodies: Bodies,
}

impl Run {
    /// The runs of the chapter `id`.
    pub fn of_chapter(id: &str, purpose: Purpose) -> Vec<Self> {
        use {Bodies::*, Language::*};
        let runs: &[_] = match purpose {
            Purpose::File => &[(English, Solutions)],
            Purpose::Compare => &[(English, Solutions), (Chinese, Stubs)],
            Purpose::CompareAll => &[
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

/// Runs notebooks, one on each core, and returns the outputs of their blocks.
///
/// # Errors
/// If a cell fails, or a grader returns another verdict than the expected one: the first such
/// error in the order of `runs`. After an error no further notebook starts.
pub fn run_all(root: &Path, jupyter: &Jupyter, runs: &[Run]) -> Result<Vec<Vec<Output>>> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let results: Vec<OnceLock<_>> = runs.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        let take = || next.fetch_add(1, Ordering::Relaxed);
        for n in std::iter::repeat_with(take).take_while(|&n| n < runs.len()) {
            let (number, of) = (n + 1, runs.len());
            eprintln!("running {} ({number} of {of}) …", runs[n].describe());
            let result = run(root, jupyter, &runs[n]);
            if result.is_err() {
                next.store(runs.len(), Ordering::Relaxed);
            }
            results[n].set(result).ok();
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let finished = results.into_iter().filter_map(OnceLock::into_inner);
    finished.collect()
}

/// Runs one notebook and returns the outputs of its blocks.
fn run(root: &Path, jupyter: &Jupyter, run: &Run) -> Result<Vec<Output>> {
    let (id, language, bodies) = (&run.id, run.language, run.bodies);
    let code = language.code();
    let chapter = Chapter::read(root, code, id)?;
    let cells = notebook::cells(root, language, &chapter, bodies)?;
    let name = format!("target/notebooks/{code}-{id}-{bodies:?}").to_lowercase();
    let (source, target) = (format!("{name}.ipynb"), format!("{name}-run.ipynb"));
    let text = notebook::render(root, language, &chapter, bodies)?;
    write(&root.join(&source), &text)?;
    let folder = root.join("notebooks").join(code);
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    run_notebook(jupyter, &root.join(source), &root.join(&target), &folder)?;

    let ran: Value = serde_json::from_str(&read(root, &target)?).context(target)?;
    let results = ran["cells"].as_array().context("a notebook has cells")?;
    let mut blocks = Vec::new();
    for (cell, result) in cells.iter().zip(results) {
        let shown = shown(cell, result, bodies)
            .with_context(|| format!("notebooks/{code}/{id}.ipynb, cell `{}`", cell.id))?;
        if cell.content == Content::Block {
            blocks.push(shown);
        }
    }
    Ok(blocks)
}

/// What `cell` shows on the page. A verdict must be that of `bodies`: passed, or not started.
fn shown(cell: &Cell, result: &Value, bodies: Bodies) -> Result<Output> {
    let output = CellOutput::read(cell, result)?;
    if cell.content == Content::Grade {
        let expected = match bodies {
            Bodies::Solutions => "passed",
            Bodies::Stubs => "not-started",
        };
        ensure!(
            output.html.contains(&format!("data-status=\"{expected}\"")),
            "expected the verdict `{expected}`, but the cell showed:\n{}{}",
            output.shown.text,
            output.html
        );
    }
    Ok(output.shown)
}
