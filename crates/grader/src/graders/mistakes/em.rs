//! Wrong EM: the right algorithm with one step changed.

use solutions as right;
use solutions::EmFit;

use crate::checks::values::EmInput;

/// More updates than any run of the grader needs to converge.
const MANY: usize = 1000;

/// The steps that are changed.
#[derive(Default)]
struct Change {
    stale_means: bool,
    keeps_weights: bool,
    keeps_means: bool,
    keeps_covariances: bool,
    ignores_tol: bool,
    averages: bool,
}

fn changed(change: &Change, input: &EmInput, max_iter: usize) -> EmFit {
    let (data, means, covariances, weights, _, tol) = input;
    let (mut weights, mut means) = (weights.clone(), means.clone());
    let mut covariances = covariances.clone();
    let divisor = if change.averages {
        data.nrows() as f64
    } else {
        1.0
    };
    let start = right::log_likelihood(data, &weights, &means, &covariances);
    let mut log_likelihoods = vec![start / divisor];
    let mut converged = false;
    while (!converged || change.ignores_tol) && log_likelihoods.len() <= max_iter {
        let resp = right::compute_responsibilities(data, &weights, &means, &covariances);
        let counts = right::compute_soft_counts(&resp);
        if !change.keeps_weights {
            weights = right::compute_weights(&counts);
        }
        let old_means = means.clone();
        if !change.keeps_means {
            means = right::compute_means(data, &resp, &counts);
        }
        if !change.keeps_covariances {
            let center = if change.stale_means {
                &old_means
            } else {
                &means
            };
            covariances = right::compute_covariances(data, &resp, &counts, center);
        }
        let before = log_likelihoods[log_likelihoods.len() - 1];
        let after = right::log_likelihood(data, &weights, &means, &covariances) / divisor;
        log_likelihoods.push(after);
        converged = after - before < *tol;
    }
    let responsibilities = right::compute_responsibilities(data, &weights, &means, &covariances);
    EmFit {
        weights,
        means,
        covariances,
        responsibilities,
        log_likelihoods,
        converged,
    }
}

fn spoiled(input: &EmInput, spoil: impl FnOnce(&mut Change)) -> EmFit {
    let mut change = Change::default();
    spoil(&mut change);
    changed(&change, input, input.4)
}

fn unchanged(input: &EmInput, max_iter: usize) -> EmFit {
    changed(&Change::default(), input, max_iter)
}

pub(crate) fn stale_means(input: &EmInput) -> EmFit {
    spoiled(input, |change| change.stale_means = true)
}

pub(crate) fn weights_not_updated(input: &EmInput) -> EmFit {
    spoiled(input, |change| change.keeps_weights = true)
}

pub(crate) fn means_not_updated(input: &EmInput) -> EmFit {
    spoiled(input, |change| change.keeps_means = true)
}

pub(crate) fn covariances_not_updated(input: &EmInput) -> EmFit {
    spoiled(input, |change| change.keeps_covariances = true)
}

pub(crate) fn ignores_tol(input: &EmInput) -> EmFit {
    spoiled(input, |change| change.ignores_tol = true)
}

pub(crate) fn ignores_tol_and_never_converges(input: &EmInput) -> EmFit {
    EmFit {
        converged: false,
        ..ignores_tol(input)
    }
}

pub(crate) fn ignores_max_iter(input: &EmInput) -> EmFit {
    unchanged(input, MANY)
}

pub(crate) fn stops_at_once(input: &EmInput) -> EmFit {
    EmFit {
        converged: input.4 > 0,
        ..unchanged(input, input.4.min(1))
    }
}

pub(crate) fn one_update_and_never_converges(input: &EmInput) -> EmFit {
    EmFit {
        converged: false,
        ..unchanged(input, input.4.min(1))
    }
}

pub(crate) fn trace_without_start(input: &EmInput) -> EmFit {
    let mut fit = unchanged(input, input.4);
    fit.log_likelihoods.remove(0);
    fit
}

pub(crate) fn trace_without_end(input: &EmInput) -> EmFit {
    let mut fit = unchanged(input, input.4);
    fit.log_likelihoods.pop();
    fit
}

pub(crate) fn stale_responsibilities(input: &EmInput) -> EmFit {
    let fit = unchanged(input, input.4);
    let updates = fit.log_likelihoods.len() - 1;
    let responsibilities = unchanged(input, updates.saturating_sub(1)).responsibilities;
    EmFit {
        responsibilities,
        ..fit
    }
}

pub(crate) fn one_update_too_few(input: &EmInput) -> EmFit {
    unchanged(input, input.4.saturating_sub(1))
}

pub(crate) fn one_update_too_many(input: &EmInput) -> EmFit {
    unchanged(input, input.4 + 1)
}

pub(crate) fn never_converged(input: &EmInput) -> EmFit {
    EmFit {
        converged: false,
        ..unchanged(input, input.4)
    }
}

pub(crate) fn averaged(input: &EmInput) -> EmFit {
    spoiled(input, |change| change.averages = true)
}
