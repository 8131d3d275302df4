//! Tests of the graders: right answers pass, wrong ones are named, and nothing that a learner's
//! code does prevents the verdict on the next exercise.

#[path = "graders/matrix.rs"]
mod matrix;
#[path = "graders/right.rs"]
mod right;
#[path = "graders/right_algebra.rs"]
mod right_algebra;
#[path = "graders/right_loops.rs"]
mod right_loops;
#[path = "graders/subtle.rs"]
mod subtle;
#[path = "graders/unknown.rs"]
mod unknown;
#[path = "graders/wording.rs"]
mod wording;
#[path = "graders/wrong_again.rs"]
mod wrong_again;
#[path = "graders/wrong_density.rs"]
mod wrong_density;
#[path = "graders/wrong_em.rs"]
mod wrong_em;
#[path = "graders/wrong_step.rs"]
mod wrong_step;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::time::Duration;

use grader::{EXERCISES, Language, Outcome, Report, SECTIONS, Status};
use ndarray::{Array1, Array2};

macro_rules! banks {
    ($($id:ident($($argument:ident),*) in $file:ident of $chapter:literal: $en:literal, $zh:literal;)*) => {
        fn solved() -> Vec<Report> {
            vec![$(grader::$id(solutions::$id)),*]
        }

        #[allow(unused_variables)]
        fn stubs() -> Vec<Report> {
            vec![$(grader::$id(|$($argument),*| todo!(concat!(stringify!($id), ": ", $en)))),*]
        }
    };
}
grader::for_each_exercise!(banks);

fn wrong() -> Vec<(&'static str, Report)> {
    [
        wrong_density::one_dimension(),
        wrong_density::responsibilities_1d(),
        wrong_density::log_gaussian(),
        wrong_density::log_sum_exp(),
        wrong_density::log_likelihood(),
        wrong_density::compute_responsibilities(),
        wrong_step::update_1d(),
        wrong_step::kmeans(),
        wrong_step::m_step(),
        wrong_step::covariances(),
        wrong_step::model_selection(),
        wrong_em::em(),
        wrong_again::one_dimension(),
        wrong_again::densities(),
        wrong_again::steps(),
        wrong_again::em(),
    ]
    .concat()
}

#[test]
fn solutions_pass_their_graders() {
    for report in solved() {
        assert_eq!(report.status(), Status::Passed, "{report}");
        assert_eq!(report.held(), report.checks().len());
        assert_eq!(report.misconception(), None);
    }
}

#[test]
fn right_answers_in_other_styles_pass() {
    let bank = [right::bank(), right_loops::bank(), right_algebra::bank()].concat();
    let mut styles = BTreeMap::new();
    for report in &bank {
        assert!(report.passed(), "{report}");
        *styles.entry(report.exercise().id).or_insert(0) += 1;
    }
    say(&format!(
        "{} right answers in other styles: all accepted",
        bank.len()
    ));
    // `em` in plain loops would be that of `right`.
    let few: Vec<_> = styles
        .iter()
        .filter(|(id, n)| **n < 3 && **id != "em")
        .collect();
    assert!(
        styles.len() == EXERCISES.len() && few.is_empty(),
        "{styles:?}"
    );
}

#[test]
fn every_stub_is_not_started() {
    let without_a_message = grader::compute_means(|_, _, _| todo!());
    for report in stubs().into_iter().chain([without_a_message]) {
        assert_eq!(report.status(), Status::NotStarted, "{report}");
        assert_eq!(report.held(), 0);
    }
}

/// Writes to the terminal directly: the test harness captures what a passing test prints.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("stderr is open");
}

#[test]
fn every_wrong_answer_is_rejected_and_each_known_one_by_its_name() {
    let bank = wrong();
    let mut made = BTreeSet::new();
    let (mut rejected, mut named) = (0, 0);
    for (name, report) in &bank {
        rejected += usize::from(report.status() == Status::Failed);
        named += usize::from(report.misconception() == Some(name));
        if report.status() != Status::Failed || report.misconception() != Some(name) {
            say(&format!("should be {name}: {report}"));
        }
        made.insert((report.exercise().id, *name));
    }
    assert_eq!((rejected, named), (bank.len(), bank.len()));
    let unknown = unknown::bank();
    for (what, report) in &unknown {
        assert_eq!(report.status(), Status::Failed, "{what}: {report}");
        assert!(
            report.possible_misconceptions().is_empty(),
            "{what}: {report}"
        );
    }
    let all = bank.len() + unknown.len();
    let percent = 100.0 * named as f64 / all as f64;
    say(&format!(
        "{all} wrong answers: all rejected, {named} named ({percent:.1} %)"
    ));
    assert!(percent >= 95.0);
    let mut known = BTreeSet::new();
    for report in stubs() {
        let id = report.exercise().id;
        known.extend(report.known_misconceptions().iter().map(|&name| (id, name)));
    }
    assert_eq!(made, known);
}

