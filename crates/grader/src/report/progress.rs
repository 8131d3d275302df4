//! How far a learner has come, in one line.

use super::verdict::Report;
use crate::curriculum::{EXERCISES, Exercise};
use crate::language::Language;

/// How many exercises are solved, and which one comes next.
///
/// # Examples
/// ```
/// # use grader::{Language, progress};
/// let reports = [grader::gaussian_pdf(solutions::gaussian_pdf)];
/// let line = progress(&reports, Language::English);
/// assert!(line.starts_with("Solved 1 of 17. Next: mixture_pdf (the density of a mixture), "));
/// ```
pub fn progress(reports: &[Report], language: Language) -> String {
    let solved = reports.iter().filter(|report| report.passed()).count();
    let (of, next) = (EXERCISES.len(), next_step(reports, language));
    match language {
        Language::English => format!("Solved {solved} of {of}. {next}"),
        Language::Chinese => format!("已完成 {solved}/{of}。{next}"),
    }
}

/// Which exercise comes next, and where to read for it.
pub fn next_step(reports: &[Report], language: Language) -> String {
    let is_solved = |exercise: &&Exercise| {
        let mut reports = reports.iter();
        reports.any(|report| report.exercise == *exercise && report.passed())
    };
    let Some(exercise) = EXERCISES.iter().find(|exercise| !is_solved(exercise)) else {
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
