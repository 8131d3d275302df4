//! A report as plain text.

use super::prose;
use super::verdict::{Report, Status};
use super::words;
use crate::language::Language;

/// The report in full, lines separated by newlines, none at the end.
pub(crate) fn report(report: &Report, language: Language) -> String {
    let mut text = verdict(report, language);
    if !report.printed.is_empty() {
        text += &format!("\n\n{}", words::your_code_printed(language));
        text.extend(report.printed.lines().map(|line| format!("\n  {line}")));
    }
    text
}

fn verdict(report: &Report, language: Language) -> String {
    let mut lines = vec![words::headline(report).get(language).to_owned()];
    match report.status {
        Status::Passed => {
            let explanation = report.exercise.guide().explanation;
            lines.push(String::new());
            lines.push(prose::for_terminal(explanation.get(language)));
            return lines.join("\n");
        }
        Status::NotStarted => {}
        Status::Crashed => {
            if let Some((_, failure)) = report.main_failure() {
                lines.push(format!("  → {}", failure.difference.get(language)));
            }
        }
        Status::Failed | Status::Panicked | Status::TimedOut => {
            details(report, language, &mut lines);
        }
    }
    lines.push(words::what_next(report).get(language).to_owned());
    lines.push(
        words::where_hints_are(report.exercise)
            .get(language)
            .to_owned(),
    );
    lines.join("\n")
}

fn details(report: &Report, language: Language, lines: &mut Vec<String>) {
    if let Some(right) = words::already_right(report) {
        lines.push(right.get(language).to_owned());
    }
    for check in &report.checks {
        let (mark, remark) = (
            words::mark(&check.outcome),
            words::remark(&check.outcome, language),
        );
        lines.push(format!("  {mark} {}{remark}", check.name.get(language)));
    }
    if let Some((check, failure)) = report.main_failure() {
        lines.push(String::new());
        lines.push(words::look_at(check, failure, language));
        for argument in &failure.input {
            lines.push(format!("  {}", words::assignment(argument)));
        }
        let (expected, found) = words::labels(language);
        let colon = match language {
            Language::English => ": ",
            Language::Chinese => "：",
        };
        for (label, parts) in [(expected, &failure.expected), (found, &failure.found)] {
            for part in parts {
                lines.push(format!("  {label}{colon}{}", words::assignment(part)));
            }
        }
        lines.push(format!("  → {}", failure.difference.get(language)));
        lines.push(String::new());
    }
    for (mistake, giveaway) in words::mistakes(report, language) {
        lines.push(mistake);
        lines.extend(giveaway.map(|giveaway| format!("  {giveaway}")));
        lines.push(String::new());
    }
}
