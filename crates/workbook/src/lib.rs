//! Makes the pages, the notebooks and the exercises from what is written once, and serves them.

pub mod book;
mod files;
pub mod jupyter;
pub mod learner;
pub mod lint;
pub mod site;
mod watch;
pub mod weave;
