//! Grades one exercise and says what is wrong with it, in English or Chinese.
//!
//! For each exercise there is a function of its name. It takes any function of the exercise's
//! signature and gives back a [`Report`]; `cargo test`, the notebooks and the workbook use the
//! same ones. A grader feeds its own inputs, so that one mistake never spreads into the next
//! exercise, and runs the candidate on a thread of its own, so that neither a panic nor an
//! endless loop reaches the caller. With `GMM_GRADE_APART` set, as notebooks do, it runs in a process
//! of its own, so that nothing else does either, unless other threads run: a process cannot be split
//! then.
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

pub use curriculum::{EXERCISES, Exercise, Guide, SECTIONS, Section, next_step, progress};
pub use graders::*;
pub use language::{Language, Text};
#[cfg(feature = "json")]
pub use report::Verdict;
pub use report::{Check, Crash, Failure, Outcome, Report, Status, for_terminal};
pub use sandbox::{is_grading, is_only_thread, with_time_limit};
