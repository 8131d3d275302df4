//! The parent's side of the sandbox: reads what the child sends, until it ends or the deadline passes.

use std::io::{PipeReader, Read};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, setpgid};

use super::call;
use super::crash::{Crash, without_last_message};
use super::verdict::Nonce;
use crate::curriculum::Exercise;
use crate::report::Report;

/// How long the parent waits after the child's own time limit. A stopped child does not keep that.
const GRACE: Duration = Duration::from_secs(2);

/// How long a child may live after its verdict, to flush its output.
const FLUSH_TIME: Duration = Duration::from_millis(200);

/// How often the parent looks whether the child has ended while another process holds its pipes, in
/// milliseconds.
const LOOK: u8 = 20;

/// The most that is kept of what a child writes, in bytes.
const KEPT: usize = 1 << 20;

/// The report that `child` sends, sealed with `nonce`, or the report on how it ended.
pub(super) fn watch(
    child: Pid,
    exercise: &'static Exercise,
    nonce: &Nonce,
    verdict: PipeReader,
    printed: PipeReader,
) -> Report {
    // Whichever of the two processes comes first makes the group.
    setpgid(child, child).ok();
    let mut deadline = Instant::now() + call::time_limit() + GRACE;
    let (mut verdict, mut printed) = (Pipe::new(verdict), Pipe::new(printed));
    let mut report = None;
    let mut end = None;
    while end.is_none() && verdict.is_open && Instant::now() < deadline {
        wait_for_input(&[&verdict, &printed]);
        printed.read();
        if verdict.read() && report.is_none() {
            report = nonce.open(&verdict.text()).pop();
            if report.is_some() {
                deadline = deadline.min(Instant::now() + FLUSH_TIME);
            }
        }
        end = ended(waitpid(child, Some(WaitPidFlag::WNOHANG)));
    }
    let timed_out = end.is_none() && verdict.is_open;
    killpg(child, Signal::SIGKILL).ok();
    let end = end.or_else(|| ended(waitpid(child, None)));
    printed.read();
    let printed = printed.text();
    match report {
        Some(report) => report.with_output(&printed),
        None => {
            let crash = match end {
                _ if timed_out => Crash::Silent,
                // Safe code ends by this signal in no other way. A notebook's process has no handler
                // that says so.
                Some(WaitStatus::Signaled(_, Signal::SIGSEGV | Signal::SIGBUS, _)) => {
                    Crash::StackOverflow
                }
                Some(WaitStatus::Exited(_, code)) => Crash::of(Some(code), &printed),
                _ => Crash::of(None, &printed),
            };
            Report::crashed(exercise, crash).with_output(without_last_message(&printed))
        }
    }
}

/// How a child ended; none while it lives.
fn ended(status: nix::Result<WaitStatus>) -> Option<WaitStatus> {
    status
        .ok()
        .filter(|status| matches!(status, WaitStatus::Exited(..) | WaitStatus::Signaled(..)))
}

/// Waits until one of the open pipes has something to read, or for a moment.
fn wait_for_input(pipes: &[&Pipe]) {
    let open = pipes.iter().filter(|pipe| pipe.is_open);
    let mut open: Vec<_> = open
        .map(|pipe| PollFd::new(pipe.end.as_fd(), PollFlags::POLLIN))
        .collect();
    poll(&mut open, PollTimeout::from(LOOK)).ok();
}

/// One end of a pipe and what came through it: the first and the last of it.
struct Pipe {
    end: PipeReader,
    is_open: bool,
    read: Vec<u8>,
}

impl Pipe {
    fn new(end: PipeReader) -> Self {
        Self {
            end,
            is_open: true,
            read: Vec::new(),
        }
    }

    /// Reads once what waits, at most 64 KiB, as much as a pipe holds; says whether anything came.
    fn read(&mut self) -> bool {
        let mut ready = [PollFd::new(self.end.as_fd(), PollFlags::POLLIN)];
        if !self.is_open || poll(&mut ready, PollTimeout::ZERO) != Ok(1) {
            return false;
        }
        let mut buffer = vec![0; 1 << 16];
        let length = self.end.read(&mut buffer).unwrap_or(0);
        self.is_open = length > 0;
        self.read.extend_from_slice(&buffer[..length]);
        if self.read.len() > KEPT {
            self.read.drain(KEPT / 4..self.read.len() - KEPT / 4);
        }
        length > 0
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.read).into_owned()
    }
}
