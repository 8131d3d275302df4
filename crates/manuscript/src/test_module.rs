//! The blocks of a chapter as one Rust test, so that `cargo test` compiles and runs them all.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::anchors;
use crate::chapter::{Chapter, Kind};

/// A module with one test, which runs the blocks of `chapter` in order and has each solution
/// graded.
///
/// # Errors
/// If `solutions/src/` has no solution of one of its exercises.
pub fn render(root: &Path, chapter: &Chapter) -> Result<String> {
    let mut body = String::new();
    for part in &chapter.parts {
        match &part.kind {
            Kind::Prose(_) | Kind::Crosswalk => {}
            Kind::Block(block) => {
                // A semicolon where the notebook shows the last value.
                let ends = block.code.ends_with([';', '}']);
                let end = if ends { "" } else { ";" };
                body += &format!("\n// {}\n{}{end}\n", block.id, block.code);
            }
            Kind::Exercise(id) => {
                let solution = solution(root, id).with_context(|| chapter.place(part.line))?;
                body += &format!("\n// {id}\n{solution}assert!(grader::{id}({id}).passed());\n");
            }
        }
    }
    let id = &chapter.id;
    Ok(format!(
        "// Woven by `cargo run -- weave` from the blocks of book/en/{id}.md.\n\
         use gmm::prelude::*;\n\n\
         #[test]\nfn {}() {{{body}}}\n",
        name(id),
    ))
}

/// The name of the chapter's module and test: `07-m-step` is `chapter_07_m_step`.
pub fn name(id: &str) -> String {
    format!("chapter_{}", id.replace('-', "_"))
}

/// The list of modules that `tests/book.rs` includes.
pub fn list(ids: &[String]) -> String {
    let modules = ids
        .iter()
        .map(|id| format!("#[path = \"{id}.rs\"]\nmod {};\n", name(id)));
    format!(
        "// Woven by `cargo run -- weave`: one module for each chapter.\n{}",
        modules.collect::<String>()
    )
}

/// The function `id` as `solutions/src/` has it, with its documentation.
fn solution(root: &Path, id: &str) -> Result<String> {
    let folder = root.join("solutions/src");
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_file()
            && let Ok(solution) = anchors::shown(&fs::read_to_string(&path)?, id)
        {
            return Ok(solution);
        }
    }
    anyhow::bail!("there is no exercise `{id}` in {}", folder.display())
}
