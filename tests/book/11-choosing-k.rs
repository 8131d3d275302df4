// Woven by `cargo run -- weave` from the blocks of book/en/11-choosing-k.md.
use gmm::prelude::*;

#[test]
fn chapter_11_choosing_k() {
// random-start
fn random_rows(n_samples: usize, n_rows: usize, rng: &mut StdRng) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..n_samples).collect();
    for i in 0..n_rows {
        let j = rng.random_range(i..n_samples);
        rows.swap(i, j);
    }
    rows.truncate(n_rows);
    rows
}
// Equal responsibilities make every component the whole cloud; then its mean moves to a sample.
fn start(data: &Array2<f64>, rows: &[usize]) -> EmFit {
    let equal = Array2::from_elem((data.nrows(), rows.len()), 1.0 / rows.len() as f64);
    let counts = compute_soft_counts(&equal);
    let center = compute_means(data, &equal, &counts);
    EmFit {
        weights: compute_weights(&counts),
        means: data.select(Axis(0), rows),
        covariances: compute_covariances(data, &equal, &counts, &center),
        responsibilities: equal,
        log_likelihoods: vec![f64::NEG_INFINITY],
        converged: false,
    }
}

// update
type Shape = fn(&Array3<f64>, &Array1<f64>) -> Array3<f64>;
fn full(covariances: &Array3<f64>, _weights: &Array1<f64>) -> Array3<f64> {
    covariances.clone()
}
fn update(data: &Array2<f64>, fit: &mut EmFit, shape: Shape) {
    let resp = compute_responsibilities(data, &fit.weights, &fit.means, &fit.covariances);
    let counts = compute_soft_counts(&resp);
    fit.weights = compute_weights(&counts);
    fit.means = compute_means(data, &resp, &counts);
    let covariances = compute_covariances(data, &resp, &counts, &fit.means);
    fit.covariances = shape(&covariances, &fit.weights);
}
// The smallest standard deviation of any component in any direction, for two features.
fn thinnest(covariances: &Array3<f64>) -> f64 {
    let smaller_eigenvalue = |k: usize| {
        let [a, b, c] = [[0, 0], [0, 1], [1, 1]].map(|[i, j]| covariances[[k, i, j]]);
        (a + c - (a - c).hypot(2.0 * b)) / 2.0
    };
    let least = (0..covariances.dim().0).map(smaller_eigenvalue).fold(f64::INFINITY, f64::min);
    least.max(0.0).sqrt()
}

// best-fit
fn score(fit: &EmFit) -> f64 {
    fit.log_likelihoods[fit.log_likelihoods.len() - 1]
}
fn fit_from(data: &Array2<f64>, rows: &[usize], shape: Shape, limit: f64) -> EmFit {
    let mut fit = start(data, rows);
    let too_thin = limit * thinnest(&fit.covariances);
    while !fit.converged {
        // To look at the log-likelihood costs as much as an E-step: every fifth update will do.
        for _ in 0..5 {
            update(data, &mut fit, shape);
            if thinnest(&fit.covariances) < too_thin {
                fit.log_likelihoods.push(f64::NEG_INFINITY);
                return fit;
            }
        }
        let after = log_likelihood(data, &fit.weights, &fit.means, &fit.covariances);
        fit.converged = after - score(&fit) < 0.01;
        fit.log_likelihoods.push(after);
    }
    fit.responsibilities =
        compute_responsibilities(data, &fit.weights, &fit.means, &fit.covariances);
    fit
}
fn best_within(data: &Array2<f64>, k: usize, shape: Shape, n_starts: usize, limit: f64) -> EmFit {
    let mut rng = StdRng::seed_from_u64(42);
    let fits = (0..n_starts)
        .map(|_| fit_from(data, &random_rows(data.nrows(), k, &mut rng), shape, limit));
    fits.max_by(|left, right| score(left).total_cmp(&score(right))).unwrap()
}
fn best_fit(data: &Array2<f64>, n_components: usize, shape: Shape, n_starts: usize) -> EmFit {
    best_within(data, n_components, shape, n_starts, 1.0 / 9.0)
}

// six-fits
let data = uw_mixture();
let fits: Vec<EmFit> =
    (1..=6).map(|n_components| best_fit(&data, n_components, full, 100)).collect();
for pair in fits.windows(2) {
    let (fewer, more) = (score(&pair[0]), score(&pair[1]));
    println!("K = {}: {more:.2}, a gain of {:.2}", pair[1].weights.len(), more - fewer);
}

// two-three-six
fn plane(title: &str) -> Plot {
    Plot::new().title(title).labels("x₁", "x₂").x_range(-3.0, 8.0).y_range(-3.0, 8.0)
}
row([("K = 2", &fits[1]), ("K = 3", &fits[2]), ("K = 6", &fits[5])].map(|(title, fit)| {
    plane(title)
        .responsibilities(&data, &fit.responsibilities)
        .components(&fit.means, &fit.covariances)
}));

