//! What a learner's code may do to its process, and that it costs its own exercise the verdict
//! and no other. This program runs itself again for each exercise, as `tests/grade.rs` does; and
//! once more as a notebook does, which goes on after the verdict with all its variables.

#[path = "grade/isolation.rs"]
mod isolation;

use std::env;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use grader::{Exercise, Language, Report, Status, Verdict};
use libtest_mimic::{Arguments, Failed, Trial};
use ndarray::Array1;

/// For each exercise its name, its verdict and a part of what is said.
const RUINS: [(&str, Status, &str); 9] = [
    (
        "update_1d",
        Status::TimedOut,
        "the 0.2 s for all inputs ran out",
    ),
    ("update_centers", Status::Panicked, "I give up"),
    ("gaussian_pdf", Status::Crashed, "→ the stack overflowed"),
    ("mixture_pdf", Status::Crashed, "with exit code 3"),
    ("bic", Status::Crashed, "→ its program was aborted"),
    ("log_sum_exp", Status::Crashed, "more than 2 GiB of memory"),
    (
        "compute_weights",
        Status::Crashed,
        "more than 2 GiB of memory",
    ),
    ("count_parameters", Status::Failed, "expected 17, found 0"),
    ("compute_soft_counts", Status::Passed, "passed, all"),
];

fn grade(id: &str) -> Report {
    match id {
        "update_1d" => grader::with_time_limit(Duration::from_millis(200), || {
            grader::update_1d(|data, _| {
                while black_box(data.len()) > 0 {}
                unreachable!()
            })
        }),
        "update_centers" => grader::update_centers(|_, _, _| panic!("I give up")),
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
        "compute_soft_counts" => grader::compute_soft_counts(|resp| {
            CALLED.store(true, Ordering::Relaxed);
            solutions::compute_soft_counts(resp)
        }),
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

/// Whether the answer to `compute_soft_counts` was asked for in this process.
static CALLED: AtomicBool = AtomicBool::new(false);

/// Names the exercise that a stand-in for a notebook is to grade.
const NOTEBOOK: &str = "GMM_ISOLATION_NOTEBOOK";
/// Asks the stand-in for a second thread.
const THREAD: &str = "GMM_ISOLATION_THREAD";

/// Grades as a cell does, on the only thread or beside another, and goes on.
fn notebook(id: &str) {
    if env::var_os(THREAD).is_some() {
        thread::spawn(thread::park);
    }
    let variable = vec![id.to_owned()];
    let report = grade(id);
    println!("{}", Verdict::new(&report, Language::English).to_json());
    println!("called here: {CALLED:?}");
    // After the first the listener to its process has gone, and this thread is alone again.
    println!("the same again: {}", grade(id).status() == report.status());
    println!("called here: {CALLED:?}");
    println!("the variable is still {variable:?}");
}

/// The verdict of such a notebook, and what it printed.
fn in_a_notebook(id: &str, thread: bool) -> Result<(Verdict, String), String> {
    let program = env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.env(NOTEBOOK, id).env("GMM_GRADE_APART", "1");
    command.envs(thread.then_some((THREAD, "1")));
    let output = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let verdict = said.lines().find_map(Verdict::from_line);
    let goes_on = said.contains("the same again: true\n")
        && said.ends_with(&format!("the variable is still [{id:?}]\n"));
    verdict
        .filter(|_| goes_on && output.status.success())
        .map(|verdict| (verdict, said))
        .ok_or(format!("{output:?}"))
}

/// A process with several threads cannot be split; one with a single thread is, each time.
fn splits_only_alone(thread: bool) -> Result<(), Failed> {
    let (verdict, said) = in_a_notebook("compute_soft_counts", thread)?;
    let called = format!("called here: {thread}");
    if said.lines().filter(|line| *line == called).count() == 2 {
        expect(&verdict, Status::Passed, "passed, all")
    } else {
        Err(Failed::from(said))
    }
}

fn expect(verdict: &Verdict, status: Status, said: &str) -> Result<(), Failed> {
    if verdict.status == status && verdict.text.contains(said) {
        Ok(())
    } else {
        Err(Failed::from(&verdict.text))
    }
}

fn main() -> ExitCode {
    if isolation::is_child(Language::English, grade) {
        return ExitCode::SUCCESS;
    }
    if let Ok(id) = env::var(NOTEBOOK) {
        notebook(&id);
        return ExitCode::SUCCESS;
    }
    let mut trials = Vec::new();
    for (id, status, said) in RUINS {
        trials.push(Trial::test(
            format!("{id}_keeps_its_ruin_to_itself"),
            move || {
                let exercise = Exercise::find(id).ok_or("no such exercise")?;
                let verdict = isolation::verdict(exercise, Language::English, grade);
                expect(&verdict, status, said)
            },
        ));
        if cfg!(unix) {
            trials.push(Trial::test(
                format!("{id}_leaves_the_notebook_its_variables"),
                move || expect(&in_a_notebook(id, false)?.0, status, said),
            ));
        }
    }
    if cfg!(any(target_os = "linux", target_os = "macos")) {
        for (name, thread) in [
            (
                "a_notebook_with_one_thread_grades_in_another_process",
                false,
            ),
            (
                "a_notebook_with_two_threads_grades_in_its_own_process",
                true,
            ),
        ] {
            trials.push(Trial::test(name, move || splits_only_alone(thread)));
        }
    }
    trials.push(Trial::test("what_was_printed_is_shown", || {
        let exercise = Exercise::find("count_parameters").ok_or("no such exercise")?;
        let verdict = isolation::verdict(exercise, Language::English, grade);
        expect(&verdict, Status::Failed, "Your code printed:\n  0\n")
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
