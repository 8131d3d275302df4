//! Every block of every chapter compiles and runs, and every solution shown passes its grader.

#[rustfmt::skip]
#[path = "book/list.rs"]
mod list;