// count_parameters
/// Number of free parameters of a mixture with full covariances.
///
/// ```text
/// (K − 1)  +  K D  +  K D (D + 1) / 2        weights, means, covariances
/// ```
///
/// # Examples
/// ```
/// // Three components in the plane: 2 weights, 6 means, 9 (co)variances.
/// assert_eq!(count_parameters(3, 2), 17);
/// ```
///
/// # References
/// McLachlan & Peel 2000, section 6.9.
pub fn count_parameters(n_components: usize, n_features: usize) -> usize {
    // The weights sum to 1, so the last one is not free; a covariance is symmetric.
    let weights = n_components - 1;
    let means = n_components * n_features;
    let covariances = n_components * n_features * (n_features + 1) / 2;
    weights + means + covariances
}
assert!(grader::count_parameters(count_parameters).passed());

// growth
for n_features in [1, 2, 10, 100] {
    let counts = [1, 2, 3].map(|n_components| count_parameters(n_components, n_features));
    println!("D = {n_features:3}: {counts:?} for K = 1, 2, 3");
}

// bic-by-hand
let fit_of_three = score(&fits[2]);
let badness = -2.0 * fit_of_three;
let price = 17.0 * 100f64.ln();
println!("log-likelihood {fit_of_three:.2}, ln 100 = {:.4}", 100f64.ln());
println!("{badness:.2} + {price:.2} = {:.2}", badness + price);
println!("one more component costs {:.2}", 6.0 * 100f64.ln());

// bic
/// Bayesian information criterion of a fit: the lower, the better.
///
/// ```text
/// BIC = −2 ln p(X) + p ln N
/// ```
///
/// `log_likelihood` is the sum over the samples, not the mean.
///
/// # Examples
/// ```
/// assert!((bic(-100.0, 3, 50) - 211.73606901628443).abs() < 1e-12);
/// ```
///
/// # References
/// Schwarz 1978, *Annals of Statistics* 6, 461–464, times −2.
pub fn bic(log_likelihood: f64, n_parameters: usize, n_samples: usize) -> f64 {
    -2.0 * log_likelihood + n_parameters as f64 * (n_samples as f64).ln()
}
assert!(grader::bic(bic).passed());

// aic
fn aic(log_likelihood: f64, n_parameters: usize) -> f64 {
    -2.0 * log_likelihood + 2.0 * n_parameters as f64
}
for fit in &fits {
    let n_components = fit.weights.len();
    let n_parameters = count_parameters(n_components, 2);
    let (bic, aic) = (bic(score(fit), n_parameters, 100), aic(score(fit), n_parameters));
    println!("K = {n_components}: {n_parameters:2} parameters, BIC {bic:.2}, AIC {aic:.2}");
}

// superfluous
let recipe_means = array![[5.0, 0.0], [1.0, 1.0], [0.0, 5.0]];
let (round, tilted) = (array![[0.5, 0.0], [0.0, 0.5]], array![[0.92, 0.38], [0.38, 0.91]]);
let recipe = stack![Axis(0), round, tilted, round];
let mut gains = Vec::new();
for seed in 0..20 {
    let mut rng = StdRng::seed_from_u64(seed);
    let (drawn, _) =
        sample_mixture(100, &array![0.25, 0.5, 0.25], &recipe_means, &recipe, &mut rng).unwrap();
    let [three, four] = [3, 4].map(|k| score(&best_fit(&drawn, k, full, 20)));
    gains.push(four - three);
}
let above = gains.iter().filter(|&&gain| gain > 6.0).count();
println!("mean gain {:.1}, above 6 in {above} of 20", Array1::from(gains).mean().unwrap());

// held-out
fn held_out(data: &Array2<f64>, n_components: usize, seed: u64) -> f64 {
    let n_samples = data.nrows();
    let shuffled = random_rows(n_samples, n_samples, &mut StdRng::seed_from_u64(seed));
    let mut total = 0.0;
    for hand in 0..5 {
        let (from, to) = (n_samples * hand / 5, n_samples * (hand + 1) / 5);
        let kept = data.select(Axis(0), &[&shuffled[..from], &shuffled[to..]].concat());
        let held = data.select(Axis(0), &shuffled[from..to]);
        let fit = best_fit(&kept, n_components, full, 10);
        total += log_likelihood(&held, &fit.weights, &fit.means, &fit.covariances);
    }
    total
}
let unseen: Vec<f64> = (1..=6).map(|n_components| held_out(&data, n_components, 42)).collect();
println!("{:.2}", Array1::from(unseen.clone()));

