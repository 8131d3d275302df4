// Woven by `cargo run -- weave` from the blocks of book/en/01-mixture.md.
use gmm::prelude::*;

#[test]
fn chapter_01_mixture() {
// waiting-times
let waiting = old_faithful().column(1).to_owned();
let (mean, std_dev) = (waiting.mean().unwrap(), waiting.std(0.0));
println!("{} waits, mean {mean:.1}, standard deviation {std_dev:.1}", waiting.len());
println!("the first ten: {}", waiting.slice(s![..10]));

// one-or-two
let minutes = Array1::linspace(36.0, 104.0, 137);
let weights = array![0.36, 0.64];
let means = array![54.0, 80.0];
let std_devs = array![6.0, 6.0];
row([
    Plot::new().title("one bell").histogram(&waiting, 18)
        .line("one bell", minutes.iter().map(|&x| (x, gaussian_pdf(x, mean, std_dev)))),
    Plot::new().title("two bells, added").histogram(&waiting, 18)
        .line("two bells", minutes.iter().map(|&x| (x, mixture_pdf(x, &weights, &means, &std_devs)))),
].map(|plot| plot.labels("waiting time", "density").y_range(0.0, 0.07)));

// in-the-gap
// The area under a density: many thin strips, each as high as the density in its middle.
fn area(from: f64, to: f64, density: impl Fn(f64) -> f64) -> f64 {
    let width = (to - from) / 10_000.0;
    (0..10_000).map(|i| density(from + (f64::from(i) + 0.5) * width) * width).sum()
}
let in_gap = waiting.iter().filter(|&&x| x > 62.5 && x < 69.5).count();
println!("counted    {:.3}", in_gap as f64 / waiting.len() as f64);
println!("one bell   {:.3}", area(62.5, 69.5, |x| gaussian_pdf(x, mean, std_dev)));
println!("two bells  {:.3}", area(62.5, 69.5, |x| mixture_pdf(x, &weights, &means, &std_devs)));

// by-hand
let top = 1.0 / (6.0 * (2.0 * PI).sqrt());
println!("top of a bell    {top:.4}");
let (first, second) = (top * (-2.0f64).exp(), top * (-49.0 / 18.0f64).exp());
println!("the two bells    {first:.4} {second:.4}");
println!("times weights    {:.4} {:.4}", 0.36 * first, 0.64 * second);
println!("mixture          {:.4}", 0.36 * first + 0.64 * second);

// three-parts
let x = Array1::linspace(-6.0, 6.0, 241);
// The shape alone, not yet divided by its area.
fn shape(x: f64, mean: f64, std_dev: f64) -> f64 {
    (-0.5 * ((x - mean) / std_dev).powi(2)).exp()
}
row([
    Plot::new().title("the mean moves").y_range(0.0, 1.05)
        .line("mean -2", x.iter().map(|&x| (x, shape(x, -2.0, 1.0))))
        .line("mean 2", x.iter().map(|&x| (x, shape(x, 2.0, 1.0)))),
    Plot::new().title("std_dev stretches").y_range(0.0, 1.05)
        .line("0.5", x.iter().map(|&x| (x, shape(x, 0.0, 0.5))))
        .line("2", x.iter().map(|&x| (x, shape(x, 0.0, 2.0)))),
    Plot::new().title("the area stays 1").y_range(0.0, 1.05)
        .line("0.5", x.iter().map(|&x| (x, gaussian_pdf(x, 0.0, 0.5))))
        .line("2", x.iter().map(|&x| (x, gaussian_pdf(x, 0.0, 2.0)))),
]);

// areas
for std_dev in [0.5, 1.0, 2.0] {
    let before = area(-40.0, 40.0, |x| shape(x, 0.0, std_dev));
    let after = area(-40.0, 40.0, |x| gaussian_pdf(x, 0.0, std_dev));
    println!("std_dev {std_dev:.1}: area of the shape {before:.4}, of the bell {after:.4}");
}

// gaussian_pdf
/// Density of the normal distribution at one point.
///
/// ```text
/// 𝒩(x | μ, σ²) = 1 / √(2πσ²) · exp(−(x − μ)² / 2σ²)
/// ```
///
/// # Numerics
/// More than about 38 standard deviations from the mean the exponential is 0 in `f64`.
///
/// # Panics
/// If `std_dev` is not above 0.
///
/// # Examples
/// ```
/// // At its mean a standard normal is 1/√(2π) high.
/// assert!((gaussian_pdf(0.0, 0.0, 1.0) - 0.3989422804014327).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 1.46.
pub fn gaussian_pdf(x: f64, mean: f64, std_dev: f64) -> f64 {
    assert!(std_dev > 0.0, "std_dev must be above 0, but is {std_dev}");
    let z = (x - mean) / std_dev;
    (-0.5 * z * z).exp() / (std_dev * (2.0 * PI).sqrt())
}
assert!(grader::gaussian_pdf(gaussian_pdf).passed());

// added-up
Plot::new().labels("waiting time", "density")
    .line("0.36 × first bell", minutes.iter().map(|&x| (x, 0.36 * gaussian_pdf(x, 54.0, 6.0))))
    .line("0.64 × second bell", minutes.iter().map(|&x| (x, 0.64 * gaussian_pdf(x, 80.0, 6.0))))
    .line("sum", minutes.iter().map(|&x| (x, mixture_pdf(x, &weights, &means, &std_devs))))
    .vertical(66.0, "66");

// mixture_pdf
/// Density of a mixture of normal distributions at one point.
///
/// ```text
/// p(x) = Σₖ πₖ 𝒩(x | μₖ, σₖ²)
/// ```
///
/// # Shapes
/// `weights`, `means` and `std_devs` are `(n_components)`; the weights sum to 1.
///
/// # Examples
/// ```
/// // Halfway between two equal bells, 2 apart, each is exp(−1/2)/√(2π) high.
/// let density = mixture_pdf(0.0, &array![0.5, 0.5], &array![-1.0, 1.0], &array![1.0, 1.0]);
/// assert!((density - 0.24197072451914337).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 2.188 in one dimension.
pub fn mixture_pdf(
    x: f64,
    weights: &Array1<f64>,
    means: &Array1<f64>,
    std_devs: &Array1<f64>,
) -> f64 {
    (0..weights.len())
        .map(|k| weights[k] * gaussian_pdf(x, means[k], std_devs[k]))
        .sum()
}
assert!(grader::mixture_pdf(mixture_pdf).passed());

// by-function
println!("{:.4}", mixture_pdf(66.0, &weights, &means, &std_devs));
println!("area {:.4}", area(0.0, 150.0, |x| mixture_pdf(x, &weights, &means, &std_devs)));

// story
let variances = Array3::from_elem((2, 1, 1), 36.0);
let mut rng = StdRng::seed_from_u64(1);
let (drawn, labels) =
    sample_mixture(2000, &weights, &array![[54.0], [80.0]], &variances, &mut rng).unwrap();
for n in 0..5 {
    println!("die: bell {}, bell: {:.1} minutes", labels[n], drawn[[n, 0]]);
}
let of_first = labels.iter().filter(|&&label| label == 0).count();
println!("from the first bell: {of_first} of {}", labels.len());

// drawn
// The first 60 draws, one above the other, in the color of the bell that drew them.
let ladder = Array2::from_shape_fn((60, 2), |(n, d)| [drawn[[n, 0]], (n + 1) as f64][d]);
let first_labels = labels.slice(s![..60]).to_owned();
row([
    Plot::new().title("the first 60").labels("waiting time", "draw")
        .x_range(34.0, 106.0).clusters(&ladder, &first_labels),
    Plot::new().title("all 2000").labels("waiting time", "density")
        .x_range(34.0, 106.0).histogram(&drawn.column(0).to_owned(), 40)
        .line("mixture", minutes.iter().map(|&x| (x, mixture_pdf(x, &weights, &means, &std_devs)))),
]);

// never-seen
let data = old_faithful();
let resp = responsibilities_1d(&waiting, &weights, &means, &std_devs);
let wait_and_length = stack![Axis(1), data.column(1), data.column(0)];
let agree = (0..272).filter(|&n| (resp[[n, 1]] > 0.5) == (data[[n, 0]] > 3.0)).count();
println!("a wait of 66: {:.3}", responsibilities_1d(&array![66.0], &weights, &means, &std_devs));
println!("second bell and longer than 3 minutes, or neither: {agree} of 272");

// colored-by-wait
Plot::new().labels("waiting time", "eruption (min)").responsibilities(&wait_and_length, &resp);

// count-humps
fn halves(x: f64, distance: f64) -> f64 {
    let means = array![-distance / 2.0, distance / 2.0];
    mixture_pdf(x, &array![0.5, 0.5], &means, &array![1.0, 1.0])
}
for distance in [1.0, 2.0, 3.0] {
    let heights: Vec<f64> = (-400..=400).map(|i| halves(f64::from(i) / 100.0, distance)).collect();
    let humps = heights.windows(3).filter(|h| h[0] < h[1] && h[1] > h[2]).count();
    println!("{distance} apart: {humps}");
}

// humps
row([1.0, 2.0, 3.0].map(|distance| {
    let half = |x: f64, mean: f64| 0.5 * gaussian_pdf(x, mean, 1.0);
    Plot::new().title(format!("{distance} apart")).y_range(0.0, 0.4)
        .line("", x.iter().map(|&x| (x, half(x, -distance / 2.0))))
        .line("", x.iter().map(|&x| (x, half(x, distance / 2.0))))
        .line("", x.iter().map(|&x| (x, halves(x, distance))))
}));

// above-one
println!("std_dev 0.1, at its mean: {:.4}", gaussian_pdf(0.0, 0.0, 0.1));
println!("a wait of 80, in minutes: {:.4}", mixture_pdf(80.0, &weights, &means, &std_devs));
let (means_h, std_devs_h) = (&means / 60.0, &std_devs / 60.0);
println!("the same, in hours:       {:.4}", mixture_pdf(80.0 / 60.0, &weights, &means_h, &std_devs_h));
println!("area, in hours:           {:.4}", area(0.0, 2.5, |x| mixture_pdf(x, &weights, &means_h, &std_devs_h)));

// wrong-areas
let (wide, ones, too_much) = (array![36.0, 36.0], array![1.0, 1.0], array![0.36, 0.84]);
println!("variance       {:.4}", area(-300.0, 450.0, |x| mixture_pdf(x, &weights, &means, &wide)));
println!("no weights     {:.4}", area(0.0, 150.0, |x| mixture_pdf(x, &ones, &means, &std_devs)));
println!("0.36 and 0.84  {:.4}", area(0.0, 150.0, |x| mixture_pdf(x, &too_much, &means, &std_devs)));
attempt(|| sample_mixture(5, &too_much, &array![[54.0], [80.0]], &variances, &mut rng));

// wrong-curves
row([
    Plot::new().title("variance for std_dev").histogram(&waiting, 18)
        .line("36 for 6", minutes.iter().map(|&x| (x, mixture_pdf(x, &weights, &means, &wide)))),
    Plot::new().title("weights forgotten").histogram(&waiting, 18)
        .line("1 and 1", minutes.iter().map(|&x| (x, mixture_pdf(x, &ones, &means, &std_devs)))),
].map(|plot| plot.labels("waiting time", "density").y_range(0.0, 0.08)));
}
