//! What the READMEs show of a failure is what the grader says.

use grader::Language;
use ndarray::{Array1, Array2};

/// The mistake that the READMEs show: divided by the number of all samples.
fn divided_by_n(data: &Array2<f64>, resp: &Array2<f64>, _counts: &Array1<f64>) -> Array2<f64> {
    resp.t().dot(data) / data.nrows() as f64
}

#[test]
fn the_failure_shown_is_the_failure_reported() {
    let report = grader::compute_means(divided_by_n);
    for (language, readme) in [
        (Language::English, include_str!("../README.md")),
        (Language::Chinese, include_str!("../README.zh.md")),
    ] {
        let said = report.to_text(language);
        let (_, shown) = readme.split_once("---- compute_means ----\n").unwrap();
        let (shown, _) = shown.split_once("```").unwrap();
        let lines = shown.lines().filter(|line| line.trim() != "…");
        assert!(lines.clone().count() > 10);
        for line in lines {
            assert!(said.contains(line), "{line:?} is not in\n{said}");
        }
    }
}
