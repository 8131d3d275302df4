//! One exercise as the lessons show it: its contract, its stub and its solution, cut from
//! `solutions/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use grader::Exercise;

use manuscript::anchors::{region, replace_bodies, shown, without_hidden_lines};

/// The code of one exercise.
pub struct Lesson {
    /// Where the exercise is listed.
    pub exercise: &'static Exercise,
    /// The function as it stands in `solutions/`, with its documentation.
    pub solution: String,
    /// The first sentence of its documentation, without the full stop.
    pub summary: String,
    /// The function with the marks of its body still in it.
    marked: String,
}

impl Lesson {
    /// Reads the exercise called `id` from the checkout at `root`.
    ///
    /// # Errors
    /// If there is no such exercise, or its source lacks its anchors or its documentation.
    pub fn read(root: &Path, id: &str) -> Result<Self> {
        let exercise = Exercise::find(id)
            .with_context(|| format!("there is no exercise `{id}`; the exercises are {}", ids()))?;
        let path = solution_file(exercise);
        let text = fs::read_to_string(root.join(&path)).with_context(|| path.clone())?;
        let marked = region(&text, id).with_context(|| path.clone())?;
        Ok(Self {
            exercise,
            summary: summary(&marked).with_context(|| format!("{path}: `{id}`"))?,
            solution: shown(&text, id)?,
            marked: without_hidden_lines(&marked),
        })
    }

    /// The function as `exercises/` holds it: its body a `todo!`.
    pub fn stub(&self) -> String {
        replace_bodies(&self.marked, |name, indent| {
            todo_line(name, &self.summary, indent)
        })
    }

    /// The function as a notebook holds it: until it is written, the solution stands in.
    pub fn notebook_stub(&self) -> String {
        let arguments = self.exercise.arguments.join(", ");
        replace_bodies(&self.marked, |name, indent| {
            format!("{indent}your_turn!({name}({arguments}))")
        })
    }
}

/// The line that stands for a body not yet written.
pub fn todo_line(name: &str, summary: &str, indent: &str) -> String {
    let text = format!("\"{name}: {}\"", summary.replace('"', "'"));
    let line = format!("{indent}todo!({text})");
    if line.chars().count() <= 100 {
        line
    } else {
        // As rustfmt breaks it.
        format!("{indent}todo!(\n{indent}    {text}\n{indent})")
    }
}

/// Where the solution of `exercise` is written, from the root of the checkout.
pub fn solution_file(exercise: &Exercise) -> String {
    exercise.file.replacen("exercises/", "solutions/", 1)
}

/// The first paragraph of a function's documentation, in one line.
pub fn summary(function: &str) -> Result<String> {
    let lines: Vec<&str> = function
        .lines()
        .map_while(|line| line.trim().strip_prefix("/// "))
        .collect();
    let summary = lines.join(" ");
    let sentence = summary.strip_suffix('.').unwrap_or(&summary);
    anyhow::ensure!(!sentence.is_empty(), "has no documentation");
    Ok(sentence.to_owned())
}

fn ids() -> String {
    let ids: Vec<&str> = grader::EXERCISES
        .iter()
        .map(|exercise| exercise.id)
        .collect();
    ids.join(", ")
}