// curves
let mut curves = vec![Vec::new(); 4];
for (fit, held) in fits.iter().zip(&unseen) {
    let n_parameters = count_parameters(fit.weights.len(), 2);
    let (bic, aic) = (bic(score(fit), n_parameters, 100), aic(score(fit), n_parameters));
    for (curve, value) in curves.iter_mut().zip([-2.0 * score(fit), aic, bic, -2.0 * held]) {
        curve.push((fit.weights.len() as f64, value));
    }
}
let mut plot = Plot::new().labels("K", "lower is better").size(560, 380);
for (name, curve) in ["−2 ln p(X)", "AIC", "BIC", "−2 × held out"].iter().zip(&curves) {
    plot = plot.line(*name, curve.clone()).dots("", curve.clone());
}
plot.clone();

// shapes
fn diagonal(covariances: &Array3<f64>, _weights: &Array1<f64>) -> Array3<f64> {
    Array3::from_shape_fn(covariances.dim(), |(k, i, j)| {
        if i == j { covariances[[k, i, i]] } else { 0.0 }
    })
}
fn spherical(covariances: &Array3<f64>, _weights: &Array1<f64>) -> Array3<f64> {
    let variance = |k: usize| covariances.index_axis(Axis(0), k).diag().mean().unwrap();
    Array3::from_shape_fn(covariances.dim(), |(k, i, j)| if i == j { variance(k) } else { 0.0 })
}
fn tied(covariances: &Array3<f64>, weights: &Array1<f64>) -> Array3<f64> {
    let entry = |i: usize, j: usize| weights.dot(&covariances.slice(s![.., i, j]));
    Array3::from_shape_fn(covariances.dim(), |(_, i, j)| entry(i, j))
}

