// Woven by `cargo run -- weave` from the blocks of book/en/10-failures.md.
use gmm::prelude::*;

#[test]
fn chapter_10_failures() {
// helpers
fn sample_covariance(data: &Array2<f64>) -> Array2<f64> {
    let centered = data - &data.mean_axis(Axis(0)).unwrap();
    centered.t().dot(&centered) / (data.nrows() as f64 - 1.0)
}
fn start_at(data: &Array2<f64>, rows: &[usize]) -> EmFit {
    let (k, d) = (rows.len(), data.ncols());
    let spread = sample_covariance(data);
    let covariances = Array3::from_shape_fn((k, d, d), |(_, i, j)| spread[[i, j]]);
    let weights = Array1::from_elem(k, 1.0 / k as f64);
    em(data, &data.select(Axis(0), rows), &covariances, &weights, 0, 0.0)
}
// EM from where another run stands.
fn go_on(data: &Array2<f64>, from: &EmFit, max_iter: usize, tol: f64) -> EmFit {
    em(data, &from.means, &from.covariances, &from.weights, max_iter, tol)
}
fn last(fit: &EmFit) -> f64 {
    fit.log_likelihoods[fit.log_likelihoods.len() - 1]
}

// collapse
fn smallest_determinant(fit: &EmFit) -> f64 {
    let determinants =
        fit.covariances.outer_iter().map(|c| c[[0, 0]] * c[[1, 1]] - c[[0, 1]] * c[[1, 0]]);
    determinants.fold(f64::INFINITY, f64::min)
}
let data = uw_mixture();
let mut fit = start_at(&data, &[20, 10, 96, 37]);
let (mut climb, mut area) = (Vec::new(), Vec::new());
for update in 0..=41 {
    let (height, smallest) = (last(&fit), smallest_determinant(&fit));
    climb.push((f64::from(update), height));
    area.push((f64::from(update), smallest.log10()));
    if [20, 30, 38, 39, 40, 41].contains(&update) {
        println!("{update}: log-likelihood {height:.3}, smallest determinant {smallest:.1e}");
    }
    if update < 41 {
        fit = go_on(&data, &fit, 1, 0.0);
    }
}
println!("soft counts {:.3}", compute_soft_counts(&fit.responsibilities));

// climb
row([
    Plot::new().labels("update", "log-likelihood").line("", climb[15..].to_vec()),
    Plot::new().labels("update", "log₁₀ of the determinant").line("", area[15..].to_vec()),
]);

// no-top
let broad = sample_covariance(&data);
let centers = stack![Axis(0), data.mean_axis(Axis(0)).unwrap(), data.row(37)];
for exponent in [1, 10, 20, 30, 100, 200] {
    let std_dev = 10f64.powi(-exponent);
    let narrow = Array2::eye(2) * (std_dev * std_dev);
    print!("standard deviation 1e-{exponent}: ");
    attempt(|| {
        let covariances = stack![Axis(0), broad, narrow];
        let found = log_likelihood(&data, &array![0.99, 0.01], &centers, &covariances);
        (found * 1000.0).round() / 1000.0
    });
}

// better-start
let better = go_on(&data, &start_at(&data, &[20, 10, 96, 1]), 1000, 1e-4);
println!("{} updates to {:.3}", better.log_likelihoods.len() - 1, last(&better));
println!("smallest determinant {:.3}", smallest_determinant(&better));
println!("soft counts {:.1}", compute_soft_counts(&better.responsibilities));

// checkpoint
let two = array![[1.0, 2.0], [-1.0, -2.0]];
let weights = array![0.3, 0.7];
let means = array![[0.0, 0.0], [1.0, 1.0]];
let covariances =
    stack![Axis(0), array![[1.5, 0.0], [0.0, 2.5]], array![[1.0, 1.0], [1.0, 2.0]]];
let resp = compute_responsibilities(&two, &weights, &means, &covariances);
let counts = compute_soft_counts(&resp);
let flat = compute_covariances(&two, &resp, &counts, &compute_means(&two, &resp, &counts));
println!("{flat:.8}");

// lottery
let (point, origin) = (array![1.0, 2.0], array![0.0, 0.0]);
for tenths in 1..=10 {
    let v = f64::from(tenths) / 10.0;
    let singular = array![[v, 2.0 * v], [2.0 * v, 4.0 * v]];
    if cholesky(&singular).is_ok() {
        let log_density = log_gaussian(point.view(), origin.view(), singular.view());
        println!("v = {v:.1}: passes; log-density of (1, 2): {log_density:.1}");
    } else {
        println!("v = {v:.1}: refused");
    }
}

// one-component
let eye = stack![Axis(0), Array2::eye(2)];
attempt(|| em(&two, &array![[1.0, 1.0]], &eye, &array![1.0], 10, 1e-4).converged);

// one-ridge
for ridge in [1e-2, 1e-4, 1e-6, 1e-8] {
    let mended = array![[1.0 + ridge, 2.0], [2.0, 4.0 + ridge]];
    let found = log_likelihood(&two, &array![1.0], &array![[0.0, 0.0]], &stack![Axis(0), mended]);
    println!("ridge {ridge:e}: log-likelihood {found:.3}");
}

// naive
let mut waits = old_faithful().column(1).to_owned();
waits[0] *= 10.0;
let bell_weights = array![0.36, 0.64];
let (bell_means, bell_std_devs) = (array![55.0, 80.0], array![6.0, 6.0]);
let naive = responsibilities_1d(&waits, &bell_weights, &bell_means, &bell_std_devs);
println!("{} minutes: {:.4}\n{} minutes: {:.4}", waits[0], naive.row(0), waits[1], naive.row(1));
let (bad_weights, bad_means, bad_std_devs) = update_1d(&waits, &naive);
println!("weights {bad_weights}, means {bad_means}, std_devs {bad_std_devs}");
attempt(|| responsibilities_1d(&waits, &bad_weights, &bad_means, &bad_std_devs));
for z in [38.0, 39.0] {
    println!("density {z} standard deviations out: {:.0e}", gaussian_pdf(z, 0.0, 1.0));
}

// in-logarithms
let column = waits.clone().insert_axis(Axis(1));
let bells = bell_means.clone().insert_axis(Axis(1));
let variances = Array3::from_elem((2, 1, 1), 36.0);
let resp = compute_responsibilities(&column, &bell_weights, &bells, &variances);
println!("{} minutes: {:.0e}", waits[0], resp.row(0));
attempt(|| em(&column, &bells, &variances, &bell_weights, 1000, 1e-4).converged);
let mut read_right = column.clone();
read_right[[0, 0]] = 79.0;
let fit = em(&read_right, &bells, &variances, &bell_weights, 1000, 1e-4);
println!("with 79: weights {:.3}, means {:.2}", fit.weights, fit.means.column(0));

// twins
let geyser = old_faithful();
let (center, spread) = (geyser.mean_axis(Axis(0)).unwrap(), sample_covariance(&geyser));
let same = stack![Axis(0), center, center];
let mut apart = same.clone();
apart[[0, 0]] += 0.001;
let alike = stack![Axis(0), spread, spread];
let unlike = stack![Axis(0), &spread * 0.5, &spread * 2.0];
for (name, means, covariances, weight, tol) in [
    ("all equal", &same, &alike, 0.5, 1e-4),
    ("weights", &same, &alike, 0.1, 1e-4),
    ("covariances", &same, &unlike, 0.5, 1e-4),
    ("0.001 apart", &apart, &alike, 0.5, 1e-4),
    ("the same, patient", &apart, &alike, 0.5, 1e-10),
] {
    let fit = em(&geyser, means, covariances, &array![weight, 1.0 - weight], 1000, tol);
    print!("{name:17} {:2} updates to {:.2}, ", fit.log_likelihoods.len() - 1, last(&fit));
    println!("waits {:.1}, weights {:.1}", fit.means.column(1), fit.weights);
}

// two-rows
let parted = go_on(&geyser, &start_at(&geyser, &[0, 1]), 1000, 1e-4);
println!("{} updates to {:.2}", parted.log_likelihoods.len() - 1, last(&parted));

// six-orders
let orders = [[20, 10, 96], [20, 96, 10], [10, 20, 96], [10, 96, 20], [96, 20, 10], [96, 10, 20]];
let fits = orders.map(|rows| go_on(&data, &start_at(&data, &rows), 1000, 1e-4));
let mut average = Array2::<f64>::zeros((3, 2));
for fit in &fits {
    println!("log-likelihood {:.4}, weights {:.2}", last(fit), fit.weights);
    average += &(&fit.means / 6.0);
}
println!("means, averaged over the six runs\n{average:.4}");

// same-fit
fn colored(title: &str, data: &Array2<f64>, fit: &EmFit) -> Plot {
    Plot::new()
        .title(title)
        .labels("x₁", "x₂")
        .responsibilities(data, &fit.responsibilities)
        .components(&fit.means, &fit.covariances)
}
row([
    colored("rows 20, 10, 96", &data, &fits[0]),
    colored("rows 10, 96, 20", &data, &fits[3])
        .vertical(average[[0, 0]], "average")
        .horizontal(average[[0, 1]], ""),
].map(|plot| plot.x_range(-3.0, 8.0).y_range(-3.0, 8.0)));

// matched
for fit in &fits {
    let order = assign_clusters(&fits[0].means, &fit.means).to_vec();
    let by_index = (&fit.means - &fits[0].means).mapv(f64::abs).sum();
    let matched = (fit.means.select(Axis(0), &order) - &fits[0].means).mapv(f64::abs).sum();
    println!("{order:?} by index {by_index:7.4}, matched {matched:.4}");
}

// thirty-starts
let corners = array![[0.0, 0.0], [0.0, 4.0], [14.0, 0.0], [14.0, 4.0]];
let unit = Array3::from_shape_fn((4, 2, 2), |(_, i, j)| if i == j { 1.0 } else { 0.0 });
let quarters = Array1::from_elem(4, 0.25);
let mut rng = StdRng::seed_from_u64(7);
let (pairs, _) = sample_mixture(80, &quarters, &corners, &(&unit * 0.49), &mut rng).unwrap();
let mut runs: Vec<EmFit> = Vec::new();
for _ in 0..30 {
    let rows: Vec<usize> = (0..4).map(|_| rng.random_range(0..80)).collect();
    runs.push(em(&pairs, &pairs.select(Axis(0), &rows), &unit, &quarters, 200, 1e-2));
}
let ends: Vec<f64> = runs.iter().map(last).collect();
let best = (0..30).max_by(|&i, &j| ends[i].total_cmp(&ends[j])).unwrap();
let arrived = ends.iter().filter(|&end| ends[best] - end < 0.1).count();
println!("converged: {}", runs.iter().filter(|run| run.converged).count());
println!("best {:.1}, reached by {arrived}; the first start: {:.1}", ends[best], ends[0]);
println!("chance that ten starts all miss it: {:.3}", (1.0 - arrived as f64 / 30.0).powi(10));

// dots
let mut best_so_far = Vec::new();
for (i, &end) in ends.iter().enumerate() {
    let before = best_so_far.last().map_or(f64::NEG_INFINITY, |&(_, height)| height);
    best_so_far.push((i as f64 + 1.0, end.max(before)));
}
Plot::new()
    .labels("start", "log-likelihood at the end")
    .dots("one run", ends.iter().enumerate().map(|(i, &end)| (i as f64 + 1.0, end)))
    .line("best so far", best_so_far.iter().copied());

// two-hills
row([
    colored("best", &pairs, &runs[best]),
    colored("first start", &pairs, &runs[0]),
].map(|plot| plot.x_range(-3.0, 17.0).y_range(-3.0, 7.0)));

// one-percent
let divided_by_99 = start_at(&data, &[20, 10, 96]);
let mut divided_by_100 = divided_by_99.clone();
divided_by_100.covariances *= 0.99;
for tol in [1e-4, 1.01e-4] {
    let [by_99, by_100] =
        [&divided_by_99, &divided_by_100].map(|start| go_on(&data, start, 1000, tol));
    let updates = [&by_99, &by_100].map(|run| run.log_likelihoods.len() - 1);
    let gap = (last(&by_99) - last(&by_100)).abs();
    println!("tol {tol:.2e}: {updates:?} updates, log-likelihoods {gap:.0e} apart");
}

// on-the-line
fn gains(data: &Array2<f64>, start: &EmFit) -> Vec<f64> {
    let run = go_on(data, start, 26, 0.0);
    run.log_likelihoods.windows(2).map(|pair| pair[1] - pair[0]).collect()
}
let (gains_99, gains_100) = (gains(&data, &divided_by_99), gains(&data, &divided_by_100));
println!("update 22 gains {:.5e} and {:.5e}", gains_99[21], gains_100[21]);
fn stops_at(gains: &[f64], tol: f64) -> usize {
    1 + gains.iter().position(|&gain| gain < tol).unwrap()
}

// two-stairs
fn in_powers(gains: &[f64]) -> Vec<(f64, f64)> {
    (19..=25).map(|update| (update as f64, gains[update - 1].log10())).collect()
}
fn stairs(gains: &[f64]) -> Vec<(f64, f64)> {
    let powers = (-4100..=-3900).map(|thousandths| f64::from(thousandths) / 1000.0);
    powers.map(|power| (power, stops_at(gains, 10f64.powf(power)) as f64)).collect()
}
row([
    Plot::new()
        .labels("update", "log₁₀ of the gain")
        .dots("divided by N − 1", in_powers(&gains_99))
        .dots("divided by N", in_powers(&gains_100))
        .horizontal(-4.0, "tol 1e-4"),
    Plot::new()
        .labels("log₁₀ of tol", "updates")
        .line("divided by N − 1", stairs(&gains_99))
        .line("divided by N", stairs(&gains_100))
        .vertical(-4.0, "tol 1e-4")
        .y_range(21.5, 23.5),
]);

// per-sample
for copies in [1.0, 20.0, 1000.0] {
    // Every logarithm is there `copies` times, and so is every gain.
    let repeated: Vec<f64> = gains_99.iter().map(|gain| gain * copies).collect();
    let (fixed, per_sample) = (1e-4, 1e-6 * 100.0 * copies);
    print!("{} points: tol 1e-4 stops at {}, ", 100.0 * copies, stops_at(&repeated, fixed));
    println!("1e-6 a point at {}", stops_at(&repeated, per_sample));
}

// truth
let true_means = array![[5.0, 0.0], [1.0, 1.0], [0.0, 5.0]];
let true_covariances = stack![
    Axis(0),
    array![[0.5, 0.0], [0.0, 0.5]],
    array![[0.92, 0.38], [0.38, 0.91]],
    array![[0.5, 0.0], [0.0, 0.5]]
];
// No updates: the true parameters, and how they explain the data.
let truth = em(&data, &true_means, &true_covariances, &array![0.25, 0.5, 0.25], 0, 0.0);
let lead = last(&fits[0]) - last(&truth);
println!("truth {:.3}, fit {:.3}, ahead by {lead:.3}", last(&truth), last(&fits[0]));

// own-and-fresh
fn draw(n_samples: usize, from: &EmFit, rng: &mut StdRng) -> Array2<f64> {
    sample_mixture(n_samples, &from.weights, &from.means, &from.covariances, rng).unwrap().0
}
fn a_point(data: &Array2<f64>, fit: &EmFit) -> f64 {
    log_likelihood(data, &fit.weights, &fit.means, &fit.covariances) / data.nrows() as f64
}
let fresh = draw(2000, &truth, &mut rng);
let truth_on_fresh = a_point(&fresh, &truth);
let (mut own_lead, mut fresh_lead) = (Vec::new(), Vec::new());
for n_samples in [50, 100, 200, 400] {
    let (mut own, mut new) = (0.0, 0.0);
    for _ in 0..8 {
        let drawn = draw(n_samples, &truth, &mut rng);
        let fit = go_on(&drawn, &truth, 100, 1e-2);
        own += (a_point(&drawn, &fit) - a_point(&drawn, &truth)) / 8.0;
        new += (a_point(&fresh, &fit) - truth_on_fresh) / 8.0;
    }
    print!("{n_samples} points: own {own:+.3}, fresh {new:+.3}, ");
    println!("half of 17 a point {:.3}", 8.5 / n_samples as f64);
    own_lead.push((n_samples as f64, own));
    fresh_lead.push((n_samples as f64, new));
}

// two-leads
Plot::new()
    .labels("points fitted", "ahead of the truth, a point")
    .line("own data", own_lead.iter().copied())
    .line("fresh data", fresh_lead.iter().copied())
    .horizontal(0.0, "");

// held-out
let (mut seen, mut unseen) = (0.0, 0.0);
for fold in 0..4 {
    let (held, kept): (Vec<usize>, Vec<usize>) = (0..100).partition(|n| n % 4 == fold);
    let (held, kept) = (data.select(Axis(0), &held), data.select(Axis(0), &kept));
    let fit = go_on(&kept, &truth, 1000, 1e-4);
    seen += a_point(&kept, &fit) / 4.0;
    unseen += a_point(&held, &fit) / 4.0;
}
println!("seen {seen:.3}, held out {unseen:.3}, truth {:.3}", a_point(&data, &truth));

// add-ridge
fn add_ridge(covariances: &Array3<f64>, ridge: f64) -> Array3<f64> {
    let _ = ridge; // yours: put it to use
    covariances.clone()
}
fn check_ridge(add_ridge: fn(&Array3<f64>, f64) -> Array3<f64>) -> &'static str {
    let flat = stack![Axis(0), array![[1.0, 2.0], [2.0, 4.0]], array![[3.0, 0.0], [0.0, 5.0]]];
    let wanted =
        stack![Axis(0), array![[1.5, 2.0], [2.0, 4.5]], array![[3.5, 0.0], [0.0, 5.5]]];
    let found = add_ridge(&flat, 0.5);
    assert!(found == wanted, "not yet: wanted {wanted}, found {found}");
    "right"
}
attempt(|| check_ridge(add_ridge));

