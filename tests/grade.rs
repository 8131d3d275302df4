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

use grader::{EXERCISES, Exercise, Language, Report, Status, Verdict, progress};
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
        println!(
            "{}",
            progress(|exercise| is_solved(&verdicts, exercise), language)
        );
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
    macro_rules! grade {
        ($($id:ident($($argument:ident),*) in $file:ident of $chapter:literal: $en:literal, $zh:literal;)*) => {
            match id {
                $(stringify!($id) => grader::$id(exercises::$id),)*
                _ => unreachable!("{id} is not in the table of exercises"),
            }
        };
    }
    grader::for_each_exercise!(grade)
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

fn is_solved(verdicts: &[Verdict], exercise: &Exercise) -> bool {
    let mut verdicts = verdicts.iter();
    verdicts.any(|verdict| verdict.exercise == exercise && verdict.passed())
}
