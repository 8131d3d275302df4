// Woven by `cargo run -- weave` from the blocks of book/en/12-real-data.md.
use gmm::prelude::*;

#[test]
fn chapter_12_real_data() {
// fit-from
fn score(fit: &EmFit) -> f64 {
    fit.log_likelihoods[fit.log_likelihoods.len() - 1]
}
fn tie(covariances: &Array3<f64>, weights: &Array1<f64>) -> Array3<f64> {
    let entry = |i: usize, j: usize| weights.dot(&covariances.slice(s![.., i, j]));
    Array3::from_shape_fn(covariances.dim(), |(_, i, j)| entry(i, j))
}
fn fit_from(data: &Array2<f64>, rows: &[usize], tied: bool) -> EmFit {
    let (k, d) = (rows.len(), data.ncols());
    let centered = data - &data.mean_axis(Axis(0)).unwrap();
    let broad = centered.t().dot(&centered) / data.nrows() as f64;
    let covariances = Array3::from_shape_fn((k, d, d), |(_, i, j)| broad[[i, j]]);
    let weights = Array1::from_elem(k, 1.0 / k as f64);
    let mut fit = em(data, &data.select(Axis(0), rows), &covariances, &weights, 0, 0.0);
    while !fit.converged {
        for _ in 0..5 {
            let counts = compute_soft_counts(&fit.responsibilities);
            // Too few samples for a covariance of their own: give up this start.
            if counts.iter().any(|&count| count < 2.0 * d as f64) {
                fit.log_likelihoods.push(f64::NEG_INFINITY);
                return fit;
            }
            fit.weights = compute_weights(&counts);
            fit.means = compute_means(data, &fit.responsibilities, &counts);
            let own = compute_covariances(data, &fit.responsibilities, &counts, &fit.means);
            fit.covariances = if tied { tie(&own, &fit.weights) } else { own };
            fit.responsibilities =
                compute_responsibilities(data, &fit.weights, &fit.means, &fit.covariances);
        }
        let after = log_likelihood(data, &fit.weights, &fit.means, &fit.covariances);
        fit.converged = after - score(&fit) < 0.01;
        fit.log_likelihoods.push(after);
    }
    fit
}

// best-fit
fn random_rows(n_samples: usize, n_rows: usize, rng: &mut StdRng) -> Vec<usize> {
    (0..n_rows).map(|_| rng.random_range(0..n_samples)).collect()
}
fn best_fit(data: &Array2<f64>, n_components: usize, tied: bool, n_starts: usize) -> EmFit {
    let mut rng = StdRng::seed_from_u64(42);
    let fits = (0..n_starts)
        .map(|_| fit_from(data, &random_rows(data.nrows(), n_components, &mut rng), tied));
    fits.max_by(|left, right| score(left).total_cmp(&score(right))).unwrap()
}

// geyser
let geyser = old_faithful();
let eruptions = fit_from(&geyser, &[0, 1], false);
for (k, name) in ["long", "short"].into_iter().enumerate() {
    println!("{name}: weight {:.3}, mean {:.3}", eruptions.weights[k], eruptions.means.row(k));
    println!("{:.4}", eruptions.covariances.index_axis(Axis(0), k));
}

// three-minutes
// For each component its share in an eruption of this length, and the wait it expects.
fn expected_waits(minutes: f64, fit: &EmFit) -> (Array1<f64>, Array1<f64>) {
    let variances = fit.covariances.slice(s![.., 0, 0]);
    let slopes = &fit.covariances.slice(s![.., 1, 0]) / &variances;
    let waits = &fit.means.column(1) + &(slopes * (minutes - &fit.means.column(0)));
    let joint = Array1::from_shape_fn(fit.weights.len(), |k| {
        fit.weights[k] * gaussian_pdf(minutes, fit.means[[k, 0]], variances[k].sqrt())
    });
    (&joint / joint.sum(), waits)
}
for minutes in [3.0, 2.9] {
    let (shares, waits) = expected_waits(minutes, &eruptions);
    print!("{minutes:.1} min: shares {shares:.3}, waits {waits:.1}, ");
    println!("together {:.1}", shares.dot(&waits));
}

// wait-curve
let mean = geyser.mean_axis(Axis(0)).unwrap();
let centered = &geyser - &mean;
let slope = centered.column(0).dot(&centered.column(1))
    / centered.column(0).dot(&centered.column(0));
let (mut straight, mut mixed) = (Vec::new(), Vec::new());
for i in 0..=100 {
    let minutes = 1.5 + 0.04 * f64::from(i);
    let (shares, waits) = expected_waits(minutes, &eruptions);
    straight.push((minutes, mean[1] + slope * (minutes - mean[0])));
    mixed.push((minutes, shares.dot(&waits)));
}
Plot::new().labels("eruption (min)", "wait (min)").points(&geyser)
    .line("one straight line", straight.iter().copied())
    .line("mixture", mixed.iter().copied())
    .vertical(3.0, "");

// seen
fn seen(sample: &Array1<f64>) -> Vec<usize> {
    (0..sample.len()).filter(|&d| !sample[d].is_nan()).collect()
}
fn responsibilities_seen(sample: &Array1<f64>, fit: &EmFit) -> Array1<f64> {
    let seen = seen(sample);
    let x = sample.select(Axis(0), &seen);
    let log_joint = Array1::from_shape_fn(fit.weights.len(), |k| {
        let mean = fit.means.row(k).select(Axis(0), &seen);
        let covariance = fit.covariances.index_axis(Axis(0), k);
        let covariance = covariance.select(Axis(0), &seen).select(Axis(1), &seen);
        fit.weights[k].ln() + log_gaussian(x.view(), mean.view(), covariance.view())
    });
    (&log_joint - log_sum_exp(&log_joint)).mapv(f64::exp)
}
fn fill(sample: &Array1<f64>, fit: &EmFit) -> Array1<f64> {
    let (seen, resp) = (seen(sample), responsibilities_seen(sample, fit));
    let mut filled = sample.mapv(|value| if value.is_nan() { 0.0 } else { value });
    for k in 0..fit.weights.len() {
        let (mean, covariance) = (fit.means.row(k), fit.covariances.index_axis(Axis(0), k));
        let factor =
            cholesky(&covariance.select(Axis(0), &seen).select(Axis(1), &seen)).unwrap();
        let offset = sample.select(Axis(0), &seen) - mean.select(Axis(0), &seen);
        let whitened = solve_lower(&factor, &offset);
        for d in (0..sample.len()).filter(|&d| sample[d].is_nan()) {
            let row = covariance.row(d).select(Axis(0), &seen);
            filled[d] += resp[k] * (mean[d] + solve_lower(&factor, &row).dot(&whitened));
        }
    }
    filled
}
let three_minutes = array![3.0, f64::NAN];
println!("shares {:.3}", responsibilities_seen(&three_minutes, &eruptions));
println!("filled {:.1}", fill(&three_minutes, &eruptions));

// holes
let all = penguins();
println!("{}", all.feature_names.join(", "));
for n in [0, 1, 2, 3] {
    println!("{} {:?}", all.species[n], all.features.row(n).to_vec());
}
println!("means {:.1}", all.features.mean_axis(Axis(0)).unwrap());
attempt(|| fit_from(&all.features, &[0, 100, 200], false).converged);
let (birds, n_dropped) = all.complete();
let measured = birds.features.clone();
println!("{} birds, {n_dropped} left out; means {:.1}",
    measured.nrows(), measured.mean_axis(Axis(0)).unwrap());

// two-panels
row([
    Plot::new().labels("bill length (mm)", "bill depth (mm)").points(&measured),
    Plot::new().labels("flipper (mm)", "mass (g)")
        .points(&measured.select(Axis(1), &[2, 3])),
]);

// two-birds
let difference = &measured.row(0) - &measured.row(200);
let squares = difference.mapv(|x| x * x);
println!("squares {squares:.2}");
println!("mass alone: {:.2} %", 100.0 * squares[3] / squares.sum());
println!("standard deviations {:.2}", measured.std_axis(Axis(0), 0.0));

// k-means
fn standardized(data: &Array2<f64>) -> Array2<f64> {
    (data - &data.mean_axis(Axis(0)).unwrap()) / &data.std_axis(Axis(0), 0.0)
}
// The best of ten starts: the smallest sum of squared distances to the centers.
fn k_means(data: &Array2<f64>, n_clusters: usize) -> (Array1<usize>, Array2<f64>) {
    let mut rng = StdRng::seed_from_u64(42);
    let mut best = (f64::INFINITY, Array1::zeros(0), Array2::zeros((0, 0)));
    for _ in 0..10 {
        let rows = random_rows(data.nrows(), n_clusters, &mut rng);
        let mut centers = data.select(Axis(0), &rows);
        let mut labels = assign_clusters(data, &centers);
        for _ in 0..100 {
            centers = update_centers(data, &labels, &centers);
            let next = assign_clusters(data, &centers);
            if next == labels {
                break;
            }
            labels = next;
        }
        let own_center = centers.select(Axis(0), &labels.to_vec());
        let inertia = (data - &own_center).mapv(|x| x * x).sum();
        if inertia < best.0 {
            best = (inertia, labels, centers);
        }
    }
    (best.1, best.2)
}

// confusion
let names = ["Adelie", "Chinstrap", "Gentoo"];
let species: Array1<usize> =
    birds.species.iter().map(|s| names.iter().position(|name| name == s).unwrap()).collect();
fn confusion(labels: &Array1<usize>, classes: &Array1<usize>) -> Array2<usize> {
    let mut table = Array2::zeros((1 + labels.iter().max().unwrap(), 3));
    for (&label, &class) in labels.iter().zip(classes) {
        table[[label, class]] += 1;
    }
    table
}
fn pairs(n: usize) -> f64 {
    n as f64 * (n as f64 - 1.0) / 2.0
}
fn adjusted_rand(table: &Array2<usize>) -> f64 {
    let together: f64 = table.iter().map(|&n| pairs(n)).sum();
    let in_clusters: f64 = table.sum_axis(Axis(1)).iter().map(|&n| pairs(n)).sum();
    let in_classes: f64 = table.sum_axis(Axis(0)).iter().map(|&n| pairs(n)).sum();
    let by_chance = in_clusters * in_classes / pairs(table.sum());
    (together - by_chance) / ((in_clusters + in_classes) / 2.0 - by_chance)
}
fn show(title: &str, labels: &Array1<usize>, species: &Array1<usize>) {
    let table = confusion(labels, species);
    println!("{title:22} Adelie  Chinstrap  Gentoo");
    for (k, row) in table.rows().into_iter().enumerate() {
        println!("  cluster {k} {:17} {:10} {:7}", row[0], row[1], row[2]);
    }
    println!("  adjusted Rand index {:.3}", adjusted_rand(&table));
}
show("K-means, mm and g", &k_means(&measured, 3).0, &species);
show("K-means, standardized", &k_means(&standardized(&measured), 3).0, &species);

// mixture-units
fn most_responsible(resp: &Array2<f64>) -> Array1<usize> {
    resp.map_axis(Axis(1), |row| {
        (0..row.len()).max_by(|&i, &j| row[i].total_cmp(&row[j])).unwrap()
    })
}
let three = best_fit(&measured, 3, false, 5);
let three_standardized = best_fit(&standardized(&measured), 3, false, 5);
show("mixture, mm and g", &most_responsible(&three.responsibilities), &species);
let gap = (&three.responsibilities - &three_standardized.responsibilities).mapv(f64::abs);
println!("responsibilities differ by at most {:.4}",
    gap.fold(0.0, |most: f64, &x| most.max(x)));
let log_scales = measured.std_axis(Axis(0), 0.0).mapv(f64::ln).sum();
println!("log-likelihoods {:.1} and {:.1}", score(&three), score(&three_standardized));
println!("342 × {log_scales:.4} = {:.1}", 342.0 * log_scales);

// other-scales
for factor in [2.0, 3.0] {
    let mut scaled = standardized(&measured);
    scaled.column_mut(0).mapv_inplace(|length| factor * length);
    let table = confusion(&k_means(&scaled, 3).0, &species);
    println!("bill length × {factor}: adjusted Rand index {:.3}", adjusted_rand(&table));
}

// clusters-and-species
fn bills(title: &str) -> Plot {
    Plot::new().title(title).labels("bill length (mm)", "bill depth (mm)")
}
// The clusters' colors for the species: Chinstrap is cluster 0, Gentoo 1, Adelie 2.
let species_colors = species.mapv(|species| [2, 0, 1][species]);
row([
    bills("clusters").responsibilities(&measured, &three.responsibilities)
        .components(&three.means, &three.covariances),
    bills("species").clusters(&measured, &species_colors),
]);

// wrong-birds
let labels = most_responsible(&three.responsibilities);
let table = confusion(&labels, &species);
let (mut sure, mut sure_but_wrong) = (0, 0);
for n in 0..342 {
    let (resp, row) = (three.responsibilities.row(n), table.row(labels[n]));
    let is_sure = resp[labels[n]] > 0.95;
    // A cluster stands for the species that most of its birds have.
    let is_wrong = row.iter().any(|&count| count > row[species[n]]);
    if is_wrong {
        println!("{:9} {:6.1} {resp:.2}", birds.species[n], measured.row(n));
    }
    sure += usize::from(is_sure);
    sure_but_wrong += usize::from(is_sure && is_wrong);
}
println!("above 0.95: {sure} birds, {sure_but_wrong} of them wrong");

// two-columns
let flippers = measured.select(Axis(1), &[2, 3]);
let on_flippers = best_fit(&flippers, 3, false, 5);
show("flipper and mass", &most_responsible(&on_flippers.responsibilities), &species);
for n_components in 1..=3 {
    let fit = best_fit(&flippers, n_components, false, 5);
    println!("K = {n_components}: BIC {:.1}",
        bic(score(&fit), count_parameters(n_components, 2), 342));
}

// bic-full
for n_components in 1..=5 {
    let fit = best_fit(&measured, n_components, false, 5);
    let bic = bic(score(&fit), count_parameters(n_components, 4), 342);
    println!("full, K = {n_components}: BIC {bic:.1}");
}

// bic-tied
let tied_fits: Vec<EmFit> =
    (1..=5).map(|n_components| best_fit(&measured, n_components, true, 5)).collect();
for fit in &tied_fits {
    let n_components = fit.weights.len();
    // weights, means, and one matrix with 10 free entries
    let n_parameters = n_components - 1 + 4 * n_components + 10;
    println!("tied, K = {n_components}: BIC {:.1}", bic(score(fit), n_parameters, 342));
}
show("tied, K = 4", &most_responsible(&tied_fits[3].responsibilities), &species);
println!("its bill depths {:.1}", tied_fits[3].means.column(1));
println!("variances of the bill depths, full: {:.2}", three.covariances.slice(s![.., 1, 1]));

// hidden
let unknown = all.features.row(3).to_owned();
println!("nothing measured: {:.3}", responsibilities_seen(&unknown, &three));
println!("weights:          {:.3}", three.weights);
for d in 0..4 {
    let (mut same, mut squares) = (0, 0.0);
    for n in 0..342 {
        let mut bird = measured.row(n).to_owned();
        bird[d] = f64::NAN;
        let resp = responsibilities_seen(&bird, &three).insert_axis(Axis(0));
        same += usize::from(most_responsible(&resp)[0] == labels[n]);
        squares += (fill(&bird, &three)[d] - measured[[n, d]]).powi(2);
    }
    println!("{} hidden: {same} keep their cluster", birds.feature_names[d]);
    println!("    filled to ±{:.2}, with the mean to ±{:.2}",
        (squares / 342.0).sqrt(), measured.column(d).std(0.0));
}

// pixels
let photo = coffee();
let some = photo.pixels.slice(s![..;37, ..]).to_owned();
println!("{} pixels, {} of them for the fit", photo.pixels.nrows(), some.nrows());
let colors = best_fit(&some, 6, false, 6);
println!("weights {:.2}", colors.weights);
println!("means (red, green, blue)\n{:.2}", colors.means);

// segmented
let resp = compute_responsibilities(
    &photo.pixels, &colors.weights, &colors.means, &colors.covariances);
let by_mixture = colors.means.select(Axis(0), &most_responsible(&resp).to_vec());
let (_, centers) = k_means(&some, 6);
let nearest = assign_clusters(&photo.pixels, &centers);
let by_k_means = centers.select(Axis(0), &nearest.to_vec());
for (name, picture) in [("mixture", &by_mixture), ("K-means", &by_k_means)] {
    let squares = (picture - &photo.pixels).mapv(|x| x * x);
    println!("{name}: off by {:.3}", squares.mean().unwrap().sqrt());
}
row([
    Plot::new().title("before").image(&photo.pixels, photo.width),
    Plot::new().title("mixture").image(&by_mixture, photo.width),
    Plot::new().title("K-means").image(&by_k_means, photo.width),
].map(|plot| plot.size(272, 200)));

// color-plane
let kinds = most_responsible(&colors.responsibilities);
let bands = assign_clusters(&some, &centers);
row([
    Plot::new().title("mixture").clusters(&some, &kinds),
    Plot::new().title("K-means").clusters(&some, &bands),
].map(|plot| plot.labels("red", "green")));

// drawn
let mut rng = StdRng::seed_from_u64(1);
let (drawn, _) = sample_mixture(
    272, &eruptions.weights, &eruptions.means, &eruptions.covariances, &mut rng).unwrap();
row([("A", &drawn), ("B", &geyser)].map(|(title, data)| {
    Plot::new().title(title).labels("eruption (min)", "wait (min)").points(data)
        .x_range(1.0, 6.0).y_range(35.0, 105.0)
}));

// tell-tale
for (name, data) in [("drawn", &drawn), ("measured", &geyser)] {
    let lengths = data.column(0);
    let shortest = lengths.fold(f64::INFINITY, |least: f64, &x| least.min(x));
    let longest = lengths.fold(0.0, |most: f64, &x| most.max(x));
    let between = lengths.iter().filter(|&&x| x > 2.5 && x < 3.3).count();
    println!("{name}: {shortest:.2} to {longest:.2} min, {between} between 2.5 and 3.3");
}

// small-scale
let light: Vec<usize> = (0..342).filter(|&n| measured[[n, 3]] <= 5000.0).collect();
let weighed = measured.select(Axis(0), &light);
let on_light = best_fit(&weighed, 3, false, 5);
println!("{} birds left; mean mass {:.0} g instead of {:.0} g", light.len(),
    weighed.column(3).mean().unwrap(), measured.column(3).mean().unwrap());
println!("weights {:.2} instead of {:.2}", on_light.weights, three.weights);
println!("masses {:.0} instead of {:.0}", on_light.means.column(3), three.means.column(3));

// no-walls
let (new_colors, _) = sample_mixture(
    10000, &colors.weights, &colors.means, &colors.covariances, &mut rng).unwrap();
let beyond = new_colors.rows().into_iter()
    .filter(|color| color.iter().any(|&level| !(0.0..=1.0).contains(&level))).count();
println!("{:.0} % of the colors drawn do not exist", beyond as f64 / 100.0);
}
