//! Grades `exercises/`: an exercise not yet begun is *ignored*, a right one *ok*, a wrong one
//! *failed* with its diagnosis, in the reader's language. With `GMM_VERDICTS` set it prints the sealed
//! verdicts instead, for the program that wrote the nonce to stdin.

use std::env;
use std::io;
use std::process::ExitCode;

use grader::{EXERCISES, Language, Nonce, Report, Status};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let language = Language::current();
    let arguments = Arguments::from_args();
    let nonce = env::var_os("GMM_VERDICTS").map(|_| nonce());
    // A status must be known before the trials are listed: it says which of them are ignored. A trial
    // could not grade either: it runs beside other threads, where no process forks.
    let chosen = EXERCISES
        .iter()
        .filter(|exercise| is_chosen(exercise.id, &arguments));
    let grade = |exercise| {
        let report = grader::in_child(exercise, || grade(exercise.id));
        if let Some(nonce) = &nonce {
            print!("{}", nonce.seal(&report));
        }
        report
    };
    let reports: Vec<Report> = chosen.map(grade).collect();
    if nonce.is_some() {
        return ExitCode::SUCCESS;
    }
    let trials = reports.iter().map(|report| trial(report, language));
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    // Only a grade of all exercises says how many are solved.
    if reports.len() == EXERCISES.len() && !arguments.list {
        println!("{}", grader::progress(&reports, language));
    }
    conclusion.exit_code()
}

fn nonce() -> Nonce {
    let line = io::stdin().lines().next().and_then(Result::ok);
    let nonce = line.and_then(|line| Nonce::from_line(&line));
    nonce.expect("with GMM_VERDICTS set, the first line of stdin is the nonce")
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

fn trial(report: &Report, language: Language) -> Trial {
    let outcome = if report.passed() {
        Ok(())
    } else {
        Err(Failed::from(report.to_text(language)))
    };
    Trial::test(report.exercise().id, move || outcome)
        .with_ignored_flag(report.status() == Status::NotStarted)
}
