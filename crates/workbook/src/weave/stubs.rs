//! `exercises/src/`: the solutions with their bodies cut out, where the learner writes.
//!
//! A file as woven is told from one that the learner has edited by its digest, kept in
//! `exercises/woven.txt`. An edited file is never written to; [`reset`] keeps what it replaces.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::book::exercise::{summary, todo_line};
use crate::files::short_digest;
use manuscript::anchors::{region, replace_bodies, without_hidden_lines};

/// Where the digests of the woven stubs are kept, from the root of the checkout.
pub const DIGESTS: &str = "exercises/woven.txt";

const NOTICE: &str =
    "# Woven by `cargo run -- weave`: digests of the stubs, by which an edited file is told.";

/// One file of `exercises/src/`.
pub struct Stub {
    /// Its name: `m_step.rs`.
    pub name: String,
    /// Its content as woven.
    pub content: String,
}

impl Stub {
    /// Where it stands in the checkout at `root`.
    pub fn path(&self, root: &Path) -> PathBuf {
        root.join("exercises/src").join(&self.name)
    }
}

/// The stubs, made from `solutions/src/`.
///
/// # Errors
/// If a solution cannot be read, or a function in it has no documentation.
pub fn stubs(root: &Path) -> Result<Vec<Stub>> {
    let mut names: Vec<String> = fs::read_dir(root.join("solutions/src"))
        .context("solutions/src")?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    names.sort();
    names.retain(|name| name.ends_with(".rs"));
    let mut stubs = Vec::new();
    for name in names.into_iter().filter(|name| name != "lib.rs") {
        let path = format!("solutions/src/{name}");
        let source = fs::read_to_string(root.join(&path)).context(path.clone())?;
        // A file without a body to cut out holds code to read.
        if source.contains("_body\n") {
            let content = stub_file(&path, &source).context(path)?;
            stubs.push(Stub { name, content });
        }
    }
    let path = "solutions/src/lib.rs";
    let source = fs::read_to_string(root.join(path)).context(path)?;
    stubs.push(Stub {
        name: "lib.rs".to_owned(),
        content: library(&source, &stubs)?,
    });
    stubs.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(stubs)
}

fn library(source: &str, stubs: &[Stub]) -> Result<String> {
    let (_, modules) = source
        .split_once("\n\n")
        .context("solutions/src/lib.rs: no blank line after its documentation")?;
    let is_woven = |line: &str| {
        let name = ["pub mod ", "pub use "]
            .iter()
            .find_map(|start| line.strip_prefix(start));
        let name = name.and_then(|name| name.split([':', ';']).next());
        name.is_none_or(|name| stubs.iter().any(|stub| stub.name == format!("{name}.rs")))
    };
    let modules: String = modules
        .split_inclusive('\n')
        .filter(|line| is_woven(line))
        .collect();
    Ok(format!(
        "//! Where you write: each `todo!` in these files is an exercise.\n\
         //!\n\
         //! `cargo test -p exercises` grades them, `cargo run` serves the book they belong to.\n\
         //! Woven from `solutions/src/lib.rs` by `cargo run -- weave`.\n\n\
         // A stub uses neither its arguments nor its imports yet.\n\
         #![allow(unused_variables, unused_imports)]\n\n{modules}"
    ))
}

fn stub_file(path: &str, source: &str) -> Result<String> {
    let (first, rest) = source.split_once('\n').context("is empty")?;
    let chapter = first
        .split_once("Chapter ")
        .map(|(_, number)| number.trim_end_matches('.'))
        .context("its first line names no chapter: `Chapter 07.`")?;
    let exercise = grader::EXERCISES
        .iter()
        .find(|exercise| exercise.chapter.starts_with(chapter))
        .with_context(|| format!("no exercise belongs to chapter {chapter}"))?;
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
         //! Woven from `{path}` by `cargo run -- weave`, which leaves\n\
         //! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.\n\
         {stubs}",
        page = exercise.chapter,
    ))
}

/// The content of [`DIGESTS`] for `stubs`.
pub fn digests(stubs: &[Stub]) -> String {
    let lines = stubs
        .iter()
        .map(|stub| format!("{} {}\n", stub.name, short_digest(&stub.content)));
    format!("{NOTICE}\n{}", lines.collect::<String>())
}

/// Whether the file `name` in `exercises/src/` is as it was last woven.
///
/// # Errors
/// If a file that is there cannot be read.
pub fn is_pristine(root: &Path, name: &str) -> Result<bool> {
    let path = root.join("exercises/src").join(name);
    if !path.exists() {
        return Ok(true);
    }
    let found =
        short_digest(&fs::read_to_string(&path).with_context(|| path.display().to_string())?);
    let woven = fs::read_to_string(root.join(DIGESTS)).unwrap_or_default();
    Ok(woven.lines().any(|line| line == format!("{name} {found}")))
}
