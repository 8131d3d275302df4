//! The code of one exercise, cut from `solutions/`: its solution and its stubs.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use grader::{EXERCISES, Exercise};

use manuscript::anchors::{region, replace_bodies, shown, without_hidden_lines};

use crate::files::read;

/// The exercise called `id`.
///
/// # Errors
/// If there is none; the message lists the exercises.
pub fn find(id: &str) -> Result<&'static Exercise> {
    Exercise::find(id).with_context(|| {
        let ids = EXERCISES.each_ref().map(|exercise| exercise.id).join(", ");
        format!("there is no exercise `{id}`; the exercises are {ids}")
    })
}

/// The code of one exercise.
pub struct ExerciseCode {
    /// Its row in the table of exercises.
    pub exercise: &'static Exercise,
    /// The function as it stands in `solutions/`, with its documentation.
    pub solution: String,
    /// The first paragraph of its documentation, without the full stop.
    pub summary: String,
    /// The function with the marks of its body in it.
    marked: String,
}

impl ExerciseCode {
    /// Reads the exercise called `id` from the checkout at `root`.
    ///
    /// # Errors
    /// If there is no such exercise, or its source lacks its anchors or its documentation.
    pub fn read(root: &Path, id: &str) -> Result<Self> {
        let exercise = find(id)?;
        let path = solution_file(exercise);
        let text = read(root, &path)?;
        let marked = region(&text, id).with_context(|| path.clone())?;
        Ok(Self {
            exercise,
            summary: summary(&marked).with_context(|| format!("{path}: `{id}`"))?,
            solution: shown(&text, id)?,
            marked: without_hidden_lines(&marked),
        })
    }

    /// The function for `exercises/`: its body is a `todo!`.
    pub fn stub(&self) -> String {
        replace_bodies(&self.marked, |name, indent| {
            todo_line(name, &self.summary, indent)
        })
    }

    /// The function for a notebook: until the reader has written it, it calls the solution.
    pub fn notebook_stub(&self) -> String {
        let arguments = self.exercise.arguments.join(", ");
        replace_bodies(&self.marked, |name, indent| {
            format!("{indent}your_turn!({name}({arguments}))")
        })
    }
}

/// The `todo!` in place of a body.
pub fn todo_line(name: &str, summary: &str, indent: &str) -> String {
    let text = format!("\"{name}: {}\"", summary.replace('"', "'"));
    let line = format!("{indent}todo!({text})");
    if line.chars().count() <= 100 {
        line
    } else {
        // As rustfmt breaks a long line.
        format!("{indent}todo!(\n{indent}    {text}\n{indent})")
    }
}

/// The file of the solution of `exercise`, from the root of the checkout.
pub fn solution_file(exercise: &Exercise) -> String {
    exercise.file.replacen("exercises/", "solutions/", 1)
}

/// The first paragraph of the documentation of `function`, in one line, without the full stop.
///
/// # Errors
/// If there is none.
pub fn summary(function: &str) -> Result<String> {
    let lines: Vec<&str> = function
        .lines()
        .map_while(|line| line.trim().strip_prefix("/// "))
        .collect();
    let summary = lines.join(" ");
    let sentence = summary.strip_suffix('.').unwrap_or(&summary);
    ensure!(!sentence.is_empty(), "has no documentation");
    Ok(sentence.to_owned())
}
