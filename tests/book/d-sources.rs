// Woven by `cargo run -- weave` from the blocks of book/en/d-sources.md.
use lesson::prelude::*;

#[test]
fn chapter_d_sources() {}
