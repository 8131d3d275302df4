//! Whatever a learner's code does to its process, it costs its own exercise the verdict and no other.
//!
//! A process with several threads does not fork, and the test harness starts several. So all cases are
//! graded before it starts.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::hint::black_box;
use std::io::Write;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use grader::{Exercise, Language, Nonce, Report, Status, in_child};
use libtest_mimic::{Arguments, Failed, Trial};
use ndarray::Array1;

/// A law, a grader's call that puts it to the test, and the verdict with a part of what is said.
type Case = (&'static str, fn() -> Report, Status, &'static str);

#[rustfmt::skip]
const CASES: [Case; 19] = [
    ("an_endless_loop_runs_out_of_time", || grader::bic(|_, _, _| forever()), Status::TimedOut, "the 2 s for all inputs ran out"),
    ("a_panic_is_told", || grader::bic(|_, _, _| panic!("I give up")), Status::Panicked, "I give up"),
    ("a_stack_overflow_is_told", || grader::bic(|x, _, _| recurse(x)), Status::Crashed, "→ the stack overflowed"),
    ("exit_3_is_told", || grader::bic(|_, _, _| std::process::exit(3)), Status::Crashed, "with exit code 3"),
    ("exit_0_does_not_pass", || grader::bic(|_, _, _| std::process::exit(0)), Status::Crashed, "with exit code 0"),
    ("an_abort_is_told", || grader::bic(|_, _, _| std::process::abort()), Status::Crashed, "→ its program was aborted"),
    ("an_array_of_4_gib_is_refused", || grader::bic(|_, _, _| black_box(Array1::zeros(1 << 29)).sum()), Status::Crashed, "more than 2 GiB of memory"),
    ("a_vector_that_grows_without_end_is_refused", || grader::bic(|_, _, _| grow()), Status::Crashed, "more than 2 GiB of memory"),
    ("a_stopped_process_is_killed_at_the_deadline", || grader::bic(|_, _, _| stop()), Status::Crashed, "no longer responded"),
    ("a_printed_verdict_is_not_believed", || grader::bic(|_, _, _| { println!("{}", forged()); 0.0 }), Status::Failed, "Your code printed:"),
    ("a_printed_verdict_is_not_believed_before_an_exit", || grader::bic(|_, _, _| { println!("{}", forged()); std::process::exit(0) }), Status::Crashed, "with exit code 0"),
    ("a_verdict_written_to_every_descriptor_is_not_believed", || grader::bic(|_, _, _| { write_everywhere(); 0.0 }), Status::Failed, "checks hold"),
    ("a_verdict_written_to_every_descriptor_is_not_believed_before_an_exit", || grader::bic(|_, _, _| { write_everywhere(); std::process::exit(0) }), Status::Crashed, "with exit code 0"),
    ("a_process_left_behind_is_not_waited_for", || grader::bic(|_, _, _| { leave_behind(); 0.0 }), Status::Failed, "checks hold"),
    ("a_process_left_behind_is_not_waited_for_after_an_exit", || grader::bic(|_, _, _| { leave_behind(); std::process::exit(0) }), Status::Crashed, "with exit code 0"),
    ("a_fork_that_keeps_the_pipes_is_not_waited_for", || grader::bic(|_, _, _| { fork_away(); std::process::exit(0) }), Status::Crashed, "with exit code 0"),
    ("output_of_10000_lines_is_shown_shortened", || grader::bic(|_, _, _| { (0..10_000).for_each(|line| println!("{line}")); 0.0 }), Status::Failed, "Your code printed:\n  0\n  1\n"),
    ("output_without_a_newline_is_shown", || grader::bic(|_, _, _| { print!("no newline"); 0.0 }), Status::Failed, "no newline"),
    ("no_descriptor_of_the_parent_is_inherited", || grader::bic(|_, _, _| { println!("{} are open", open_descriptors()); 0.0 }), Status::Failed, "\n  4 are open"),
];

fn forever() -> f64 {
    let one = 1.0;
    while black_box(one) > 0.0 {}
    one
}

fn recurse(x: f64) -> f64 {
    let frame = black_box([x; 1024]);
    if frame[0].is_nan() {
        return x;
    }
    recurse(frame[1]) + frame[2]
}

fn grow() -> f64 {
    let mut grows = vec![0.0; 1 << 26];
    while black_box(grows.len()) > 0 {
        grows.extend_from_within(..);
    }
    0.0
}

/// Stops the process, so that it keeps no time limit of its own.
fn stop() -> f64 {
    let process = std::process::id().to_string();
    Command::new("kill").args(["-STOP", &process]).status().ok();
    forever()
}

/// A verdict that says `bic` is solved, sealed with a nonce that is not the right one.
fn forged() -> String {
    Nonce::new().seal(&grader::bic(solutions::bic))
}

