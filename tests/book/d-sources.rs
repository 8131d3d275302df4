// Woven by `cargo run -- weave` from the blocks of book/en/d-sources.md.
use gmm::prelude::*;

#[test]
fn chapter_d_sources() {}
