//! The parts of the one binary: the book as a site.

pub mod language;
pub mod site;
