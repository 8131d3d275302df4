//! `exercises/src/`: the solutions with their bodies cut out, where the learner writes.
//!
//! `exercises/woven.txt` keeps a digest of each stub. A file with another digest is one that the
//! learner has edited, and weaving leaves it alone.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use grader::EXERCISES;
use manuscript::anchors::{region, replace_bodies, without_hidden_lines};

use crate::book::exercise::{summary, todo_line};
use crate::files::{read, short_digest};

/// Where the digests of the stubs are kept, from the root of the checkout.
pub const DIGESTS: &str = "exercises/woven.txt";

const NOTICE: &str =
    "# Woven by `cargo run -- weave`: digests of the stubs, by which an edited file is told.";

const FOLDER: &str = "exercises/src/";

/// The stubs that `solutions/src/` makes: the path of each from the root, and its content.
///
/// # Errors
/// If a solution cannot be read.
pub fn stubs(root: &Path) -> Result<Vec<(String, String)>> {
    let mut stubs = Vec::new();
    for entry in fs::read_dir(root.join("solutions/src")).context("solutions/src")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rs") {
            let source = read(root, &format!("solutions/src/{name}"))?;
            // A file without a body to cut out holds code to read.
            if source.contains("_body\n") {
                stubs.push((format!("{FOLDER}{name}"), stub(&name, &source)?));
            }
        }
    }
    let library = library(&read(root, "solutions/src/lib.rs")?, &stubs)?;
    stubs.push((format!("{FOLDER}lib.rs"), library));
    stubs.sort();
    Ok(stubs)
}

/// `lib.rs` with the modules that have stubs.
fn library(source: &str, stubs: &[(String, String)]) -> Result<String> {
    let (_, modules) = source
        .split_once("\n\n")
        .context("solutions/src/lib.rs: no blank line after its documentation")?;
    let has_stub = |name: &str| {
        let path = format!("{FOLDER}{name}.rs");
        stubs.iter().any(|(stub, _)| *stub == path)
    };
    let is_kept = |line: &&str| {
        let mut starts = ["pub mod ", "pub use "].into_iter();
        let name = starts.find_map(|start| line.strip_prefix(start));
        name.and_then(|name| name.split([':', ';']).next())
            .is_none_or(has_stub)
    };
    let modules: String = modules.split_inclusive('\n').filter(is_kept).collect();
    Ok(format!(
        "//! Where you write: each `todo!` in these files is an exercise.\n\
         //!\n\
         //! `cargo test -p exercises` grades them, `cargo run` serves the book they belong to.\n\
         //! Woven from `solutions/src/lib.rs` by `cargo run -- weave`.\n\n\
         // A stub uses neither its arguments nor its imports yet.\n\
         #![allow(unused_variables, unused_imports)]\n\n{modules}"
    ))
}

/// The file `name` of `solutions/src/` with a `todo!` in place of each body.
fn stub(name: &str, source: &str) -> Result<String> {
    let (first, rest) = source.split_once('\n').context("the file is empty")?;
    let exercise = EXERCISES
        .iter()
        .find(|exercise| exercise.file.ends_with(&format!("/{name}")))
        .with_context(|| format!("no exercise is written in {FOLDER}{name}"))?;
    let stubs = replace_bodies(rest, |name, indent| {
        let documentation = region(source, name).and_then(|function| summary(&function));
        todo_line(name, &documentation.unwrap_or_default(), indent)
    });
    let stubs = without_hidden_lines(&stubs).replace("use crate::", "use solutions::");
    Ok(format!(
        "{first}\n\
         //!\n\
         //! Yours to write: put your code in place of each `todo!`. Read `book/en/{page}.md` or\n\
         //! `book/zh/{page}.md` (`cargo run` serves them), then run `cargo test -p exercises`.\n\
         //! Call an earlier function as `solutions::NAME`, so that a mistake stays where it was made.\n\
         //!\n\
         //! Woven from `solutions/src/{name}` by `cargo run -- weave`, which leaves\n\
         //! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.\n\
         {stubs}",
        page = exercise.chapter,
    ))
}

/// The content of [`DIGESTS`] for `stubs`.
pub fn digests(stubs: &[(String, String)]) -> String {
    let lines = stubs.iter().map(|(path, content)| line(path, content));
    format!("{NOTICE}\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}

fn line(path: &str, content: &str) -> String {
    let name = path.trim_start_matches(FOLDER);
    format!("{name} {}", short_digest(content))
}

/// Whether the file at `path` is a stub that the learner has edited.
///
/// # Errors
/// If the file is there and cannot be read.
pub fn is_edited(root: &Path, path: &str) -> Result<bool> {
    if !path.starts_with(FOLDER) || !root.join(path).exists() {
        return Ok(false);
    }
    let found = line(path, &read(root, path)?);
    let woven = read(root, DIGESTS).unwrap_or_default();
    Ok(!woven.lines().any(|line| line == found))
}
