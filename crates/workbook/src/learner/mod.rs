//! The commands for learners: grade, hint, solution, reset.

pub mod check;
pub mod grading;
pub mod help;
pub mod reset;
