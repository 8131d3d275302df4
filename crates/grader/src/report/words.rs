//! The sentences of a report, for the terminal and for notebooks alike.

use super::verdict::{Check, Failure, Outcome, Report, Status};
use crate::curriculum::Exercise;
use crate::curriculum::Section;
use crate::language::{Language, Text};

/// The verdict in one line.
pub(crate) fn headline(report: &Report) -> Text {
    let id = report.exercise.id;
    let (held, all) = (report.held(), report.checks.len());
    let en_held = format!("{held} of {all} checks hold");
    let zh_held = format!("{all} 项检查通过了 {held} 项");
    let (en, zh) = match report.status {
        Status::NotStarted => ("not started".to_owned(), "尚未开始".to_owned()),
        Status::Passed => (
            format!("passed, all {all} checks hold"),
            format!("做对了，{all} 项检查全部通过"),
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

/// The remark after the name of a check.
pub(crate) fn remark(outcome: &Outcome, language: Language) -> &'static str {
    match (outcome, language) {
        (Outcome::NotReached, Language::English) => " (not reached)",
        (Outcome::NotReached, Language::Chinese) => "（还没查到这里）",
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

/// Says that only inputs at the edges of the contract fail, if that is so.
pub(crate) fn already_right(report: &Report) -> Option<Text> {
    report.only_the_edge_is_left().then(|| {
        Text::new(
            "Every ordinary input tried has the right answer; only the edge cases are left.",
            "试过的一般输入全都算对了，只差边界情况。",
        )
    })
}

/// The known mistakes that explain the answers: for each its sentence, and the number that gives it
/// away, unless the failure shown in full does that.
pub(crate) fn mistakes(report: &Report, language: Language) -> Vec<(String, Option<String>)> {
    let several = report.diagnoses.len() > 1;
    let opening = |index, id: &str| match (language, several, index) {
        (Language::English, false, _) => format!("A known mistake, {id}:"),
        (Language::English, true, 0) => format!("Perhaps a known mistake, {id}:"),
        (Language::English, true, _) => format!("Or perhaps {id}:"),
        (Language::Chinese, false, _) => format!("这是一个常见错误（{id}）："),
        (Language::Chinese, true, 0) => format!("可能是一个常见错误（{id}）："),
        (Language::Chinese, true, _) => format!("也可能是（{id}）："),
    };
    let space = match language {
        Language::English => " ",
        Language::Chinese => "",
    };
    let shown = report.main_failure().map(|(_, failure)| &failure.case);
    let giveaway = |case: &Text, number: &Text| {
        let (told, number) = (case.get(language), number.get(language));
        (shown != Some(case)).then(|| match language {
            Language::English => format!("The number that shows it: {number} ({told})"),
            Language::Chinese => format!("看得出错误的数：{number}（{told}）"),
        })
    };
    let diagnoses = report.diagnoses.iter().enumerate();
    let lines = diagnoses.map(|(index, diagnosis)| {
        let message = diagnosis.message.get(language);
        (
            format!("{}{space}{message}", opening(index, &diagnosis.id)),
            giveaway(&diagnosis.case, &diagnosis.giveaway),
        )
    });
    lines.collect()
}

/// Where to read and what to edit: the section that explains the mistake made, else the chapter.
pub(crate) fn what_next(report: &Report) -> Text {
    let file = report.exercise.file;
    let mut places: Vec<_> = sections(report).into_iter().map(place).collect();
    if places.is_empty() {
        let (number, chapter) = (report.exercise.chapter_number(), report.exercise.chapter);
        places.push((
            format!("chapter {number} (en/{chapter}.html)"),
            format!("第 {number} 章（zh/{chapter}.html）"),
        ));
    }
    let (en, zh): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    let (en, zh) = (en.join(" and "), zh.join("和"));
    Text::owned(
        format!("Read {en}; edit {file}."),
        format!("请读{zh}，修改 {file}。"),
    )
}

/// The sections that explain the mistakes made, each once.
pub(crate) fn sections(report: &Report) -> Vec<&'static Section> {
    let mut sections: Vec<_> = report.diagnoses.iter().map(|one| one.section).collect();
    sections.dedup();
    sections
}

/// A section with its chapter and its place in the book.
fn place(section: &Section) -> (String, String) {
    let Section { chapter, id, title } = section;
    let number = chapter.split('-').next().unwrap_or(chapter);
    let (en, zh) = (title.get(Language::English), title.get(Language::Chinese));
    (
        format!("“{en}” in chapter {number} (en/{chapter}.html#{id})"),
        format!("第 {number} 章的「{zh}」一节（zh/{chapter}.html#{id}）"),
    )
}

/// What to do first, in a notebook.
pub(crate) const YOUR_TURN: Text = Text::new(
    "Write your code in the cell above, run it, then run this one again.",
    "把你的代码写在上面的单元格里，运行它，再运行一次这一格。",
);

/// How to get a hint in a terminal.
pub(crate) fn where_hints_are(exercise: &Exercise) -> Text {
    let id = exercise.id;
    Text::owned(
        format!("Stuck? `cargo run -- hint {id}`"),
        format!("卡住了？`cargo run -- hint {id}`"),
    )
}

/// The title above what the learner's code printed.
pub(crate) fn your_code_printed(language: Language) -> &'static str {
    match language {
        Language::English => "Your code printed:",
        Language::Chinese => "你的代码打印了：",
    }
}
