//! The exercises, the help that goes with each, and the sections of the book that explain mistakes.

mod exercise;
mod guide;
mod progress;
mod section;

pub use exercise::{EXERCISES, Exercise};
pub use guide::Guide;
pub use progress::{next_step, progress};
pub use section::{SECTIONS, Section};
