//! Properties of the engine for any input: it never panics and never hangs, and returns either an
//! error with a remedy or a finite, correct result.
//!
//! Each module has a `Case`, which [`arbitrary`] makes from bytes, with a method that checks it. The
//! fuzzer looks for bytes that reach new code; `tests/replay.rs` checks those it has found.

pub mod csv;
pub mod fit;
mod mixture;
pub mod npy;
pub mod saved;
mod textbook;
mod values;

use std::fmt::Display;
use std::io::Write as _;

use tempfile::{NamedTempFile, TempPath};

/// Checks that an error's message has a remedy.
pub fn check_message(error: &impl Display) {
    let message = error.to_string();
    let remedy = message.split_once(": ").map_or("", |(_, remedy)| remedy);
    let has_remedy = !remedy.trim().is_empty() || message.contains("must be");
    assert!(has_remedy, "no remedy in {message:?}");
}

/// A file with these bytes, which is deleted when the path is dropped.
fn temporary_file(bytes: &[u8]) -> TempPath {
    let mut file = NamedTempFile::new().expect("a temporary file can be created");
    file.write_all(bytes).expect("a small file can be written");
    file.into_temp_path()
}
