//! What the prose says of runs that no block of the chapter prints.

use std::fs;
use std::panic::catch_unwind;

use gaussian_mixture::{Covariances, GaussianMixture, Init, Mixture};
use gmm::data::{old_faithful, sample_mixture, uw_mixture};
use ndarray::{Array1, Array2, Array3, Axis, array, stack};
use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand::seq::index::sample;
use ndarray_rand::rand::{Rng, SeedableRng};
use solutions::{
    EmFit, assign_clusters, em, log_likelihood, log_sum_exp, mixture_pdf, update_centers,
};
use tests::{checkout, cloud};

fn last(fit: &EmFit) -> f64 {
    fit.log_likelihoods[fit.log_likelihoods.len() - 1]
}

/// Chapters 1, 2 and 5. `Plot::histogram` cuts the range of the data into bins of one width.
#[test]
fn each_bar_of_the_waits_counts_three_whole_minutes() {
    let waits = old_faithful().column(1).to_owned();
    let (least, most) = (43, 96);
    assert_eq!(
        waits.fold(f64::INFINITY, |a: f64, &b| a.min(b)),
        f64::from(least)
    );
    assert_eq!(waits.fold(0.0, |a: f64, &b| a.max(b)), f64::from(most));
    assert!(waits.iter().all(|wait| wait.fract() == 0.0));
    for chapter in ["01-mixture", "02-basic-steps", "05-log-likelihood"] {
        let path = checkout().join(format!("book/en/{chapter}.md"));
        let text = fs::read_to_string(path).unwrap();
        let calls: Vec<&str> = text.split(".histogram(&waiting, ").skip(1).collect();
        assert!(
            !calls.is_empty(),
            "{chapter} draws no histogram of the waits"
        );
        for call in calls {
            let n_bins: usize = call.split(')').next().unwrap().parse().unwrap();
            let width = f64::from(most - least) / n_bins as f64;
            let mut minutes = vec![0; n_bins];
            for minute in least..=most {
                let bin = (f64::from(minute - least) / width) as usize;
                minutes[bin.min(n_bins - 1)] += 1;
            }
            assert!(
                minutes.iter().all(|&count| count == 3),
                "{chapter}: {minutes:?}"
            );
        }
    }
}

/// Chapter 4, the stretched clusters: K-means leaves their true means for a lower inertia, and
/// other starts end at a lower one still, with more labels wrong.
#[test]
fn where_k_means_ends_lower_it_gets_more_labels_wrong() {
    let long = array![[4.0, 3.8], [3.8, 4.0]];
    let means = array![[0.0, 0.0], [1.5, -1.5], [3.0, -3.0]];
    let thirds = Array1::from_elem(3, 1.0 / 3.0);
    let covariances = stack![Axis(0), long, long, long];
    let rng = &mut StdRng::seed_from_u64(5);
    let (data, truth) = sample_mixture(300, &thirds, &means, &covariances, rng).unwrap();
    let k_means = |start: &Array2<f64>| {
        let mut centers = start.clone();
        for _ in 0..100 {
            centers = update_centers(&data, &assign_clusters(&data, &centers), &centers);
        }
        let labels = assign_clusters(&data, &centers);
        let off = |(n, &k): (usize, &usize)| (&data.row(n) - &centers.row(k)).pow2().sum();
        let inertia: f64 = labels.iter().enumerate().map(off).sum();
        let wrong = |order: [usize; 3]| {
            labels
                .iter()
                .zip(&truth)
                .filter(|&(&found, &drawn)| order[found] != drawn)
                .count()
        };
        let orders = [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ];
        (inertia, orders.map(wrong).into_iter().min().unwrap())
    };
    let from_truth = k_means(&means);
    assert_eq!((from_truth.0.round(), from_truth.1), (1412.0, 116));
    let mut n_lower = 0;
    for seed in 0..100 {
        let rows = sample(&mut StdRng::seed_from_u64(seed), 300, 3).into_vec();
        let other = k_means(&data.select(Axis(0), &rows));
        if other.0 < from_truth.0 - 1.0 {
            n_lower += 1;
            assert!(other.1 > from_truth.1, "seed {seed}: {other:?}");
        }
    }
    assert!(n_lower > 0);
}

/// Chapter 5: what log-sum-exp makes of ∞ and of missing values.
#[test]
fn log_sum_exp_does_not_handle_infinity_and_takes_missing_for_impossible() {
    assert!(log_sum_exp(&array![f64::INFINITY, 0.0]).is_nan());
    assert_eq!(log_sum_exp(&array![f64::NAN, f64::NAN]), f64::NEG_INFINITY);
    let weights = array![0.5, 0.5];
    let means = array![[0.0], [1.0]];
    let covariances = Array3::ones((2, 1, 1));
    let found = log_likelihood(&array![[0.0], [f64::NAN]], &weights, &means, &covariances);
    assert_eq!(found, f64::NEG_INFINITY);
    // A sample whose squared distance overflows: the gain is no number, and em does not go on.
    let far = array![[0.0], [1e200]];
    let before = log_likelihood(&far, &weights, &means, &covariances);
    assert_eq!(before, f64::NEG_INFINITY);
    assert!((before - before).is_nan());
    assert!(catch_unwind(|| em(&far, &means, &covariances, &weights, 10, 1e-4)).is_err());
}

