//! The environment in `.venv/` and its programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

/// An environment that runs notebooks.
pub struct Jupyter {
    pub(super) venv: PathBuf,
}

impl Jupyter {
    /// A program of the environment. It finds the kernel of the environment and no other, and writes
    /// nothing to the home folder.
    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.program(name));
        let home = self.venv.join("home");
        command
            .env("JUPYTER_PATH", self.venv.join("share/jupyter"))
            .env("JUPYTER_CONFIG_DIR", home.join("config"))
            .env("JUPYTER_DATA_DIR", home.join("data"))
            .env("JUPYTER_RUNTIME_DIR", home.join("runtime"))
            .env("IPYTHONDIR", home.join("ipython"));
        command
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        let folder = if cfg!(windows) { "Scripts" } else { "bin" };
        self.venv.join(folder).join(name)
    }

    /// The folder of the Rust kernel.
    pub(super) fn rust(&self) -> PathBuf {
        self.venv.join("rust")
    }

    /// The Rust kernel.
    pub(super) fn kernel(&self) -> PathBuf {
        let name = format!("evcxr_jupyter{}", std::env::consts::EXE_SUFFIX);
        self.rust().join("bin").join(name)
    }

    /// Opens JupyterLab on `notebook`, and returns when it ends.
    ///
    /// It listens on this machine alone, and asks for a token.
    ///
    /// # Errors
    /// If it cannot be started, or ends badly.
    pub fn open(&self, root: &Path, notebook: &str, options: &[String]) -> Result<()> {
        let mut command = self.command("python");
        command
            .args(["-m", "jupyterlab", "--ServerApp.ip=127.0.0.1"])
            // JupyterLab prints its address at every level.
            .arg("--log-level=WARN")
            // In a container root is the only user, and JupyterLab accepts no connection from outside.
            .arg("--ServerApp.allow_root=True")
            .arg(format!("--LabApp.default_url=/lab/tree/{notebook}"))
            .args(options)
            .current_dir(root);
        let status = command
            .status()
            .context("JupyterLab could not be started")?;
        if !status.success() {
            bail!("JupyterLab ended with {status}");
        }
        Ok(())
    }
}

/// The program that runs a notebook file.
pub(super) fn runner(jupyter: &Jupyter) -> Command {
    let mut command = jupyter.command("python");
    command.args(["-c", include_str!("run_notebook.py")]);
    command
}

/// Runs the notebook file `source` in `folder`, and writes it with its outputs to `target`.
///
/// # Errors
/// If the kernel cannot be started or dies. A failure of a cell is an output, not an error.
pub fn run_notebook(jupyter: &Jupyter, source: &Path, target: &Path, folder: &Path) -> Result<()> {
    let output = runner(jupyter)
        .args([source, target, folder])
        .output()
        .context("Python could not be started")?;
    ensure!(
        output.status.success(),
        "{}: the kernel failed:\n{}",
        source.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
