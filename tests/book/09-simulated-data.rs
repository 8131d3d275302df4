// Woven by `cargo run -- weave` from the blocks of book/en/09-simulated-data.md.
use gmm::prelude::*;

#[test]
fn chapter_09_simulated_data() {
// truth
let true_weights: Array1<f64> = array![0.25, 0.5, 0.25];
let true_means: Array2<f64> = array![[5.0, 0.0], [1.0, 1.0], [0.0, 5.0]];
let true_covariances: Array3<f64> = stack![
    Axis(0),
    array![[0.5, 0.0], [0.0, 0.5]],
    array![[0.92, 0.38], [0.38, 0.91]],
    array![[0.5, 0.0], [0.0, 0.5]]
];

// one-point
let factor = cholesky(&true_covariances.index_axis(Axis(0), 1)).unwrap();
let noise = array![1.0, -1.0];
println!("L =\n{factor:.4}");
println!("x = {:.4}", &true_means.row(1) + &factor.dot(&noise));

// our-own-draw
let data = uw_mixture();
let mut rng = StdRng::seed_from_u64(42);
let (drawn, labels) =
    sample_mixture(100, &true_weights, &true_means, &true_covariances, &mut rng).unwrap();
let per_component =
    Array1::from_shape_fn(3, |k| labels.iter().filter(|&&label| label == k).count());
println!("drawn from each component: {per_component}");
fn plane(title: &str) -> Plot {
    Plot::new().title(title).labels("x₁", "x₂").x_range(-3.0, 8.0).y_range(-3.0, 8.0)
}
row([
    plane("the assignment's points").points(&data),
    plane("our own draw").clusters(&drawn, &labels),
]);

// start
fn sample_covariance(data: &Array2<f64>, ddof: f64) -> Array2<f64> {
    let centered = data - &data.mean_axis(Axis(0)).unwrap();
    centered.t().dot(&centered) / (data.nrows() as f64 - ddof)
}
let init_means = data.select(Axis(0), &[20, 10, 96]);
let spread = sample_covariance(&data, 1.0);
let init_covariances = stack![Axis(0), spread, spread, spread];
let init_weights = Array1::from_elem(3, 1.0 / 3.0);
println!("means\n{init_means:.4}\ncovariance of each\n{spread:.4}");

// run
let fit = em(&data, &init_means, &init_covariances, &init_weights, 1000, 1e-4);
for update in [0, 12, 23] {
    println!("log-likelihood after {update:2}: {:.6}", fit.log_likelihoods[update]);
}
println!("{} updates, converged: {}", fit.log_likelihoods.len() - 1, fit.converged);
println!("weights[0]           = {:.8}", fit.weights[0]);
println!("means[1][0]          = {:.8}", fit.means[[1, 0]]);
println!("covariances[2][0][0] = {:.8}", fit.covariances[[2, 0, 0]]);

// quiz
let quiz = array![0.3007102300609823, 4.9423923529753555, 0.6711499189718454];
let found = array![fit.weights[0], fit.means[[1, 0]], fit.covariances[[2, 0, 0]]];
println!("within 1e-12: {}", (found - quiz).mapv(|gap: f64| gap.abs() < 1e-12));

// three-pictures
fn picture(title: &str, data: &Array2<f64>, fit: &EmFit) -> Plot {
    plane(title)
        .responsibilities(data, &fit.responsibilities)
        .components(&fit.means, &fit.covariances)
}
let moments = [0, 12, 1000].map(|max_iter| {
    em(&data, &init_means, &init_covariances, &init_weights, max_iter, 1e-4)
});
println!("row 20 at the start belongs to {:.3}", moments[0].responsibilities.row(20));
row([
    picture("start", &data, &moments[0]),
    picture("12 updates", &data, &moments[1]),
    picture("end", &data, &moments[2]),
]);

// step-by-step
steps("updates", [0, 1, 2, 4, 6, 8, 9, 10, 11, 12, 15, 23].map(|max_iter| {
    let then = em(&data, &init_means, &init_covariances, &init_weights, max_iter, 1e-4);
    (max_iter, picture("", &data, &then))
}));

// curve
let curve: Vec<(f64, f64)> =
    fit.log_likelihoods.iter().enumerate().map(|(i, &value)| (i as f64, value)).collect();
let gains: Vec<f64> = fit.log_likelihoods.windows(2).map(|pair| pair[1] - pair[0]).collect();
println!("{:.2}", Array1::from(gains.clone()));
row([
    Plot::new().title("all updates").line("", curve.clone()),
    Plot::new().title("from update 1 on").line("", curve[1..].to_vec()),
].map(|plot| plot.labels("updates", "ln p(X)")));

// eager
let eager = em(&data, &init_means, &init_covariances, &init_weights, 1000, 2.0);
println!("{} updates, converged: {}", eager.log_likelihoods.len() - 1, eager.converged);
println!("log-likelihood {:.6}", eager.log_likelihoods[3]);

// knife-edge
println!("updates 21, 22, 23 gain {:.5e}", Array1::from(gains[20..].to_vec()));
let spread_0 = sample_covariance(&data, 0.0);
let start_0 = stack![Axis(0), spread_0, spread_0, spread_0];
let fit_0 = em(&data, &init_means, &start_0, &init_weights, 1000, 1e-4);
let patient = em(&data, &init_means, &init_covariances, &init_weights, 1000, 1e-10);
let [updates_0, updates, updates_patient] =
    [&fit_0, &fit, &patient].map(|fit| fit.log_likelihoods.len() - 1);
println!("ddof 0:    {updates_0} updates, weights[0] = {:.8}", fit_0.weights[0]);
println!("ddof 1:    {updates} updates, weights[0] = {:.8}", fit.weights[0]);
println!("tol 1e-10: {updates_patient} updates, weights[0] = {:.8}", patient.weights[0]);

// match
let generators = assign_clusters(&fit.means, &true_means);
for k in 0..3 {
    let g = generators[k];
    println!("weight {:.2}, drawn with {:.2}", fit.weights[k], true_weights[g]);
    println!("  mean {:.2}, drawn with {:.2}", fit.means.row(k), true_means.row(g));
}
println!("fitted 0, 1, 2 are the generator's {generators}");

// truth-scores
let (fresh, _) =
    sample_mixture(5000, &true_weights, &true_means, &true_covariances, &mut rng).unwrap();
for (name, points) in [("the 100 points", &data), ("5000 fresh points", &fresh)] {
    let truth = log_likelihood(points, &true_weights, &true_means, &true_covariances);
    let fitted = log_likelihood(points, &fit.weights, &fit.means, &fit.covariances);
    let n_samples = points.nrows() as f64;
    println!("{name}: truth {truth:.3}, fit {fitted:.3}");
    println!("  a point: truth {:.3}, fit {:.3}", truth / n_samples, fitted / n_samples);
}
let climb = em(&data, &true_means, &true_covariances, &true_weights, 1000, 1e-4);
println!("EM from the truth: {:.3}", climb.log_likelihoods.last().unwrap());

// geyser
let geyser = old_faithful();
let broad = sample_covariance(&geyser, 1.0);
let seen_means = array![[2.0, 55.0], [4.5, 80.0]];
let seen_covariances = stack![Axis(0), broad, broad];
let [before, eruptions] = [0, 1000].map(|max_iter| {
    em(&geyser, &seen_means, &seen_covariances, &array![0.5, 0.5], max_iter, 1e-4)
});
println!("{} eruptions, {} updates", geyser.nrows(), eruptions.log_likelihoods.len() - 1);
println!("weights {:.3}", eruptions.weights);
println!("means\n{:.2}", eruptions.means);
row([("start", &before), ("end", &eruptions)].map(|(title, fit)| {
    Plot::new()
        .title(title)
        .labels("eruption (min)", "wait (min)")
        .x_range(1.0, 6.0)
        .y_range(35.0, 105.0)
        .responsibilities(&geyser, &fit.responsibilities)
        .components(&fit.means, &fit.covariances)
}));

// correlations
fn correlation(covariance: &Array2<f64>) -> f64 {
    covariance[[0, 1]] / (covariance[[0, 0]] * covariance[[1, 1]]).sqrt()
}
for k in 0..2 {
    let within = eruptions.covariances.index_axis(Axis(0), k).to_owned();
    println!("component {k}:   {:.2}", correlation(&within));
}
println!("all eruptions: {:.2}", correlation(&broad));

// soft-points
let mut unsure = 0;
for (sample, resp) in geyser.rows().into_iter().zip(eruptions.responsibilities.rows()) {
    if resp[0].max(resp[1]) < 0.999 {
        unsure += 1;
        println!("{sample:.2} min: {resp:.3}");
    }
}
println!("{unsure} of {} eruptions", geyser.nrows());

// label-order
let other_order = data.select(Axis(0), &[10, 20, 96]);
let swapped = em(&data, &other_order, &init_covariances, &init_weights, 1000, 1e-4);
println!("as before: {:.4}, log-likelihood {:.4}", fit.weights, fit.log_likelihoods[23]);
println!("swapped:   {:.4}, log-likelihood {:.4}", swapped.weights, swapped.log_likelihoods[23]);

// another-start
let other_rows = data.select(Axis(0), &[37, 73, 18]);
let stuck = em(&data, &other_rows, &init_covariances, &init_weights, 1000, 1e-4);
println!("{} updates, converged: {}", stuck.log_likelihoods.len() - 1, stuck.converged);
println!("log-likelihood {:.3}", stuck.log_likelihoods.last().unwrap());
picture("rows 37, 73, 18", &data, &stuck);

// far-start
let mut far_means = init_means.clone();
far_means.row_mut(2).fill(100.0);
let far_resp = compute_responsibilities(&data, &init_weights, &far_means, &init_covariances);
println!("soft counts {:.4}", compute_soft_counts(&far_resp));
attempt(|| em(&data, &far_means, &init_covariances, &init_weights, 1000, 1e-4).converged);
}
