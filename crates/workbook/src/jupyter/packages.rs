//! JupyterLab and what runs notebooks without it, at the versions of `notebooks/requirements.txt`.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};

use super::progress::{Progress, Step, say};
use super::venv::Jupyter;
use crate::files::holds;

const REQUIREMENTS: &str = "notebooks/requirements.txt";

/// Installs the packages, or installs them again if some are missing or half installed.
pub fn mend(root: &Path, jupyter: &Jupyter, progress: &Progress) -> Result<()> {
    let wanted = fs::read_to_string(root.join(REQUIREMENTS)).context(REQUIREMENTS)?;
    let installed = jupyter.venv.join("installed.txt");
    let begun = jupyter.venv.join("installing.txt");
    let import = "import jupyterlab, nbclient";
    if holds(&installed, &wanted) && !begun.exists() {
        let works = jupyter
            .command("python")
            .args(["-c", import])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if works {
            return Ok(());
        }
        say("JupyterLab in .venv/ is broken; installing it again.");
    }
    if begun.exists() {
        say("The installation of JupyterLab was cut short; going on.");
    }
    // A package whose installation was cut short looks installed: such are written over.
    let again = begun.exists() || installed.exists();
    fs::write(&begun, "")?;
    let downloads = root.join("target/pip");
    let mut command = jupyter.command("python");
    command
        .args([
            "-m",
            "pip",
            "install",
            "--no-input",
            "--disable-pip-version-check",
        ])
        // The list is complete: pip is to add nothing to it.
        .args(["--no-compile", "--no-deps", "--requirement", REQUIREMENTS])
        .args(again.then_some("--ignore-installed"))
        .env("PIP_CACHE_DIR", &downloads)
        .env("PIP_NO_CACHE_DIR", "false")
        .current_dir(root);
    let step = Step {
        doing: "Installing JupyterLab into .venv/",
        usually: "a minute",
        ticks: Some(("Collecting ", 100)),
    };
    progress
        .run(&step, &mut command)
        .context("JupyterLab could not be installed; is the network there?")?;
    fs::write(&installed, wanted)?;
    fs::remove_file(&begun)?;
    fs::remove_dir_all(&downloads).ok();
    Ok(())
}
