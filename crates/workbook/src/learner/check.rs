//! `check`: grades the exercises, and shows an overview and the first failure in full.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::Result;
use grader::{Exercise, Language, Report, Status, next_step};
use serde_json::{Value, json};

use super::grading::{Grades, grade};
use crate::book::callouts::pick;
use crate::watch::Watch;

/// Grades the exercises, or only `only`, and prints an overview of them.
///
/// # Errors
/// If they cannot be graded, other than because the learner's code does not compile.
pub fn check(root: &Path, language: Language, only: Option<&'static Exercise>) -> Result<()> {
    let paint = Paint::for_stdout();
    let grades = grade(root, only.map(|exercise| exercise.id), paint.0)?;
    println!("{}", shown(&grades, only.is_some(), &[], language, paint));
    Ok(())
}

/// Grades again after each save, until the reader ends the program.
///
/// # Errors
/// As [`check`].
pub fn watch(root: &Path, language: Language) -> Result<()> {
    let paint = Paint::for_stdout();
    let mut watch = Watch::new(vec![root.join("exercises/src")]);
    let mut solved: Option<Vec<&str>> = None;
    loop {
        let grades = grade(root, None, paint.0)?;
        let mut fresh = Vec::new();
        if let Grades::Verdicts(verdicts) = &grades {
            let passed = verdicts.iter().filter(|verdict| verdict.passed());
            let passed: Vec<&str> = passed.map(|verdict| verdict.exercise().id).collect();
            let before = solved.replace(passed.clone()).unwrap_or(passed.clone());
            fresh.extend(passed.into_iter().filter(|id| !before.contains(id)));
        }
        println!("{}", shown(&grades, false, &fresh, language, paint));
        let waiting = pick(
            language,
            "Save an exercise to grade it again; Ctrl-C ends this.",
            "保存练习即重新评分；按 Ctrl-C 结束。",
        );
        println!("\n{waiting}");
        watch.wait();
        println!("\n{}\n", "─".repeat(60));
    }
}

/// Grades the exercises and prints one object of JSON: `solved`, `of` and `exercises`, or `errors`
/// if they do not compile. Returns whether all are solved.
///
/// # Errors
/// As [`check`].
pub fn print_json(
    root: &Path,
    language: Language,
    only: Option<&'static Exercise>,
) -> Result<bool> {
    let grades = grade(root, only.map(|exercise| exercise.id), false)?;
    let (object, all_solved) = as_json(&grades, language);
    println!("{object:#}");
    Ok(all_solved)
}

fn as_json(grades: &Grades, language: Language) -> (Value, bool) {
    match grades {
        Grades::Verdicts(verdicts) => {
            let (solved, of) = (solved(verdicts), verdicts.len());
            let exercises = verdicts.iter().map(|report| verdict(report, language));
            let exercises: Vec<Value> = exercises.collect();
            let object = json!({ "solved": solved, "of": of, "exercises": exercises });
            (object, solved == of)
        }
        Grades::Errors(errors) => (json!({ "solved": 0, "errors": errors }), false),
    }
}

fn verdict(report: &Report, language: Language) -> Value {
    json!({
        "exercise": report.exercise().id,
        "status": report.status().code(),
        "held": report.held(),
        "checks": report.checks().len(),
        "misconception": report.misconception(),
        "text": report.to_text(language),
    })
}

fn solved(verdicts: &[Report]) -> usize {
    verdicts.iter().filter(|verdict| verdict.passed()).count()
}

/// Whether marks are colored.
#[derive(Clone, Copy)]
struct Paint(bool);

impl Paint {
    fn for_stdout() -> Self {
        Self(std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none())
    }

    fn mark(self, status: Status) -> String {
        let (mark, color) = match status {
            Status::Passed => ("✓", 32),
            Status::NotStarted => ("·", 90),
            _ => ("✗", 31),
        };
        if self.0 {
            format!("\u{1b}[{color}m{mark}\u{1b}[0m")
        } else {
            mark.to_owned()
        }
    }
}

/// The overview, then the verdicts on the `fresh` exercises, which the learner has just solved, and
/// on the first failure. If the learner asked for one exercise `alone`, its verdict.
fn shown(grades: &Grades, alone: bool, fresh: &[&str], language: Language, paint: Paint) -> String {
    let verdicts = match grades {
        Grades::Verdicts(verdicts) => verdicts,
        Grades::Errors(errors) => return compiler_says(errors, language),
    };
    if let (true, [verdict]) = (alone, verdicts.as_slice()) {
        return verdict.to_text(language);
    }
    let mut parts = vec![overview(verdicts, language, paint)];
    let fresh = verdicts
        .iter()
        .filter(|verdict| fresh.contains(&verdict.exercise().id));
    parts.extend(fresh.map(|verdict| verdict.to_text(language)));
    let failed =
        |verdict: &&Report| !matches!(verdict.status(), Status::Passed | Status::NotStarted);
    match verdicts.iter().find(failed) {
        Some(verdict) => parts.push(verdict.to_text(language)),
        None => parts.push(next_step(verdicts, language)),
    }
    parts.join("\n\n")
}

