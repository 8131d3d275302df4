//! Installs JupyterLab and the Rust kernel into the checkout and nowhere else.
//!
//! Each step tests its part, and makes it if it is missing or broken. So a set-up continues after an
//! interruption, repairs what is broken, and takes a second if it is complete.

mod environment;
mod kernel;
mod packages;
mod progress;
mod venv;
mod workshop;

use std::path::Path;

use anyhow::Result;

pub use venv::{Jupyter, run_notebook};

use progress::Progress;

/// Installs what is missing below `root`, and says what it does. The first time takes minutes.
///
/// # Errors
/// If there is no Python 3.11 or newer, or an installer fails; the error says what to do.
pub fn set_up(root: &Path) -> Result<Jupyter> {
    let jupyter = Jupyter {
        venv: root.join(".venv"),
    };
    let progress = Progress::begin(root)?;
    environment::mend(&jupyter, &progress)?;
    packages::mend(root, &jupyter, &progress)?;
    kernel::mend(root, &jupyter, &progress)?;
    kernel::register(&jupyter)?;
    workshop::mend(root, &jupyter, &progress)?;
    Ok(jupyter)
}
