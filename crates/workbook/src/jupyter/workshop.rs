//! Where the kernel compiles cells: `.venv/rust/warm/`, with the lessons' dependencies compiled.
//!
//! A workspace of two members: the kernel writes `cells`; `locked` depends on the lessons' crate and
//! is never built. It keeps the versions of the checkout's Cargo.lock in the lock file, which the
//! first build of the kernel would otherwise empty. Its dependency is optional, so that the analyzer
//! inside the kernel, which finds the types of variables, does not read it at every start.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::json;

use super::progress::{Progress, Step, say};
use super::venv::{Jupyter, runner};
use crate::files::holds;
use crate::files::{remove, short_digest, write};

/// The crates that compute in the lessons are optimized a little, which makes a verdict on `em` three
/// times as fast. More, or more crates, gains nothing that a reader notices and costs the first run
/// half a minute: see `notebooks/README.md`.
const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["cells", "locked"]

[profile.dev]
opt-level = 0
debug = false
strip = "debuginfo"
rpath = true

[profile.dev.package.ndarray]
opt-level = 1

[profile.dev.package.gaussian-mixture]
opt-level = 1

[profile.dev.package.gmm-tutorial]
opt-level = 1

[profile.dev.package.solutions]
opt-level = 1
"#;

/// Cells like a reader's first ones: the kernel compiles something when it first runs each of them.
const FIRST_CELLS: [&str; 3] = [
    ":dep gmm-tutorial = { path = \"../..\" }\nuse gmm::prelude::*;\ngmm::start(\"en\");",
    "let data = array![1.0, 2.0];\nprintln!(\"{data}\");",
    "Plot::new().dots(\"\", [(1.0, 2.0)])",
];

/// Compiles the dependencies of the lessons, unless they are compiled and have not changed since.
pub fn mend(root: &Path, jupyter: &Jupyter, progress: &Progress) -> Result<()> {
    let warm = jupyter.rust().join("warm");
    let digest = digest(root, jupyter)?;
    let stamp = warm.join("digest.txt");
    if holds(&stamp, &digest) {
        return Ok(());
    }
    if stamp.exists() {
        say("The lessons' code has changed since it was compiled for the notebooks.");
    }
    let cold = jupyter.rust().join("cold");
    remove(&cold)?;
    begin(root, &cold)?;
    let notebook = cold.join("first-cells.ipynb");
    let cells = FIRST_CELLS.map(|code| {
        json!({
            "cell_type": "code", "metadata": {}, "execution_count": null, "outputs": [],
            "source": code,
        })
    });
    let notebook_json = json!({
        "metadata": { "kernelspec": { "display_name": "Rust", "language": "rust", "name": "rust" } },
        "nbformat": 4, "nbformat_minor": 4, "cells": cells,
    });
    write(&notebook, &notebook_json.to_string())?;
    let step = Step {
        doing: "Compiling what the lessons stand on",
        usually: "a minute",
        ticks: None,
    };
    let mut command = runner(jupyter);
    command
        .arg("--stop-on-error")
        .args([&notebook, &notebook])
        .arg(root.join("notebooks/en"))
        .env("EVCXR_TMPDIR", cold.join("cells"));
    progress
        .run(&step, &mut command)
        .context("the lessons' code could not be compiled for the notebooks")?;
    write(&cold.join("digest.txt"), &digest)?;
    remove(&warm)?;
    fs::rename(&cold, &warm).with_context(|| warm.display().to_string())
}

/// Makes an empty workshop.
fn begin(root: &Path, workshop: &Path) -> Result<()> {
    let member = |name: &str, dependencies: String| -> Result<()> {
        let folder = workshop.join(name);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
        );
        write(&folder.join("Cargo.toml"), &manifest)?;
        write(&folder.join("src/lib.rs"), "// Never built.\n")
    };
    write(&workshop.join("Cargo.toml"), WORKSPACE)?;
    fs::copy(root.join("Cargo.lock"), workshop.join("Cargo.lock")).context("Cargo.lock")?;
    // A TOML string in single quotes takes a path as it is, on Windows too.
    member(
        "locked",
        format!(
            "gmm-tutorial = {{ path = '{}', optional = true }}\n",
            root.display()
        ),
    )?;
    member("cells", String::new())
}

/// The digest of everything that the compiled dependencies are made from.
fn digest(root: &Path, jupyter: &Jupyter) -> Result<String> {
    let mut files = vec![root.join("Cargo.lock"), root.join("Cargo.toml")];
    for folder in ["src", "solutions", "crates/engine", "crates/grader"] {
        collect(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut all = String::new();
    for file in files {
        let content = fs::read(&file).with_context(|| file.display().to_string())?;
        all += &format!("{}\n{}", file.display(), String::from_utf8_lossy(&content));
    }
    if let Ok(rustc) = Command::new("rustc").arg("-vV").output() {
        all += &String::from_utf8_lossy(&rustc.stdout);
    }
    all += WORKSPACE;
    all += &FIRST_CELLS.concat();
    for file in [".crates.toml", "config/init.evcxr"] {
        all += &fs::read_to_string(jupyter.rust().join(file)).unwrap_or_default();
    }
    Ok(short_digest(&all))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
