//! Makes the pages, the notebooks and the exercises from what is written once, and serves them.

pub mod card;
pub mod chapter;
pub mod check;
pub mod checks;
pub mod crosswalk;
pub mod exercises;
pub mod grading;
pub mod hint;
pub mod jupyter;
pub mod lesson;
mod markdown;
pub mod notebook;
pub mod outputs;
pub mod page;
pub mod program;
pub mod run;
pub mod site;
#[path = "../../../src/plot/slider.rs"]
mod slider;
pub mod source;
pub mod weave;
mod words;
