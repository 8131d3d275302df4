//! Checks every file of the corpus without the fuzzer: `cargo test --no-default-features`, in this
//! folder.

use std::fs;
use std::path::Path;

use arbitrary::{Arbitrary, Unstructured};
use gmm_fuzz::{csv, fit, npy, saved};

/// Makes a case from each file, as the fuzzer does, and checks it.
fn replay<T: for<'a> Arbitrary<'a>>(target: &str, check: fn(T)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let mut n_cases = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        // Shown only on failure.
        println!("{}", path.display());
        check(T::arbitrary_take_rest(Unstructured::new(&bytes)).unwrap());
        n_cases += 1;
    }
    assert!(n_cases > 0, "the corpus of {target} is empty");
}

#[test]
fn fit() {
    replay("fit", fit::Case::check);
}

#[test]
fn csv() {
    replay("csv", csv::Case::check);
}

#[test]
fn npy() {
    replay("npy", npy::Case::check);
}

#[test]
fn saved() {
    replay("saved", saved::Case::check);
}
