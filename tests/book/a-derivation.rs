// Woven by `cargo run -- weave` from the blocks of book/en/a-derivation.md.
use gmm::prelude::*;

#[test]
fn chapter_a_derivation() {
// here
let data = uw_mixture();
let centered = &data - &data.mean_axis(Axis(0)).unwrap();
let spread = centered.t().dot(&centered) / 99.0;
let spreads = stack![Axis(0), spread, spread, spread];
let start_means = data.select(Axis(0), &[20, 10, 96]);
let thirds = Array1::from_elem(3, 1.0 / 3.0);
let here = em(&data, &start_means, &spreads, &thirds, 10, 0.0);
println!("log-likelihood {:.4}", here.log_likelihoods[10]);
println!("weights {:.4}\nmeans\n{:.4}", here.weights, here.means);

// slope-by-hand
let (halves, twos) = (array![0.5, 0.5], array![2.0, 2.0]);
fn log_density_at_5(second_mean: f64) -> f64 {
    let means = array![2.0, second_mean];
    mixture_pdf(5.0, &array![0.5, 0.5], &means, &array![2.0, 2.0]).ln()
}
let share = responsibilities_1d(&array![5.0], &halves, &array![2.0, 4.0], &twos)[[0, 1]];
println!("share × pull:   {share:.4} × 0.25 = {:.4}", share * 0.25);
// The slope as it is measured: a little to the right, less a little to the left.
let h = 1e-4;
let slope = (log_density_at_5(4.0 + h) - log_density_at_5(4.0 - h)) / (2.0 * h);
println!("measured slope: {slope:.4}");

// gradient
fn inverse(matrix: ArrayView2<f64>) -> Array2<f64> {
    // With Σ = L Lᵀ the inverse is L⁻ᵀ L⁻¹, and column i of L⁻¹ solves L y = eᵢ.
    let factor = cholesky(&matrix).unwrap();
    let mut inverse_factor = Array2::eye(matrix.nrows());
    for mut column in inverse_factor.columns_mut() {
        let solved = solve_lower(&factor, &column.to_owned());
        column.assign(&solved);
    }
    inverse_factor.t().dot(&inverse_factor)
}
fn largest(matrix: &Array2<f64>) -> f64 {
    matrix.fold(0.0, |largest: f64, &value| largest.max(value.abs()))
}
fn slope_of_means(data: &Array2<f64>, fit: &EmFit) -> Array2<f64> {
    let mut slope = Array2::zeros(fit.means.dim());
    for (k, mut row) in slope.rows_mut().into_iter().enumerate() {
        let precision = inverse(fit.covariances.index_axis(Axis(0), k));
        let pull = fit.responsibilities.column(k).dot(&(data - &fit.means.row(k)));
        row.assign(&precision.dot(&pull));
    }
    slope
}

// gradient-measured
let by_formula = slope_of_means(&data, &here);
let mut measured = Array2::<f64>::zeros((3, 2));
for ((k, d), slope) in measured.indexed_iter_mut() {
    for sign in [1.0, -1.0] {
        let mut nudged = here.means.clone();
        nudged[[k, d]] += sign * h;
        let found = log_likelihood(&data, &here.weights, &nudged, &here.covariances);
        *slope += sign * found / (2.0 * h);
    }
}
println!("by the formula\n{by_formula:.4}\nmeasured\n{measured:.4}");
println!("largest difference {:.6}", largest(&(&by_formula - &measured)));

// fixed-point
let six = array![-2.5, -1.5, -0.5, 1.0, 2.0, 3.5];
fn right_side(six: &Array1<f64>, mean: f64) -> f64 {
    six.mapv(|x| x * (mean * x).tanh()).mean().unwrap()
}
let mut mean = 0.1;
let mut stairs = vec![(mean, 0.0)];
for update in 0..8 {
    let next = right_side(&six, mean);
    println!("{update}: {mean:.4} → {next:.4}");
    stairs.extend([(mean, next), (next, next)]);
    mean = next;
}

// staircase
let grid = Array1::linspace(0.0, 2.5, 126);
Plot::new().labels("μ in", "μ out")
    .line("right side", grid.iter().map(|&mean| (mean, right_side(&six, mean))))
    .line("left side", [(0.0, 0.0), (2.5, 2.5)])
    .line("EM", stairs.iter().copied())
    .x_range(0.0, 2.5).y_range(0.0, 2.5).size(480, 420);

// tangent
let above_zero = Array1::linspace(0.05, 3.0, 119);
Plot::new().labels("t", "")
    .line("ln t", above_zero.iter().map(|&t: &f64| (t, t.ln())))
    .line("t − 1", [(0.0, -1.0), (3.0, 2.0)])
    .dots("equal", [(1.0, 0.0)])
    .y_range(-3.0, 2.0).size(480, 360);

// decomposition
// ln aₙₖ, one row a sample.
fn log_terms(data: &Array2<f64>, fit: &EmFit) -> Array2<f64> {
    Array2::from_shape_fn(fit.responsibilities.dim(), |(n, k)| {
        let covariance = fit.covariances.index_axis(Axis(0), k);
        fit.weights[k].ln() + log_gaussian(data.row(n), fit.means.row(k), covariance)
    })
}
fn bound(shares: &Array2<f64>, log_terms: &Array2<f64>) -> f64 {
    (shares * &(log_terms - &shares.mapv(f64::ln))).sum()
}
fn divergence(shares: &Array2<f64>, resp: &Array2<f64>) -> f64 {
    (shares * &(shares / resp).mapv(f64::ln)).sum()
}

// any-shares
let mut rng = StdRng::seed_from_u64(1);
let terms = log_terms(&data, &here);
let truth = log_likelihood(&data, &here.weights, &here.means, &here.covariances);
println!("log-likelihood {truth:.4}");
for _ in 0..3 {
    let raw = Array2::from_shape_simple_fn((100, 3), || rng.random_range(0.1..1.0));
    let shares = &raw / &raw.sum_axis(Axis(1)).insert_axis(Axis(1));
    let below = bound(&shares, &terms);
    let gap = divergence(&shares, &here.responsibilities);
    let missed = (below + gap - truth).abs();
    println!("bound {below:10.4} + KL {gap:9.4} misses it by {missed:.8}");
}
let touching = bound(&here.responsibilities, &terms);
println!("bound of the responsibilities {touching:.4}");

// pieces
let mut fit = em(&data, &start_means, &spreads, &thirds, 0, 0.0);
let mut tops = vec![(0.0, fit.log_likelihoods[0])];
let (mut sawtooth, mut won, mut opened) = (Vec::new(), Vec::new(), Vec::new());
let mut worst = 0.0_f64;
for update in 1..=23 {
    let next = em(&data, &fit.means, &fit.covariances, &fit.weights, 1, 0.0);
    let (before, after) = (next.log_likelihoods[0], next.log_likelihoods[1]);
    let risen = bound(&fit.responsibilities, &log_terms(&data, &next));
    let gap = divergence(&fit.responsibilities, &next.responsibilities);
    worst = worst.max((risen + gap - after).abs());
    if [1, 5, 11, 17].contains(&update) {
        println!("{update:2}: {before:.4} + {:.4} + {gap:.4} = {after:.4}", risen - before);
    }
    let t = f64::from(update);
    sawtooth.extend([(t - 1.0, before), (t, risen), (t, after)]);
    tops.push((t, after));
    won.push((t, (risen - before).log10()));
    opened.push((t, gap.log10()));
    fit = next;
}
println!("the equation misses by {worst:.8} at most");

// sawtooth
row([
    Plot::new().title("updates 9 to 14").labels("update", "")
        .line("lower bound", sawtooth[24..42].to_vec())
        .dots("log-likelihood", tops[8..15].to_vec()),
    Plot::new().title("every update").labels("update", "log₁₀ of the gain")
        .line("gain of the bound", won.clone())
        .line("KL", opened.clone()),
]);

// flat
let end = em(&data, &start_means, &spreads, &thirds, 1000, 1e-12);
println!("steepest slope after 10 updates {:.4}", largest(&slope_of_means(&data, &here)));
println!("steepest slope at the end       {:.4}", largest(&slope_of_means(&data, &end)));

// weights
let counts = compute_soft_counts(&here.responsibilities);
let best = compute_weights(&counts);
fn score(counts: &Array1<f64>, weights: &Array1<f64>) -> f64 {
    counts.dot(&weights.mapv(f64::ln))
}
for other in [array![0.2, 0.3, 0.5], thirds.clone(), here.weights.clone()] {
    let lost = score(&counts, &best) - score(&counts, &other);
    let by_formula = 100.0 * best.dot(&(&best / &other).mapv(f64::ln));
    println!("{other:.4}: lost {lost:.6}, N · KL {by_formula:.6}");
}

// means
let best_means = compute_means(&data, &here.responsibilities, &counts);
let precision = inverse(here.covariances.index_axis(Axis(0), 0));
let of_zero = here.responsibilities.column(0).to_owned();
fn squares(
    data: &Array2<f64>, r: &Array1<f64>, center: &Array1<f64>, precision: &Array2<f64>,
) -> f64 {
    let deviations = data - center;
    (&deviations.dot(precision) * &deviations).sum_axis(Axis(1)).dot(r)
}
let mean = best_means.row(0).to_owned();
let least = squares(&data, &of_zero, &mean, &precision);
for m in [array![0.0, 0.0], array![1.0, 4.0], array![0.4, 3.8]] {
    let more = squares(&data, &of_zero, &m, &precision) - least;
    let away = &mean - &m;
    let by_formula = counts[0] * away.dot(&precision.dot(&away));
    println!("{m:.2}: {more:.6} more, by the formula {by_formula:.6}");
}

// matrix-derivatives
fn log_determinant(m: &Array2<f64>) -> f64 {
    (m[[0, 0]] * m[[1, 1]] - m[[0, 1]] * m[[1, 0]]).ln()
}
let best_covariances = compute_covariances(&data, &here.responsibilities, &counts, &best_means);
let s = best_covariances.index_axis(Axis(0), 0).to_owned();
let mut of_log_determinant = Array2::<f64>::zeros((2, 2));
let mut of_trace = Array2::<f64>::zeros((2, 2));
for i in 0..2 {
    for j in 0..2 {
        for sign in [1.0, -1.0] {
            let mut nudged = precision.clone();
            nudged[[i, j]] += sign * h;
            of_log_determinant[[i, j]] += sign * log_determinant(&nudged) / (2.0 * h);
            of_trace[[i, j]] += sign * nudged.dot(&s).diag().sum() / (2.0 * h);
        }
    }
}
let old = here.covariances.index_axis(Axis(0), 0).to_owned();
println!("first misses by  {:.6}", largest(&(&of_log_determinant - &old.t())));
println!("second misses by {:.6}", largest(&(&of_trace - &s.t())));

// covariances
fn weighted(
    data: &Array2<f64>, r: &Array1<f64>, mean: &Array1<f64>, covariance: &Array2<f64>,
) -> f64 {
    let samples = data.rows().into_iter().zip(r);
    samples.map(|(x, r)| r * log_gaussian(x, mean.view(), covariance.view())).sum()
}
let highest = weighted(&data, &of_zero, &mean, &s);
for (name, other) in [
    ("half of S", &s * 0.5), ("twice S", &s * 2.0), ("the old one", old.clone()),
    ("the identity", Array2::eye(2)), ("almost S", &s * 1.01),
] {
    let lost = highest - weighted(&data, &of_zero, &mean, &other);
    let product = inverse(other.view()).dot(&s);
    let excess = product.diag().sum() - log_determinant(&product) - 2.0;
    let by_formula = 0.5 * counts[0] * excess;
    println!("{name:>12}: lost {lost:10.6}, by the formula {by_formula:10.6}");
}

// k-means
let nearest = assign_clusters(&data, &start_means);
let hard = Array2::from_shape_fn((100, 3), |(n, k)| f64::from(u8::from(nearest[n] == k)));
let to_nearest = &data - &start_means.select(Axis(0), &nearest.to_vec());
println!("sum of squares {:.4}", to_nearest.mapv(|x| x * x).sum());
for epsilon in [1.0, 0.1, 0.01, 0.001, 0.0001] {
    let round = stack![Axis(0), Array2::eye(2), Array2::eye(2), Array2::eye(2)] * epsilon;
    let resp = compute_responsibilities(&data, &thirds, &start_means, &round);
    let found = log_likelihood(&data, &thirds, &start_means, &round);
    let (soft, scaled) = (largest(&(&resp - &hard)), -2.0 * epsilon * found);
    println!("ε = {epsilon:<6}: hard but for {soft:.4}, −2ε ln p(X) = {scaled:9.4}");
}
}
