//! Grades `exercises/`: an exercise not yet begun is *ignored*, a right one *ok*, a wrong one
//! *failed* with its diagnosis, in the reader's language. With `GMM_GRADE_JSON` set it prints one
//! line of JSON for each exercise instead, for programs.

#[path = "grade/isolation.rs"]
mod isolation;

use std::env;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use grader::{EXERCISES, Exercise, Language, Report, Status, Verdict};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let language = Language::current();
    if isolation::is_child(language, grade) {
        return ExitCode::SUCCESS;
    }
    let mut arguments = Arguments::from_args();
    // The verdicts are there before the trials run; one thread tells them in order.
    arguments.test_threads = Some(1);
    let chosen: Vec<_> = EXERCISES
        .iter()
        .filter(|exercise| is_chosen(exercise.id, &arguments))
        .collect();
    let verdicts = grade_all(&chosen, language);
    if env::var_os("GMM_GRADE_JSON").is_some() {
        for verdict in &verdicts {
            println!("{}", verdict.to_json());
        }
        return ExitCode::SUCCESS;
    }
    let conclusion = libtest_mimic::run(&arguments, verdicts.iter().map(trial).collect());
    // Only a grade of all exercises says how many are solved.
    if verdicts.len() == EXERCISES.len() && !arguments.list {
        println!("{}", progress(&verdicts, language));
    }
    conclusion.exit_code()
}

/// Whether the command line asks for the exercise: one that is filtered out is not graded.
fn is_chosen(id: &str, arguments: &Arguments) -> bool {
    let matches = |pattern: &String| {
        if arguments.exact {
            id == pattern
        } else {
            id.contains(pattern.as_str())
        }
    };
    arguments.filter.as_ref().is_none_or(matches) && !arguments.skip.iter().any(matches)
}

/// Grades on all cores; the verdicts are in the order of the exercises. A status must be known
/// before the trials are listed, since it says which of them are ignored.
fn grade_all(exercises: &[&'static Exercise], language: Language) -> Vec<Verdict> {
    let next = AtomicUsize::new(0);
    let verdicts = Mutex::new(Vec::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(exercise) = exercises.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let verdict = isolation::verdict(exercise, language, grade);
                    verdicts.lock().expect("no grader panics").push(verdict);
                }
            });
        }
    });
    let mut verdicts = verdicts.into_inner().expect("no grader panics");
    let place = |verdict: &Verdict| exercises.iter().position(|&one| one == verdict.exercise);
    verdicts.sort_by_key(place);
    verdicts
}

fn grade(id: &str) -> Report {
    match id {
        "gaussian_pdf" => grader::gaussian_pdf(exercises::gaussian_pdf),
        "mixture_pdf" => grader::mixture_pdf(exercises::mixture_pdf),
        "responsibilities_1d" => grader::responsibilities_1d(exercises::responsibilities_1d),
        "update_1d" => grader::update_1d(exercises::update_1d),
        "log_gaussian" => grader::log_gaussian(exercises::log_gaussian),
        "assign_clusters" => grader::assign_clusters(exercises::assign_clusters),
        "update_centers" => grader::update_centers(exercises::update_centers),
        "log_sum_exp" => grader::log_sum_exp(exercises::log_sum_exp),
        "log_likelihood" => grader::log_likelihood(exercises::log_likelihood),
        "compute_responsibilities" => {
            grader::compute_responsibilities(exercises::compute_responsibilities)
        }
        "compute_soft_counts" => grader::compute_soft_counts(exercises::compute_soft_counts),
        "compute_weights" => grader::compute_weights(exercises::compute_weights),
        "compute_means" => grader::compute_means(exercises::compute_means),
        "compute_covariances" => grader::compute_covariances(exercises::compute_covariances),
        "em" => grader::em(exercises::em),
        "count_parameters" => grader::count_parameters(exercises::count_parameters),
        "bic" => grader::bic(exercises::bic),
        _ => unreachable!("{id} is not among the exercises"),
    }
}

fn trial(verdict: &Verdict) -> Trial {
    let outcome = if verdict.passed() {
        Ok(())
    } else {
        Err(Failed::from(verdict.text.clone()))
    };
    Trial::test(verdict.exercise.id, move || outcome)
        .with_ignored_flag(verdict.status == Status::NotStarted)
}

/// How many are solved, which comes next, and where to read for it.
pub fn progress(verdicts: &[Verdict], language: Language) -> String {
    let solved = verdicts.iter().filter(|verdict| verdict.passed()).count();
    let all = EXERCISES.len();
    let next = verdicts.iter().find(|verdict| !verdict.passed());
    match (next.map(|verdict| verdict.exercise), language) {
        (None, Language::English) => format!("solved {solved} of {all}: all of them"),
        (None, Language::Chinese) => format!("已完成 {solved}/{all}：全部完成"),
        (Some(exercise), language) => {
            let (id, file) = (exercise.id, exercise.file);
            let chapter = exercise.chapter_number();
            match language {
                Language::English => {
                    format!("solved {solved} of {all}; next: {id}, {file}, chapter {chapter}")
                }
                Language::Chinese => {
                    format!("已完成 {solved}/{all}；下一题：{id}，{file}，第 {chapter} 章")
                }
            }
        }
    }
}
