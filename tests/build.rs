//! Makes `book.rs` a module of each English chapter, with one test that runs the chapter's blocks.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use manuscript::{Chapter, Kind, anchors, chapter_ids};

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for sources in ["book/en", "solutions/src"] {
        println!("cargo::rerun-if-changed={}", root.join(sources).display());
    }
    let out = env::var("OUT_DIR")?;
    let mut modules = String::new();
    for id in chapter_ids(&root, "en")? {
        let name = format!("chapter_{}", id.replace('-', "_"));
        let body = statements(&root, &Chapter::read(&root, "en", &id)?)?;
        // A file for each chapter, so that the compiler's errors name the chapter.
        let path = Path::new(&out).join(format!("{id}.rs"));
        fs::write(
            &path,
            format!("use gmm::prelude::*;\n\n#[test]\nfn {name}() {{{body}}}\n"),
        )?;
        modules += &format!("#[path = {path:?}]\nmod {name};\n");
    }
    fs::write(Path::new(&out).join("chapters.rs"), modules)?;
    Ok(())
}

/// The blocks of `chapter` in order, each after a line that prints its name, and each exercise as
/// the solution and its grading.
fn statements(root: &Path, chapter: &Chapter) -> Result<String> {
    let mut body = String::new();
    for part in &chapter.parts {
        match &part.kind {
            Kind::Prose(_) | Kind::Crosswalk => {}
            Kind::Block(block) => {
                // A semicolon where the notebook shows the last value.
                let ends = block.code.ends_with([';', '}']);
                let end = if ends { "" } else { ";" };
                body += &format!("\nprintln!(\"block {}\");\n{}{end}\n", block.id, block.code);
            }
            Kind::Exercise(id) => {
                let solution = solution(root, id).with_context(|| chapter.place(part.line))?;
                body += &format!(
                    "\nprintln!(\"exercise {id}\");\n{solution}\
                     assert!(grader::{id}({id}).passed());\n"
                );
            }
        }
    }
    Ok(body)
}

/// The function `id` as `solutions/src/` has it, with its documentation.
fn solution(root: &Path, id: &str) -> Result<String> {
    for entry in fs::read_dir(root.join("solutions/src"))? {
        let path = entry?.path();
        if path.is_file()
            && let Ok(solution) = anchors::shown(&fs::read_to_string(&path)?, id)
        {
            return Ok(solution);
        }
    }
    bail!("there is no exercise `{id}` in solutions/src")
}
