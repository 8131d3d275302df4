// Woven by `cargo run -- weave` from the blocks of book/en/02-basic-steps.md.
use gmm::prelude::*;

#[test]
fn chapter_02_basic_steps() {
// start
type Parameters = (Array1<f64>, Array1<f64>, Array1<f64>); // weights, means, std_devs

fn random_start(data: &Array1<f64>, widths: [i32; 2], seed: u64) -> Parameters {
    let mut rng = StdRng::seed_from_u64(seed);
    let (mut means, mut std_devs) = (Array1::zeros(2), Array1::zeros(2));
    for k in 0..2 {
        means[k] = data[rng.random_range(0..data.len())];
        std_devs[k] = f64::from(rng.random_range(widths[0]..=widths[1]));
    }
    (array![0.5, 0.5], means, std_devs)
}
let numbers = array![1.0, 2.0, 4.0, 8.0, 10.0, 11.0];
let (weights, means, std_devs) = random_start(&numbers, [2, 4], 31);
println!("weights {weights}, means {means}, std_devs {std_devs}");

// start-drawn
// A weighted bell as a curve.
fn bell(parameters: &Parameters, k: usize, from: f64, to: f64) -> Vec<(f64, f64)> {
    let (weights, means, std_devs) = parameters;
    let xs = Array1::linspace(from, to, 201);
    xs.iter().map(|&x| (x, weights[k] * gaussian_pdf(x, means[k], std_devs[k]))).collect()
}
// Two bells and, below them, the numbers, each in the blend of colors of its probabilities.
fn panel(title: &str, data: &Array1<f64>, parameters: &Parameters, top: f64) -> Plot {
    let (weights, means, std_devs) = parameters;
    let below = stack![Axis(1), data.view(), Array1::from_elem(data.len(), -top / 12.0)];
    Plot::new().title(title).y_range(-top / 6.0, top)
        .line("bell 0", bell(parameters, 0, -3.0, 15.0))
        .line("bell 1", bell(parameters, 1, -3.0, 15.0))
        .responsibilities(&below, &responsibilities_1d(data, weights, means, std_devs))
}
panel("start", &numbers, &random_start(&numbers, [2, 4], 31), 0.12).size(480, 260);

// step-3
println!("  x    bell 0  bell 1   × weights         sum     r₀      r₁");
for &x in &numbers {
    let (d0, d1) = (gaussian_pdf(x, means[0], std_devs[0]), gaussian_pdf(x, means[1], std_devs[1]));
    let (j0, j1) = (weights[0] * d0, weights[1] * d1);
    let sum = j0 + j1;
    println!("{x:4}   {d0:.4}  {d1:.4}   {j0:.4}  {j1:.4}   {sum:.4}   {:.4}  {:.4}", j0 / sum, j1 / sum);
}

// responsibilities_1d
/// Probability that each component generated each number.
///
/// ```text
/// rₙₖ = πₖ 𝒩(xₙ | μₖ, σₖ²) / Σⱼ πⱼ 𝒩(xₙ | μⱼ, σⱼ²)
/// ```
///
/// # Shapes
/// `data` is `(n_samples)`; `weights`, `means` and `std_devs` are `(n_components)`. Returns
/// `(n_samples, n_components)`, each row summing to 1.
///
/// # Numerics
/// For a number more than about 38 standard deviations from every mean all densities are 0 in
/// `f64`, and its row is 0/0. Chapter 06 mends that with logarithms.
///
/// # Examples
/// ```
/// // Halfway between two equal bells, both are equally likely.
/// let resp = responsibilities_1d(
///     &array![0.0], &array![0.5, 0.5], &array![-1.0, 1.0], &array![1.0, 1.0]);
/// assert_eq!(resp, array![[0.5, 0.5]]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.13.
pub fn responsibilities_1d(
    data: &Array1<f64>,
    weights: &Array1<f64>,
    means: &Array1<f64>,
    std_devs: &Array1<f64>,
) -> Array2<f64> {
    let joint = Array2::from_shape_fn((data.len(), weights.len()), |(n, k)| {
        weights[k] * gaussian_pdf(data[n], means[k], std_devs[k])
    });
    let totals = joint.sum_axis(Axis(1)).insert_axis(Axis(1));
    joint / totals
}
assert!(grader::responsibilities_1d(responsibilities_1d).passed());

// step-4
let resp = responsibilities_1d(&numbers, &weights, &means, &std_devs);
println!("  x     r₀      r₁      r₀·x    r₁·x");
for (n, &x) in numbers.iter().enumerate() {
    let (r0, r1) = (resp[[n, 0]], resp[[n, 1]]);
    println!("{x:4}   {r0:.4}  {r1:.4}  {:7.4} {:7.4}", r0 * x, r1 * x);
}
let counts = resp.sum_axis(Axis(0));
let sums = resp.t().dot(&numbers);
println!(" sum   {:.4}  {:.4}  {:7.4} {:7.4}", counts[0], counts[1], sums[0], sums[1]);
let new_means = &sums / &counts;
println!("new means {new_means:.4}");

// step-4-spread
println!("  x   from mean 0  squared   from mean 1  squared");
let mut squares = Array1::zeros(2);
for (n, &x) in numbers.iter().enumerate() {
    let (from_0, from_1) = (x - new_means[0], x - new_means[1]);
    println!("{x:4}  {from_0:11.4} {:8.4}   {from_1:11.4} {:8.4}", from_0 * from_0, from_1 * from_1);
    squares[0] += resp[[n, 0]] * from_0 * from_0;
    squares[1] += resp[[n, 1]] * from_1 * from_1;
}
println!("weighted sums of the squares  {squares:.4}");
println!("divided by the counts         {:.4}", &squares / &counts);
println!("new std_devs (the roots)      {:.4}", (&squares / &counts).mapv(f64::sqrt));
println!("new weights                   {:.4}", &counts / 6.0);

// update_1d
/// Weights, means and standard deviations, with each number counted by its responsibilities.
///
/// ```text
/// Nₖ = Σₙ rₙₖ     πₖ = Nₖ / N     μₖ = Σₙ rₙₖ xₙ / Nₖ     σₖ² = Σₙ rₙₖ (xₙ − μₖ)² / Nₖ
/// ```
///
/// The spread is taken around the *new* mean.
///
/// # Shapes
/// `data` is `(n_samples)`, `resp` is `(n_samples, n_components)`. Returns weights, means and
/// standard deviations, each `(n_components)`.
///
/// # Examples
/// ```
/// let resp = array![[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]];
/// let (weights, means, std_devs) = update_1d(&array![1.0, 3.0, 10.0, 14.0], &resp);
/// assert_eq!(weights, array![0.5, 0.5]);
/// assert_eq!(means, array![2.0, 12.0]);
/// assert_eq!(std_devs, array![1.0, 2.0]);
/// ```
///
/// # References
/// Bishop 2006, eqs. 9.17, 9.19 and 9.22 in one dimension.
pub fn update_1d(
    data: &Array1<f64>,
    resp: &Array2<f64>,
) -> (Array1<f64>, Array1<f64>, Array1<f64>) {
    let counts = resp.sum_axis(Axis(0));
    let weights = &counts / data.len() as f64;
    let means = resp.t().dot(data) / &counts;
    let std_devs = Array1::from_shape_fn(counts.len(), |k| {
        let squares = data.mapv(|x| (x - means[k]).powi(2));
        (resp.column(k).dot(&squares) / counts[k]).sqrt()
    });
    (weights, means, std_devs)
}
assert!(grader::update_1d(update_1d).passed());

// step-5
// Every round's parameters, those of the start first.
fn repeat(data: &Array1<f64>, start: &Parameters) -> Vec<Parameters> {
    let mut rounds = vec![start.clone()];
    for _ in 0..500 {
        let (weights, means, std_devs) = rounds.last().unwrap();
        let resp = responsibilities_1d(data, weights, means, std_devs);
        let new = update_1d(data, &resp);
        let steps = [&new.1 - means, &new.2 - std_devs];
        let moved = steps.iter().flatten().fold(0.0, |max: f64, step| max.max(step.abs()));
        rounds.push(new);
        if moved < 1e-6 {
            break;
        }
    }
    rounds
}
let rounds = repeat(&numbers, &random_start(&numbers, [2, 4], 31));
for (round, (weights, means, std_devs)) in rounds.iter().enumerate() {
    println!("{round:2}  weights {weights:.4}  means {means:.4}  std_devs {std_devs:.4}");
}

// rounds-drawn
row([1, 5, 8].map(|round| panel(&format!("round {round}"), &numbers, &rounds[round], 0.17)));

// plain-average
let (weights_end, means_end, std_devs_end) = rounds[rounds.len() - 1].clone();
println!("average of 1, 2 and 4: {:.4}", 7.0 / 3.0);
let at_the_end = responsibilities_1d(&numbers, &weights_end, &means_end, &std_devs_end);
println!("bell 1's responsibility for the number 4: {:.6}", at_the_end[[2, 1]]);

// geyser
let waiting = old_faithful().column(1).to_owned();
let geyser_start = random_start(&waiting, [5, 15], 2);
let geyser_rounds = repeat(&waiting, &geyser_start);
let last = geyser_rounds.len() - 1;
for round in [0, 1, 5, 10, 20, last] {
    let (weights, means, std_devs) = &geyser_rounds[round];
    println!("{round:2}  weights {weights:.2}  means {means:.1}  std_devs {std_devs:.1}");
}

// geyser-drawn
row([0, 1, 10, last].map(|round| {
    let title = if round == 0 { "start".into() } else { format!("round {round}") };
    Plot::new().title(title).labels("waiting time", "").x_range(38.0, 102.0).y_range(0.0, 0.07)
        .histogram(&waiting, 18)
        .line("bell 0", bell(&geyser_rounds[round], 0, 38.0, 102.0))
        .line("bell 1", bell(&geyser_rounds[round], 1, 38.0, 102.0))
        .size(364, 230)
}));

// traces
row([
    Plot::new().title("means").labels("round", "minutes")
        .line("bell 0", geyser_rounds.iter().enumerate().map(|(round, p)| (round as f64, p.1[0])))
        .line("bell 1", geyser_rounds.iter().enumerate().map(|(round, p)| (round as f64, p.1[1]))),
    Plot::new().title("standard deviations").labels("round", "minutes")
        .line("bell 0", geyser_rounds.iter().enumerate().map(|(round, p)| (round as f64, p.2[0])))
        .line("bell 1", geyser_rounds.iter().enumerate().map(|(round, p)| (round as f64, p.2[1]))),
]);

// forty-starts
let mut ends: Vec<String> = (0..40)
    .map(|seed| format!("{:.1}", repeat(&waiting, &random_start(&waiting, [5, 15], seed)).last().unwrap().1))
    .collect();
ends.sort();
for chunk in ends.chunk_by(|a, b| a == b) {
    println!("means {}: {} starts", chunk[0], chunk.len());
}

// another-end
let other = repeat(&numbers, &(array![0.5, 0.5], array![1.0, 8.0], array![1.0, 3.0]));
for (name, run) in [("first start", &rounds), ("other start", &other)] {
    let (weights, means, std_devs) = run.last().unwrap();
    let log_likelihood: f64 =
        numbers.iter().map(|&x| mixture_pdf(x, weights, means, std_devs).ln()).sum();
    println!("{name}: means {means:.2}, std_devs {std_devs:.2}, log-likelihood {log_likelihood:.2}");
}

// two-ends
row([("first start", &rounds), ("other start", &other)]
    .map(|(name, run)| panel(name, &numbers, run.last().unwrap(), 0.28)));

// root-forgotten
let mut wrong = geyser_start.clone();
for round in 1..=5 {
    let resp = responsibilities_1d(&waiting, &wrong.0, &wrong.1, &wrong.2);
    wrong = update_1d(&waiting, &resp);
    wrong.2 = &wrong.2 * &wrong.2; // the mistake
    println!("{round}  means {:.2}  std_devs {:.1}", wrong.1, wrong.2);
}

// old-mean
let from_old: f64 = (0..6).map(|n| resp[[n, 1]] * (numbers[n] - means[1]).powi(2)).sum();
println!("from the new mean {:.4}", (squares[1] / counts[1]).sqrt());
println!("from the old mean {:.4}", (from_old / counts[1]).sqrt());

// collapse
let needle: Parameters = (array![0.5, 0.5], array![2.0, 4.0], array![0.3, 3.0]);
let mut collapsing = vec![needle];
for round in 1..=3 {
    let (weights, means, std_devs) = &collapsing[round - 1];
    let new = update_1d(&numbers, &responsibilities_1d(&numbers, weights, means, std_devs));
    println!("{round}  mean {:.4}, std_dev {:.1e}, height {:.1e}",
        new.1[0], new.2[0], gaussian_pdf(new.1[0], new.1[0], new.2[0]));
    collapsing.push(new);
}
attempt(|| repeat(&numbers, &collapsing[3]));

// collapse-drawn
let near_two = Array1::linspace(0.5, 3.5, 301);
let needles: Vec<Vec<(f64, f64)>> = (0..3).map(|round| {
    let (_, means, std_devs) = &collapsing[round];
    near_two.iter().map(|&x| (x, gaussian_pdf(x, means[0], std_devs[0]))).collect()
}).collect();
Plot::new().title("bell 0").labels("x", "density").size(480, 260)
    .line("start", needles[0].clone()).line("round 1", needles[1].clone())
    .line("round 2", needles[2].clone());

// far-number
println!("distance in std_devs: {:.1}", (60.0 - means_end[1]) / std_devs_end[1]);
println!("its density: {}", mixture_pdf(60.0, &weights_end, &means_end, &std_devs_end));
let far = array![1.0, 2.0, 4.0, 8.0, 10.0, 11.0, 60.0];
let far_resp = responsibilities_1d(&far, &weights_end, &means_end, &std_devs_end);
println!("its responsibilities: {}", far_resp.row(6));
println!("new means: {}", update_1d(&far, &far_resp).1);
}
