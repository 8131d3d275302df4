//! What is woven is as its sources make it, and weaving never touches what a learner wrote.

use std::fs;
use std::path::{Path, PathBuf};

use grader::Exercise;
use tempfile::TempDir;
use tests::checkout;
use workbook::weave::{Drift, drift, weave};
use workbook::{learner::reset::reset, lint};

#[test]
fn nothing_woven_has_drifted() {
    let found = drift(checkout()).unwrap();
    let complaints: Vec<String> = found.iter().filter_map(Drift::complaint).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn both_languages_of_every_chapter_say_the_same() {
    let complaints = lint::complaints(checkout()).unwrap();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// A copy of what weaving reads and writes, with every exercise a stub, to spoil at will.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let copy = Self(TempDir::new().unwrap());
        for folder in [
            "src",
            "solutions/src",
            "book",
            "notebooks/en",
            "notebooks/zh",
        ] {
            copy_folder(&checkout().join(folder), &copy.path(folder));
        }
        for file in ["README.md", "README.zh.md"] {
            fs::copy(checkout().join(file), copy.path(file)).unwrap();
        }
        weave(copy.0.path()).unwrap();
        assert_eq!(copy.drift(), []);
        copy
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        fs::write(self.path(path), text.replacen(from, to, 1)).unwrap();
    }

    fn drift(&self) -> Vec<Drift> {
        drift(self.0.path()).unwrap()
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

const M_STEP: &str = "exercises/src/m_step.rs";

/// A learner's wrong answer, with a line of their own below it.
fn edit(copy: &Copy) -> String {
    let stub = copy.read(M_STEP);
    let todo = stub
        .lines()
        .find(|line| line.contains("todo!(\"compute_means"))
        .unwrap();
    copy.replace(M_STEP, todo, "    resp.t().dot(data) / data.nrows() as f64");
    fs::write(copy.path(M_STEP), copy.read(M_STEP) + "\n// my note\n").unwrap();
    copy.read(M_STEP)
}

#[test]
fn an_edited_exercise_is_never_overwritten_and_never_called_drift() {
    let copy = Copy::new();
    let edited = edit(&copy);
    assert_eq!(copy.drift(), [Drift::Edited(M_STEP.into())]);
    // Even when its source moves on.
    copy.replace(
        "solutions/src/m_step.rs",
        "/// Weighted average of the samples",
        "/// Mean",
    );
    weave(copy.0.path()).unwrap();
    assert_eq!(copy.read(M_STEP), edited);
    assert_eq!(copy.drift().first(), Some(&Drift::Edited(M_STEP.into())));
}

#[test]
fn a_stub_nobody_has_touched_follows_its_source() {
    let copy = Copy::new();
    copy.replace(
        "solutions/src/m_step.rs",
        "/// Weighted average of the samples",
        "/// Mean",
    );
    assert!(copy.drift().contains(&Drift::Stale(M_STEP.into())));
    weave(copy.0.path()).unwrap();
    assert!(copy.read(M_STEP).contains("/// Mean"));
}

#[test]
fn reset_brings_one_stub_back_and_keeps_the_rest_and_a_backup() {
    let copy = Copy::new();
    let stub = copy.read(M_STEP);
    let edited = edit(&copy);
    let exercise = Exercise::find("compute_means").unwrap();
    let backup = reset(copy.0.path(), exercise).unwrap();
    assert_eq!(copy.read(M_STEP), stub + "\n// my note\n");
    assert_eq!(fs::read_to_string(backup).unwrap(), edited);
    let again = reset(copy.0.path(), exercise).unwrap_err();
    assert!(again.to_string().contains("is a stub already"), "{again}");
}

#[test]
fn every_kind_of_drift_is_found_and_mended() {
    let copy = Copy::new();
    let missing = "notebooks/en/07-m-step.ipynb";
    let notebook = "notebooks/zh/07-m-step.ipynb";
    fs::write(copy.path(notebook), "{}").unwrap();
    fs::remove_file(copy.path(missing)).unwrap();
    fs::write(copy.path("notebooks/en/99-gone.ipynb"), "{}").unwrap();
    let expected = [
        Drift::Stale(missing.into()),
        Drift::Stale(notebook.into()),
        Drift::Stray("notebooks/en/99-gone.ipynb".into()),
    ];
    assert_eq!(copy.drift(), expected);
    weave(copy.0.path()).unwrap();
    assert_eq!(copy.drift(), []);
}

#[test]
fn a_block_that_changed_since_it_ran_is_found() {
    let copy = Copy::new();
    for language in ["en", "zh"] {
        let page = format!("book/{language}/07-m-step.md");
        copy.replace(&page, "```rust,id=", "```rust,id=new-");
    }
    weave(copy.0.path()).unwrap();
    assert_eq!(copy.drift(), [Drift::NotRun("07-m-step".into())]);
}
