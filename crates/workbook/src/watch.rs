//! Which files changed since the last look. Looking five times a second at a few
//! hundred files costs nothing that one can measure, and works on shared and
//! mounted folders, where a system's notifications do not arrive.

use std::collections::BTreeMap;
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
    /// Watches `folders` and all below them; one that does not exist is empty.
    pub(crate) fn new(folders: Vec<PathBuf>) -> Watch {
        let seen = snapshot(&folders);
        Watch { folders, seen }
    }

    /// Waits until files changed, were added or went away, and writing has
    /// come to rest; returns their paths.
    pub(crate) fn wait(&mut self) -> Vec<PathBuf> {
        loop {
            sleep(Duration::from_millis(200));
            let mut now = snapshot(&self.folders);
            if now == self.seen {
                continue;
            }
            // An editor may empty a file first and fill it then.
            loop {
                sleep(Duration::from_millis(80));
                let later = snapshot(&self.folders);
                if later == now {
                    break;
                }
                now = later;
            }
            let paths = now.keys().chain(self.seen.keys());
            let mut changed: Vec<PathBuf> = paths
                .filter(|path| now.get(*path) != self.seen.get(*path))
                .cloned()
                .collect();
            changed.sort();
            changed.dedup();
            self.seen = now;
            if !changed.is_empty() {
                return changed;
            }
        }
    }
}

fn snapshot(folders: &[PathBuf]) -> Snapshot {
    let mut seen = Snapshot::new();
    for folder in folders {
        look(folder, &mut seen);
    }
    seen
}

// A file that vanishes while one looks is gone: nothing here is an error.
fn look(folder: &Path, seen: &mut Snapshot) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        if metadata.is_dir() {
            look(&entry.path(), seen);
        } else {
            seen.insert(entry.path(), (metadata.modified().ok(), metadata.len()));
        }
    }
}
