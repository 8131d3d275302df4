//! The outputs of a run, filed in `book/outputs/` or compared with the files there.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};
use manuscript::Chapter;

use crate::book::outputs::{self, Output};
use crate::files::{read, remove, write};

/// Writes the outputs of the chapter `id`, and removes those of blocks that are gone.
///
/// # Errors
/// If a figure has no caption or a caption no figure, or a file cannot be written.
pub fn file_outputs(root: &Path, id: &str, blocks: &[Output]) -> Result<()> {
    let files = files(root, id, blocks)?;
    let directory = outputs::directory(root, id);
    for entry in fs::read_dir(&directory).into_iter().flatten() {
        let entry = entry?;
        if !files.iter().any(|(name, _)| entry.file_name() == **name) {
            remove(&entry.path())?;
        }
    }
    for (name, content) in files {
        write(&directory.join(name), &content)?;
    }
    Ok(())
}

/// The files of the chapter `id` that `blocks` would change: a line for each, with the first line
/// of the file that differs.
///
/// # Errors
/// As [`file_outputs`].
pub fn compare_outputs(root: &Path, id: &str, blocks: &[Output]) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for (name, content) in files(root, id, blocks)? {
        let path = format!("book/outputs/{id}/{name}");
        match read(root, &path) {
            Ok(filed) if filed == content => {}
            Ok(filed) => complaints.push(format!(
                "{path} is not what the notebook leaves: {}",
                first_difference(&filed, &content)
            )),
            Err(_) => complaints.push(format!("{path} is missing")),
        }
    }
    Ok(complaints)
}

/// The first line in which two texts differ, and as much of both as fits into a message.
fn first_difference(filed: &str, left: &str) -> String {
    let (filed, left): (Vec<&str>, Vec<&str>) =
        (filed.split('\n').collect(), left.split('\n').collect());
    let same = filed.iter().zip(&left).take_while(|(old, new)| old == new);
    let n = same.count();
    let say =
        |line: Option<&&str>| line.map_or("nothing".to_owned(), |text| format!("\"{text:.100}\""));
    let (old, new) = (say(filed.get(n)), say(left.get(n)));
    format!("line {} was {old}, is {new}", n + 1)
}

fn files(root: &Path, id: &str, blocks: &[Output]) -> Result<Vec<(String, String)>> {
    let chapter = Chapter::read(root, "en", id)?;
    for (block, output) in chapter.blocks().zip(blocks) {
        let name = &block.id;
        match (&block.caption, output.figures.is_empty()) {
            (Some(_), true) => bail!("{id}: block `{name}` has a caption, but shows no figure"),
            (None, false) => bail!(
                "{id}: block `{name}` shows a figure: describe it in a paragraph `Figure: …` after it"
            ),
            _ => {}
        }
    }
    Ok(outputs::files(&chapter, blocks))
}