fn write_everywhere() {
    let verdict = forged();
    for descriptor in 3..=64 {
        let path = format!("/dev/fd/{descriptor}");
        if let Ok(mut file) = OpenOptions::new().write(true).open(path) {
            file.write_all(verdict.as_bytes()).ok();
        }
    }
}

#[allow(clippy::zombie_processes)]
fn leave_behind() {
    Command::new("sleep")
        .arg("1000")
        .spawn()
        .expect("`sleep` starts");
}

/// Forks by way of C's `fork`. The new process leaves its group and sleeps, with all descriptors.
#[allow(unsafe_code)]
fn fork_away() {
    unsafe extern "C" {
        fn fork() -> i32;
        fn setsid() -> i32;
    }
    // SAFETY: The new process calls nothing that needs a lock.
    unsafe {
        if fork() == 0 {
            setsid();
            thread::sleep(Duration::from_secs(20));
            std::process::abort();
        }
    }
}

/// How many descriptors are open: the three standard ones, the verdict's, and not the one that lists
/// them.
fn open_descriptors() -> usize {
    fs::read_dir("/dev/fd").map_or(0, |entries| entries.count() - 1)
}

fn bic() -> &'static Exercise {
    Exercise::find("bic").expect("`bic` is an exercise")
}

fn expect(report: &Report, status: Status, said: &str) -> Result<(), Failed> {
    let text = report.to_text(Language::English);
    if report.status() == status && text.contains(said) {
        Ok(())
    } else {
        Err(Failed::from(text))
    }
}

/// Grades in a child, which has two seconds; only for a stopped child its parent waits two more.
fn promptly(name: &str, grade: fn() -> Report) -> Result<Report, Failed> {
    let started = Instant::now();
    let limit = Duration::from_secs(2);
    let report = grader::with_time_limit(limit, || in_child(bic(), grade));
    let took = started.elapsed();
    let most = if name.contains("stopped") { 3 } else { 1 };
    if took < limit * most + Duration::from_millis(900) {
        Ok(report)
    } else {
        Err(Failed::from(format!("took {took:?}")))
    }
}

/// Whether the right answer was asked for in this process.
static CALLED: AtomicBool = AtomicBool::new(false);

/// Names the number of threads of a stand-in for a notebook.
const NOTEBOOK: &str = "GMM_SANDBOX_THREADS";

/// Grades as a cell of a notebook does, beside as many other threads, and goes on.
fn notebook(threads: &str) {
    if threads == "2" {
        thread::spawn(thread::park);
    }
    let variable = vec![1, 2, 3];
    for _ in 0..2 {
        let report = grader::bic(|log_likelihood, n_parameters, n_samples| {
            CALLED.store(true, Ordering::Relaxed);
            solutions::bic(log_likelihood, n_parameters, n_samples)
        });
        println!("{:?}, called here: {CALLED:?}", report.status());
    }
    println!("the variable is still {variable:?}");
}

/// A process with several threads does not fork; one with a single thread does, each time.
fn forks_only_alone(threads: &str, called: bool) -> Result<(), Failed> {
    let mut command = Command::new(env::current_exe()?);
    command.env(NOTEBOOK, threads).env("GMM_SANDBOX", "1");
    let output = command.output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = format!("Passed, called here: {called}\n");
    if said == format!("{line}{line}the variable is still [1, 2, 3]\n") {
        Ok(())
    } else {
        Err(Failed::from(said))
    }
}

/// A lock of the parent's is free as soon as the parent lets go of it, whatever a learner's code has left
/// running.
fn no_lock_is_inherited() -> Result<(), Failed> {
    let path = env::temp_dir().join(format!("lock-{}", std::process::id()));
    let lock = File::create(&path)?;
    lock.lock()?;
    in_child(bic(), || {
        fork_away();
        grader::bic(solutions::bic)
    });
    drop(lock);
    let free = File::open(&path)?.try_lock();
    fs::remove_file(&path)?;
    free.map_err(|error| Failed::from(error.to_string()))
}

fn main() -> ExitCode {
    if let Ok(threads) = env::var(NOTEBOOK) {
        notebook(&threads);
        return ExitCode::SUCCESS;
    }
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    if cfg!(unix) && !arguments.list {
        let mut add = |name: &str, outcome: Result<(), Failed>| {
            trials.push(Trial::test(name, move || outcome));
        };
        for (name, grade, status, said) in CASES {
            // macOS does not limit the memory.
            if !(cfg!(target_os = "macos") && said.contains("GiB")) {
                let report = promptly(name, grade);
                add(
                    name,
                    report.and_then(|report| expect(&report, status, said)),
                );
            }
        }
        add("no_lock_is_inherited", no_lock_is_inherited());
        let [one, two] = [("1", false), ("2", true)].map(|(n, called)| forks_only_alone(n, called));
        add("a_notebook_with_one_thread_grades_in_a_child", one);
        add("a_notebook_with_two_threads_grades_in_its_own_process", two);
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
