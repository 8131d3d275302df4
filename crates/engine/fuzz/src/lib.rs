//! What is asked of the engine, whatever it is given: never a panic, never a hang, and either an
//! error that says the remedy or a finite, right result.
//!
//! Each module has a `Case`, which [`arbitrary`] makes of any bytes, and which checks itself. The
//! fuzzer looks for bytes that lead somewhere new; `tests/replay.rs` goes through those it found.

pub mod csv;
mod file;
pub mod fit;
mod mixture;
pub mod npy;
pub mod saved;
mod textbook;
mod values;

use std::fmt::Display;

/// Checks that an error's message says more than what is wrong.
pub fn said(error: &impl Display) {
    let message = error.to_string();
    let remedy = message.split_once(": ").map_or("", |(_, remedy)| remedy);
    let remedied = !remedy.trim().is_empty() || message.contains("must be");
    assert!(remedied, "no remedy in {message:?}");
}
