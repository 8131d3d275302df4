//! A Python environment in the checkout: `.venv/`.

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use super::progress::{Progress, Step, say, succeeds};
use super::venv::Jupyter;
use crate::files::remove;

/// Holds the folder in which the environment was made: its scripts work in no other.
const PLACE: &str = "place.txt";

const OLDEST: (u32, u32) = (3, 11);

/// Makes the environment, unless it is there and works.
pub fn mend(jupyter: &Jupyter, progress: &Progress) -> Result<()> {
    let place = jupyter.venv.display().to_string();
    let made_for = fs::read_to_string(jupyter.venv.join(PLACE)).ok();
    let mut pip = jupyter.command("python");
    let works = succeeds(pip.args(["-c", &new_enough_and("import pip")]));
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
    let make = |module: &[&str]| {
        let mut command = Command::new(&python);
        progress.run(&step, command.arg("-m").args(module).arg(&jupyter.venv))
    };
    if let Err(error) = make(&["venv"]) {
        clear(jupyter)?;
        if make(&["virtualenv", "--quiet"]).is_err() {
            return Err(error.context(
                "Python cannot make a virtual environment. On Debian and Ubuntu the package for it \
                 is missing: `sudo apt install python3-venv`, then try again",
            ));
        }
    }
    fs::write(jupyter.venv.join(PLACE), place)?;
    Ok(())
}

/// Removes the environment, but not the Rust kernel in it, which took minutes to build.
fn clear(jupyter: &Jupyter) -> Result<()> {
    for entry in fs::read_dir(&jupyter.venv).into_iter().flatten() {
        let path = entry?.path();
        if path != jupyter.rust() {
            remove(&path)?;
        }
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
    let is_new_enough =
        |python: &String| succeeds(Command::new(python).args(["-c", &new_enough_and("")]));
    let found = candidates.find(is_new_enough);
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
