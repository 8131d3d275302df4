//! A report as a fragment of HTML for notebooks. It takes its colors from the page, dark or
//! light; only the bar at its left has one of its own, and the words say the same.

use super::prose::{self, escape};
use super::verdict::{Failure, Report, Status};
use super::words;
use crate::curriculum::Exercise;
use crate::curriculum::Guide;
use crate::curriculum::Section;
use crate::language::Language;

/// The report in full.
pub(crate) fn report(report: &Report, language: Language) -> String {
    let color = match report.status {
        Status::Passed => "#2e9e5b",
        Status::NotStarted => "#888888",
        Status::Failed | Status::Panicked | Status::TimedOut | Status::Crashed => "#d1495b",
    };
    let headline = escape(words::headline(report).get(language));
    let mut body = format!("<strong>{headline}</strong>");
    match report.status {
        Status::Passed => body += &explanation(report.exercise, language),
        Status::NotStarted => {
            body += &paragraph(words::YOUR_TURN.get(language));
            body += &hints(report.exercise, language);
        }
        Status::Crashed => {
            if let Some((_, failure)) = report.main_failure() {
                body += &paragraph(failure.difference.get(language));
            }
            body += &hints(report.exercise, language);
        }
        Status::Failed | Status::Panicked | Status::TimedOut => {
            body += &details(report, language);
            body += &hints(report.exercise, language);
        }
    }
    if !report.printed.is_empty() {
        body += &paragraph(words::your_code_printed(language));
        body += &prose::preformatted(&report.printed);
    }
    let (code, status) = (language.code(), report.status.code());
    format!(
        "<div lang=\"{code}\" data-status=\"{status}\" style=\"border-left:4px solid {color};padding:.3em 0 .3em .9em;\
         margin:.5em 0;color:inherit;background:transparent;line-height:1.5\">{body}</div>"
    )
}

fn details(report: &Report, language: Language) -> String {
    let mut html = String::new();
    if let Some(right) = words::already_right(report) {
        html += &paragraph(right.get(language));
    }
    for (mistake, giveaway) in words::mistakes(report, language) {
        html += &paragraph(&mistake);
        html.extend(giveaway.map(|giveaway| paragraph(&giveaway)));
    }
    html += &where_to_read(report, language);
    if let Some((check, failure)) = report.main_failure() {
        html += &paragraph(&words::look_at(check, failure, language));
        html += &table(failure, language);
        html += &paragraph(failure.difference.get(language));
    }
    html += "<ul style=\"list-style:none;padding:0;margin:.4em 0\">";
    for check in &report.checks {
        let (mark, name) = (words::mark(&check.outcome), check.name.get(language));
        let remark = words::remark(&check.outcome, language);
        html += &format!("<li>{mark} {}{remark}</li>", escape(name));
    }
    html += "</ul>";
    html
}

/// The sections that explain the mistake, as links to the notebooks that hold them.
fn where_to_read(report: &Report, language: Language) -> String {
    let links = words::sections(report).into_iter().map(|section| {
        let Section { chapter, id, title } = section;
        let title = escape(title.get(language));
        format!("<a href=\"{chapter}.ipynb#{id}\">{title}</a>")
    });
    let links = links.collect::<Vec<_>>().join(", ");
    match (links.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::English) => format!("<p style=\"margin:.4em 0\">Read again: {links}</p>"),
        (false, Language::Chinese) => format!("<p style=\"margin:.4em 0\">请再读：{links}</p>"),
    }
}

/// The hints, folded: the reader takes the next one only when it is needed.
fn hints(exercise: &Exercise, language: Language) -> String {
    let guide = exercise.guide();
    let folded = Guide::HINT_TITLES.into_iter().zip(&guide.hints);
    let folded = folded.map(|(title, hint)| {
        let (title, hint) = (title.get(language), prose::to_html(hint.get(language)));
        format!("<details><summary style=\"cursor:pointer\">{title}</summary>{hint}</details>")
    });
    folded.collect()
}

fn explanation(exercise: &Exercise, language: Language) -> String {
    let title = paragraph(Guide::EXPLANATION_TITLE.get(language));
    title + &prose::to_html(exercise.guide().explanation.get(language))
}

fn table(failure: &Failure, language: Language) -> String {
    let (expected, found) = words::labels(language);
    let input = failure
        .input
        .iter()
        .map(|(name, value)| (name.clone(), value));
    let labeled = |label: &str, parts: &[(String, String)]| -> Vec<(String, String)> {
        let label = |name: &str| format!("{label} {name}").trim_end().to_owned();
        let rows = parts
            .iter()
            .map(|(name, value)| (label(name), value.clone()));
        rows.collect()
    };
    let answers = [
        labeled(expected, &failure.expected),
        labeled(found, &failure.found),
    ]
    .concat();
    let answers = answers.iter().map(|(name, value)| (name.clone(), value));
    let cell = "style=\"text-align:left;vertical-align:top;padding:.1em .8em .1em 0\"";
    let rows: String = input
        .chain(answers)
        .map(|(name, value)| {
            let (name, value) = (escape(&name), escape(value));
            format!("<tr style=\"background:transparent\"><th scope=\"row\" {cell}>{name}</th><td {cell}><code style=\"color:inherit;background:transparent\">{value}</code></td></tr>")
        })
        .collect();
    format!(
        "<div style=\"overflow-x:auto\"><table style=\"border-collapse:collapse;color:inherit\">{rows}</table></div>"
    )
}

fn paragraph(text: &str) -> String {
    format!("<p style=\"margin:.4em 0\">{}</p>", escape(text))
}
