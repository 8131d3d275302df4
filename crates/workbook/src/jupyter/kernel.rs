//! The Rust kernel, evcxr: built into `.venv/rust/`, registered in `.venv/` alone.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::progress::{Progress, Step, say};
use super::venv::Jupyter;
use crate::files::holds;
use crate::files::write;

/// The kernel's version, from crates.io.
const EVCXR: &str = "0.22.0";

/// Commands that the kernel runs when it starts. Its cells are compiled for quick answers rather
/// than quick code. The linker is rustc's own: another, found on the path, would bring other flags,
/// and what is compiled already would be compiled again.
const KERNEL_START: &str = ":opt 0\n:linker system\n";

/// Builds the kernel if it is not there at this version.
pub fn mend(root: &Path, jupyter: &Jupyter, progress: &Progress) -> Result<()> {
    let rust = jupyter.rust();
    let program = jupyter.kernel();
    let listed = fs::read_to_string(rust.join(".crates.toml")).unwrap_or_default();
    let answers = Command::new(&program).arg("--help").output();
    let answers = answers.is_ok_and(|output| output.status.success());
    if answers && listed.contains(&format!("evcxr_jupyter {EVCXR} ")) {
        return Ok(());
    }
    if program.exists() {
        say("The Rust kernel in .venv/ is broken or of another version; replacing it.");
    }
    if has_binstall() && fetch(&rust, progress).is_ok() {
        return Ok(());
    }
    let build = root.join("target/evcxr");
    let step = Step {
        doing: &format!("Building the Rust kernel, evcxr_jupyter {EVCXR}"),
        usually: "five minutes",
        ticks: Some(("Compiling ", 263)),
    };
    let mut command = Command::new("cargo");
    command
        .args(["install", "evcxr_jupyter", "--version", EVCXR])
        .args(["--locked", "--force", "--root"])
        .arg(&rust)
        .env("CARGO_TARGET_DIR", &build)
        .current_dir(root);
    progress
        .run(&step, &mut command)
        .context("the Rust kernel could not be built")?;
    // Of the whole build only the program is needed; the rest would be hundreds of megabytes.
    fs::remove_dir_all(build).ok();
    Ok(())
}

fn has_binstall() -> bool {
    let version = Command::new("cargo").args(["binstall", "-V"]).output();
    version.is_ok_and(|output| output.status.success())
}

/// Takes the kernel built by its makers, where `cargo binstall` finds one for this machine.
fn fetch(rust: &Path, progress: &Progress) -> Result<()> {
    let step = Step {
        doing: &format!("Fetching the Rust kernel, evcxr_jupyter {EVCXR}, by cargo binstall"),
        usually: "half a minute",
        ticks: None,
    };
    let mut command = Command::new("cargo");
    command
        .args([
            "binstall",
            "evcxr_jupyter",
            "--version",
            EVCXR,
            "--no-confirm",
        ])
        .args(["--force", "--disable-strategies", "compile", "--root"])
        .arg(rust);
    progress.run(&step, &mut command)
}

/// What JupyterLab is like until its reader changes it: as dark as their system, and without
/// asking whether they want news.
const SETTINGS: &str = r#"{
  "@jupyterlab/apputils-extension:themes": { "adaptive-theme": true },
  "@jupyterlab/apputils-extension:notification": { "fetchNews": "false", "checkForUpdates": false }
}
"#;

/// Registers the kernel in `.venv/`, so that JupyterLab and editors find it there.
pub fn register(jupyter: &Jupyter) -> Result<()> {
    write(&jupyter.rust().join("config/init.evcxr"), KERNEL_START)?;
    let launcher = jupyter.rust().join("launch.py");
    write(&launcher, include_str!("launch.py"))?;
    let share = jupyter.venv.join("share/jupyter");
    write(&share.join("lab/settings/overrides.json"), SETTINGS)?;
    let spec = json!({
        "argv": [jupyter.program("python"), launcher, "{connection_file}"],
        "display_name": "Rust",
        "language": "rust",
        "interrupt_mode": "message",
    });
    let spec = serde_json::to_string_pretty(&spec)? + "\n";
    let file = share.join("kernels/rust/kernel.json");
    if holds(&file, &spec) {
        return Ok(());
    }
    if file.exists() {
        say("The Rust kernel was registered wrongly in .venv/; registering it again.");
    }
    let installed = Command::new(jupyter.kernel())
        .arg("--install")
        .env("JUPYTER_PATH", share)
        .stdout(Stdio::null())
        .status()?;
    ensure!(
        installed.success(),
        "the Rust kernel could not be registered in .venv/: it ended with {installed}"
    );
    // The kernel registers itself; here it is started by the launcher instead.
    write(&file, &spec)
}
