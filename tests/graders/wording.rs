//! What the graders say, word for word, in `snapshots/`: one file an exercise and language, and
//! one for what every exercise has in common. `INSTA_UPDATE=always cargo test --test graders`
//! writes them anew; then read the difference.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Duration;

use grader::{Crash, EXERCISES, Exercise, Language, Outcome, Report};
use ndarray::Array1;

fn assert_wording(name: &str, language: Language, text: &str) {
    insta::with_settings!({
        snapshot_path => "snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(format!("{name}.{}", language.code()), text);
    });
}

/// A report without the headline, the list of checks and the failure told in full.
fn last_paragraphs(report: &Report, language: Language) -> String {
    let text = report.to_text(language);
    let paragraphs: Vec<&str> = text.split("\n\n").skip(2).collect();
    paragraphs.join("\n\n")
}

/// One report in full; of every mistake what is said of it; of every check how it is broken.
fn of_exercise(exercise: &Exercise, wrong: &[(&str, Report)], language: Language) -> String {
    let reports = || {
        let all = wrong.iter().map(|(_, report)| report);
        all.filter(|report| report.exercise() == exercise)
    };
    let first = reports().next().expect("every exercise is done wrong");
    let mut text = first.to_text(language);
    text += "\n\n== every mistake\n";
    let mut told = BTreeSet::new();
    for report in reports() {
        let said = last_paragraphs(report, language);
        let message = said.lines().next().unwrap_or_default().to_owned();
        if told.insert(message) {
            write!(text, "\n{said}\n").expect("a string takes all");
        }
    }
    text += "\n== every check, broken\n";
    for (index, check) in first.checks().iter().enumerate() {
        let broken = reports().find_map(|report| match &report.checks()[index].outcome {
            Outcome::Failed(failure) => Some(failure.difference.get(language)),
            _ => None,
        });
        let name = check.name.get(language);
        writeln!(text, "{name}: {}", broken.unwrap_or("-")).expect("a string takes all");
    }
    text
}

#[test]
fn the_wording_of_every_mistake_and_check() {
    let wrong = crate::wrong();
    for exercise in &EXERCISES {
        for language in Language::ALL {
            let text = of_exercise(exercise, &wrong, language);
            assert_wording(exercise.id, language, &text);
        }
    }
}

#[test]
fn the_wording_of_every_other_verdict() {
    let never = |_: &Array1<f64>| loop {
        std::thread::sleep(Duration::from_secs(1));
    };
    let limit = Duration::from_millis(200);
    let bic = Exercise::find("bic").expect("it is an exercise");
    let crashes = [
        Crash::StackOverflow,
        Crash::OutOfMemory,
        Crash::Exit(3),
        Crash::Silent,
        Crash::Aborted,
    ];
    let mut reports = vec![
        grader::bic(|_, _, _| todo!()),
        grader::bic(solutions::bic),
        // The place of the panic is this line's, and would change with it.
        grader::log_sum_exp(|z: &Array1<f64>| if z.len() > 9 { 0.0 } else { f64::NAN }),
        grader::compute_weights(|_: &Array1<f64>| Array1::zeros(7)),
        grader::compute_weights(|counts: &Array1<f64>| counts / counts.sum().max(3.0)),
        grader::with_time_limit(limit, || grader::compute_weights(never)),
    ];
    reports.extend(crashes.map(|crash| Report::crashed(bic, crash)));
    for language in Language::ALL {
        let texts: Vec<String> = reports.iter().map(|one| one.to_text(language)).collect();
        assert_wording("verdicts", language, &texts.join("\n\n==\n\n"));
    }
}

#[test]
fn the_wording_in_a_notebook() {
    let wrong = crate::wrong();
    let failed = &wrong.first().expect("there are wrong answers").1;
    let stub = grader::bic(|_, _, _| todo!());
    for language in Language::ALL {
        let html = [failed.to_html(language), stub.to_html(language)].join("\n\n");
        assert_wording("notebook", language, &html);
    }
}
