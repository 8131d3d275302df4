//! What the learner asks for: a grade, a hint, a solution, a stub anew.

pub mod check;
pub mod grading;
pub mod help;
pub mod reset;
