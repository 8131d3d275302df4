//! Describes a panic in one line: its message and its place.

use std::any::Any;
use std::panic::PanicHookInfo;
use std::path::Path;

/// The kernel writes each cell, with the functions of the cells before it, to this file of the
/// folder `EVCXR_TMPDIR`.
const CELL: &str = "src/lib.rs";

/// What a notebook shows when a cell panics; a single line, because the kernel may lose the second.
pub(crate) fn describe(info: &PanicHookInfo) -> String {
    let place = info.location().map(|at| {
        let file = Path::new(at.file());
        let is_cell = file.is_relative() && file.ends_with(CELL);
        let line = is_cell.then(|| line_of_cell(at.line())).flatten();
        line.map_or_else(
            || format!("{}:{}", short(at.file()), at.line()),
            |line| format!("`{line}`"),
        )
    });
    let place = place.map_or_else(String::new, |place| format!(" (at {place})"));
    let message: Vec<&str> = message(info.payload()).lines().map(str::trim).collect();
    format!("panicked: {}{place}", message.join(", "))
}

/// The message of a panic.
pub(crate) fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("without a message")
}

/// The text of a line of the reader's cell. The reader cannot see the kernel's file, so its line
/// number would not help.
fn line_of_cell(number: u32) -> Option<String> {
    let workshop = std::env::var("EVCXR_TMPDIR").ok()?;
    let code = std::fs::read_to_string(Path::new(&workshop).join(CELL)).ok()?;
    let line = code
        .lines()
        .nth(usize::try_from(number).ok()?.checked_sub(1)?)?;
    Some(line.trim().to_owned())
}

/// The path of a dependency's file, starting at the name of its crate.
fn short(file: &str) -> &str {
    let parts = ["/registry/src/", "/solutions/src/", "/grader/src/"];
    let start = parts.iter().find_map(|part| {
        let start = file.find(part)? + 1;
        match part.strip_prefix("/registry") {
            Some(_) => Some(start + file[start..].match_indices('/').nth(2)?.0 + 1),
            None => Some(start),
        }
    });
    start.map_or(file, |start| &file[start..])
}
