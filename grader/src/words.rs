//! The sentences of a report, for the terminal and for notebooks alike.

use crate::exercise::Exercise;
use crate::language::{Language, Text};
use crate::report::{Check, Failure, Outcome, Report, Status};

/// The verdict in one line.
pub(crate) fn headline(report: &Report) -> Text {
    let id = report.exercise.id;
    let (held, all) = (report.held(), report.checks.len());
    let en_held = format!("{held} of {all} checks hold");
    let zh_held = format!("{all} 项检查中有 {held} 项成立");
    let (en, zh) = match report.status {
        Status::NotStarted => ("not started".to_owned(), "尚未开始".to_owned()),
        Status::Passed => (
            format!("passed, all {all} checks hold"),
            format!("通过，{all} 项检查全部成立"),
        ),
        Status::Failed => (
            format!("not right yet, {en_held}"),
            format!("还不对，{zh_held}"),
        ),
        Status::Panicked => (
            format!("panicked, {en_held}"),
            format!("发生 panic，{zh_held}"),
        ),
        Status::TimedOut => (
            format!("out of time, {en_held}"),
            format!("超时，{zh_held}"),
        ),
        Status::Crashed => ("crashed".to_owned(), "程序崩溃".to_owned()),
    };
    Text::owned(format!("{id}: {en}"), format!("{id}：{zh}"))
}

/// The mark before a check.
pub(crate) fn mark(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Held => "✓",
        Outcome::Failed(_) => "✗",
        Outcome::NotReached => "·",
    }
}

/// What stands after the name of a check.
pub(crate) fn remark(outcome: &Outcome, language: Language) -> &'static str {
    match (outcome, language) {
        (Outcome::NotReached, Language::English) => " (not reached)",
        (Outcome::NotReached, Language::Chinese) => "（未进行到）",
        _ => "",
    }
}

/// The heading above the failure told in full: the check and the case. A candidate without an
/// answer failed no check in particular.
pub(crate) fn look_at(check: &Check, failure: &Failure, language: Language) -> String {
    let (name, case) = (check.name.get(language), failure.case.get(language));
    let what = if failure.found.is_empty() || name == case {
        case.to_owned()
    } else {
        match language {
            Language::English => format!("{name} ({case})"),
            Language::Chinese => format!("{name}（{case}）"),
        }
    };
    match language {
        Language::English => format!("Look first at: {what}"),
        Language::Chinese => format!("先看这一项：{what}"),
    }
}

/// `expected` and `found`, as labels.
pub(crate) fn labels(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::English => ("expected", "found"),
        Language::Chinese => ("应为", "实为"),
    }
}

/// A named value; the only part of an answer has no name.
pub(crate) fn assignment((name, value): &(String, String)) -> String {
    if name.is_empty() {
        value.clone()
    } else {
        format!("{name} = {value}")
    }
}

/// The known mistakes that explain the answers: for each its sentence and its giveaway.
pub(crate) fn mistakes(report: &Report, language: Language) -> Vec<(String, String)> {
    let several = report.diagnoses.len() > 1;
    let sentence = |id, message| match (language, several) {
        (Language::English, false) => format!("A known mistake, {id}: {message}"),
        (Language::English, true) => format!("Perhaps a known mistake, {id}: {message}"),
        (Language::Chinese, false) => format!("这是一个常见错误（{id}）：{message}"),
        (Language::Chinese, true) => format!("可能是一个常见错误（{id}）：{message}"),
    };
    let giveaway = |number| match language {
        Language::English => format!("The number that gives it away: {number}"),
        Language::Chinese => format!("露出破绽的数：{number}"),
    };
    let lines = report.diagnoses.iter().map(|diagnosis| {
        (
            sentence(diagnosis.id, diagnosis.message.get(language)),
            giveaway(diagnosis.giveaway.get(language)),
        )
    });
    lines.collect()
}

/// Where to read and what to edit.
pub(crate) fn what_next(exercise: &Exercise) -> Text {
    let (number, chapter, file) = (exercise.chapter_number(), exercise.chapter, exercise.file);
    Text::owned(
        format!("Read chapter {number} (en/{chapter}.html); edit {file}."),
        format!("请读第 {number} 章（zh/{chapter}.html），修改 {file}。"),
    )
}

/// How to get a hint in a terminal.
pub(crate) fn where_hints_are(exercise: &Exercise) -> Text {
    let id = exercise.id;
    Text::owned(
        format!("Stuck? `cargo run -- hint {id}`"),
        format!("卡住了？`cargo run -- hint {id}`"),
    )
}
