// Woven by `cargo run -- weave` from the blocks of book/en/04-kmeans.md.
use gmm::prelude::*;

#[test]
fn chapter_04_kmeans() {
// six-points
/// Squared distance of each sample from each center.
fn squared_distances(data: &Array2<f64>, centers: &Array2<f64>) -> Array2<f64> {
    Array2::from_shape_fn((data.nrows(), centers.nrows()), |(n, k)| {
        (&data.row(n) - &centers.row(k)).mapv(|difference| difference * difference).sum()
    })
}
let six = array![[1.0, 1.0], [2.0, 1.0], [1.0, 2.0], [6.0, 6.0], [7.0, 5.0], [5.0, 4.0]];
let mut rounds = vec![six.select(Axis(0), &[0, 1])];
for round in 0..3 {
    let labels = assign_clusters(&six, &rounds[round]);
    println!("centers {:.3}, {:.3}", rounds[round].row(0), rounds[round].row(1));
    println!("  squared distances {:.2}", squared_distances(&six, &rounds[round]).t());
    println!("  labels {labels}");
    let updated = update_centers(&six, &labels, &rounds[round]);
    rounds.push(updated);
}
println!("centers {:.3}, {:.3}", rounds[3].row(0), rounds[3].row(1));

// three-rounds
fn round_panel(title: &str, data: &Array2<f64>, centers: &Array2<f64>) -> Plot {
    Plot::new().title(title).clusters(data, &assign_clusters(data, centers))
        .dots("center 0", [(centers[[0, 0]], centers[[0, 1]])])
        .dots("center 1", [(centers[[1, 0]], centers[[1, 1]])])
        .x_range(0.0, 8.0).y_range(0.0, 7.0)
}
row([
    round_panel("start", &six, &rounds[0]),
    round_panel("after one round", &six, &rounds[1]),
    round_panel("after two rounds", &six, &rounds[2]),
]);

// inertia
fn inertia(data: &Array2<f64>, labels: &Array1<usize>, centers: &Array2<f64>) -> f64 {
    let own_center = centers.select(Axis(0), &labels.to_vec());
    (data - &own_center).mapv(|difference| difference * difference).sum()
}
for round in 0..3 {
    let labels = assign_clusters(&six, &rounds[round]);
    println!("assigned {:.3}, updated {:.3}",
        inertia(&six, &labels, &rounds[round]),
        inertia(&six, &labels, &rounds[round + 1]));
}

// assign_clusters
/// Nearest center of each sample, by Euclidean distance; the lower index where two are as near.
///
/// ```text
/// zₙ = argminₖ ‖xₙ − μₖ‖²
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `centers` is `(n_clusters, n_features)`. Returns
/// `(n_samples)` indices of clusters.
///
/// # Panics
/// If there is no center.
///
/// # Examples
/// ```
/// let labels = assign_clusters(&array![[1.0, 0.0], [9.0, 0.0]], &array![[0.0, 0.0], [10.0, 0.0]]);
/// assert_eq!(labels, array![0, 1]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.2.
pub fn assign_clusters(data: &Array2<f64>, centers: &Array2<f64>) -> Array1<usize> {
    data.map_axis(Axis(1), |sample| {
        let squared_distances = centers.map_axis(Axis(1), |center| {
            (&sample - &center)
                .mapv(|difference| difference * difference)
                .sum()
        });
        let nearest = squared_distances
            .iter()
            .enumerate()
            .min_by(|(_, left), (_, right)| left.total_cmp(right));
        nearest.expect("there must be at least one center").0
    })
}
assert!(grader::assign_clusters(assign_clusters).passed());

// update_centers
/// Mean of the samples of each cluster; an empty cluster keeps its center.
///
/// ```text
/// μₖ = Σ_{n: zₙ = k} xₙ / #{n: zₙ = k}
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `labels` is `(n_samples)`, `centers` and the result are
/// `(n_clusters, n_features)`.
///
/// # Examples
/// ```
/// let data = array![[1.0, 0.0], [3.0, 4.0]];
/// let centers = update_centers(&data, &array![0, 0], &array![[0.0, 0.0], [7.0, 7.0]]);
/// assert_eq!(centers, array![[2.0, 2.0], [7.0, 7.0]]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.4.
pub fn update_centers(
    data: &Array2<f64>,
    labels: &Array1<usize>,
    centers: &Array2<f64>,
) -> Array2<f64> {
    let mut sums = Array2::zeros(centers.dim());
    let mut counts = vec![0; centers.nrows()];
    for (sample, &label) in data.rows().into_iter().zip(labels) {
        sums.row_mut(label).scaled_add(1.0, &sample);
        counts[label] += 1;
    }
    let mut updated = centers.clone();
    for (k, &count) in counts.iter().enumerate() {
        if count > 0 {
            updated
                .row_mut(k)
                .assign(&(&sums.row(k) / f64::from(count)));
        }
    }
    updated
}
assert!(grader::update_centers(update_centers).passed());

// k-means
fn k_means(data: &Array2<f64>, start: &Array2<f64>) -> (Array1<usize>, Array2<f64>) {
    let mut centers = start.clone();
    let mut labels = assign_clusters(data, &centers);
    // It ends by itself; the limit is for functions that are still being written.
    for _ in 0..100 {
        centers = update_centers(data, &labels, &centers);
        let next = assign_clusters(data, &centers);
        if next == labels {
            break;
        }
        labels = next;
    }
    (labels, centers)
}
let (labels, centers) = k_means(&six, &six.select(Axis(0), &[0, 1]));
println!("{labels}\n{centers:.4}");

// three-clouds
fn draw(
    weights: &Array1<f64>, means: &Array2<f64>, covariances: &Array3<f64>,
) -> (Array2<f64>, Array1<usize>) {
    let mut rng = StdRng::seed_from_u64(5);
    sample_mixture(300, weights, means, covariances, &mut rng).unwrap()
}
let thirds = Array1::from_elem(3, 1.0 / 3.0);
let unit = array![[1.0, 0.0], [0.0, 1.0]];
let long = array![[4.0, 3.8], [3.8, 4.0]];
let (wide, small) = (array![[4.0, 0.0], [0.0, 4.0]], array![[0.16, 0.0], [0.0, 0.16]]);

let round_means = array![[0.0, 0.0], [5.0, 0.0], [2.5, 4.0]];
let long_means = array![[0.0, 0.0], [1.5, -1.5], [3.0, -3.0]];
let unequal_means = array![[0.0, 0.0], [4.0, 1.0], [1.0, 4.0]];
let (round, round_truth) =
    draw(&thirds, &round_means, &stack![Axis(0), unit, unit, unit]);
let (stretched, long_truth) =
    draw(&thirds, &long_means, &stack![Axis(0), long, long, long]);
let (unequal, unequal_truth) =
    draw(&array![0.6, 0.2, 0.2], &unequal_means, &stack![Axis(0), wide, small, small]);

// fit-both
fn fit_mixture(data: &Array2<f64>, start: &Array2<f64>) -> EmFit {
    let centered = data - &data.mean_axis(Axis(0)).unwrap();
    let of_all = centered.t().dot(&centered) / data.nrows() as f64;
    let weights = Array1::from_elem(3, 1.0 / 3.0);
    em(data, start, &stack![Axis(0), of_all, of_all, of_all], &weights, 1000, 1e-6)
}
/// The hard answer of a mixture: the component with the largest responsibility.
fn most_responsible(resp: &Array2<f64>) -> Array1<usize> {
    resp.map_axis(Axis(1), |row| {
        (0..row.len()).max_by(|&i, &j| row[i].total_cmp(&row[j])).unwrap()
    })
}
fn disagreements(labels: &Array1<usize>, truth: &Array1<usize>) -> usize {
    labels.iter().zip(truth).filter(|(found, drawn)| found != drawn).count()
}
let round_fit = fit_mixture(&round, &round_means);
let stretched_fit = fit_mixture(&stretched, &long_means);
let unequal_fit = fit_mixture(&unequal, &unequal_means);

// count
for (name, data, truth, start, fit) in [
    ("round", &round, &round_truth, &round_means, &round_fit),
    ("stretched", &stretched, &long_truth, &long_means, &stretched_fit),
    ("unequal", &unequal, &unequal_truth, &unequal_means, &unequal_fit),
] {
    let (labels, centers) = k_means(data, start);
    println!("{name:10} wrong of 300: K-means {:3}, mixture {:2}",
        disagreements(&labels, truth),
        disagreements(&most_responsible(&fit.responsibilities), truth));
    // What K-means minimizes, for the true labels and for its own.
    let true_centers = update_centers(data, truth, start);
    println!("{:10} inertia of the truth {:.1}, of K-means {:.1}", "",
        inertia(data, truth, &true_centers), inertia(data, &labels, &centers));
}

// round-clouds
fn side_by_side(
    data: &Array2<f64>, truth: &Array1<usize>, start: &Array2<f64>, fit: &EmFit,
    x: (f64, f64), y: (f64, f64),
) -> Figure {
    let (labels, centers) = k_means(data, start);
    // A covariance of 0 draws a center without an ellipse.
    let no_ellipse = Array3::zeros((centers.nrows(), 2, 2));
    row([
        Plot::new().title("truth").clusters(data, truth),
        Plot::new().title("K-means").clusters(data, &labels)
            .components(&centers, &no_ellipse),
        Plot::new().title("mixture").responsibilities(data, &fit.responsibilities)
            .components(&fit.means, &fit.covariances),
    ].map(|plot| plot.x_range(x.0, x.1).y_range(y.0, y.1)))
}
side_by_side(&round, &round_truth, &round_means, &round_fit, (-3.5, 8.5), (-3.5, 7.5));

// stretched-clouds
side_by_side(&stretched, &long_truth, &long_means, &stretched_fit,
    (-7.0, 10.0), (-9.0, 7.5));

// unequal-clouds
side_by_side(&unequal, &unequal_truth, &unequal_means, &unequal_fit,
    (-6.5, 6.5), (-6.0, 6.0));

// least-sure
let (round_labels, round_centers) = k_means(&round, &round_means);
let resp = round_fit.responsibilities.clone();
let largest = resp.map_axis(Axis(1), |row| row.fold(0.0, |max: f64, &r| max.max(r)));
let mut order: Vec<usize> = (0..300).collect();
order.sort_by(|&i, &j| largest[i].total_cmp(&largest[j]));
for &n in &order[..3] {
    println!("sample {n:3}: truth {}, K-means {}, mixture {:.2}",
        round_truth[n], round_labels[n], resp.row(n));
}
let n_unsure = largest.iter().filter(|&&r| r < 0.99).count();
println!("no component above 0.99: {n_unsure} samples");

// walk
let steps = Array1::linspace(-1.0, 6.0, 281);
let walk = Array2::from_shape_fn((281, 2), |(i, d)| if d == 0 { steps[i] } else { 0.0 });
let hard = assign_clusters(&walk, &round_centers).mapv(|label| f64::from(label == 1));
let soft = compute_responsibilities(
    &walk, &round_fit.weights, &round_fit.means, &round_fit.covariances);
Plot::new().labels("x₁, at x₂ = 0", "share of cluster 1")
    .line("K-means", steps.iter().copied().zip(hard.iter().copied()))
    .line("mixture", steps.iter().copied().zip(soft.column(1).iter().copied()))
    .horizontal(0.5, "");

// shrink
let samples = uw_mixture();
let some_centers = samples.select(Axis(0), &[20, 10, 96]);
let nearest = assign_clusters(&samples, &some_centers);
let one_hot = Array2::from_shape_fn((100, 3), |(n, k)| f64::from(nearest[n] == k));
let moved = update_centers(&samples, &nearest, &some_centers);
fn largest_gap(left: &Array2<f64>, right: &Array2<f64>) -> f64 {
    (left - right).fold(0.0, |max: f64, gap| max.max(gap.abs()))
}
for variance in [1.0, 0.1, 0.01, 0.001, 0.0001] {
    let same = &unit * variance;
    let resp = compute_responsibilities(
        &samples, &thirds, &some_centers, &stack![Axis(0), same, same, same]);
    let means = compute_means(&samples, &resp, &compute_soft_counts(&resp));
    println!("σ² = {variance:<6}  responsibilities off by {:.4}, means by {:.4}",
        largest_gap(&resp, &one_hot), largest_gap(&means, &moved));
}

// steeper
fn share(x: &Array1<f64>, variance: f64) -> Vec<(f64, f64)> {
    let width = array![variance.sqrt(), variance.sqrt()];
    let resp = responsibilities_1d(x, &array![0.5, 0.5], &array![0.0, 2.0], &width);
    x.iter().copied().zip(resp.column(1).iter().copied()).collect()
}
let x = Array1::linspace(-1.0, 3.0, 401);
Plot::new().labels("x", "responsibility")
    .line("σ² = 1", share(&x, 1.0)).line("σ² = 0.3", share(&x, 0.3))
    .line("σ² = 0.1", share(&x, 0.1)).line("σ² = 0.01", share(&x, 0.01));

// head-start
let (labels, _) = k_means(&samples, &some_centers);
let hard_resp = Array2::from_shape_fn((100, 3), |(n, k)| f64::from(labels[n] == k));
let counts = compute_soft_counts(&hard_resp);
let means = compute_means(&samples, &hard_resp, &counts);
let covariances = compute_covariances(&samples, &hard_resp, &counts, &means);
let weights = compute_weights(&counts);
let from_k_means = em(&samples, &means, &covariances, &weights, 1000, 1e-4);

let centered = &samples - &samples.mean_axis(Axis(0)).unwrap();
let of_all = centered.t().dot(&centered) / 99.0;
let of_all_three = stack![Axis(0), of_all, of_all, of_all];
let from_samples = em(&samples, &some_centers, &of_all_three, &thirds, 1000, 1e-4);
for (name, fit) in [("three samples", from_samples), ("K-means", from_k_means)] {
    let trace = fit.log_likelihoods;
    println!("from {name:13}  {:2} updates, log-likelihood {:.2} to {:.2}",
        trace.len() - 1, trace[0], trace[trace.len() - 1]);
}

// minutes
let units = array![1.0, 60.0];
let (in_minutes, start_in_minutes) = (&round * &units, &round_means * &units);
let (minute_labels, _) = k_means(&in_minutes, &start_in_minutes);
let minute_fit = fit_mixture(&in_minutes, &start_in_minutes);
println!("K-means, hours    {:3} wrong", disagreements(&round_labels, &round_truth));
println!("K-means, minutes  {:3} wrong", disagreements(&minute_labels, &round_truth));
let found = most_responsible(&minute_fit.responsibilities);
println!("mixture, minutes  {:3} wrong", disagreements(&found, &round_truth));
let gap = largest_gap(&round_fit.responsibilities, &minute_fit.responsibilities);
println!("responsibilities as before, to nine digits: {}", gap < 1e-9);

// hours-and-minutes
row([
    Plot::new().title("K-means, x₂ in hours").clusters(&round, &round_labels),
    Plot::new().title("K-means, x₂ in minutes").clusters(&in_minutes, &minute_labels),
]);

// two-starts
let first_rows = samples.select(Axis(0), &[0, 1, 2]);
let (good_labels, good_centers) = k_means(&samples, &some_centers);
let (bad_labels, bad_centers) = k_means(&samples, &first_rows);
println!("rows 20, 10, 96: inertia {:.1}", inertia(&samples, &good_labels, &good_centers));
println!("rows 0, 1, 2:    inertia {:.1}", inertia(&samples, &bad_labels, &bad_centers));

// local-optimum
let no_ellipse = Array3::<f64>::zeros((3, 2, 2));
row([
    Plot::new().title("rows 20, 10, 96").clusters(&samples, &good_labels)
        .components(&good_centers, &no_ellipse),
    Plot::new().title("rows 0, 1, 2").clusters(&samples, &bad_labels)
        .components(&bad_centers, &no_ellipse),
]);

// empty-cluster
let twins = six.select(Axis(0), &[0, 0, 3]);
let labels = assign_clusters(&six, &twins);
println!("labels {labels}");
for k in 0..3 {
    let members: Vec<usize> = (0..6).filter(|&n| labels[n] == k).collect();
    let sum = six.select(Axis(0), &members).sum_axis(Axis(0));
    println!("sum {sum} / {} = {:.4}", members.len(), &sum / members.len() as f64);
}

// empty-for-ever
println!("twins       {}", k_means(&six, &twins).0);
let one_far = array![[1.0, 1.0], [100.0, 100.0], [6.0, 6.0]];
println!("one far off {}", k_means(&six, &one_far).0);
}
