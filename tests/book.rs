//! Every block of every chapter compiles and runs, and every solution shown passes its grader.

// A block ends with the figure it shows, and here nobody looks at it; a page without blocks uses
// nothing of the prelude.
#![allow(unused_must_use, unused_imports)]
// Chapter 13 shows how a function is called that is compiled for some processors only.
#![allow(unsafe_code)]
// The lessons write what reads well; lints are for what is maintained.
#![allow(clippy::all)]

// A failing test has printed the name of the block that failed: `build.rs` wrote it before each.
include!(concat!(env!("OUT_DIR"), "/chapters.rs"));
