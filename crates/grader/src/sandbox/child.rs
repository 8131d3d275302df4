//! The child's side of the sandbox: closes what it inherited, grades and sends the verdict.

use std::fs::{self, File};
use std::io::{self, PipeWriter, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::panic::{AssertUnwindSafe, catch_unwind};

use nix::libc::rlim_t;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{
    ForkResult, Pid, close, dup2_stderr, dup2_stdin, dup2_stdout, fork, getpid, setpgid,
};

use super::crash::MEMORY_GIB;
use super::verdict::Nonce;
use crate::report::Report;

/// Which of the two processes this is after a fork.
pub(super) enum Side {
    Child,
    Parent(Pid),
}

/// Forks; `None` if the system refuses. The caller makes sure that no other thread runs.
#[allow(unsafe_code)]
pub(super) fn split_off() -> Option<Side> {
    // SAFETY: Only the calling thread goes on in the child. Another one might have held a lock, which
    // would stay locked, or have left data half changed; but there is no other one.
    match unsafe { fork() }.ok()? {
        ForkResult::Child => Some(Side::Child),
        ForkResult::Parent { child } => Some(Side::Parent(child)),
    }
}

/// Grades, sends the verdict and ends the process.
pub(super) fn run(
    nonce: &Nonce,
    mut verdict: PipeWriter,
    printed: &PipeWriter,
    grade: impl FnOnce() -> Report,
) -> ! {
    // Ignore errors: a child that could not set up one of these still grades.
    setpgid(Pid::from_raw(0), Pid::from_raw(0)).ok();
    File::open("/dev/null").map(dup2_stdin).ok();
    dup2_stdout(printed).ok();
    dup2_stderr(printed).ok();
    close_all_but(verdict.as_raw_fd());
    limit_memory();
    // A panic of the grader must not unwind into the code that the parent was running.
    if let Ok(report) = catch_unwind(AssertUnwindSafe(grade)) {
        verdict.write_all(nonce.seal(&report).as_bytes()).ok();
    }
    // Send the verdict first: a grading thread that timed out may hold the lock of stdout for ever.
    io::stdout().flush().ok();
    // SIGKILL, so that the parent's exit handlers do not run twice.
    loop {
        kill(getpid(), Signal::SIGKILL).ok();
    }
}

/// Closes every descriptor but stdin, stdout, stderr and `kept`.
fn close_all_but(kept: RawFd) {
    let number = |entry: fs::DirEntry| entry.file_name().to_str()?.parse().ok();
    let open = fs::read_dir("/dev/fd").into_iter().flatten().flatten();
    let open: Vec<RawFd> = open.filter_map(number).collect();
    for descriptor in open {
        if descriptor > 2 && descriptor != kept {
            close(descriptor).ok();
        }
    }
}

/// Limits the address space to what the process has, and [`MEMORY_GIB`] more. Sets no limit where the
/// system does not tell what it has.
fn limit_memory() {
    let pages = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split(' ').next();
    if let Some(pages) = pages.and_then(|pages| pages.parse::<rlim_t>().ok()) {
        // A page has at least 4 KiB; where it has more, the limit is tighter.
        let limit = pages * 4096 + (MEMORY_GIB << 30);
        setrlimit(Resource::RLIMIT_AS, limit, limit).ok();
    }
}
