//! How far a learner has come, in one line.

use super::exercise::{EXERCISES, Exercise};
use crate::language::Language;

/// How many exercises are solved, and which one comes next.
///
/// # Examples
/// ```
/// # use grader::{Language, progress};
/// let line = progress(|exercise| exercise.id == "gaussian_pdf", Language::English);
/// assert!(line.starts_with("Solved 1 of 17. Next: mixture_pdf (the density of a mixture), "));
/// ```
pub fn progress(is_solved: impl Fn(&Exercise) -> bool, language: Language) -> String {
    let solved = EXERCISES.iter().filter(|exercise| is_solved(exercise));
    let (solved, of) = (solved.count(), EXERCISES.len());
    let next = next_step(is_solved, language);
    match language {
        Language::English => format!("Solved {solved} of {of}. {next}"),
        Language::Chinese => format!("已完成 {solved}/{of}。{next}"),
    }
}

/// Which exercise comes next, and where to read for it.
pub fn next_step(is_solved: impl Fn(&Exercise) -> bool, language: Language) -> String {
    let next = EXERCISES.iter().find(|exercise| !is_solved(exercise));
    let Some(exercise) = next else {
        return match language {
            Language::English => "That is all of them.".to_owned(),
            Language::Chinese => "全部完成。".to_owned(),
        };
    };
    let Exercise { id, file, .. } = exercise;
    let (title, chapter) = (exercise.title.get(language), exercise.chapter_number());
    match language {
        Language::English => format!("Next: {id} ({title}), {file}, chapter {chapter}."),
        Language::Chinese => format!("下一题：{id}（{title}），{file}，第 {chapter} 章。"),
    }
}
