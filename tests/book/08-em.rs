// Woven by `cargo run -- weave` from the blocks of book/en/08-em.md.
use gmm::prelude::*;

#[test]
fn chapter_08_em() {
// one-update
let numbers = array![1.0, 2.0, 3.0, 5.0, 8.0, 9.0];
let weights = array![0.5, 0.5];
let means = array![2.0, 4.0];
let std_devs = array![2.0, 2.0];
let resp = responsibilities_1d(&numbers, &weights, &means, &std_devs);
println!("  x      r₀      r₁    r₀·x    r₁·x");
for (n, &x) in numbers.iter().enumerate() {
    let (r0, r1) = (resp[[n, 0]], resp[[n, 1]]);
    println!("{x:3} {r0:7.4} {r1:7.4} {:7.4} {:7.4}", r0 * x, r1 * x);
}
let counts = resp.sum_axis(Axis(0));
let sums = resp.t().dot(&numbers);
println!("sum {:7.4} {:7.4} {:7.4} {:7.4}", counts[0], counts[1], sums[0], sums[1]);

// updated
let (new_weights, new_means, new_std_devs) = update_1d(&numbers, &resp);
println!("weights  {new_weights:.4}");
println!("means    {new_means:.4}");
println!("std_devs {new_std_devs:.4}");

// twelve-updates
fn log_likelihood_1d(
    data: &Array1<f64>,
    weights: &Array1<f64>,
    means: &Array1<f64>,
    std_devs: &Array1<f64>,
) -> f64 {
    data.mapv(|x| mixture_pdf(x, weights, means, std_devs).ln()).sum()
}
let mut theta = (weights.clone(), means.clone(), std_devs.clone());
let mut trace = Vec::new();
for update in 0..=12 {
    let found = log_likelihood_1d(&numbers, &theta.0, &theta.1, &theta.2);
    println!("{update:2}  means {:.4}  log-likelihood {found:.4}", theta.1);
    trace.push((f64::from(update), found));
    let resp = responsibilities_1d(&numbers, &theta.0, &theta.1, &theta.2);
    theta = update_1d(&numbers, &resp);
}

// trace
Plot::new()
    .labels("update", "log-likelihood")
    .line("", trace.iter().copied())
    .dots("", trace.iter().copied());

// one-sample
fn bound_of_one(terms: [f64; 2], q: f64) -> f64 {
    (1.0 - q) * (terms[0] / (1.0 - q)).ln() + q * (terms[1] / q).ln()
}
let (of_average, average) = (2.5_f64.ln(), 0.5 * (1_f64.ln() + 4_f64.ln()));
println!("1 and 4: {of_average:.4} is more than {average:.4}");
let terms = [0, 1].map(|k| weights[k] * gaussian_pdf(5.0, means[k], std_devs[k]));
let log_density = (terms[0] + terms[1]).ln();
println!("log-density {log_density:.4}");
for q in [0.1, 0.5, resp[[3, 1]], 0.95] {
    println!("q₁ = {q:.4}: bound {:.4}", bound_of_one(terms, q));
}

// bound-touches
let mut curve = Vec::new();
for step in 1..100 {
    let q = f64::from(step) / 100.0;
    curve.push((q, bound_of_one(terms, q)));
}
Plot::new()
    .labels("q₁", "lower bound")
    .line("", curve.iter().copied())
    .horizontal(log_density, "log-density")
    .vertical(resp[[3, 1]], "responsibility");

// climb
fn bound(data: &Array1<f64>, mean: f64, q: &Array2<f64>) -> f64 {
    let means = array![2.0, mean];
    let term = |n: usize, k: usize| 0.5 * gaussian_pdf(data[n], means[k], 1.5);
    q.indexed_iter().map(|((n, k), &share)| share * (term(n, k) / share).ln()).sum()
}
let widths = array![1.5, 1.5];
let mut mean = 3.0;
let mut steps = Vec::new();
for _ in 0..3 {
    let q = responsibilities_1d(&numbers, &weights, &array![2.0, mean], &widths);
    let next = q.column(1).dot(&numbers) / q.column(1).sum();
    let before = log_likelihood_1d(&numbers, &weights, &array![2.0, mean], &widths);
    let after = log_likelihood_1d(&numbers, &weights, &array![2.0, next], &widths);
    let (touch, top) = (bound(&numbers, mean, &q), bound(&numbers, next, &q));
    println!("mean {mean:.4} → {next:.4}: log-likelihood {before:.4} → {after:.4}");
    println!("                        bound {touch:.4} → {top:.4}");
    steps.push((mean, touch, next, top, q));
    mean = next;
}

// two-bounds
let (mut hill, mut first, mut second) = (Vec::new(), Vec::new(), Vec::new());
for step in 0..=160 {
    let x = 2.0 + 0.05 * f64::from(step);
    hill.push((x, log_likelihood_1d(&numbers, &weights, &array![2.0, x], &widths)));
    first.push((x, bound(&numbers, x, &steps[0].4)));
    second.push((x, bound(&numbers, x, &steps[1].4)));
}
Plot::new()
    .labels("right mean", "")
    .line("log-likelihood", hill.iter().copied())
    .line("first bound", first.iter().copied())
    .line("second bound", second.iter().copied())
    .dots("touches", [(steps[0].0, steps[0].1), (steps[1].0, steps[1].1)])
    .dots("top of the bound", [(steps[0].2, steps[0].3), (steps[1].2, steps[1].3)])
    .x_range(2.0, 10.0)
    .y_range(-28.0, -13.0)
    .size(640, 440);

// em
/// Fits a mixture of Gaussians by EM, from the starting parameters given.
///
/// ```text
/// repeat:  R ← E-step(π, μ, Σ);   π, μ, Σ ← M-step(R);   until ln p(X) gains less than tol
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `init_means` `(n_components, n_features)`,
/// `init_covariances` `(n_components, n_features, n_features)`, `init_weights` `(n_components)`.
///
/// # Stopping
/// After the update whose gain in log-likelihood is below `tol` (then `converged` is true), or
/// after `max_iter` updates. `log_likelihoods[0]` belongs to the starting parameters, and one more
/// follows for each update; `responsibilities` are those under the parameters returned.
///
/// # Panics
/// If a covariance stops being positive definite on the way.
///
/// # Examples
/// ```
/// // One component needs one update, to the sample mean and variance; a second gains nothing.
/// let fit = em(
///     &array![[1.0], [2.0], [6.0]], &array![[0.0]], &Array3::ones((1, 1, 1)), &array![1.0], 100, 1e-6);
/// assert_eq!(fit.means, array![[3.0]]);
/// assert_eq!(fit.log_likelihoods.len(), 3);
/// assert!(fit.converged);
/// ```
///
/// # References
/// Bishop 2006, section 9.2.2; Dempster, Laird & Rubin 1977.
pub fn em(
    data: &Array2<f64>,
    init_means: &Array2<f64>,
    init_covariances: &Array3<f64>,
    init_weights: &Array1<f64>,
    max_iter: usize,
    tol: f64,
) -> EmFit {
    let mut weights = init_weights.clone();
    let mut means = init_means.clone();
    let mut covariances = init_covariances.clone();
    let mut log_likelihoods = vec![log_likelihood(data, &weights, &means, &covariances)];
    let mut converged = false;

    while !converged && log_likelihoods.len() <= max_iter {
        let resp = compute_responsibilities(data, &weights, &means, &covariances);
        let counts = compute_soft_counts(&resp);
        weights = compute_weights(&counts);
        means = compute_means(data, &resp, &counts);
        // Around the new means: the old ones would leave the covariances too large.
        covariances = compute_covariances(data, &resp, &counts, &means);

        let before = log_likelihoods[log_likelihoods.len() - 1];
        let after = log_likelihood(data, &weights, &means, &covariances);
        log_likelihoods.push(after);
        converged = after - before < tol;
    }

    let responsibilities = compute_responsibilities(data, &weights, &means, &covariances);
    EmFit {
        weights,
        means,
        covariances,
        responsibilities,
        log_likelihoods,
        converged,
    }
}
assert!(grader::em(em).passed());

// three-tolerances
let column = numbers.clone().insert_axis(Axis(1));
let start = array![[2.0], [4.0]];
let fours = Array3::from_elem((2, 1, 1), 4.0);
let mut gains = Vec::new();
for tol in [1e-2, 1e-4, 1e-8] {
    let fit = em(&column, &start, &fours, &weights, 1000, tol);
    let trace = &fit.log_likelihoods;
    let n_updates = trace.len() - 1;
    println!("tol {tol:e}: {n_updates:2} updates, log-likelihood {:.6}", trace[n_updates]);
    gains = (1..=n_updates)
        .map(|update| (update as f64, (trace[update] - trace[update - 1]).log10()))
        .collect();
}

// gains
Plot::new()
    .labels("update", "log₁₀ of the gain")
    .dots("", gains.iter().copied())
    .horizontal(-2.0, "tol 1e-2")
    .horizontal(-4.0, "tol 1e-4")
    .horizontal(-8.0, "tol 1e-8");

// two-tops
let mut ends: Vec<(String, usize)> = Vec::new();
for left in 0..6 {
    for right in left + 1..6 {
        let pair = array![[numbers[left]], [numbers[right]]];
        let fit = em(&column, &pair, &fours, &weights, 1000, 1e-8);
        let found = fit.log_likelihoods[fit.log_likelihoods.len() - 1];
        let end = format!("{found:.4} with means {:.2}", fit.means.column(0));
        match ends.iter_mut().find(|(known, _)| *known == end) {
            Some((_, n_starts)) => *n_starts += 1,
            None => ends.push((end, 1)),
        }
    }
}
for (end, n_starts) in &ends {
    println!("{n_starts} starts end at {end}");
}

// two-ends
let mut curves = Vec::new();
for right in [3.0, 9.0] {
    let fit = em(&column, &array![[2.0], [right]], &fours, &weights, 1000, 1e-8);
    let means = fit.means.column(0).to_owned();
    let std_devs = fit.covariances.mapv(f64::sqrt).into_flat();
    let mut curve = Vec::new();
    for step in 0..=100 {
        let x = 0.1 * f64::from(step);
        curve.push((x, mixture_pdf(x, &fit.weights, &means, &std_devs)));
    }
    curves.push(curve);
}
Plot::new()
    .labels("x", "density")
    .line("−13.59", curves[0].iter().copied())
    .line("−12.51", curves[1].iter().copied())
    .dots("", numbers.iter().map(|&x| (x, 0.0)));

// twins
let fit = em(&column, &array![[4.0], [4.0]], &fours, &weights, 1000, 1e-8);
println!("log-likelihoods {:.4?}, converged {}", fit.log_likelihoods, fit.converged);
println!("means\n{:.4}", fit.means);
println!("responsibilities of the sample 9: {:.4}", fit.responsibilities.row(5));

// plateau-runs
let hair = array![[4.6], [4.7]];
let nines = Array3::from_elem((2, 1, 1), 9.0);
let mut plateau = Vec::new();
for tol in [1e-2, 1e-4, 1e-8] {
    let fit = em(&column, &hair, &nines, &weights, 1000, tol);
    let n_updates = fit.log_likelihoods.len() - 1;
    let (left, right) = (fit.means[[0, 0]], fit.means[[1, 0]]);
    let found = fit.log_likelihoods[n_updates];
    println!("tol {tol:e}: {n_updates:2} updates to {found:.4}, converged {}", fit.converged);
    println!("           means {left:.4} and {right:.4}");
    plateau = (0..=n_updates).map(|update| (update as f64, fit.log_likelihoods[update])).collect();
}

// plateau
Plot::new()
    .labels("update", "log-likelihood")
    .line("", plateau.iter().copied())
    .vertical(2.0, "tol 1e-4 stops here");

// collapse
let on_one_sample = array![[1.0], [5.0]];
let narrow = stack![Axis(0), array![[1e-4]], array![[9.0]]];
attempt(|| em(&column, &on_one_sample, &narrow, &weights, 1000, 1e-4));
}
