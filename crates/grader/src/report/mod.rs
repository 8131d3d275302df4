//! What a learner is told: the verdict on an exercise, as text and as HTML, in both languages.

mod crash;
mod display;
mod html;
#[cfg(feature = "json")]
mod json;
mod prose;
mod terminal;
mod verdict;
mod words;

pub use crash::Crash;
#[cfg(feature = "json")]
pub use json::Verdict;
pub use prose::for_terminal;
pub(crate) use verdict::Diagnosis;
pub use verdict::{Check, Failure, Outcome, Report, Status};