#[test]
fn a_failure_tells_the_input_and_both_numbers_in_both_languages() {
    let report =
        grader::compute_means(|data: &Array2<f64>, resp: &Array2<f64>, _: &Array1<f64>| {
            resp.t().dot(data) / data.nrows() as f64
        });
    let english = report.to_text(Language::English);
    for part in [
        "compute_means: not right yet, 2 of 9 checks hold",
        "  ✓ shape",
        "  data = array![[0.0], [4.0]]",
        "  expected: array![[1.0]]",
        "  found: array![[0.5]]",
        "  → [0, 0]: expected 1.0, found 0.5",
        "A known mistake, divided-by-n: ",
        "Read “What can go wrong” in chapter 07 (en/07-m-step.html#what-can-go-wrong); edit exercises/src/m_step.rs.",
    ] {
        assert!(english.contains(part), "{part:?} is missing in {english}");
    }
    let chinese = report.to_text(Language::Chinese);
    for part in [
        "compute_means：还不对，9 项检查通过了 2 项",
        "  → [0, 0]：应为 1.0，实为 0.5",
        "这是一个常见错误（divided-by-n）：",
        "请读第 07 章的「哪里会出错」一节（zh/07-m-step.html#what-can-go-wrong），修改 exercises/src/m_step.rs。",
    ] {
        assert!(chinese.contains(part), "{part:?} is missing in {chinese}");
    }
    assert!(report.to_html(Language::English).contains("<code"));
    assert!(!english.contains('\u{1b}'), "no escape codes");
}

#[test]
fn a_wrong_shape_says_both_shapes() {
    let report = grader::compute_weights(|_: &Array1<f64>| Array1::zeros(7));
    assert_eq!(report.status(), Status::Failed);
    let text = report.to_text(Language::English);
    assert!(text.contains("shape: expected (2), found (7)"), "{text}");
    assert!(matches!(report.checks()[1].outcome, Outcome::NotReached));
}

#[test]
fn nan_is_told_with_its_place() {
    let report = grader::compute_soft_counts(|resp: &Array2<f64>| {
        let mut counts = resp.sum_axis(ndarray::Axis(0));
        counts[0] = f64::NAN;
        counts
    });
    let text = report.to_text(Language::English);
    assert!(text.contains("[0] = NaN, not a finite number"), "{text}");
}

#[test]
fn a_panic_is_told_with_its_message_its_place_and_its_input() {
    let report = grader::bic(|_, n_parameters, _| {
        assert!(n_parameters < 3, "too many parameters: {n_parameters}");
        0.0
    });
    assert_eq!(report.status(), Status::Panicked);
    let text = report.to_text(Language::English);
    assert!(text.contains("n_parameters = 3"), "{text}");
    assert!(text.contains("tests/graders.rs:"), "{text}");
    assert!(text.contains("too many parameters: 3"), "{text}");
}

#[test]
fn an_exercise_that_calls_another_s_stub_is_started() {
    let report = grader::em(|_, _, _, _, _, _| todo!("compute_means: Weighted average"));
    assert_eq!(report.status(), Status::Panicked);
}

#[test]
fn an_endless_loop_runs_out_of_time_and_the_next_is_graded() {
    // One sample is enough to hang; the thread left behind sleeps, so that it burns no core.
    let hang = |counts: &Array1<f64>| {
        while counts.len() < 2 {
            std::thread::sleep(Duration::from_secs(1));
        }
        solutions::compute_weights(counts)
    };
    let report =
        grader::with_time_limit(Duration::from_millis(200), || grader::compute_weights(hang));
    assert_eq!(report.status(), Status::TimedOut);
    let text = report.to_text(Language::English);
    assert!(
        text.contains("the 0.2 s for all inputs ran out at this one"),
        "{text}"
    );
    assert!(text.contains("counts = array![7.0]"), "{text}");
    assert!(grader::compute_weights(solutions::compute_weights).passed());
}

#[test]
fn subtle_mistakes_are_caught() {
    let bank = subtle::bank();
    for (what, report) in &bank {
        assert_eq!(report.status(), Status::Failed, "{what} passes: {report}");
    }
    say(&format!(
        "{} answers that are right but for a trifle: all rejected",
        bank.len()
    ));
}

#[test]
fn an_answer_that_is_wrong_at_the_edge_alone_is_told_so() {
    let report = grader::compute_weights(|counts: &Array1<f64>| counts / counts.sum().max(3.0));
    assert!(report.only_the_edge_is_left());
    let text = report.to_text(Language::English);
    assert!(text.contains("only the edge cases are left"), "{text}");
    let report = grader::compute_weights(Array1::clone);
    assert!(!report.only_the_edge_is_left());
}

#[test]
fn every_mistake_is_explained_in_a_section_that_the_book_has() {
    for section in &SECTIONS {
        for language in Language::ALL {
            let page = format!("book/{}/{}.md", language.code(), section.chapter);
            let heading = format!("## {} {{#{}}}", section.title.get(language), section.id);
            let text = fs::read_to_string(tests::checkout().join(&page)).expect("a chapter");
            assert!(
                text.lines().any(|line| line == heading),
                "{page} lacks {heading}"
            );
        }
    }
}

#[test]
fn grading_is_seen_from_within_alone() {
    assert!(!grader::is_grading());
    let report = grader::count_parameters(|n_components, n_features| {
        assert!(grader::is_grading());
        solutions::count_parameters(n_components, n_features)
    });
    assert!(report.passed());
}