// count-by-shape
fn count_with(name: &str, n_components: usize, n_features: usize) -> usize {
    let one_matrix = n_features * (n_features + 1) / 2;
    let covariances = match name {
        "diagonal" => n_components * n_features,
        "spherical" => n_components,
        "tied" => one_matrix,
        _ => n_components * one_matrix,
    };
    n_components - 1 + n_components * n_features + covariances
}
fn shapes() -> [(&'static str, Shape); 4] {
    [("full", full), ("diagonal", diagonal), ("spherical", spherical), ("tied", tied)]
}
for (name, shape) in shapes() {
    let n_parameters = count_with(name, 3, 2);
    let found = score(&best_fit(&data, 3, shape, 10));
    let bic = bic(found, n_parameters, 100);
    println!("{name:9}: {n_parameters} parameters, log-likelihood {found:.2}, BIC {bic:.2}");
}

// geyser-table
let geyser = old_faithful();
println!("{:9} {:>9} {:>9} {:>9} {:>9}", "BIC", "K = 1", "K = 2", "K = 3", "K = 4");
let mut candidates = Vec::new();
for (name, shape) in shapes() {
    let mut line = format!("{name:9}");
    for n_components in 1..=4 {
        let fit = best_fit(&geyser, n_components, shape, 10);
        let bic = bic(score(&fit), count_with(name, n_components, 2), geyser.nrows());
        line += &format!(" {bic:9.2}");
        candidates.push((bic, fit));
    }
    println!("{line}");
}

// geyser-fits
// The rows of the table one after the other: full first, tied last.
let (two_full, three_tied) = (candidates[1].1.clone(), candidates[14].1.clone());
for (name, fit) in [("full", &two_full), ("tied", &three_tied)] {
    let n_parameters = count_with(name, fit.weights.len(), 2);
    println!("{name}: {n_parameters} parameters, log-likelihood {:.2}", score(fit));
    println!("      weights {:.2}", fit.weights);
}
row([("full, K = 2", &two_full), ("tied, K = 3", &three_tied)].map(|(title, fit)| {
    Plot::new().title(title).labels("eruption (min)", "wait (min)")
        .x_range(1.0, 6.0).y_range(35.0, 105.0)
        .responsibilities(&geyser, &fit.responsibilities)
        .components(&fit.means, &fit.covariances)
}));

// one-dimension
// EM in one dimension from means spread around the center; a component below 0.1 wide gives up.
fn best_1d(data: &Array1<f64>, n_components: usize) -> f64 {
    let (center, spread) = (data.mean().unwrap(), data.std(0.0));
    let size = n_components as f64;
    let mut weights = Array1::from_elem(n_components, 1.0 / size);
    let mut means = Array1::from_shape_fn(n_components, |k| {
        center + spread * (2.0 * k as f64 + 1.0 - size) / size
    });
    let mut std_devs = Array1::from_elem(n_components, spread);
    let mut before = f64::NEG_INFINITY;
    loop {
        let after = data.iter().map(|&x| mixture_pdf(x, &weights, &means, &std_devs).ln()).sum();
        if after - before < 0.01 {
            return after;
        }
        before = after;
        for _ in 0..10 {
            let resp = responsibilities_1d(data, &weights, &means, &std_devs);
            (weights, means, std_devs) = update_1d(data, &resp);
            if std_devs.iter().any(|&std_dev| std_dev < 0.1) {
                return f64::NEG_INFINITY;
            }
        }
    }
}

// sample-size
println!("chosen:       K = 1, 2, 3 by BIC   by AIC");
for n_samples in [50, 200, 800] {
    let mut chosen = [[0; 3]; 2];
    for seed in 0..20 {
        let mut rng = StdRng::seed_from_u64(seed);
        let means = array![[0.0], [2.5]];
        let (drawn, _) = sample_mixture(
            n_samples, &array![0.5, 0.5], &means, &Array3::ones((2, 1, 1)), &mut rng).unwrap();
        let drawn = drawn.column(0).to_owned();
        let scores = [1, 2, 3].map(|n_components| best_1d(&drawn, n_components));
        for (tally, price) in chosen.iter_mut().zip([(n_samples as f64).ln(), 2.0]) {
            // 2, 5 and 8 parameters in one dimension
            let criterion = |k: usize| -2.0 * scores[k] + (3 * k + 2) as f64 * price;
            let best = (0..3).min_by(|&a, &b| criterion(a).total_cmp(&criterion(b))).unwrap();
            tally[best] += 1;
        }
    }
    println!("{n_samples} samples:  {:?}   {:?}", chosen[0], chosen[1]);
}

// banana
let mut rng = StdRng::seed_from_u64(42);
let round = Array3::from_shape_vec((1, 2, 2), vec![0.04, 0.0, 0.0, 0.04]).unwrap();
let (noise, _) =
    sample_mixture(200, &array![1.0], &array![[0.0, 0.0]], &round, &mut rng).unwrap();
let banana = Array2::from_shape_fn((200, 2), |(n, d)| {
    let angle = PI * n as f64 / 200.0;
    noise[[n, d]] + 2.0 * if d == 0 { angle.cos() } else { angle.sin() }
});
let pieces: Vec<EmFit> = (1..=6).map(|k| best_fit(&banana, k, full, 10)).collect();
let banana_bic: Vec<(f64, f64)> = (1..=6)
    .map(|k| (k as f64, bic(score(&pieces[k - 1]), count_parameters(k, 2), 200)))
    .collect();
for (k, value) in &banana_bic {
    println!("K = {k}: BIC {value:.2}");
}

// banana-figure
let chosen = pieces[3].clone();
row([
    Plot::new().title("one cloud, four components").labels("x₁", "x₂")
        .x_range(-3.0, 3.0).y_range(-2.0, 4.0)
        .responsibilities(&banana, &chosen.responsibilities)
        .components(&chosen.means, &chosen.covariances),
    Plot::new().title("BIC").labels("K", "lower is better")
        .line("", banana_bic.iter().copied())
        .dots("", banana_bic.iter().copied()),
]);

// mean-for-sum
for fit in &fits {
    let n_components = fit.weights.len();
    let n_parameters = count_parameters(n_components, 2);
    println!("K = {n_components}: {:.2}", bic(score(fit) / 100.0, n_parameters, 100));
}

// other-data
let in_seconds = best_fit(&(&geyser * 60.0), 2, full, 10);
println!("in minutes: {:.2}", candidates[1].0);
println!("in seconds: {:.2}", bic(score(&in_seconds), 11, 272));
let same = (&in_seconds.responsibilities - &two_full.responsibilities).mapv(f64::abs);
println!("responsibilities differ by at most {:.4}", same.fold(0.0, |most: f64, &x| most.max(x)));

// other-sign
fn by_bic(left: &&EmFit, right: &&EmFit) -> std::cmp::Ordering {
    let bic_of = |fit: &EmFit| bic(score(fit), count_parameters(fit.weights.len(), 2), 100);
    bic_of(left).total_cmp(&bic_of(right))
}
println!("highest: K = {}", fits.iter().max_by(by_bic).unwrap().weights.len());
println!("lowest:  K = {}", fits.iter().min_by(by_bic).unwrap().weights.len());

// spike
let before = start(&data, &[0, 47, 36, 78]);
let spike = em(&data, &before.means, &before.covariances, &before.weights, 1000, 1e-4);
println!("log-likelihood {:.2}, AIC {:.2}", score(&spike), aic(score(&spike), 23));
println!("weights {:.2}, thinnest {:.4}", spike.weights, thinnest(&spike.covariances));

// lower-limit
let thin = best_within(&data, 4, full, 100, 1.0 / 40.0);
println!("log-likelihood {:.2}, thinnest {:.3}", score(&thin), thinnest(&thin.covariances));
println!("AIC {:.2}, BIC {:.2}", aic(score(&thin), 23), bic(score(&thin), 23, 100));
}
