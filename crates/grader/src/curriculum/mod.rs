//! The exercises, the help that goes with each, and the sections of the book that explain mistakes.

mod exercise;
mod guide;
mod section;

pub use exercise::{EXERCISES, Exercise};
pub use guide::Guide;
pub use section::{SECTIONS, Section};