/// A bar, and a line for each exercise, chapter by chapter.
fn overview(verdicts: &[Report], language: Language, paint: Paint) -> String {
    let (solved, of) = (solved(verdicts), verdicts.len());
    let bar = "█".repeat(2 * solved) + &"░".repeat(2 * (of - solved));
    let mut lines = vec![match language {
        Language::English => format!("{bar}  solved {solved} of {of}"),
        Language::Chinese => format!("{bar}  已完成 {solved}/{of}"),
    }];
    let mut chapter = "";
    for verdict in verdicts {
        let (held, checks) = (verdict.held(), verdict.checks().len());
        let number = verdict.exercise().chapter_number();
        let shown_number = if number == chapter { "  " } else { number };
        chapter = number;
        let remark = match (verdict.status(), language) {
            (Status::Passed | Status::NotStarted, _) => String::new(),
            (Status::Crashed, Language::English) => "crashed".to_owned(),
            (Status::Crashed, Language::Chinese) => "程序崩溃".to_owned(),
            (_, Language::English) => format!("{held} of {checks} checks hold"),
            (_, Language::Chinese) => format!("{checks} 项检查通过了 {held} 项"),
        };
        let mistake = verdict.misconception().unwrap_or_default();
        let (mark, id) = (paint.mark(verdict.status()), verdict.exercise().id);
        let line = format!("  {shown_number}  {mark} {id:<25} {remark}  {mistake}");
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

/// The first error of the compiler in full, since the others often follow from it.
pub fn compiler_says(errors: &[String], language: Language) -> String {
    let more = errors.len() - 1;
    let first = errors.first().map(String::as_str).unwrap_or_default();
    let title = pick(
        language,
        "Your exercises do not compile yet, so none can be graded. Rust says:",
        "练习还不能编译，所以都没有评分。Rust 说：",
    );
    let others = match (more, language) {
        (0, _) => String::new(),
        (1, Language::English) => "\n\nOne more error follows; fix this one first.".to_owned(),
        (_, Language::English) => format!("\n\n{more} more errors follow; fix this one first."),
        (_, Language::Chinese) => format!("\n\n后面还有 {more} 个错误；先改好这一个。"),
    };
    format!("{title}\n\n{first}{others}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts() -> Vec<Report> {
        vec![
            grader::gaussian_pdf(|x, mean, std_dev| {
                let z = (x - mean) / std_dev;
                (-0.5 * z * z).exp() / (std_dev * std::f64::consts::TAU.sqrt())
            }),
            grader::mixture_pdf(|_, _, _, _| 1.0),
            grader::responsibilities_1d(|_, _, _, _| todo!()),
        ]
    }

    #[test]
    fn the_overview_comes_before_the_first_failure_in_full() {
        let grades = Grades::Verdicts(verdicts());
        let text = shown(&grades, false, &[], Language::English, Paint(false));
        for part in [
            "██░░░░  solved 1 of 3\n",
            "  01  ✓ gaussian_pdf\n",
            "      ✗ mixture_pdf               2 of ",
            "  02  · responsibilities_1d\n",
            "\n\nmixture_pdf: not right yet",
        ] {
            assert!(text.contains(part), "{part:?} is missing in {text}");
        }
        assert!(!text.contains('\u{1b}'), "no escape codes");
    }

    #[test]
    fn an_exercise_solved_just_now_is_explained() {
        let grades = Grades::Verdicts(verdicts());
        let shown = |fresh| shown(&grades, false, fresh, Language::Chinese, Paint(false));
        let fresh = shown(&["gaussian_pdf"]);
        // Eight letters are too few for a line break.
        let explanation = grader::EXERCISES[0].guide().explanation;
        let why: String = explanation.get(Language::Chinese).chars().take(8).collect();
        assert!(fresh.contains(&why), "{fresh}");
        let later = shown(&[]);
        assert!(!later.contains(&why), "{later}");
    }

    #[test]
    fn json_holds_every_verdict_and_all_solved_needs_all() {
        let (object, all_solved) = as_json(&Grades::Verdicts(verdicts()), Language::English);
        assert_eq!(object["solved"], 1);
        assert_eq!(object["exercises"][2]["status"], "not-started");
        assert!(!all_solved);
        let (object, all_solved) =
            as_json(&Grades::Errors(vec!["no".to_owned()]), Language::English);
        assert_eq!(object["errors"][0], "no");
        assert!(!all_solved);
    }

    #[test]
    fn the_first_error_is_shown_and_the_others_are_counted() {
        let errors = ["one", "two", "three"].map(str::to_owned);
        let text = compiler_says(&errors, Language::English);
        assert!(text.ends_with("one\n\n2 more errors follow; fix this one first."));
    }
}
