//! Makes pages, notebooks and exercises from their common sources, serves them and grades.

pub mod book;
mod files;
mod html;
pub mod jupyter;
pub mod learner;
pub mod lint;
pub mod site;
mod watch;
pub mod weave;
