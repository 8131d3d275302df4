//! Grades one exercise and says what is wrong with it, in English or Chinese.
//!
//! For each exercise there is a function of its name. It takes any function of the exercise's
//! signature and gives back a [`Report`]; `cargo test`, the notebooks and the workbook use the
//! same ones. A grader feeds its own inputs, so that one mistake never spreads into the next
//! exercise, and runs the candidate on a thread of its own, so that neither a panic nor an
//! endless loop reaches the caller. [`in_child`] grades in a child process, so that nothing else
//! does either; with `GMM_SANDBOX` set, as notebooks do, every grader does so.
//!
//! ```
//! use ndarray::{Array1, Array2, Axis};
//!
//! fn mine(resp: &Array2<f64>) -> Array1<f64> {
//!     resp.sum_axis(Axis(1))
//! }
//!
//! let report = grader::compute_soft_counts(mine);
//! assert!(!report.passed());
//! assert_eq!(report.misconception(), Some("summed-over-clusters"));
//! println!("{report}");
//! ```
//!
//! To teach it one more mistake, write the wrong formula as a small function in `mistakes/` and
//! name it in one line, with the section that explains it and a message in each language, where
//! the grader of that exercise is put together in `graders/`.

mod checks;
mod curriculum;
mod graders;
mod language;
mod report;
mod sandbox;

pub use curriculum::{EXERCISES, Exercise, Guide, SECTIONS, Section};
pub use graders::*;
pub use language::{Language, Text};
pub use report::{Check, Failure, Outcome, Report, Status, for_terminal, next_step, progress};
pub use sandbox::{Crash, Nonce, in_child, is_grading, is_only_thread, with_time_limit};
