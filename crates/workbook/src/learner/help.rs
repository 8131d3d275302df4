//! `hint` and `solution`: help with one exercise.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use grader::{Exercise, Guide, Language, Report, Text, for_terminal};

use super::grading::{Grades, grade};
use crate::book::callouts::pick;
use crate::book::exercise::{ExerciseCode, solution_file};

/// The hint `number`, counted from 1, and the command for the next one.
///
/// # Errors
/// If there is no hint of that number.
pub fn hint(exercise: &Exercise, number: usize, language: Language) -> Result<String> {
    let guide = exercise.guide();
    let all = guide.hints.len();
    let hint = (number.checked_sub(1)).and_then(|index| guide.hints.get(index));
    let hint = hint.with_context(|| format!("there are {all} hints, from 1 to {all}"))?;
    let title = &Guide::HINT_TITLES[number - 1];
    let (id, title) = (exercise.id, title.get(language));
    let hint = for_terminal(hint.get(language));
    let next = number + 1;
    let (label, command) = if number < all {
        let label = pick(language, "The next hint", "下一个提示");
        (label, format!("cargo run -- hint {id} {next}"))
    } else {
        let label = pick(language, "The solution", "参考答案");
        (label, format!("cargo run -- solution {id}"))
    };
    let colon = pick(language, ": ", "：");
    Ok(format!(
        "{id} · {title}\n\n{hint}\n\n{label}{colon}`{command}`"
    ))
}

/// The solution, and why it works.
///
/// # Errors
/// If its source cannot be read.
pub fn solution(root: &Path, exercise: &Exercise, language: Language) -> Result<String> {
    let code = ExerciseCode::read(root, exercise.id)?.solution;
    let why = for_terminal(exercise.guide().explanation.get(language));
    let title = Guide::EXPLANATION_TITLE;
    let title = title.get(language);
    let source = solution_file(exercise);
    Ok(format!("// {source}\n{code}\n{title}\n\n{why}"))
}

/// Whether to show the solution: the exercise is solved, or the learner is asked and says yes.
///
/// # Errors
/// If the exercise is not solved, or not known to be, and standard input is no terminal.
pub fn may_show(root: &Path, exercise: &Exercise, language: Language) -> Result<bool> {
    let grades = grade(root, Some(exercise.id), false)?;
    let Some(why_not) = why_not_shown(&grades, exercise.id) else {
        return Ok(true);
    };
    let why_not = why_not.get(language);
    if !std::io::stdin().is_terminal() {
        let english = format!("{why_not}; `--yes` shows its solution anyway");
        let chinese = format!("{why_not}；加上 `--yes` 可以照样看答案");
        bail!("{}", pick(language, &english, &chinese));
    }
    let english = format!("{why_not}. Show the solution anyway? [y/N] ");
    let chinese = format!("{why_not}。仍要看答案吗？[y/N] ");
    print!("{}", pick(language, &english, &chinese));
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(is_yes(&answer))
}

/// The reason to ask before showing the solution of the exercise `id`, if there is one.
fn why_not_shown(grades: &Grades, id: &str) -> Option<Text> {
    match grades {
        Grades::Verdicts(verdicts) if verdicts.iter().all(Report::passed) => None,
        Grades::Verdicts(_) => Some(Text::owned(
            format!("`{id}` is not solved yet"),
            format!("`{id}` 还没有做对"),
        )),
        // The error may be in another exercise.
        Grades::Errors(_) => Some(Text::owned(
            format!("the exercises do not compile, so nobody knows whether `{id}` is solved"),
            format!("练习还不能编译，无法判断 `{id}` 是否做对"),
        )),
    }
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::exercise::find;

    #[test]
    fn each_hint_names_the_command_for_the_next_help() {
        let bic = find("bic").unwrap();
        let first = hint(bic, 1, Language::English).unwrap();
        let idea = for_terminal(bic.guide().hints[0].get(Language::English));
        assert!(first.starts_with(&format!("bic · Hint 1: the idea\n\n{idea}\n")));
        assert!(first.ends_with("The next hint: `cargo run -- hint bic 2`"));
        let last = hint(bic, 3, Language::Chinese).unwrap();
        assert!(last.starts_with("bic · 提示三"));
        assert!(last.ends_with("参考答案：`cargo run -- solution bic`"));
        assert!(hint(bic, 0, Language::English).is_err());
        assert!(hint(bic, 4, Language::English).is_err());
    }

    #[test]
    fn an_unknown_exercise_is_an_error_that_lists_all() {
        let error = find("bix").unwrap_err().to_string();
        assert!(error.contains("count_parameters, bic"), "{error}");
    }

    #[test]
    fn an_exercise_that_was_not_graded_is_not_called_unsolved() {
        let verdict = |report| Grades::Verdicts(vec![report]);
        let why_not =
            |grades| why_not_shown(&grades, "bic").map(|why| why.get(Language::English).to_owned());
        assert_eq!(why_not(verdict(grader::bic(solutions_bic))), None);
        let unsolved = why_not(verdict(grader::bic(|_, _, _| 0.0))).unwrap();
        assert_eq!(unsolved, "`bic` is not solved yet");
        let unknown = why_not(Grades::Errors(vec!["error".to_owned()])).unwrap();
        assert!(unknown.contains("nobody knows"), "{unknown}");
    }

    fn solutions_bic(log_likelihood: f64, n_parameters: usize, n_samples: usize) -> f64 {
        n_parameters as f64 * (n_samples as f64).ln() - 2.0 * log_likelihood
    }

    #[test]
    fn only_a_yes_is_a_yes() {
        assert!(["y\n", "Yes", "是\n"].into_iter().all(is_yes));
        assert!(!["", "\n", "n", "yeah"].into_iter().any(is_yes));
    }
}
