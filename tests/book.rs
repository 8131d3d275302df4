//! Every block of every chapter compiles and runs, and every solution shown passes its grader.

// A block ends with the figure it shows; here nobody looks at it.
#![allow(unused_must_use)]

#[rustfmt::skip]
#[path = "book/list.rs"]
mod list;
