//! Grading in a process of its own, split off from this one, so that a notebook keeps its
//! variables whatever the candidate does: overflow the stack, fill the memory, exit. A loop without
//! end ends with that process, and burns no core from then on.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::thread;

use nix::libc::rlim_t;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid, dup2_stderr, fork, getpid};

use super::threads::is_only_thread;
use super::wire;
use crate::curriculum::Exercise;
use crate::report::{Crash, Report};

/// Asks for it, in the environment: a notebook's only memory that outlives a cell.
const ASKED: &str = "GMM_GRADE_APART";

/// How much memory a candidate may have, in bytes.
const MEMORY_LIMIT: rlim_t = 2 << 30;

/// Whether it is asked for.
pub(crate) fn is_asked_for() -> bool {
    std::env::var_os(ASKED).is_some()
}

/// The report that `grade` makes in a process of its own; where other threads run, or the system
/// does not say whether any does, in this one. An error if there can be no other process.
pub(crate) fn report(
    exercise: &'static Exercise,
    known: &[&'static str],
    grade: impl FnOnce() -> Report,
) -> io::Result<Report> {
    let (verdict, to_verdict) = io::pipe()?;
    let (stderr, to_stderr) = io::pipe()?;
    // What waits to be written would otherwise be written by both.
    io::stdout().flush()?;
    match split()? {
        None => Ok(grade()),
        Some(ForkResult::Child) => {
            drop((verdict, stderr));
            child(to_verdict, &to_stderr, grade)
        }
        Some(ForkResult::Parent { child }) => {
            drop((to_verdict, to_stderr));
            parent(child, verdict, stderr, exercise, known)
        }
    }
}

/// Splits a process off, unless this one has several threads. Anyone can ask for it, by a variable
/// of the environment; that the cells of a notebook run on the only thread is no proof.
#[allow(unsafe_code)]
fn split() -> io::Result<Option<ForkResult>> {
    if is_only_thread() != Some(true) {
        return Ok(None);
    }
    // SAFETY: The calling thread alone goes on in the child, where a lock that another one held
    // would stay locked, and what it was changing half changed. There is no other one.
    Ok(Some(unsafe { fork() }?))
}

/// Grades, sends the report, and ends without a farewell: what the parent had planned for its own
/// end is not for the child to do.
fn child(mut verdict: PipeWriter, stderr: &PipeWriter, grade: impl FnOnce() -> Report) -> ! {
    dup2_stderr(stderr).ok();
    limit_memory();
    verdict.write_all(wire::write(&grade()).as_bytes()).ok();
    io::stdout().flush().ok();
    loop {
        kill(getpid(), Signal::SIGKILL).ok();
    }
}

/// Beyond what the process has already; left as it is where that cannot be known.
fn limit_memory() {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages
        .split(' ')
        .next()
        .and_then(|pages| pages.parse::<rlim_t>().ok());
    if let Some(pages) = pages {
        // Pages are of at least 4 KiB; of larger ones a process has fewer.
        let limit = pages * 4096 + MEMORY_LIMIT;
        setrlimit(Resource::RLIMIT_AS, limit, limit).ok();
    }
}

fn parent(
    child: Pid,
    mut verdict: PipeReader,
    mut stderr: PipeReader,
    exercise: &'static Exercise,
    known: &[&'static str],
) -> io::Result<Report> {
    let listener = thread::spawn(move || {
        let mut said = Vec::new();
        stderr.read_to_end(&mut said).ok();
        String::from_utf8_lossy(&said).into_owned()
    });
    let mut sent = String::new();
    verdict.read_to_string(&mut sent).ok();
    let status = waitpid(child, None)?;
    let stderr = listener.join().unwrap_or_default();
    eprint!("{}", Crash::before_last_words(&stderr));
    let report = wire::read(&sent, exercise, known.to_vec());
    Ok(report.unwrap_or_else(|| {
        let crash = match status {
            // Code without `unsafe` ends by this signal in no other way. A kernel is not told in
            // words: its own handler would need the stack that has overflowed.
            WaitStatus::Signaled(_, Signal::SIGSEGV, _) => Crash::StackOverflow,
            WaitStatus::Exited(_, code) => Crash::of(Some(code), &stderr),
            _ => Crash::of(None, &stderr),
        };
        Report::crashed(exercise, crash)
    }))
}
