//! The outputs of each block when its notebook was last run: `book/outputs/`.
//!
//! One folder a chapter: `NAME.txt` and `NAME.svg` (`NAME-1.svg`, … where a block drew several),
//! and `blocks.txt`, which lists the blocks that were run with a digest of their code.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files::short_digest;
use manuscript::Chapter;

/// The output of one block.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Output {
    /// What it printed, and the value it ended with.
    pub text: String,
    /// The figures it showed, each an `<svg>` element.
    pub figures: Vec<String>,
}

/// The first line of every `blocks.txt`.
const NOTICE: &str =
    "# Woven by `cargo run -- weave --run`: the blocks that were run, with a digest of their code.";

/// Directory of a chapter's outputs.
pub fn directory(root: &Path, chapter_id: &str) -> PathBuf {
    root.join("book/outputs").join(chapter_id)
}

/// The output of the block `block_id`, or nothing if it has not been run.
///
/// # Errors
/// If the files cannot be read.
pub fn read(root: &Path, chapter_id: &str, block_id: &str) -> Result<Option<Output>> {
    let directory = directory(root, chapter_id);
    let ran = fs::read_to_string(directory.join("blocks.txt")).unwrap_or_default();
    let mut ids = ran.lines().filter_map(|line| line.split(' ').next());
    if !ids.any(|id| id == block_id) {
        return Ok(None);
    }
    let file = |name: String| -> Result<Option<String>> {
        let path = directory.join(name);
        let text = path.exists().then(|| fs::read_to_string(&path)).transpose();
        text.with_context(|| path.display().to_string())
    };
    let mut figures: Vec<String> = file(format!("{block_id}.svg"))?.into_iter().collect();
    while let Some(svg) = file(format!("{block_id}-{}.svg", figures.len() + 1))? {
        figures.push(svg);
    }
    for svg in &mut figures {
        svg.truncate(svg.trim_end().len());
    }
    Ok(Some(Output {
        text: file(format!("{block_id}.txt"))?.unwrap_or_default(),
        figures,
    }))
}

/// The files that hold `outputs`, one for each of the chapter's blocks: name and content.
pub fn files(chapter: &Chapter, outputs: &[Output]) -> Vec<(String, String)> {
    let mut files = vec![("blocks.txt".to_owned(), manifest(chapter))];
    for (block, output) in chapter.blocks().zip(outputs) {
        let id = &block.id;
        if !output.text.is_empty() {
            files.push((format!("{id}.txt"), format!("{}\n", output.text.trim_end())));
        }
        for (number, svg) in output.figures.iter().enumerate() {
            let name = if output.figures.len() == 1 {
                format!("{id}.svg")
            } else {
                format!("{id}-{}.svg", number + 1)
            };
            files.push((name, format!("{}\n", svg.trim_end())));
        }
    }
    files
}

/// The content of `blocks.txt` for the blocks of `chapter`.
pub fn manifest(chapter: &Chapter) -> String {
    let lines = chapter
        .blocks()
        .map(|block| format!("{} {}\n", block.id, short_digest(&block.code)));
    format!("{NOTICE}\n{}", lines.collect::<String>())
}
