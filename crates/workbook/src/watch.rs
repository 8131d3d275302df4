//! Watches folders by polling. That works on shared and mounted folders, where notifications of the
//! system do not arrive; the cost for a few hundred files, five times a second, is too small to
//! measure.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

type Snapshot = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// A watch over some folders.
pub(crate) struct Watch {
    folders: Vec<PathBuf>,
    seen: Snapshot,
}

impl Watch {
    /// Watches `folders` and all below them. A folder that does not exist counts as empty.
    pub(crate) fn new(folders: Vec<PathBuf>) -> Watch {
        let seen = snapshot(&folders);
        Watch { folders, seen }
    }

    /// Waits until files have changed, appeared or vanished, and no more changes follow; returns
    /// their paths.
    pub(crate) fn wait(&mut self) -> BTreeSet<PathBuf> {
        loop {
            sleep(Duration::from_millis(200));
            let mut now = snapshot(&self.folders);
            // An editor may empty a file first and fill it then.
            while now != self.seen {
                sleep(Duration::from_millis(80));
                let later = snapshot(&self.folders);
                if later == now {
                    let paths = now.keys().chain(self.seen.keys());
                    let has_changed = |path: &&PathBuf| now.get(*path) != self.seen.get(*path);
                    let changed = paths.filter(has_changed).cloned().collect();
                    self.seen = now;
                    return changed;
                }
                now = later;
            }
        }
    }
}

fn snapshot(folders: &[PathBuf]) -> Snapshot {
    let mut seen = Snapshot::new();
    for folder in folders {
        collect(folder, &mut seen);
    }
    seen
}

// A file may vanish while this reads: nothing here is an error.
fn collect(folder: &Path, seen: &mut Snapshot) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        if metadata.is_dir() {
            collect(&entry.path(), seen);
        } else {
            seen.insert(entry.path(), (metadata.modified().ok(), metadata.len()));
        }
    }
}