// add-ridge-solved
fn add_ridge_solved(covariances: &Array3<f64>, ridge: f64) -> Array3<f64> {
    let mut mended = covariances.clone();
    for mut covariance in mended.outer_iter_mut() {
        covariance.diag_mut().mapv_inplace(|variance| variance + ridge);
    }
    mended
}
attempt(|| check_ridge(add_ridge_solved));

// ridged-run
fn ridged_update(data: &Array2<f64>, fit: &EmFit, ridge: f64) -> EmFit {
    let counts = compute_soft_counts(&fit.responsibilities);
    let means = compute_means(data, &fit.responsibilities, &counts);
    let covariances = compute_covariances(data, &fit.responsibilities, &counts, &means);
    let ridged = add_ridge_solved(&covariances, ridge);
    em(data, &means, &ridged, &compute_weights(&counts), 0, 0.0)
}
let mut fit = start_at(&data, &[20, 10, 96, 37]);
let mut smallest_gain = f64::INFINITY;
for update in 1..=60 {
    let before = last(&fit);
    fit = ridged_update(&data, &fit, 1e-3);
    smallest_gain = smallest_gain.min(last(&fit) - before);
    if update % 20 == 0 {
        let smallest = smallest_determinant(&fit);
        println!("{update}: log-likelihood {:.3}, determinant {smallest:.1e}", last(&fit));
    }
}
println!("soft counts {:.3}", compute_soft_counts(&fit.responsibilities));
println!("smallest gain {smallest_gain:.0e}");
}
