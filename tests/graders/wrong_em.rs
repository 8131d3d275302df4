//! Wrong EM, each with the name that it deserves.

use grader::Report;
use ndarray::{Array1, Array2, Array3};
use solutions as right;
use solutions::EmFit;

type Start = (Array1<f64>, Array2<f64>, Array3<f64>);

/// One update of weights, means, covariances; `before` and `after` are told apart by the wrong
/// ones.
fn update(data: &Array2<f64>, before: &Start, around_old_means: bool) -> Start {
    let resp = right::compute_responsibilities(data, &before.0, &before.1, &before.2);
    let counts = right::compute_soft_counts(&resp);
    let means = right::compute_means(data, &resp, &counts);
    let center = if around_old_means { &before.1 } else { &means };
    let covariances = right::compute_covariances(data, &resp, &counts, center);
    (right::compute_weights(&counts), means, covariances)
}

/// A run whose update, end and number of updates can be wrong.
fn run(
    data: &Array2<f64>,
    start: Start,
    mut step: impl FnMut(&Start) -> Start,
    mut go_on: impl FnMut(&[f64]) -> bool,
) -> EmFit {
    let mut trace = vec![right::log_likelihood(data, &start.0, &start.1, &start.2)];
    let mut now = start;
    while go_on(&trace) {
        now = step(&now);
        trace.push(right::log_likelihood(data, &now.0, &now.1, &now.2));
    }
    EmFit {
        responsibilities: right::compute_responsibilities(data, &now.0, &now.1, &now.2),
        weights: now.0,
        means: now.1,
        covariances: now.2,
        log_likelihoods: trace,
        converged: false,
    }
}

/// The gain of the last update; infinite before the first.
fn gain(trace: &[f64]) -> f64 {
    match trace {
        [.., before, after] => after - before,
        _ => f64::INFINITY,
    }
}

/// A wrong run with a right end: by the gain and by the number of updates.
fn stepped(
    data: &Array2<f64>,
    start: Start,
    wrong: impl Fn(&Start) -> Start,
    max_iter: usize,
    tol: f64,
) -> EmFit {
    let go_on = |trace: &[f64]| gain(trace) >= tol && trace.len() <= max_iter;
    let fit = run(data, start, wrong, go_on);
    let converged = gain(&fit.log_likelihoods) < tol;
    EmFit { converged, ..fit }
}

fn with_wrong_step(wrong: fn(&Array2<f64>, &Start) -> Start) -> Report {
    grader::em(move |data, means, covariances, weights, max_iter, tol| {
        let start = (weights.clone(), means.clone(), covariances.clone());
        stepped(data, start, |now| wrong(data, now), max_iter, tol)
    })
}

/// Each covariance around the means before the update.
pub fn with_stale_means(
    data: &Array2<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
    weights: &Array1<f64>,
    max_iter: usize,
    tol: f64,
) -> EmFit {
    let start = (weights.clone(), means.clone(), covariances.clone());
    stepped(data, start, |now| update(data, now, true), max_iter, tol)
}

/// A wrong end to a right run; `converged` is as the gain says, or always false.
fn with_wrong_end(go_on: fn(&[f64], usize, f64) -> bool, says_so: bool) -> Report {
    grader::em(move |data, means, covariances, weights, max_iter, tol| {
        let start = (weights.clone(), means.clone(), covariances.clone());
        let fit = run(
            data,
            start,
            |now| update(data, now, false),
            |trace| go_on(trace, max_iter, tol),
        );
        let converged = says_so && gain(&fit.log_likelihoods) < tol;
        EmFit { converged, ..fit }
    })
}

/// A right run whose result is spoiled at the end.
fn spoiled(spoil: fn(&mut EmFit)) -> Report {
    grader::em(move |data, means, covariances, weights, max_iter, tol| {
        let mut fit = right::em(data, means, covariances, weights, max_iter, tol);
        spoil(&mut fit);
        fit
    })
}

pub fn em() -> Vec<(&'static str, Report)> {
    vec![
        ("stale-means", grader::em(with_stale_means)),
        (
            "weights-not-updated",
            with_wrong_step(|data, now| {
                let (_, means, covariances) = update(data, now, false);
                (now.0.clone(), means, covariances)
            }),
        ),
        (
            "covariances-not-updated",
            with_wrong_step(|data, now| {
                let (weights, means, _) = update(data, now, false);
                (weights, means, now.2.clone())
            }),
        ),
        (
            "means-not-updated",
            with_wrong_step(|data, now| {
                let (weights, _, covariances) = update(data, now, true);
                (weights, now.1.clone(), covariances)
            }),
        ),
        (
            "ignores-tol",
            with_wrong_end(|trace, max_iter, _| trace.len() <= max_iter, true),
        ),
        (
            "ignores-tol",
            with_wrong_end(|trace, max_iter, _| trace.len() <= max_iter, false),
        ),
        (
            "ignores-max-iter",
            with_wrong_end(|trace, _, tol| gain(trace) >= tol, true),
        ),
        (
            "stops-at-once",
            with_wrong_end(|trace, max_iter, _| trace.len() <= max_iter.min(1), false),
        ),
        (
            "stops-at-once",
            grader::em(|data, means, covariances, weights, max_iter, tol| {
                // The comparison turned round: a gain *above* the tolerance ends it.
                let start = (weights.clone(), means.clone(), covariances.clone());
                let mut converged = false;
                let go_on = |trace: &[f64]| {
                    converged = trace.len() > 1 && gain(trace) > tol;
                    !converged && trace.len() <= max_iter
                };
                let fit = run(data, start, |now| update(data, now, false), go_on);
                EmFit { converged, ..fit }
            }),
        ),
        (
            "trace-off-by-one",
            spoiled(|fit| fit.log_likelihoods = fit.log_likelihoods.split_off(1)),
        ),
        (
            "trace-off-by-one",
            spoiled(|fit| fit.log_likelihoods.truncate(fit.log_likelihoods.len() - 1)),
        ),
        (
            "stale-responsibilities",
            grader::em(|data, means, covariances, weights, max_iter, tol| {
                let start = (weights.clone(), means.clone(), covariances.clone());
                let mut last = right::compute_responsibilities(data, weights, means, covariances);
                let step = |now: &Start| {
                    last = right::compute_responsibilities(data, &now.0, &now.1, &now.2);
                    update(data, now, false)
                };
                let go_on = |trace: &[f64]| gain(trace) >= tol && trace.len() <= max_iter;
                let fit = run(data, start, step, go_on);
                let converged = gain(&fit.log_likelihoods) < tol;
                EmFit {
                    responsibilities: last,
                    converged,
                    ..fit
                }
            }),
        ),
    ]
}
