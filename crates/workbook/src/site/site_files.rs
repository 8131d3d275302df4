//! A site as files in memory: a build that fails leaves nothing half written, and the server needs
//! no folder.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files of a site by their paths, which are written with `/`.
pub(super) type Site = BTreeMap<String, Vec<u8>>;

/// The files under `folder`, by their paths in it.
pub(super) fn read_folder(folder: &Path) -> Result<Site> {
    let mut files = Site::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            for (inner, bytes) in read_folder(&entry.path())? {
                files.insert(format!("{name}/{inner}"), bytes);
            }
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(files)
}

/// Replaces the site in `out` by `site`.
pub(super) fn write(site: &Site, out: &Path) -> Result<()> {
    let occupied = out
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some());
    if occupied && !out.join("assets/katex/katex.min.css").is_file() {
        bail!(
            "{} holds something other than this book: name a new or empty folder",
            out.display()
        );
    }
    // A folder beside `out`, because a move is one step only within a file system.
    let parent = match out.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    let place = tempfile::Builder::new()
        .prefix(".book-")
        .tempdir_in(parent)?;
    let new = place.path().join("new");
    for (name, bytes) in site {
        let path = new.join(name);
        fs::create_dir_all(path.parent().expect("inside the site"))?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if out.exists() {
        fs::rename(out, place.path().join("old"))
            .with_context(|| format!("cannot replace {}", out.display()))?;
    }
    fs::rename(&new, out).with_context(|| format!("cannot write {}", out.display()))
}
