// Woven by `cargo run -- weave` from the blocks of book/en/06-e-step.md.
use gmm::prelude::*;

#[test]
fn chapter_06_e_step() {
// two-components
let data = array![[1.0, 2.0], [-1.0, -2.0]];
let weights = array![0.3, 0.7];
let means = array![[0.0, 0.0], [1.0, 1.0]];
let covariances = stack![
    Axis(0),
    array![[1.5, 0.0], [0.0, 2.5]],
    array![[1.0, 1.0], [1.0, 2.0]]
];

// by-hand
let densities = Array2::from_shape_fn((2, 2), |(n, k)| {
    log_gaussian(data.row(n), means.row(k), covariances.index_axis(Axis(0), k)).exp()
});
let joint = &densities * &weights; // each row times the weights
let totals = joint.sum_axis(Axis(1));
println!("densities\n{densities:.4}");
println!("weight × density\n{joint:.4}");
println!("sums of the rows {totals:.4}");
println!("shares\n{:.3}", &joint / &totals.view().insert_axis(Axis(1)));

// two-lines
let x = Array1::linspace(-5.0, 6.0, 111);
let (mixing, centers, widths) = (array![0.3, 0.7], array![-1.0, 2.0], array![1.0, 1.0]);
let slice = responsibilities_1d(&x, &mixing, &centers, &widths);
row([
    Plot::new().title("weight × density").labels("x", "")
        .line("component 0", x.iter().map(|&x| (x, mixing[0] * gaussian_pdf(x, centers[0], widths[0]))))
        .line("component 1", x.iter().map(|&x| (x, mixing[1] * gaussian_pdf(x, centers[1], widths[1])))),
    Plot::new().title("responsibility").labels("x", "")
        .line("component 0", x.iter().copied().zip(slice.column(0).iter().copied()))
        .line("component 1", x.iter().copied().zip(slice.column(1).iter().copied()))
        .horizontal(0.5, ""),
]);

// naive
fn naive_responsibilities(
    data: &Array2<f64>, weights: &Array1<f64>, means: &Array2<f64>, covariances: &Array3<f64>,
) -> Array2<f64> {
    let joint = Array2::from_shape_fn((data.nrows(), weights.len()), |(n, k)| {
        let covariance = covariances.index_axis(Axis(0), k);
        weights[k] * log_gaussian(data.row(n), means.row(k), covariance).exp()
    });
    let totals = joint.sum_axis(Axis(1)).insert_axis(Axis(1));
    joint / totals
}
println!("{:.4}", naive_responsibilities(&data, &weights, &means, &covariances));

// naive-far
let far = array![[60.0, 80.0]];
println!("{:.4}", naive_responsibilities(&far, &weights, &means, &covariances));

// log-space
let z = Array1::from_shape_fn(2, |k| {
    let covariance = covariances.index_axis(Axis(0), k);
    weights[k].ln() + log_gaussian(far.row(0), means.row(k), covariance)
});
println!("z                      {z:.2}");
println!("log_sum_exp(z)         {:.2}", log_sum_exp(&z));
println!("z - log_sum_exp(z)     {:.2}", &z - log_sum_exp(&z));
println!("responsibilities       {:.4}", (&z - log_sum_exp(&z)).mapv(f64::exp));

// compute_responsibilities
/// Probability that each component generated each sample (the E-step).
///
/// ```text
/// rₙₖ = πₖ 𝒩(xₙ | μₖ, Σₖ) / Σⱼ πⱼ 𝒩(xₙ | μⱼ, Σⱼ)
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `weights` `(n_components)`, `means`
/// `(n_components, n_features)`, `covariances` `(n_components, n_features, n_features)`.
/// Returns `(n_samples, n_components)`, each row summing to 1.
///
/// # Numerics
/// Normalized in log space: a sample far from every component does not become 0/0. Where all
/// squared distances overflow or are NaN, the row is NaN.
///
/// # Panics
/// If a covariance is not positive definite.
///
/// # Examples
/// ```
/// // Two unit bells at −1 and 1: at x the odds are exp(2x), here exp(2 · ½ ln 3) = 3.
/// let resp = compute_responsibilities(
///     &array![[0.5 * 3f64.ln()]], &array![0.5, 0.5], &array![[-1.0], [1.0]], &Array3::ones((2, 1, 1)));
/// assert!((resp[[0, 1]] - 0.75).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.23.
pub fn compute_responsibilities(
    data: &Array2<f64>,
    weights: &Array1<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
) -> Array2<f64> {
    let mut resp = Array2::zeros((data.nrows(), weights.len()));
    for (sample, mut row) in data.rows().into_iter().zip(resp.rows_mut()) {
        let log_joint = Array1::from_shape_fn(weights.len(), |k| {
            let covariance = covariances.index_axis(Axis(0), k);
            weights[k].ln() + log_gaussian(sample, means.row(k), covariance)
        });
        // Divide while still in logarithms: the exponential of the difference cannot be 0/0.
        let log_total = log_sum_exp(&log_joint);
        row.assign(&log_joint.mapv(|value| (value - log_total).exp()));
    }
    resp
}
assert!(grader::compute_responsibilities(compute_responsibilities).passed());

// known-answer
let resp = compute_responsibilities(&data, &weights, &means, &covariances);
// The numbers that the assignment behind this chapter prints.
let printed = array![[0.10512733, 0.89487267], [0.46468164, 0.53531836]];
assert!((&resp - &printed).iter().all(|difference| difference.abs() < 5e-9));
println!("{resp:.4}");
println!("{:.4}", compute_responsibilities(&far, &weights, &means, &covariances));

// weights-forgotten
// Equal weights cancel in the quotient: this is the formula without π.
let without = compute_responsibilities(&data, &array![0.5, 0.5], &means, &covariances);
println!("with the weights\n{resp:.4}");
println!("without\n{without:.4}");

// rows-and-columns
println!("rows     {:.4}", resp.sum_axis(Axis(1)));
println!("columns  {:.4}", resp.sum_axis(Axis(0)));

// start-and-truth
let points = uw_mixture();
let centered = &points - &points.mean_axis(Axis(0)).unwrap();
let broad = centered.t().dot(&centered) / 99.0;
let start_covariances = stack![Axis(0), broad, broad, broad];
let start_means = points.select(Axis(0), &[20, 10, 96]);
let thirds = Array1::from_elem(3, 1.0 / 3.0);
let start = compute_responsibilities(&points, &thirds, &start_means, &start_covariances);

let round = array![[0.5, 0.0], [0.0, 0.5]];
let true_covariances = stack![Axis(0), round, round, array![[0.92, 0.38], [0.38, 0.91]]];
let true_means = array![[0.0, 5.0], [5.0, 0.0], [1.0, 1.0]];
let true_weights = array![0.25, 0.25, 0.5];
let truth = compute_responsibilities(&points, &true_weights, &true_means, &true_covariances);

// in-doubt
for (name, resp) in [("start", &start), ("truth", &truth)] {
    let largest = resp.map_axis(Axis(1), |row| row.fold(0.0, |max: f64, &r| max.max(r)));
    println!("{name}: {} of 100 points in doubt", largest.iter().filter(|&&r| r < 0.99).count());
}
println!("sample 0 at the start: {:.3}", start.row(0));
// The hard answer: the component with the largest responsibility.
let labels = start.map_axis(Axis(1), |row| {
    (0..3).max_by(|&i, &j| row[i].total_cmp(&row[j])).unwrap()
});

// soft-edges
row([
    Plot::new().title("start, hard").x_range(-3.0, 8.0).y_range(-2.5, 8.5)
        .clusters(&points, &labels).components(&start_means, &start_covariances),
    Plot::new().title("start, soft").x_range(-3.0, 8.0).y_range(-2.5, 8.5)
        .responsibilities(&points, &start).components(&start_means, &start_covariances),
    Plot::new().title("truth, soft").x_range(-3.0, 8.0).y_range(-2.5, 8.5)
        .responsibilities(&points, &truth).components(&true_means, &true_covariances),
]);

// not-positive-definite
let flat = stack![Axis(0), array![[1.5, 0.0], [0.0, 2.5]], array![[1.0, 2.0], [2.0, 4.0]]];
attempt(|| compute_responsibilities(&data, &weights, &means, &flat));

// certain-and-wrong
println!("responsibilities {:.4}", compute_responsibilities(&far, &weights, &means, &covariances));
println!("log-likelihood   {:.2}", log_likelihood(&far, &weights, &means, &covariances));

// wide-and-narrow
let x = Array1::linspace(-6.0, 8.0, 141);
let slice = responsibilities_1d(&x, &array![0.5, 0.5], &array![0.0, 1.0], &array![1.0, 3.0]);
println!("at x = -6: {:.4}", slice.row(0));

// wide-takes-both-ends
Plot::new().labels("x", "responsibility")
    .line("narrow, at 0", x.iter().copied().zip(slice.column(0).iter().copied()))
    .line("wide, at 1", x.iter().copied().zip(slice.column(1).iter().copied()))
    .horizontal(0.5, "");
}
