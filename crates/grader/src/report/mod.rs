//! What a learner is told: the verdict on an exercise, as text and as HTML, in both languages.

mod display;
mod html;
mod progress;
mod prose;
mod terminal;
mod verdict;
mod words;

pub use progress::{next_step, progress};
pub use prose::for_terminal;
pub(crate) use verdict::Diagnosis;
pub use verdict::{Check, Failure, Outcome, Report, Status};
