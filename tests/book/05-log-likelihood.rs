// Woven by `cargo run -- weave` from the blocks of book/en/05-log-likelihood.md.
use gmm::prelude::*;

#[test]
fn chapter_05_log_likelihood() {
// two-components
let data = array![[1.0, 2.0], [-1.0, -2.0]];
let weights = array![0.3, 0.7];
let means = array![[0.0, 0.0], [1.0, 1.0]];
let covariances = stack![
    Axis(0),
    array![[1.5, 0.0], [0.0, 2.5]], // component 0: no correlation
    array![[1.0, 1.0], [1.0, 2.0]]  // component 1: tilted
];

// by-hand
let mut total = 0.0;
for x in data.rows() {
    let mut density = 0.0;
    for k in 0..2 {
        let covariance = covariances.index_axis(Axis(0), k);
        let under_k = log_gaussian(x, means.row(k), covariance).exp();
        println!("x = {x:>2}: {:.1} × {under_k:.4} = {:.4}", weights[k], weights[k] * under_k);
        density += weights[k] * under_k;
    }
    println!("         density {density:.4}, logarithm {:.4}", density.ln());
    total += density.ln();
}
println!("sum of the logarithms {total:.4}");

// slide-one-mean
let waiting = old_faithful().column(1).to_owned();

// Both bells 6 minutes wide; the first, with 0.36 of the data, stays at 54 minutes.
fn waiting_density(x: f64, second_mean: f64) -> f64 {
    mixture_pdf(x, &array![0.36, 0.64], &array![54.0, second_mean], &array![6.0, 6.0])
}
fn waiting_log_likelihood(waiting: &Array1<f64>, second_mean: f64) -> f64 {
    waiting.iter().map(|&x| waiting_density(x, second_mean).ln()).sum()
}

for second_mean in [70.0, 80.0, 90.0] {
    println!("second mean {second_mean}: {:.2}", waiting_log_likelihood(&waiting, second_mean));
}
let best = (600..=1000).map(|tenths| f64::from(tenths) / 10.0).max_by(|&left, &right| {
    waiting_log_likelihood(&waiting, left).total_cmp(&waiting_log_likelihood(&waiting, right))
});
println!("best, to a tenth: {:.1}", best.unwrap());

// the-hill
let minutes = Array1::linspace(40.0, 100.0, 121);
let candidates = Array1::linspace(60.0, 100.0, 81);
row([
    Plot::new().title("two candidates").labels("waiting time", "density")
        .histogram(&waiting, 18)
        .line("mean 70", minutes.iter().map(|&x| (x, waiting_density(x, 70.0))))
        .line("mean 80", minutes.iter().map(|&x| (x, waiting_density(x, 80.0)))),
    Plot::new().title("every candidate").labels("mean of the second bell", "log-likelihood")
        .line("log-likelihood", candidates.iter().map(|&m| (m, waiting_log_likelihood(&waiting, m))))
        .vertical(80.0, "80"),
]);

// running-product
let (mut product, mut log_sum) = (1.0, 0.0);
let (mut products, mut log_sums) = (Vec::new(), Vec::new());
for (n, &x) in waiting.iter().enumerate() {
    let density = waiting_density(x, 80.0);
    product *= density;
    log_sum += density.ln();
    if product > 0.0 {
        products.push(((n + 1) as f64, product.log10()));
    }
    log_sums.push(((n + 1) as f64, log_sum / 10f64.ln()));
}
println!("product of all {}: {product}", waiting.len());
println!("above 0 for the first {}", products.len());
println!("sum of the logarithms: {log_sum:.2}");

// product-dies
// The smallest positive number: of its 64 bits, only the last is 1.
let smallest = f64::from_bits(1).log10();
Plot::new().labels("densities taken in", "power of ten")
    .line("sum of logarithms", log_sums.iter().copied())
    .dots("product", products.iter().step_by(8).copied())
    .horizontal(smallest, "smallest f64");

// far-point
let far = array![60.0, 80.0];
let log_densities = Array1::from_shape_fn(2, |k| {
    log_gaussian(far.view(), means.row(k), covariances.index_axis(Axis(0), k))
});
let z = &weights.mapv(f64::ln) + &log_densities;
println!("logarithms     {z:.2}");
println!("exponentials   {}", z.mapv(f64::exp));
println!("ln of the sum  {}", z.mapv(f64::exp).sum().ln());

// maximum-out
let z = array![-1000.0f64, -1001.0];
println!("as it stands      {}", z.mapv(f64::exp).sum().ln());

let rest = 1.0 + (-1.0f64).exp();
println!("1 + exp(-1)       {rest:.4}");
println!("its logarithm     {:.4}", rest.ln());
println!("-1000 + that      {:.4}", -1000.0 + rest.ln());

// log_sum_exp
/// Logarithm of a sum of exponentials.
///
/// ```text
/// ln Σₖ exp(zₖ) = m + ln Σₖ exp(zₖ − m),    m = maxₖ zₖ
/// ```
///
/// # Shapes
/// `z` is `(n_components)`.
///
/// # Numerics
/// With a finite maximum taken out first the largest exponential is `exp(0) = 1`: nothing
/// overflows, and what underflows was too small to matter. Where every `z` is −∞, so is the
/// result. A `z` of +∞ gives NaN, and so does a NaN beside a finite `z`. But `f64::max` ignores
/// NaN: where every `z` is NaN or −∞, the result is −∞.
///
/// # Examples
/// ```
/// // exp(−1000) is 0 in f64, yet the logarithm of twice that is known.
/// let z = array![-1000.0, -1000.0];
/// assert_eq!(log_sum_exp(&z), -1000.0 + 2f64.ln());
/// ```
///
/// # References
/// Blanchard, Higham & Higham 2021, *IMA Journal of Numerical Analysis* 41, 2311–2330.
pub fn log_sum_exp(z: &Array1<f64>) -> f64 {
    let max = z.fold(f64::NEG_INFINITY, |max, &value| max.max(value));
    if max == f64::NEG_INFINITY {
        // Every term is exp(−∞) = 0 (or NaN); going on would compute −∞ − (−∞) = NaN.
        return max;
    }
    max + z.mapv(|value| (value - max).exp()).sum().ln()
}
assert!(grader::log_sum_exp(log_sum_exp).passed());

// one-sample
let log_joint = Array1::from_shape_fn(2, |k| {
    let covariance = covariances.index_axis(Axis(0), k);
    weights[k].ln() + log_gaussian(data.row(0), means.row(k), covariance)
});
println!("z = {log_joint:.4}");
println!("log_sum_exp(z) = {:.4}", log_sum_exp(&log_joint));

// log_likelihood
/// Log-likelihood of the data under a mixture of Gaussians: the sum over the samples.
///
/// ```text
/// ln p(X) = Σₙ ln Σₖ πₖ 𝒩(xₙ | μₖ, Σₖ)
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `weights` `(n_components)`, `means`
/// `(n_components, n_features)`, `covariances` `(n_components, n_features, n_features)`.
///
/// # Numerics
/// The inner sum is taken by [`log_sum_exp`] of `ln πₖ + ln 𝒩(xₙ | μₖ, Σₖ)`. A sample with a
/// missing value (NaN) makes the result −∞, as an impossible sample would.
///
/// # Panics
/// If a covariance is not positive definite.
///
/// # Examples
/// ```
/// // Two samples at the mean of one standard normal: −½ ln 2π each.
/// let found = log_likelihood(
///     &array![[0.0], [0.0]], &array![1.0], &array![[0.0]], &Array3::ones((1, 1, 1)));
/// assert!((found + 1.8378770664093453).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.14.
pub fn log_likelihood(
    data: &Array2<f64>,
    weights: &Array1<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
) -> f64 {
    data.rows()
        .into_iter()
        .map(|sample| {
            let log_joint = Array1::from_shape_fn(weights.len(), |k| {
                let covariance = covariances.index_axis(Axis(0), k);
                weights[k].ln() + log_gaussian(sample, means.row(k), covariance)
            });
            log_sum_exp(&log_joint)
        })
        .sum()
}
assert!(grader::log_likelihood(log_likelihood).passed());

// two-points
let found = log_likelihood(&data, &weights, &means, &covariances);
// The number that the assignment behind this chapter prints.
assert!((found - -6.653136535433605).abs() < 1e-12);
println!("{found:.4}");

// units-and-copies
let scale = 100.0;
let rescaled = log_likelihood(
    &(&data / scale), &weights, &(&means / scale), &(&covariances / (scale * scale)));
println!("in hundreds of meters  {rescaled:.4}");

let twice = data.select(Axis(0), &[0, 1, 0, 1]);
let of_twice = log_likelihood(&twice, &weights, &means, &covariances);
println!("every point twice      {of_twice:.4}");
println!("per point, both        {:.4} {:.4}", found / 2.0, of_twice / 4.0);

// with-far-point
let with_far = array![[1.0, 2.0], [-1.0, -2.0], [60.0, 80.0]];
println!("{:.2}", log_likelihood(&with_far, &weights, &means, &covariances));

// guard-forgotten
fn unguarded(z: &Array1<f64>) -> f64 {
    let max = z.fold(f64::NEG_INFINITY, |max, &value| max.max(value));
    max + z.mapv(|value| (value - max).exp()).sum().ln()
}
// A number misread from a file: its squared distance from either mean overflows.
let broken = array![1e200, 0.0];
let nowhere = Array1::from_shape_fn(2, |k| {
    log_gaussian(broken.view(), means.row(k), covariances.index_axis(Axis(0), k))
});
println!("z            {nowhere}");
println!("unguarded    {}", unguarded(&nowhere));
println!("log_sum_exp  {}", log_sum_exp(&nowhere));
}
