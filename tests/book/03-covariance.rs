// Woven by `cargo run -- weave` from the blocks of book/en/03-covariance.md.
use gmm::prelude::*;

#[test]
fn chapter_03_covariance() {
// four-points
let four = array![[1.0, 1.0], [1.0, 5.0], [5.0, 7.0], [5.0, 11.0]];
let mean = four.mean_axis(Axis(0)).unwrap();
println!("  x₁   x₂     d₁   d₂     d₁²  d₁d₂   d₂²");
for x in four.rows() {
    let d = &x - &mean;
    let products = [d[0] * d[0], d[0] * d[1], d[1] * d[1]];
    println!("{x:4} {d:4} {products:5?}");
}
let centered = &four - &mean;
let sigma = centered.t().dot(&centered) / 4.0;
println!("averages of the products\n{sigma}");

// correlation
println!("standard deviations {:.4}", sigma.diag().mapv(f64::sqrt));
let correlation = sigma[[0, 1]] / (sigma[[0, 0]] * sigma[[1, 1]]).sqrt();
println!("correlation         {correlation:.4}");

// three-kinds
let drawn_from = stack![Axis(0), sigma];
let center = stack![Axis(0), mean];
let mut rng = StdRng::seed_from_u64(3);
let (cloud, _) =
    sample_mixture(300, &array![1.0], &center, &drawn_from, &mut rng).unwrap();

let cloud_mean = cloud.mean_axis(Axis(0)).unwrap();
let deviations = &cloud - &cloud_mean;
let full = deviations.t().dot(&deviations) / 300.0;
let diagonal = Array2::from_diag(&full.diag());
let spherical = Array2::eye(2) * full.diag().mean().unwrap();
for (name, covariance) in [
    ("spherical", &spherical), ("diagonal", &diagonal), ("full", &full),
] {
    let total: f64 = cloud.rows().into_iter()
        .map(|x| log_gaussian(x, cloud_mean.view(), covariance.view())).sum();
    println!("{name:9}  log-likelihood {total:.1}");
}
println!("full covariance\n{full:.2}");

// three-panels
fn description(
    title: &str, cloud: &Array2<f64>, mean: &Array1<f64>, covariance: &Array2<f64>,
) -> Plot {
    let (one_mean, one_covariance) =
        (stack![Axis(0), mean.view()], stack![Axis(0), covariance.view()]);
    Plot::new().title(title).points(cloud).components(&one_mean, &one_covariance)
        .x_range(-6.0, 12.0).y_range(-6.0, 18.0).size(240, 320)
}
row([
    description("spherical", &cloud, &cloud_mean, &spherical),
    description("diagonal", &cloud, &cloud_mean, &diagonal),
    description("full", &cloud, &cloud_mean, &full),
]);

// free-entries
println!("{:>4} {:>9} {:>8} {:>5}", "D", "spherical", "diagonal", "full");
for n_features in [1, 2, 3, 10, 100] {
    let n_full = n_features * (n_features + 1) / 2;
    println!("{n_features:4} {:9} {n_features:8} {n_full:5}", 1);
}

// principal-axes
/// Variances along the long and the short axis, and the axes, one a row.
fn principal_axes(covariance: &Array2<f64>) -> (Array1<f64>, Array2<f64>) {
    let m = (covariance[[0, 0]] + covariance[[1, 1]]) / 2.0;
    let h = (covariance[[0, 0]] - covariance[[1, 1]]) / 2.0;
    let root = h.hypot(covariance[[0, 1]]);
    // atan2 finds the right quadrant, and needs no care where h is 0.
    let (sin, cos) = (covariance[[0, 1]].atan2(h) / 2.0).sin_cos();
    (array![m + root, m - root], array![[cos, sin], [-sin, cos]])
}
let (variances, axes) = principal_axes(&sigma);
println!("variances {variances:.4}\naxes\n{axes:.4}");

// draw-axes
// From the center two standard deviations both ways.
fn axis(mean: &Array1<f64>, direction: &Array1<f64>, variance: f64) -> [(f64, f64); 2] {
    let reach = direction * (2.0 * variance.sqrt());
    [(mean[0] - reach[0], mean[1] - reach[1]), (mean[0] + reach[0], mean[1] + reach[1])]
}
Plot::new().labels("x₁", "x₂").points(&cloud).components(&center, &drawn_from)
    .line("1 and 2 standard deviations", []) // names the ellipses in the legend
    .line("long axis", axis(&mean, &axes.row(0).to_owned(), variances[0]))
    .line("short axis", axis(&mean, &axes.row(1).to_owned(), variances[1]))
    .x_range(-6.0, 12.0).y_range(-6.0, 18.0).size(400, 520);

// two-distances
let inverse = array![[13.0, -6.0], [-6.0, 4.0]] / 16.0;
let (along, across) = (array![5.0, 10.0], array![7.0, 4.0]);
for x in [&along, &across] {
    let d = x - &mean;
    let squared = d.dot(&inverse.dot(&d));
    let euclidean = d.dot(&d).sqrt();
    println!("{x}: Euclidean {euclidean:.3}, Mahalanobis {:.3}", squared.sqrt());
}
let log_densities =
    [&along, &across].map(|x| log_gaussian(x.view(), mean.view(), sigma.view()));
println!("log-densities {log_densities:.3?}");
println!("times as dense: {:.0}", (log_densities[0] - log_densities[1]).exp());

// circle-and-ellipse
let turn = Array1::linspace(0.0, 2.0 * PI, 121);
let radius = 20f64.sqrt();
Plot::new().labels("x₁", "x₂").points(&cloud).components(&center, &drawn_from)
    .line("1 and 2 standard deviations", [])
    .dots("along", [(along[0], along[1])])
    .dots("across", [(across[0], across[1])])
    .line("same distance",
        turn.iter().map(|t| (3.0 + radius * t.cos(), 6.0 + radius * t.sin())))
    .x_range(-6.0, 12.0).y_range(-6.0, 18.0).size(400, 520);

// factor
fn factor(covariance: &Array2<f64>) -> Array2<f64> {
    let mut lower = Array2::zeros(covariance.dim());
    for i in 0..covariance.nrows() {
        for j in 0..=i {
            let explained: f64 = (0..j).map(|m| lower[[i, m]] * lower[[j, m]]).sum();
            let left = covariance[[i, j]] - explained;
            lower[[i, j]] = if i == j { left.sqrt() } else { left / lower[[j, j]] };
        }
    }
    lower
}
println!("{}", factor(&sigma));

// forward-substitution
/// Solves `L y = b` for `y` from the top row down (forward substitution).
///
/// With `L` the [`cholesky`] factor of a covariance, `y · y` is the squared Mahalanobis
/// length of `b`: no inverse is ever formed.
///
/// # Shapes
/// `lower` is `(n_features, n_features)`; `b` and the result are `(n_features)`.
///
/// # Panics
/// If `lower` has fewer rows than `b`.
///
/// # Examples
/// ```
/// let y = solve_lower(&array![[2.0, 0.0], [1.0, 2.0]], &array![4.0, 8.0]);
/// assert_eq!(y, array![2.0, 3.0]);
/// ```
pub fn solve_lower(lower: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    let mut y = b.clone();
    for i in 0..b.len() {
        let known: f64 = (0..i).map(|j| lower[[i, j]] * y[j]).sum();
        y[i] = (b[i] - known) / lower[[i, i]];
    }
    y
}

// distances-again
let lower = cholesky(&sigma).unwrap();
for x in [&along, &across] {
    let y = solve_lower(&lower, &(x - &mean));
    println!("y = {y}, y·y = {}", y.dot(&y));
}

// whiten
let cloud_factor = cholesky(&full).unwrap();
let mut whitened = Array2::zeros(cloud.dim());
for (n, x) in cloud.rows().into_iter().enumerate() {
    whitened.row_mut(n).assign(&solve_lower(&cloud_factor, &(&x - &cloud_mean)));
}
// Adding 0.0 turns a rounded −0 into 0.
let of_whitened = whitened.t().dot(&whitened) / 300.0;
println!("{:.4}", of_whitened.mapv(|entry| (entry * 1e6).round() / 1e6 + 0.0));

// before-and-after
fn whitened_dot(
    factor: &Array2<f64>, mean: &Array1<f64>, x: &Array1<f64>,
) -> [(f64, f64); 1] {
    let y = solve_lower(factor, &(x - mean));
    [(y[0], y[1])]
}
row([
    Plot::new().title("x").points(&cloud)
        .components(&stack![Axis(0), cloud_mean], &stack![Axis(0), full])
        .line("1 and 2 standard deviations", [])
        .dots("along", [(along[0], along[1])]).dots("across", [(across[0], across[1])])
        .x_range(-8.0, 14.0).y_range(-5.0, 17.0).size(364, 416),
    Plot::new().title("y = L⁻¹(x − μ)").points(&whitened)
        .components(&array![[0.0, 0.0]], &stack![Axis(0), Array2::<f64>::eye(2)])
        .line("1 and 2 standard deviations", [])
        .dots("along", whitened_dot(&cloud_factor, &cloud_mean, &along))
        .dots("across", whitened_dot(&cloud_factor, &cloud_mean, &across))
        .x_range(-5.5, 5.5).y_range(-5.5, 5.5).size(364, 416),
]);

// log_gaussian
/// Logarithm of the density of a multivariate normal distribution at one point.
///
/// ```text
/// ln 𝒩(x | μ, Σ) = −½ ( D ln 2π + ln |Σ| + (x − μ)ᵀ Σ⁻¹ (x − μ) )
/// ```
///
/// # Shapes
/// `x` and `mean` are `(n_features)`, `covariance` is `(n_features, n_features)`. All three are
/// views, so nothing is copied: pass `data.row(n)` as it is, and an array as `array.view()`. Two
/// views are subtracted as `&x - &mean`.
///
/// # Numerics
/// Neither `|Σ|` nor `Σ⁻¹` is formed. With `Σ = L Lᵀ` (`solutions::cholesky`), `ln |Σ| = 2 Σᵢ ln Lᵢᵢ`,
/// and the quadratic form is `y·y` where `L y = x − μ` (`solutions::solve_lower`).
///
/// # Panics
/// If `covariance` is not positive definite.
///
/// # Examples
/// ```
/// // At the mean only the normalizer is left: −½ (2 ln 2π + ln 4).
/// let (mean, covariance) = (array![1.0, 1.0], array![[4.0, 0.0], [0.0, 1.0]]);
/// let log_density = log_gaussian(mean.view(), mean.view(), covariance.view());
/// assert!((log_density + 2.5310242469692907).abs() < 1e-15);
/// ```
///
/// # References
/// Bishop 2006, eq. 2.43, its logarithm.
pub fn log_gaussian(x: ArrayView1<f64>, mean: ArrayView1<f64>, covariance: ArrayView2<f64>) -> f64 {
    let factor = cholesky(&covariance).unwrap_or_else(|error| panic!("{error}"));
    let whitened = solve_lower(&factor, &(&x - &mean));
    let mahalanobis_squared = whitened.dot(&whitened);
    let log_determinant = 2.0 * factor.diag().mapv(f64::ln).sum();
    let n_features = x.len() as f64;
    -0.5 * (n_features * (2.0 * PI).ln() + log_determinant + mahalanobis_squared)
}
assert!(grader::log_gaussian(log_gaussian).passed());

// known-answers
for x in [&mean, &along, &across] {
    println!("{:.4}", log_gaussian(x.view(), mean.view(), sigma.view()));
}

// growing-correlation
let origin = array![0.0, 0.0];
for rho in [0.0, 0.5, 0.9, 0.99, 0.9999, 0.99999999] {
    let tilted = array![[1.0, rho], [rho, 1.0]];
    let density = log_gaussian(origin.view(), origin.view(), tilted.view()).exp();
    println!("ρ = {rho:<10}  density {density:10.3}");
}

// total
type LogDensity = fn(ArrayView1<f64>, ArrayView1<f64>, ArrayView2<f64>) -> f64;
fn total(log_density: LogDensity, sigma: &Array2<f64>) -> f64 {
    let mean = array![0.0, 0.0];
    let (step, mut sum) = (0.25, 0.0);
    for i in -48..=48 {
        for j in -80..=80 {
            let x = array![step * f64::from(i), step * f64::from(j)];
            sum += log_density(x.view(), mean.view(), sigma.view()).exp() * step * step;
        }
    }
    sum
}
fn determinant_not_halved(
    x: ArrayView1<f64>, mean: ArrayView1<f64>, sigma: ArrayView2<f64>,
) -> f64 {
    log_gaussian(x, mean, sigma) - cholesky(&sigma).unwrap().diag().mapv(f64::ln).sum()
}
fn covariance_not_inverted(
    x: ArrayView1<f64>, mean: ArrayView1<f64>, sigma: ArrayView2<f64>,
) -> f64 {
    let d = &x - &mean;
    log_gaussian(mean, mean, sigma) - 0.5 * d.dot(&sigma.dot(&d))
}

// totals
for (name, covariance) in [("our Σ", &sigma), ("identity", &Array2::eye(2))] {
    println!("{name:8}  right {:.4}  determinant not halved {:.4}  not inverted {:.4}",
        total(log_gaussian, covariance), total(determinant_not_halved, covariance),
        total(covariance_not_inverted, covariance));
}

// high-dimension
let small = Array2::<f64>::eye(200) * 0.01;
let diagonal_of_factor = cholesky(&small).unwrap().diag().to_owned();
let determinant = diagonal_of_factor.mapv(|entry| entry * entry).product();
println!("determinant         {determinant}");
println!("its logarithm       {}", determinant.ln());
println!("sum of logarithms   {:.4}", 2.0 * diagonal_of_factor.mapv(f64::ln).sum());

// points-on-a-line
let line = array![[0.0, 0.0], [2.0, 4.0], [3.0, 6.0], [4.0, 8.0], [6.0, 12.0]];
let line_mean = line.mean_axis(Axis(0)).unwrap();
let from_mean = &line - &line_mean;
let singular = from_mean.t().dot(&from_mean) / 5.0;
println!("{singular}");
let y = solve_lower(&factor(&singular), &from_mean.row(0).to_owned());
println!("unchecked: y = {y}");
attempt(|| log_gaussian(array![0.0, 0.0].view(), line_mean.view(), singular.view()));

// not-a-covariance
attempt(|| cholesky(&array![[1.0, 2.0], [2.0, 1.0]]).unwrap_err());
let mistyped = array![[4.0, 99.0], [6.0, 13.0]];
println!("with Σ        {:.4}", log_gaussian(across.view(), mean.view(), sigma.view()));
println!("mistyped      {:.4}", log_gaussian(across.view(), mean.view(), mistyped.view()));
println!("symmetric: {} {}", sigma == sigma.t(), mistyped == mistyped.t());
}
