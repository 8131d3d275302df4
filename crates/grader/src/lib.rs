//! Grades one exercise and says what is wrong with it, in English or Chinese.
//!
//! Each exercise has a grader: a function with the exercise's name. It takes any function of the
//! exercise's signature and returns a [`Report`]; `cargo test`, the notebooks and the workbook
//! call the same graders. A grader supplies its own inputs, so that a mistake in one exercise does
//! not affect the next, and runs the candidate on its own thread, so that a panic or an endless
//! loop does not reach the caller. [`in_child`] grades in a child process, which also contains
//! crashes; every grader does so where `GMM_SANDBOX` is set, as it is in notebooks.
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
//! To add a mistake, write the wrong formula as a small function in `mistakes/`. Then add a
//! `.mistake(…)` to the exercise's grader in `graders/`: its id, the function, the section that
//! explains it and a message in each language.

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
