//! Makes `exercises/` and `notebooks/` from `solutions/` and `book/`, and finds the files that have
//! drifted from their sources.

mod address;
mod cell_output;
pub mod filing;
pub mod notebook;
pub mod run;
mod stubs;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;
use manuscript::{Chapter, chapter_ids};

use crate::book::outputs;
use crate::files::{holds, remove, write};
use notebook::Bodies;

/// One file, or one chapter, that is not as its sources make it.
#[derive(Debug, PartialEq)]
pub enum Drift {
    /// The file differs from what its sources make, or is missing.
    Stale(String),
    /// No source makes the file.
    Stray(String),
    /// The learner has edited the exercise file, so weaving leaves it alone.
    Edited(String),
    /// The blocks of the chapter are not those of its last run.
    NotRun(String),
}

impl Drift {
    /// What is wrong, and the command that repairs it; `None` for a file that the learner edited.
    pub fn complaint(&self) -> Option<String> {
        let repair = "`cargo run -- weave` repairs it";
        match self {
            Self::Stale(path) => Some(format!("{path} differs from its sources: {repair}")),
            Self::Stray(path) => Some(format!("{path} has no source: {repair}")),
            Self::Edited(_) => None,
            Self::NotRun(id) => Some(format!(
                "the blocks of {id} have changed since their last run: \
                 `cargo run -- weave --run {id}` repairs it"
            )),
        }
    }
}

/// Every file that the sources make: its path from the root, and its content.
fn woven(root: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for language in Language::ALL {
        let code = language.code();
        for id in chapter_ids(root, code)? {
            let chapter = Chapter::read(root, code, &id)?;
            let notebook = notebook::render(root, language, &chapter, Bodies::Stubs)?;
            files.push((format!("notebooks/{code}/{id}.ipynb"), notebook));
        }
    }
    let stubs = stubs::stubs(root)?;
    files.push((stubs::DIGESTS.into(), stubs::digests(&stubs)));
    files.extend(stubs);
    files.extend(address::readmes(root)?);
    Ok(files)
}

/// Writes the files that have drifted, and returns what had.
///
/// # Errors
/// If a source breaks a rule, or a file cannot be written.
pub fn weave(root: &Path) -> Result<Vec<Drift>> {
    let found = drift(root)?;
    for (path, content) in woven(root)? {
        if !found.contains(&Drift::Edited(path.clone())) {
            write(&root.join(path), &content)?;
        }
    }
    for drift in &found {
        if let Drift::Stray(path) = drift {
            remove(&root.join(path))?;
        }
    }
    Ok(found)
}

/// What has drifted. Writes nothing.
///
/// # Errors
/// If a source breaks a rule, or a file cannot be read.
pub fn drift(root: &Path) -> Result<Vec<Drift>> {
    let mut found = Vec::new();
    let mut expected = BTreeSet::new();
    for (path, content) in woven(root)? {
        if !holds(&root.join(&path), &content) {
            found.push(match stubs::is_edited(root, &path)? {
                true => Drift::Edited(path.clone()),
                false => Drift::Stale(path.clone()),
            });
        }
        expected.insert(path);
    }
    let ids = chapter_ids(root, "en")?;
    expected.extend(ids.iter().map(|id| format!("book/outputs/{id}")));
    found.extend(strays(root, &expected)?);
    for id in ids {
        let chapter = Chapter::read(root, "en", &id)?;
        let blocks = outputs::directory(root, &id).join("blocks.txt");
        if !holds(&blocks, &outputs::manifest(&chapter)) {
            found.push(Drift::NotRun(id));
        }
    }
    Ok(found)
}

/// The files in woven folders that are not `expected` there.
fn strays(root: &Path, expected: &BTreeSet<String>) -> Result<Vec<Drift>> {
    let mut strays = Vec::new();
    for (folder, ending) in [
        ("notebooks/en", ".ipynb"),
        ("notebooks/zh", ".ipynb"),
        ("book/outputs", ""),
    ] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else {
            continue;
        };
        for entry in entries {
            let name = entry.context(folder)?.file_name();
            let path = format!("{folder}/{}", name.to_string_lossy());
            if path.ends_with(ending) && !path.ends_with("README.md") && !expected.contains(&path) {
                strays.push(Drift::Stray(path));
            }
        }
    }
    Ok(strays)
}
