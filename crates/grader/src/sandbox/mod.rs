//! Runs a learner's function so that nothing it does reaches the caller.
//!
//! # The protocol
//!
//! [`in_child`] serves the terminal and the notebook alike. It splits off a child process that
//! grades one exercise, and watches it:
//!
//! 1. The parent makes a random [`Nonce`] and two pipes: one for the verdict, one for what the
//!    learner's code prints. Then it forks.
//! 2. The child leads a process group of its own. Its stdin is empty, its stdout and stderr are the
//!    second pipe. It closes every other descriptor that it inherited but the first pipe, so it
//!    holds no pipe, file or lock of the parent's. It may use 2 GiB more memory than it has.
//! 3. The child grades, on a thread on which panics are caught and time is limited (`call`). It
//!    writes the verdict, sealed with the nonce (`verdict`), and kills itself with SIGKILL, so that
//!    the parent's exit handlers do not run twice.
//! 4. The parent reads both pipes until the child has ended or the deadline is over. Then it kills
//!    the process group and reads no more, whoever still holds a pipe.
//!
//! A program that grades for another one, as the tests do for `workbook check`, seals its verdicts
//! with a nonce that the other one wrote to its stdin.
//!
//! # What is trusted
//!
//! Only what follows the nonce is a verdict. The nonce stands in no argument, variable or file: a
//! learner's code that prints or writes whatever it likes, to whatever descriptor, forges nothing.
//! Code that reads the memory of its own process, with `unsafe` or through `/proc`, can find the
//! nonce: the sandbox guards against mistakes and not against an attacker. It limits neither files
//! nor the network. A process that leaves the group is not killed, but nobody waits for it.
//!
//! # Where there is no child
//!
//! Windows has no `fork`, and a process with several threads cannot fork safely. There the candidate
//! runs in the caller's process: panics and endless loops are caught, exits and overflows are not.
//! macOS does not limit the memory.

pub(crate) mod call;
#[cfg(unix)]
mod child;
mod crash;
#[cfg(unix)]
mod parent;
mod threads;
mod verdict;

#[cfg(unix)]
use std::io::{self, Write};

use crate::curriculum::Exercise;
use crate::report::Report;

pub use call::{is_grading, with_time_limit};
pub use crash::Crash;
pub use threads::is_only_thread;
pub use verdict::Nonce;

/// Asks for a child process, in the environment: the only memory of a notebook that outlives a cell.
const ASKED: &str = "GMM_SANDBOX";

/// Whether each grader is to run its candidate [`in_child`].
pub(crate) fn is_asked_for() -> bool {
    std::env::var_os(ASKED).is_some()
}

/// The report that `grade` makes in a child process; in this process where none can be forked: on
/// Windows, or while other threads run.
///
/// # Examples
/// ```
/// # use grader::{Exercise, Status};
/// let bic = Exercise::find("bic").unwrap();
/// let report = grader::in_child(bic, || grader::bic(|_, _, _| 0.0));
/// assert_eq!(report.status(), Status::Failed);
/// ```
pub fn in_child(exercise: &'static Exercise, grade: impl FnOnce() -> Report) -> Report {
    #[cfg(unix)]
    if is_only_thread() == Some(true)
        && let (Ok((verdict, to_verdict)), Ok((printed, to_printed))) = (io::pipe(), io::pipe())
        // The child would print once more what still waits to be written.
        && io::stdout().flush().is_ok()
    {
        let nonce = Nonce::new();
        match child::split_off() {
            Some(child::Side::Child) => child::run(&nonce, to_verdict, &to_printed, grade),
            Some(child::Side::Parent(child)) => {
                drop((to_verdict, to_printed));
                return parent::watch(child, exercise, &nonce, verdict, printed);
            }
            None => {}
        }
    }
    grade()
}
