//! Every block of every chapter compiles and runs, and every solution shown passes its grader.

// A block ends with the figure it shows, and here nobody looks at it; a page without blocks uses
// nothing of the prelude.
#![allow(unused_must_use, unused_imports)]
// Chapter 13 shows how a function is called that is compiled for some processors only.
#![allow(unsafe_code)]

// The lessons write what reads well; lints are for what is maintained.
#[allow(clippy::all)]
#[rustfmt::skip]
#[path = "book/list.rs"]
mod list;
