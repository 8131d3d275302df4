//! An exercise on the page: its contract, its file, the command that grades it; folded, its hints
//! and its solution.

use grader::{Guide, Language};

use crate::book::callouts::pick;
use crate::book::exercise::{ExerciseCode, solution_file};

/// The card of `code`'s exercise in the chapter `chapter_id`: Markdown for the page.
pub fn card(language: Language, chapter_id: &str, code: &ExerciseCode) -> String {
    let id = code.exercise.id;
    let title = pick(language, "Exercise", "练习");
    let guide = code.exercise.guide();
    let hints = Guide::HINT_TITLES.into_iter().zip(&guide.hints);
    let hints: String = hints
        .map(|(title, hint)| fold("hint", title.get(language), hint.get(language)))
        .collect();
    let solution = format!(
        "```rust\n{}```\n\n{} `{}`\n\n<p class=\"exercise-why\">{}</p>\n\n{}",
        without_documentation(&code.solution),
        pick(language, "From", "出自"),
        solution_file(code.exercise),
        Guide::EXPLANATION_TITLE.get(language),
        guide.explanation.get(language),
    );
    let solution_title = pick(
        language,
        "Solution, and why it works",
        "参考答案，以及为什么这样就对",
    );
    format!(
        "<section class=\"exercise\" id=\"exercise-{id}\" aria-label=\"{title} {id}\">\n\
         <p class=\"exercise-title\">{title} <code>{id}</code></p>\n\n\
         ```rust\n{}```\n\n{}\n{hints}{}\n</section>",
        code.stub(),
        ways(language, chapter_id, code),
        fold("solution", solution_title, &solution),
    )
}

/// A function without its documentation, which the stub shows already.
fn without_documentation(function: &str) -> String {
    let lines = function.split_inclusive('\n');
    lines.skip_while(|line| line.starts_with("///")).collect()
}

/// Where to write the exercise, and how to have it graded.
fn ways(language: Language, chapter_id: &str, code: &ExerciseCode) -> String {
    let notebook = format!("notebooks/{}/{}.ipynb", language.code(), chapter_id);
    let check = format!("cargo test -p exercises {}", code.exercise.id);
    let rows = [
        (pick(language, "Write it in", "写在"), code.exercise.file),
        (pick(language, "Check it with", "检查"), &check),
        (
            pick(language, "Or in the notebook", "或用 notebook"),
            &notebook,
        ),
    ];
    let rows: String = rows
        .iter()
        .map(|(label, what)| format!("<div><dt>{label}</dt><dd><code>{what}</code></dd></div>\n"))
        .collect();
    format!("<dl class=\"exercise-ways\">\n{rows}</dl>\n")
}

/// Markdown that unfolds below `title`.
fn fold(class: &str, title: &str, markdown: &str) -> String {
    format!(
        "<details class=\"{class}\">\n<summary>{title}</summary>\n\n{markdown}\n\n</details>\n\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_card_has_three_hints_then_the_solution_in_its_own_language() {
        let root = Path::new("../..");
        for exercise in &grader::EXERCISES {
            let code = ExerciseCode::read(root, exercise.id).unwrap();
            for language in Language::ALL {
                let card = card(language, exercise.chapter, &code);
                assert_eq!(card.matches("<details class=\"hint\">").count(), 3);
                let (hints, solution) = card.split_once("<details class=\"solution\">").unwrap();
                let function = without_documentation(&code.solution);
                assert!(function.contains(&format!("pub fn {}(", exercise.id)));
                assert!(!hints.contains(&function), "{}", exercise.id);
                let why = exercise.guide().explanation;
                assert!(solution.contains(why.get(language)), "{}", exercise.id);
                assert!(solution.contains(&function), "{}", exercise.id);
            }
        }
    }
}
