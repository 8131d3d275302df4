//! A chapter's blocks as one Rust function, so that `cargo test` compiles and runs them all.

use std::path::Path;

use anyhow::{Context, Result};

use crate::book::chapter::{Chapter, Kind};
use crate::book::exercise::Lesson;

/// The module of `tests/book/` that runs the blocks of `chapter` in order.
///
/// # Errors
/// If one of its exercises does not exist.
pub fn render(root: &Path, chapter: &Chapter) -> Result<String> {
    let name = test_name(&chapter.id);
    let mut body = String::new();
    for part in &chapter.parts {
        match &part.kind {
            Kind::Prose(_) | Kind::Crosswalk => {}
            Kind::Block(block) => {
                // A semicolon where the notebook shows the last value.
                let ends = matches!(block.code.chars().last(), Some(';' | '}'));
                let end = if ends { "" } else { ";" };
                body += &format!("\n// {}\n{}{end}\n", block.id, block.code);
            }
            Kind::Exercise(exercise) => {
                let lesson =
                    Lesson::read(root, exercise).with_context(|| chapter.place(part.line))?;
                body += &format!(
                    "\n// {exercise}\n{}assert!(grader::{exercise}({exercise}).passed());\n",
                    lesson.solution
                );
            }
        }
    }
    Ok(format!(
        "// Woven by `cargo run -- weave` from the blocks of book/en/{id}.md.\n\
         use gmm::prelude::*;\n\n\
         #[test]\nfn {name}() {{{body}}}\n",
        id = chapter.id
    ))
}

/// The name of the chapter's module and test: `07-m-step` is `chapter_07_m_step`.
pub fn test_name(id: &str) -> String {
    format!("chapter_{}", id.replace('-', "_"))
}

/// The list of modules that `tests/book.rs` includes.
pub fn list(ids: &[String]) -> String {
    let modules = ids
        .iter()
        .map(|id| format!("#[path = \"{id}.rs\"]\nmod {};\n", test_name(id)));
    format!(
        "// Woven by `cargo run -- weave`: one module for each chapter.\n{}",
        modules.collect::<String>()
    )
}
