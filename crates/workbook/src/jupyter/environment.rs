//! A Python environment in the checkout: `.venv/`.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::progress::{Progress, Step, say};
use super::venv::Jupyter;

/// Says in which folder the environment was made: its scripts work in no other.
const PLACE: &str = "place.txt";

const OLDEST: (u32, u32) = (3, 9);

/// Makes the environment, or makes it again if it is broken.
pub fn mend(jupyter: &Jupyter, progress: &Progress) -> Result<()> {
    let place = jupyter.venv.display().to_string();
    let made_for = fs::read_to_string(jupyter.venv.join(PLACE)).ok();
    let works = jupyter
        .command("python")
        .args(["-c", &new_enough_and("import pip")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    match made_for {
        Some(made_for) if made_for == place && works => return Ok(()),
        Some(made_for) if made_for != place => {
            say(&format!(
                "The checkout was at {made_for} when .venv/ was made; making it again."
            ));
        }
        _ if jupyter.venv.exists() => {
            say("The Python environment in .venv/ is broken or half made; making it again.");
        }
        _ => {}
    }
    clear(jupyter)?;
    let python = python()?;
    let step = Step {
        doing: "Making a Python environment in .venv/",
        usually: "ten seconds",
        ticks: None,
    };
    let with_venv = progress.run(
        &step,
        Command::new(&python)
            .args(["-m", "venv"])
            .arg(&jupyter.venv),
    );
    if let Err(error) = with_venv {
        clear(jupyter)?;
        let with_virtualenv = progress.run(
            &step,
            Command::new(&python)
                .args(["-m", "virtualenv", "--quiet"])
                .arg(&jupyter.venv),
        );
        if with_virtualenv.is_err() {
            return Err(error.context(
                "Python cannot make a virtual environment. On Debian and Ubuntu it comes without \
                 the means: `sudo apt install python3-venv`, then try again",
            ));
        }
    }
    fs::write(jupyter.venv.join(PLACE), place)?;
    Ok(())
}

/// Removes the environment, but not the Rust kernel in it, which took minutes to build.
fn clear(jupyter: &Jupyter) -> Result<()> {
    let Ok(entries) = fs::read_dir(&jupyter.venv) else {
        return Ok(());
    };
    for entry in entries {
        let path = entry?.path();
        if path == jupyter.rust() {
            continue;
        }
        if path.is_dir() && !path.is_symlink() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        }
        .with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// A Python that is new enough, by name.
fn python() -> Result<String> {
    let newer = (OLDEST.1..=14)
        .rev()
        .map(|minor| format!("python3.{minor}"));
    let mut candidates = ["python3".to_owned(), "python".to_owned()]
        .into_iter()
        .chain(newer);
    let found = candidates.find(|python| {
        Command::new(python)
            .args(["-c", &new_enough_and("")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    });
    let Some(python) = found else {
        bail!(
            "the notebooks need Python {}.{} or newer, and none was found: install it from \
             https://www.python.org or with your package manager (Debian and Ubuntu: \
             `sudo apt install python3 python3-venv`), then try again",
            OLDEST.0,
            OLDEST.1
        );
    };
    Ok(python)
}

fn new_enough_and(statement: &str) -> String {
    format!("import sys; assert sys.version_info >= {OLDEST:?}\n{statement}")
}
