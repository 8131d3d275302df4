//! Files and their digests.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The text of the file at `path`, which is relative to `root`.
///
/// # Errors
/// If it cannot be read; the error names the path.
pub fn read(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| path.to_owned())
}

/// Whether the file at `path` holds exactly `content`.
pub fn holds(path: &Path, content: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|found| found == content)
}

/// Writes `content` to `path`, unless the file holds it already. Makes the folders that are
/// missing.
///
/// # Errors
/// If it cannot be written; the error names the path.
pub fn write(path: &Path, content: &str) -> Result<()> {
    if holds(path, content) {
        return Ok(());
    }
    let folder = path.parent().context("a file stands in a folder")?;
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, content))
        .with_context(|| path.display().to_string())
}

/// Removes the file or folder at `path`, if there is one.
///
/// # Errors
/// If it cannot be removed; the error names the path.
pub fn remove(path: &Path) -> Result<()> {
    let removed = match path.symlink_metadata() {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    };
    removed.with_context(|| path.display().to_string())
}

/// The first 16 hexadecimal digits of the SHA-256 digest of `text`.
pub fn short_digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
