//! `reset`: restores the stub of one exercise, and keeps a backup of the file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use grader::Exercise;

use crate::book::exercise::ExerciseCode;

/// Restores the stub of `exercise`, and returns the path of a backup of the file as it was.
///
/// # Errors
/// If the function cannot be found in its file, or is a stub already.
pub fn reset(root: &Path, exercise: &Exercise) -> Result<PathBuf> {
    let (id, file) = (exercise.id, exercise.file);
    let path = root.join(file);
    let text = fs::read_to_string(&path).context(file)?;
    let (from, to) = function(&text, id).with_context(|| {
        format!(
            "{file} has no `pub fn {id}(` that ends with a `}}` at the start of a line; to get the \
             whole file anew, move it away and run `cargo run -- weave`"
        )
    })?;
    let stub = ExerciseCode::read(root, id)?.stub();
    if text[from..to] == stub {
        bail!("`{id}` is a stub already: {file} stays as it is");
    }
    let backup = free_backup(&path)?;
    fs::copy(&path, &backup).with_context(|| backup.display().to_string())?;
    fs::write(&path, format!("{}{stub}{}", &text[..from], &text[to..])).context(file)?;
    Ok(backup)
}

/// The range of bytes of the function `name` in `text`, with its documentation and attributes.
fn function(text: &str, name: &str) -> Option<(usize, usize)> {
    let signature = format!("\npub fn {name}(");
    let mut from = text.find(&signature)? + 1;
    let to = from + text[from..].find("\n}\n")? + 3;
    while let Some(line) = text[..from].lines().next_back()
        && (line.starts_with("///") || line.starts_with("#["))
    {
        from -= line.len() + 1;
    }
    Some((from, to))
}

fn free_backup(path: &Path) -> Result<PathBuf> {
    let name = path.file_name().context("has no name")?.to_string_lossy();
    let most = 999;
    let free = (1..=most)
        .map(|number| path.with_file_name(format!("{name}.backup-{number}")))
        .find(|backup| !backup.exists());
    free.with_context(|| format!("there are {most} backups beside the file: delete some"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_found_with_its_documentation() {
        let text = "use a;\n\n/// One.\n#[inline]\npub fn one(\n) {\n    1\n}\n\n/// Two.\npub fn two() {\n}\n";
        let (from, to) = function(text, "one").unwrap();
        assert_eq!(
            &text[from..to],
            "/// One.\n#[inline]\npub fn one(\n) {\n    1\n}\n"
        );
        let (from, to) = function(text, "two").unwrap();
        assert_eq!(&text[from..to], "/// Two.\npub fn two() {\n}\n");
        assert_eq!(function(text, "three"), None);
    }
}
