//! What a grader is made of: cases, laws and known mistakes, and how a candidate is held against
//! them.

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