/// Chapter 8: both ends are maxima.
#[test]
fn no_small_change_raises_either_end_of_the_six_numbers() {
    let numbers = array![1.0, 2.0, 3.0, 5.0, 8.0, 9.0];
    let column = numbers.clone().insert_axis(Axis(1));
    let fours = Array3::from_elem((2, 1, 1), 4.0);
    let rng = &mut StdRng::seed_from_u64(8);
    for right in [3.0, 9.0] {
        let start = array![[2.0], [right]];
        let fit = em(&column, &start, &fours, &array![0.5, 0.5], 1000, 1e-13);
        for _ in 0..500 {
            let mut moved = |x: f64| x + rng.random_range(-1e-3..1e-3);
            let weight = moved(fit.weights[0]);
            let weights = array![weight, 1.0 - weight];
            let means = fit.means.column(0).mapv(&mut moved);
            let std_devs = Array1::from_iter(fit.covariances.iter().map(|x| moved(x.sqrt())));
            let log_density = |&x: &f64| mixture_pdf(x, &weights, &means, &std_devs).ln();
            assert!(numbers.iter().map(log_density).sum::<f64>() < last(&fit));
        }
    }
}

/// Chapter 9: after the first update the twins move apart.
#[test]
fn the_twins_part_with_every_update_from_the_second_to_the_twentieth() {
    let data = uw_mixture();
    let rows = [20, 10, 96];
    let spread = cloud(&data) * (3.0 * 100.0 / 99.0);
    let mut fit = EmFit {
        weights: Array1::from_elem(3, 1.0 / 3.0),
        means: data.select(Axis(0), &rows),
        covariances: stack![Axis(0), spread, spread, spread],
        responsibilities: Array2::zeros((100, 3)),
        log_likelihoods: vec![],
        converged: false,
    };
    let apart = |fit: &EmFit| (&fit.means.row(0) - &fit.means.row(2)).pow2().sum().sqrt();
    let mut distances = vec![apart(&fit)];
    for _ in 0..20 {
        fit = em(&data, &fit.means, &fit.covariances, &fit.weights, 1, 0.0);
        distances.push(apart(&fit));
    }
    assert!(distances[1] < distances[0]);
    for update in 2..=20 {
        assert!(
            distances[update] > distances[update - 1],
            "update {update}: {distances:?}"
        );
    }
}

/// Chapter 10: rows 20, 10, 96 and 37, from which full covariances run up a spike.
#[test]
fn a_shared_covariance_does_not_run_up_the_spike() {
    let data = uw_mixture();
    let means = data.select(Axis(0), &[20, 10, 96, 37]);
    let weights = Array1::from_elem(4, 0.25);
    let start = Mixture::new(weights, means, Covariances::Tied(cloud(&data))).unwrap();
    let fitted = GaussianMixture::new(4)
        .init(Init::Given(start))
        .regularization(0.0)
        .tolerance(1e-12)
        .max_iter(10_000)
        .fit(&data)
        .unwrap();
    let covariances = fitted.mixture.covariances();
    let [a, b, c] = [[0, 0, 0], [0, 0, 1], [0, 1, 1]].map(|place| covariances[place]);
    // 0.294; the spike of full covariances goes below 1e-300.
    assert!(a * c - b * b > 0.2);
}

/// Chapters 10 and 12: samples on one line feed a spike, however many they are.
#[test]
fn fifteen_eruptions_with_one_wait_feed_a_spike() {
    let geyser = old_faithful();
    let on_line: Vec<usize> = (0..272).filter(|&n| geyser[[n, 1]] == 78.0).collect();
    assert_eq!(on_line.len(), 15);
    let eruptions = geyser.select(Axis(0), &on_line);
    let mut narrow = cloud(&eruptions);
    narrow[[1, 1]] = 0.3 * 0.3;
    narrow[[0, 1]] = 0.0;
    narrow[[1, 0]] = 0.0;
    let weights = array![257.0 / 272.0, 15.0 / 272.0];
    let means = stack![
        Axis(0),
        geyser.mean_axis(Axis(0)).unwrap(),
        eruptions.mean_axis(Axis(0)).unwrap()
    ];
    let covariances = stack![Axis(0), cloud(&geyser), narrow];
    // Few updates: whether the Cholesky factor fails then is left to rounding.
    let fit = em(&geyser, &means, &covariances, &weights, 3, 0.0);
    // Far above the guard of chapter 12, which asks for 4.
    assert!((fit.responsibilities.column(1).sum() - 15.0).abs() < 1e-6);
    assert!(fit.covariances[[1, 1, 1]] < 1e-20);
}

/// Chapter 12: starts as broad as the data do not find that spike.
#[test]
fn three_hundred_broad_starts_end_in_no_spike_on_the_geyser() {
    let geyser = old_faithful();
    let cloud = cloud(&geyser);
    for seed in 0..300 {
        let rows = sample(&mut StdRng::seed_from_u64(seed), 272, 2).into_vec();
        let start = Mixture::new(
            array![0.5, 0.5],
            geyser.select(Axis(0), &rows),
            stack![Axis(0), cloud, cloud],
        );
        let fit = GaussianMixture::new(2)
            .init(Init::Given(start.unwrap()))
            .regularization(0.0)
            .max_iter(1000)
            .fit(&geyser)
            .unwrap();
        let waits = fit.mixture.covariances().slice_move(ndarray::s![.., 1, 1]);
        assert!(
            waits.iter().all(|&variance| variance > 10.0),
            "seed {seed}: {waits}"
        );
    }
}
