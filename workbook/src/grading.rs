//! The learner's exercises, graded in processes of their own: what the learner wrote may not
//! compile, and is no part of this program.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use grader::{Language, Verdict};
use serde_json::Value;

/// How the exercises stand.
pub enum Grades {
    /// They compile, and each was graded; in the order of the curriculum.
    Verdicts(Vec<Verdict>),
    /// They do not compile: what the compiler says, error by error.
    Errors(Vec<String>),
}

/// Grades all exercises of the checkout at `root`, or only the one called `only`; reports are in
/// `language`, the compiler's words colored if `color`.
///
/// # Errors
/// If cargo cannot be started, or fails for another reason than the learner's code.
pub fn grade(root: &Path, language: Language, only: Option<&str>, color: bool) -> Result<Grades> {
    let format = if color {
        "json-diagnostic-rendered-ansi"
    } else {
        "json"
    };
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(["test", "--quiet", "--package", "exercises"])
        .args(["--test", "grade", "--message-format", format, "--"])
        .args(only.iter().flat_map(|id| ["--exact", id]))
        .env("GMM_GRADE_JSON", "1")
        .env("GMM_LANG", language.code())
        .current_dir(root);
    let output = command.output().context("cargo could not be started")?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    let verdicts: Vec<Verdict> = stdout.lines().filter_map(Verdict::from_line).collect();
    if !verdicts.is_empty() {
        return Ok(Grades::Verdicts(verdicts));
    }
    let errors: Vec<String> = stdout.lines().filter_map(compiler_error).collect();
    if errors.is_empty() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("the exercises could not be graded: {}", stderr.trim());
    }
    Ok(Grades::Errors(errors))
}

/// The error in a line of cargo's messages, as the compiler shows it; the closing count of the
/// errors is none.
fn compiler_error(line: &str) -> Option<String> {
    let value: Value = serde_json::from_str(line).ok()?;
    let message = value.get("message")?;
    let is_error = message.get("level")? == "error";
    let has_place = !message.get("spans")?.as_array()?.is_empty();
    let rendered = message.get("rendered")?.as_str()?.trim_end();
    (is_error && has_place).then(|| rendered.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_with_a_place_is_told_and_the_closing_count_is_not() {
        let line = |level: &str, spans: &str| {
            format!(r#"{{"message":{{"level":"{level}","spans":{spans},"rendered":"text\n"}}}}"#)
        };
        let told = |level, spans| compiler_error(&line(level, spans));
        assert_eq!(told("error", "[{}]").as_deref(), Some("text"));
        assert_eq!(told("error", "[]"), None);
        assert_eq!(told("warning", "[{}]"), None);
        assert_eq!(compiler_error("running 17 tests"), None);
    }
}
