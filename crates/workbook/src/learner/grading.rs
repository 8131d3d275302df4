//! Grades the learner's exercises in another process, since what the learner wrote may not compile.

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use grader::{EXERCISES, Nonce, Report};
use serde_json::Value;

/// The result of grading.
pub enum Grades {
    /// The verdicts, in the order of the curriculum.
    Verdicts(Vec<Report>),
    /// The exercises do not compile: the errors of the compiler.
    Errors(Vec<String>),
}

/// Grades all exercises of the checkout at `root`, or only the one called `only`; `color` asks for
/// colored errors of the compiler.
///
/// # Errors
/// If cargo cannot be started, or fails for another reason than the learner's code.
pub fn grade(root: &Path, only: Option<&str>, color: bool) -> Result<Grades> {
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
        .env("GMM_VERDICTS", "1")
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut cargo = command.spawn().context("cargo could not be started")?;
    let nonce = Nonce::new();
    if let Some(mut stdin) = cargo.stdin.take() {
        // Cargo does not read it; the test does, or has ended.
        writeln!(stdin, "{nonce}").ok();
    }
    let output = cargo.wait_with_output().context("cargo broke off")?;
    let wanted = only.map_or(EXERCISES.len(), |_| 1);
    let (stdout, stderr) = [&output.stdout, &output.stderr]
        .map(|pipe| String::from_utf8_lossy(pipe))
        .into();
    grades(&stdout, &stderr, &nonce, wanted)
}

/// Reads the output of cargo, which has graded `wanted` exercises.
fn grades(stdout: &str, stderr: &str, nonce: &Nonce, wanted: usize) -> Result<Grades> {
    let verdicts = nonce.open(stdout);
    if !verdicts.is_empty() {
        ensure!(
            verdicts.len() == wanted,
            "{} of {wanted} exercises were graded, then grading stopped: {}",
            verdicts.len(),
            stderr.trim()
        );
        return Ok(Grades::Verdicts(verdicts));
    }
    let errors: Vec<String> = stdout.lines().filter_map(compiler_error).collect();
    if errors.is_empty() {
        bail!("the exercises could not be graded: {}", stderr.trim());
    }
    Ok(Grades::Errors(errors))
}

/// The error of the compiler in a line of cargo's messages. A warning, an error in another package
/// and the closing count of the errors are none.
fn compiler_error(line: &str) -> Option<String> {
    let value: Value = serde_json::from_str(line).ok()?;
    // It ends with `/exercises#0.1.0` or `#exercises@0.1.0`.
    let package = value.get("package_id")?.as_str()?;
    let (path, name) = package.rsplit_once('#')?;
    if !path.ends_with("/exercises") && !name.starts_with("exercises@") {
        return None;
    }
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
    fn an_error_counts_only_with_its_place() {
        let told = |level, spans| compiler_error(&line("exercises", level, spans));
        assert_eq!(told("error", "[{}]").as_deref(), Some("text"));
        assert_eq!(told("error", "[]"), None);
        assert_eq!(told("warning", "[{}]"), None);
        assert_eq!(compiler_error("running 17 tests"), None);
    }

    /// A message of cargo about a package of the checkout.
    fn line(package: &str, level: &str, spans: &str) -> String {
        format!(
            r#"{{"package_id":"path+file:///home/reader/book/{package}#0.1.0","message":{{"level":"{level}","spans":{spans},"rendered":"text\n"}}}}"#
        )
    }

    #[test]
    fn an_error_in_another_package_is_not_the_learners() {
        let error = |package| {
            let line = line(package, "error", "[{}]");
            grades(&line, "could not compile", &Nonce::new(), 17)
        };
        assert!(matches!(error("exercises"), Ok(Grades::Errors(errors)) if errors == ["text"]));
        let message = error("solutions").err().unwrap().to_string();
        assert_eq!(
            message,
            "the exercises could not be graded: could not compile"
        );
    }

    #[test]
    fn an_incomplete_run_is_an_error() {
        let report = grader::bic(|_, _, _| 0.0);
        let nonce = Nonce::new();
        let line = nonce.seal(&report);
        assert!(
            matches!(grades(&line, "", &nonce, 1), Ok(Grades::Verdicts(one)) if one.len() == 1)
        );
        let message = grades(&line, "killed\n", &nonce, 17)
            .err()
            .unwrap()
            .to_string();
        assert_eq!(
            message,
            "1 of 17 exercises were graded, then grading stopped: killed"
        );
    }
}
