//! The Rust kernel, evcxr: built into `.venv/rust/`, registered in `.venv/` alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::progress::{Progress, Step, say, succeeds};
use super::venv::Jupyter;
use crate::files::holds;
use crate::files::write;

/// The kernel's version, from crates.io.
const EVCXR: &str = "0.22.0";

/// Commands that the kernel runs when it starts. It compiles cells without optimization, for quick
/// answers. It uses rustc's own linker: another one on the path would bring other flags, and the
/// kernel would compile the dependencies again.
const KERNEL_START: &str = ":opt 0\n:linker system\n";

/// Builds the kernel, unless it is there at this version and works.
pub fn mend(root: &Path, jupyter: &Jupyter, progress: &Progress) -> Result<()> {
    let rust = jupyter.rust();
    let program = jupyter.kernel();
    let listed = fs::read_to_string(rust.join(".crates.toml")).unwrap_or_default();
    let works = succeeds(Command::new(&program).arg("--help"));
    if works && listed.contains(&format!("evcxr_jupyter {EVCXR} ")) {
        return Ok(());
    }
    if program.exists() {
        say("The Rust kernel in .venv/ is broken or of another version; replacing it.");
    }
    let has_binstall = succeeds(Command::new("cargo").args(["binstall", "-V"]));
    if has_binstall && fetch(&rust, progress).is_ok() {
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
    // The build leaves hundreds of megabytes; only the program is needed.
    fs::remove_dir_all(build).ok();
    Ok(())
}

/// Downloads the kernel that its authors built, if `cargo binstall` finds one for this machine.
fn fetch(rust: &Path, progress: &Progress) -> Result<()> {
    let step = Step {
        doing: &format!("Fetching the Rust kernel, evcxr_jupyter {EVCXR}, by cargo binstall"),
        usually: "half a minute",
        ticks: None,
    };
    let mut command = Command::new("cargo");
    command
        .args(["binstall", "evcxr_jupyter", "--version", EVCXR])
        .args([
            "--no-confirm",
            "--force",
            "--disable-strategies",
            "compile",
            "--root",
        ])
        .arg(rust);
    progress.run(&step, &mut command)
}

/// Defaults of JupyterLab: the theme follows the system, and no question about news.
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
    let mut install = Command::new(jupyter.kernel());
    ensure!(
        succeeds(install.arg("--install").env("JUPYTER_PATH", share)),
        "the Rust kernel could not be registered in .venv/"
    );
    // The kernel has registered itself; the launcher must start it instead.
    write(&file, &spec)
}
