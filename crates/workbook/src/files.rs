//! Files and their digests.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Whether `path` holds exactly `content`.
pub fn holds(path: &Path, content: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|found| found == content)
}

/// The text of the file at `path`.
///
/// # Errors
/// If it cannot be read; the error names the path.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes `content` to `path`, its folders made, if it is not there already.
///
/// # Errors
/// If that cannot be done; the error names the path.
pub fn write(path: &Path, content: &str) -> Result<()> {
    if holds(path, content) {
        return Ok(());
    }
    let folder = path.parent().context("a file stands in a folder")?;
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, content))
        .with_context(|| path.display().to_string())
}

/// Removes the file or folder at `path`.
///
/// # Errors
/// If that cannot be done; the error names the path.
pub fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    removed.with_context(|| path.display().to_string())
}

/// The first 16 hexadecimal digits of the SHA-256 digest of `text`.
pub fn short_digest(text: &str) -> String {
    let bytes = Sha256::digest(text.as_bytes());
    bytes[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
