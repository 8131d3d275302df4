//! Makes `exercises/`, `notebooks/` and `tests/book/` from `solutions/` and `book/`, or says what
//! has drifted.

mod address;
pub mod notebook;
pub mod run;
mod stubs;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;

use crate::book::outputs;
use crate::files::{remove, write};
use manuscript::{Chapter, chapter_ids, test_module};
use notebook::Bodies;

/// What weaving did, or would do, to one file.
#[derive(Debug, PartialEq)]
pub enum Change {
    /// It is not as its sources make it.
    Drifted(String),
    /// No source makes it.
    Stray(String),
    /// The learner has changed it: it is left alone.
    Learners(String),
    /// Its blocks are not those that were run last, or none were.
    NotRun(String),
}

impl Change {
    /// What is wrong and which command mends it; nothing for a file that is the learner's.
    pub fn complaint(&self) -> Option<String> {
        let mend = "`cargo run -- weave` mends it";
        match self {
            Self::Drifted(path) => Some(format!("{path} is not as its sources make it: {mend}")),
            Self::Stray(path) => Some(format!("{path} has no source: {mend}")),
            Self::Learners(_) => None,
            Self::NotRun(id) => Some(format!(
                "the blocks of {id} are not those that were run last: `cargo run -- weave --run {id}` \
                 mends it"
            )),
        }
    }
}

/// Every file that the sources make outright: path from the root, and content.
fn woven(root: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for language in Language::ALL {
        for id in chapter_ids(root, language.code())? {
            let chapter = Chapter::read(root, language.code(), &id)?;
            let path = format!("notebooks/{}/{id}.ipynb", language.code());
            files.push((
                path,
                notebook::render(root, language, &chapter, Bodies::Stubs)?,
            ));
            if language == Language::English {
                let program = test_module::render(root, &chapter)?;
                files.push((format!("tests/book/{id}.rs"), program));
            }
        }
    }
    let ids = chapter_ids(root, "en")?;
    files.push(("tests/book/list.rs".into(), test_module::list(&ids)));
    files.push((stubs::DIGESTS.into(), stubs::digests(&stubs::stubs(root)?)));
    files.extend(address::readmes(root)?);
    Ok(files)
}

/// Writes what has drifted, and returns what it did.
///
/// # Errors
/// If a source breaks a rule, or a file cannot be written.
pub fn weave(root: &Path) -> Result<Vec<Change>> {
    let changes = check(root)?;
    // Before the digests are rewritten, by which a pristine stub is told.
    for stub in stubs::stubs(root)? {
        if stubs::is_pristine(root, &stub.name)? {
            write(&stub.path(root), &stub.content)?;
        }
    }
    for (path, content) in woven(root)? {
        write(&root.join(path), &content)?;
    }
    for change in &changes {
        if let Change::Stray(path) = change {
            remove(&root.join(path))?;
        }
    }
    Ok(changes)
}

/// Says what has drifted, and writes nothing.
///
/// # Errors
/// If a source breaks a rule, or a file cannot be read.
pub fn check(root: &Path) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    let files = woven(root)?;
    for (path, content) in &files {
        if fs::read_to_string(root.join(path)).ok().as_ref() != Some(content) {
            changes.push(Change::Drifted(path.clone()));
        }
    }
    for stub in stubs::stubs(root)? {
        let path = format!("exercises/src/{}", stub.name);
        let same = fs::read_to_string(root.join(&path)).ok().as_ref() == Some(&stub.content);
        if !stubs::is_pristine(root, &stub.name)? && !same {
            changes.push(Change::Learners(path));
        } else if !same {
            changes.push(Change::Drifted(path));
        }
    }
    changes.extend(strays(root, &files)?);
    for id in chapter_ids(root, "en")? {
        let chapter = Chapter::read(root, "en", &id)?;
        let ran = outputs::directory(root, &id).join("blocks.txt");
        if fs::read_to_string(ran).ok() != Some(outputs::manifest(&chapter)) {
            changes.push(Change::NotRun(id));
        }
    }
    Ok(changes)
}

/// Files in woven folders that nothing makes any more.
fn strays(root: &Path, files: &[(String, String)]) -> Result<Vec<Change>> {
    let mut expected: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    for id in chapter_ids(root, "en")? {
        expected.insert(format!("book/outputs/{id}"));
    }
    let mut strays = Vec::new();
    for (folder, ending) in [
        ("notebooks/en", ".ipynb"),
        ("notebooks/zh", ".ipynb"),
        ("tests/book", ".rs"),
        ("book/outputs", ""),
    ] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else {
            continue;
        };
        for entry in entries {
            let name = entry.context(folder)?.file_name();
            let path = format!("{folder}/{}", name.to_string_lossy());
            if path.ends_with(ending) && !path.ends_with("README.md") && !expected.contains(&path) {
                strays.push(Change::Stray(path));
            }
        }
    }
    Ok(strays)
}
