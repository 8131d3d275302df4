// Woven by `cargo run -- weave` from the blocks of book/en/07-m-step.md.
use gmm::prelude::*;

#[test]
fn chapter_07_m_step() {
// two-samples
let data = array![[1.0, 2.0], [-1.0, -2.0]];
let weights = array![0.3, 0.7];
let means = array![[0.0, 0.0], [1.0, 1.0]];
let covariances = stack![
    Axis(0),
    array![[1.5, 0.0], [0.0, 2.5]],
    array![[1.0, 1.0], [1.0, 2.0]]
];
let resp = compute_responsibilities(&data, &weights, &means, &covariances);
println!("{resp:.4}");

// before
let samples = uw_mixture();
let centered = &samples - &samples.mean_axis(Axis(0)).expect("there are samples");
let cloud = centered.t().dot(&centered) / (samples.nrows() as f64 - 1.0);
let old_weights = Array1::from_elem(3, 1.0 / 3.0);
let old_means = samples.select(Axis(0), &[20, 10, 96]);
let old_covariances = stack![Axis(0), cloud, cloud, cloud];
let shares = compute_responsibilities(&samples, &old_weights, &old_means, &old_covariances);
Plot::new()
    .title("before the M-step")
    .labels("x₁", "x₂")
    .responsibilities(&samples, &shares)
    .components(&old_means, &old_covariances);

// soft-counts
let mut by_loop = Array1::<f64>::zeros(2);
for row in resp.rows() {
    by_loop += &row;
}
// The same in one call: axis 0 runs over the samples, and summing along it removes it.
let counts = resp.sum_axis(Axis(0));
println!("{by_loop:.4}\n{counts:.8}");

// compute_soft_counts
/// How many samples each component answers for, in fractions of samples.
///
/// ```text
/// Nₖ = Σₙ rₙₖ
/// ```
///
/// # Shapes
/// `resp` is `(n_samples, n_components)`. Returns `(n_components)`, summing to `n_samples`.
///
/// # Examples
/// ```
/// assert_eq!(compute_soft_counts(&array![[0.25, 0.75], [1.0, 0.0]]), array![1.25, 0.75]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.27.
pub fn compute_soft_counts(resp: &Array2<f64>) -> Array1<f64> {
    resp.sum_axis(Axis(0))
}
assert!(grader::compute_soft_counts(compute_soft_counts).passed());

// weights-by-hand
let three = array![[1.0, 2.0], [-1.0, -2.0], [0.0, 0.0]];
let resp_of_three = compute_responsibilities(&three, &weights, &means, &covariances);
let counts_of_three = compute_soft_counts(&resp_of_three);
println!("soft counts {counts_of_three:.4}, together {:.4}", counts_of_three.sum());
println!("over 3: {:.4}", &counts_of_three / 3.0);

// compute_weights
/// Share of each component: its soft count over the number of samples.
///
/// ```text
/// πₖ = Nₖ / N,    N = Σₖ Nₖ
/// ```
///
/// # Shapes
/// `counts` is `(n_components)`. Returns `(n_components)`, summing to 1.
///
/// # Examples
/// ```
/// assert_eq!(compute_weights(&array![1.0, 3.0]), array![0.25, 0.75]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.26.
pub fn compute_weights(counts: &Array1<f64>) -> Array1<f64> {
    counts / counts.sum()
}
assert!(grader::compute_weights(compute_weights).passed());

// weights
println!("{:.8}", compute_weights(&counts_of_three));

// means-by-hand
let added = resp[[0, 0]] * data[[0, 0]] + resp[[1, 0]] * data[[1, 0]];
println!("{added:.4} / {:.4} = {:.4}", counts[0], added / counts[0]);

// compute_means
/// Weighted average of the samples, one row a component.
///
/// ```text
/// μₖ = 1/Nₖ Σₙ rₙₖ xₙ
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `resp` `(n_samples, n_components)`, `counts`
/// `(n_components)`. Returns `(n_components, n_features)`.
///
/// # Numerics
/// A component with a soft count of 0 has no mean: its row is 0/0, NaN.
///
/// # Examples
/// ```
/// // ¾ of a sample at 0 and ¼ of a sample at 4: their mean is 1.
/// let means = compute_means(&array![[0.0], [4.0]], &array![[0.75], [0.25]], &array![1.0]);
/// assert_eq!(means, array![[1.0]]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.24.
pub fn compute_means(data: &Array2<f64>, resp: &Array2<f64>, counts: &Array1<f64>) -> Array2<f64> {
    // Row k of RᵀX is Σₙ rₙₖ xₙ; then each row is divided by its own count.
    let weighted_sums = resp.t().dot(data);
    weighted_sums / counts.view().insert_axis(Axis(1))
}
assert!(grader::compute_means(compute_means).passed());

// means
let new_means = compute_means(&data, &resp, &counts);
println!("{new_means:.8}");

// outer-products
let mut sum = Array2::<f64>::zeros((2, 2));
for (n, sample) in data.rows().into_iter().enumerate() {
    let deviation = &sample - &new_means.row(0);
    let column = deviation.view().insert_axis(Axis(1));
    let row = deviation.view().insert_axis(Axis(0));
    let outer = column.dot(&row);
    println!("{deviation:.4} counts {:.4}, and gives\n{outer:.4}", resp[[n, 0]]);
    sum += &(outer * resp[[n, 0]]);
}
println!("their sum over {:.4}\n{:.8}", counts[0], sum / counts[0]);

// compute_covariances
/// Weighted average of the outer products of the centered samples, one matrix a component.
///
/// ```text
/// Σₖ = 1/Nₖ Σₙ rₙₖ (xₙ − μₖ)(xₙ − μₖ)ᵀ
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `resp` `(n_samples, n_components)`, `counts`
/// `(n_components)`, `means` `(n_components, n_features)`: the *new* means. Returns
/// `(n_components, n_features, n_features)`, each matrix symmetric.
///
/// # Numerics
/// With fewer than `n_features + 1` samples the result is singular but for rounding, and the next
/// E-step panics or works with rounding errors.
///
/// # Examples
/// ```
/// // Two whole samples at −1 and 1: their variance is 1.
/// let covariances = compute_covariances(
///     &array![[-1.0], [1.0]], &array![[1.0], [1.0]], &array![2.0], &array![[0.0]]);
/// assert_eq!(covariances, Array3::ones((1, 1, 1)));
/// ```
///
/// # References
/// Bishop 2006, eq. 9.25.
pub fn compute_covariances(
    data: &Array2<f64>,
    resp: &Array2<f64>,
    counts: &Array1<f64>,
    means: &Array2<f64>,
) -> Array3<f64> {
    let (n_components, n_features) = means.dim();
    let mut covariances = Array3::zeros((n_components, n_features, n_features));
    for (k, mut covariance) in covariances.outer_iter_mut().enumerate() {
        let centered = data - &means.row(k);
        let weighted = &centered * &resp.column(k).insert_axis(Axis(1));
        // The sum over n of outer products is one matrix product: (D × N) times (N × D).
        covariance.assign(&(weighted.t().dot(&centered) / counts[k]));
    }
    covariances
}
assert!(grader::compute_covariances(compute_covariances).passed());

// covariances
let new_covariances = compute_covariances(&data, &resp, &counts, &new_means);
println!("{new_covariances:.8}");

// best-mean
let mut score = Vec::new();
for step in 0..=100 {
    let mean = -2.6 + 0.04 * f64::from(step);
    // The first coordinate only, with a standard deviation of 1.
    let at_mean = (0..2).map(|n| resp[[n, 0]] * gaussian_pdf(data[[n, 0]], mean, 1.0).ln());
    score.push((mean, at_mean.sum::<f64>()));
}
Plot::new()
    .labels("μ₀", "weighted log-density")
    .line("", score.iter().copied())
    .vertical(new_means[[0, 0]], "weighted average");

// one-m-step
let shares_counts = compute_soft_counts(&shares);
let better_weights = compute_weights(&shares_counts);
let better_means = compute_means(&samples, &shares, &shares_counts);
let better_covariances = compute_covariances(&samples, &shares, &shares_counts, &better_means);
println!("soft counts {shares_counts:.2}\nmeans\n{better_means:.2}");
let before = log_likelihood(&samples, &old_weights, &old_means, &old_covariances);
let after = log_likelihood(&samples, &better_weights, &better_means, &better_covariances);
println!("log-likelihood {before:.2} before, {after:.2} after");

// after
fn panel(samples: &Array2<f64>, shares: &Array2<f64>, title: &str) -> Plot {
    let plot = Plot::new().title(title).labels("x₁", "x₂");
    plot.responsibilities(samples, shares).x_range(-4.0, 10.0).y_range(-4.0, 11.0)
}
// From the old mean of a component to its new one.
fn way(old: &Array2<f64>, new: &Array2<f64>, k: usize) -> [(f64, f64); 2] {
    [(old[[k, 0]], old[[k, 1]]), (new[[k, 0]], new[[k, 1]])]
}
row([
    panel(&samples, &shares, "before").components(&old_means, &old_covariances),
    panel(&samples, &shares, "after")
        .line("", way(&old_means, &better_means, 0))
        .line("", way(&old_means, &better_means, 1))
        .line("", way(&old_means, &better_means, 2))
        .components(&better_means, &better_covariances),
]);

// wrong-divisor
let n_samples = samples.nrows() as f64;
println!("over N_k\n{better_means:.2}\nover N\n{:.2}", shares.t().dot(&samples) / n_samples);

// wrong-axis
println!("{:.4}", resp.t().dot(&data) / &counts);

// old-means
let around_old = compute_covariances(&data, &resp, &counts, &means);
println!("around the old mean\n{:.4}", around_old.index_axis(Axis(0), 0));
println!("around the new mean\n{:.4}", new_covariances.index_axis(Axis(0), 0));

// empty-component
let nobody = array![[1.0, 0.0], [1.0, 0.0]];
let no_counts = compute_soft_counts(&nobody);
let no_means = compute_means(&data, &nobody, &no_counts);
println!("weights {}\nmeans\n{no_means}", compute_weights(&no_counts));

// singular
for covariance in new_covariances.outer_iter() {
    let product = covariance[[0, 0]] * covariance[[1, 1]];
    let determinant = product - covariance[[0, 1]] * covariance[[1, 0]];
    println!("determinant {:.4}", determinant.abs());
}
attempt(|| {
    let mean = new_means.slice(s![1..2, ..]).to_owned();
    let covariance = new_covariances.slice(s![1..2, .., ..]).to_owned();
    log_likelihood(&data, &array![1.0], &mean, &covariance)
});
}
