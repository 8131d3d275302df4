//! JupyterLab and the Rust kernel, installed into the checkout and nowhere else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// The kernel's version, installed from crates.io.
const EVCXR: &str = "0.22.0";

/// Commands that the kernel runs when it starts: compiled crates are kept for the next notebook,
/// and cells are compiled for quick answers rather than quick code.
const KERNEL_START: &str = ":cache 1000\n:opt 0\n";

/// An environment that is ready to run notebooks.
pub struct Jupyter {
    venv: PathBuf,
}

impl Jupyter {
    /// Installs what is missing below `root`, saying what it does; the first time takes minutes.
    ///
    /// What is there is not installed again, so a set-up that was interrupted goes on.
    ///
    /// # Errors
    /// If there is no Python 3.9 or newer, or an installer fails; the error says what to do.
    pub fn set_up(root: &Path) -> Result<Self> {
        let jupyter = Self {
            venv: root.join(".venv"),
        };
        let requirements = fs::read_to_string(root.join("notebooks/requirements.txt"))
            .context("notebooks/requirements.txt")?;
        let wanted = format!("{requirements}evcxr_jupyter {EVCXR}\n{KERNEL_START}");
        let ready = jupyter.venv.join("ready.txt");
        if fs::read_to_string(&ready).is_ok_and(|found| found == wanted) {
            return Ok(jupyter);
        }
        jupyter.create_venv()?;
        eprintln!("Installing JupyterLab into .venv/ (about a minute) …");
        run(jupyter
            .command("python")
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--requirement",
                "notebooks/requirements.txt",
            ])
            .current_dir(root))
        .context("JupyterLab could not be installed; is the network there?")?;
        jupyter.install_kernel(root)?;
        fs::write(&ready, wanted).with_context(|| ready.display().to_string())?;
        Ok(jupyter)
    }

    fn create_venv(&self) -> Result<()> {
        if self
            .command("python")
            .arg("--version")
            .output()
            .is_ok_and(|out| out.status.success())
        {
            return Ok(());
        }
        let python = python()?;
        eprintln!("Making a Python environment in .venv/ …");
        run(Command::new(python)
            .args(["-m", "venv", "--clear"])
            .arg(&self.venv))
        .context(
            "Python could not make a virtual environment; on Debian and Ubuntu, \
             `apt install python3-venv` brings what it lacks",
        )
    }

    fn install_kernel(&self, root: &Path) -> Result<()> {
        let kernel = self.program("evcxr_jupyter");
        let listed = fs::read_to_string(self.venv.join(".crates.toml")).unwrap_or_default();
        let installed = kernel.exists() && listed.contains(&format!("evcxr_jupyter {EVCXR}"));
        if !installed {
            eprintln!("Building the Rust kernel, evcxr_jupyter {EVCXR} (about five minutes) …");
            run(Command::new("cargo")
                .args([
                    "install",
                    "evcxr_jupyter",
                    "--version",
                    EVCXR,
                    "--locked",
                    "--force",
                    "--root",
                ])
                .arg(&self.venv)
                .env("CARGO_TARGET_DIR", root.join("target/evcxr"))
                .current_dir(root))
            .context("the Rust kernel could not be built")?;
        }
        run(self
            .command("evcxr_jupyter")
            .arg("--install")
            .stdout(Stdio::null())
            .stderr(Stdio::null()))
        .context("the Rust kernel could not be registered in .venv/")?;
        let start = self.venv.join("share/evcxr/init.evcxr");
        crate::weave::write(&start, KERNEL_START)
    }

    /// A command of the environment, which finds the kernel registered there and no other.
    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.program(name));
        command
            .env("JUPYTER_PATH", self.venv.join("share/jupyter"))
            .env("EVCXR_CONFIG_DIR", self.venv.join("share/evcxr"))
            .env("XDG_CACHE_HOME", self.venv.join("cache"));
        command
    }

    fn program(&self, name: &str) -> PathBuf {
        let folder = if cfg!(windows) { "Scripts" } else { "bin" };
        self.venv.join(folder).join(name)
    }

    /// Opens JupyterLab on `notebook`, and returns when it is closed.
    ///
    /// # Errors
    /// If it cannot be started, or ends badly.
    pub fn open(&self, root: &Path, notebook: &str, options: &[String]) -> Result<()> {
        run(self
            .command("jupyter")
            .args(["lab", "--ServerApp.ip=127.0.0.1"])
            .args(options)
            .arg(notebook)
            .current_dir(root))
        .context("JupyterLab")
    }
}

/// A Python that is new enough, by name.
fn python() -> Result<&'static str> {
    let new_enough = "import sys; sys.exit(sys.version_info < (3, 9))";
    ["python3", "python"]
        .into_iter()
        .find(|python| {
            let status = Command::new(python).args(["-c", new_enough]).stderr(Stdio::null()).status();
            status.is_ok_and(|status| status.success())
        })
        .context("notebooks need Python 3.9 or newer, and neither `python3` nor `python` is one: install it from python.org or your package manager")
}

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("`{name}` could not be started"))?;
    if !status.success() {
        bail!("`{name}` ended with {status}");
    }
    Ok(())
}

/// Runs the notebook file `source` in `folder`, and writes it with its outputs to `target`.
///
/// Kernels that run at the same time need a cache each, told apart by `worker`: two that share one
/// read each other's half-written files.
///
/// # Errors
/// If the kernel cannot be started or dies. A cell that fails is an output, not an error.
pub fn run_notebook(
    jupyter: &Jupyter,
    worker: usize,
    source: &Path,
    target: &Path,
    folder: &Path,
) -> Result<()> {
    let output = jupyter
        .command("python")
        .env(
            "XDG_CACHE_HOME",
            jupyter.venv.join(format!("cache-{worker}")),
        )
        .args(["-c", include_str!("run_notebook.py")])
        .args([source, target, folder])
        .output()
        .context("Python could not be started")?;
    ensure!(
        output.status.success(),
        "{}: the kernel did not get through:\n{}",
        source.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
