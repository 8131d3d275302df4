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

#[cfg(unix)]
mod apart;
mod compare;
mod crash;
mod exercise;
mod graders;
mod grading;
mod guide;
mod html;
mod inputs;
mod language;
mod laws;
mod misconception;
mod mistakes;
mod numbers;
mod plan;
mod prose;
mod report;
mod run;
mod section;
mod session;
mod terminal;
mod threads;
mod values;
#[cfg(feature = "json")]
mod verdict;
#[cfg(unix)]
mod wire;
mod words;

pub use crash::Crash;
pub use exercise::{EXERCISES, Exercise};
pub use graders::*;
pub use guide::Guide;
pub use language::{Language, Text};
pub use prose::for_terminal;
pub use report::{Check, Failure, Outcome, Report, Status};
pub use run::{is_grading, with_time_limit};
pub use section::{SECTIONS, Section};
pub use threads::is_only_thread;
#[cfg(feature = "json")]
pub use verdict::Verdict;
