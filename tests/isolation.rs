//! What a learner's code may do to its process, and that it costs its own exercise the verdict
//! and no other. This program runs itself again for each exercise, as `tests/grade.rs` does.

#[path = "grade/isolation.rs"]
mod isolation;

use std::hint::black_box;
use std::process::ExitCode;

use grader::{Exercise, Language, Report, Status};
use libtest_mimic::{Arguments, Trial};
use ndarray::Array1;

/// For each exercise its name, its verdict and a part of what is said.
const RUINS: [(&str, Status, &str); 7] = [
    ("gaussian_pdf", Status::Crashed, "→ the stack overflowed"),
    ("mixture_pdf", Status::Crashed, "with exit code 3"),
    ("bic", Status::Crashed, "→ its program was aborted"),
    ("log_sum_exp", Status::Crashed, "more than 2 GiB of memory"),
    (
        "compute_weights",
        Status::Crashed,
        "more than 2 GiB of memory",
    ),
    (
        "count_parameters",
        Status::Failed,
        "Your code printed:\n  0\n",
    ),
    ("compute_soft_counts", Status::Passed, "passed, all"),
];

fn grade(id: &str) -> Report {
    match id {
        "gaussian_pdf" => grader::gaussian_pdf(|x, _, _| recurse(x)),
        "mixture_pdf" => grader::mixture_pdf(|_, _, _, _| std::process::exit(3)),
        "bic" => grader::bic(|_, _, _| std::process::abort()),
        "log_sum_exp" => grader::log_sum_exp(|_| black_box(Array1::zeros(1 << 29)).sum()),
        "compute_weights" => grader::compute_weights(|_| {
            let mut grows = vec![0.0];
            while black_box(grows.len()) > 0 {
                grows.extend_from_within(..);
            }
            grows.into()
        }),
        "count_parameters" => grader::count_parameters(|_, _| {
            (0..10_000).for_each(|line| println!("{line}"));
            0
        }),
        "compute_soft_counts" => grader::compute_soft_counts(solutions::compute_soft_counts),
        _ => unreachable!("{id} is not ruined here"),
    }
}

fn recurse(x: f64) -> f64 {
    let frame = black_box([x; 1024]);
    if frame[0].is_nan() {
        return x;
    }
    recurse(frame[1]) + frame[2]
}

fn main() -> ExitCode {
    if isolation::is_child(Language::English, grade) {
        return ExitCode::SUCCESS;
    }
    let trials = RUINS.map(|(id, status, said)| {
        Trial::test(format!("{id}_keeps_its_ruin_to_itself"), move || {
            let exercise = Exercise::find(id).ok_or("no such exercise")?;
            let verdict = isolation::verdict(exercise, Language::English, grade);
            if verdict.status == status && verdict.text.contains(said) {
                Ok(())
            } else {
                Err(verdict.text.into())
            }
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.into()).exit_code()
}
