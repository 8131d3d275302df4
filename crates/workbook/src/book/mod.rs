//! The book as it is written, and what its blocks printed and drew when they were last run.

pub(crate) mod callouts;
pub(crate) mod crosswalk;
pub mod exercise;
pub(crate) mod figures;
pub(crate) mod markdown;
pub(crate) mod outputs;
