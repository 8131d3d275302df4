//! The sources of pages and notebooks beside the chapters: exercises, outputs, figures, symbols.

pub(crate) mod callouts;
pub(crate) mod crosswalk;
pub mod exercise;
pub(crate) mod figures;
pub(crate) mod markdown;
pub(crate) mod outputs;
