//! The parts of a grader (cases, laws, known mistakes) and the code that tries them on a candidate.

mod answers;
pub(crate) mod compare;
mod diagnosis;
mod grade;
pub(crate) mod grading;
pub(crate) mod inputs;
pub(crate) mod laws;
pub(crate) mod numbers;
mod plan;
pub(crate) mod values;
