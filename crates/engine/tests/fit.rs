//! The engine against a simple implementation, numbers worked by hand, and invariants.

mod data;

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use approx::assert_abs_diff_eq;
use data::{old_faithful, uw_mixture};
use gaussian_mixture::sample_mixture;
use gaussian_mixture::{
    Covariance, Covariances, Error, GaussianMixture, InstructionSet, Mixture, SufficientStatistics,
};
use ndarray::{Array1, Array2, Array3, Axis, array, s};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
use ndarray_rand::rand_distr::StandardNormal;

mod problems;
use problems::{Problem, SHAPES, start_of_shape};

/// Numbers of features on both sides of every change of the kernel and of the vector length.
const WIDTHS: [usize; 17] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 17, 24, 33, 48];

#[test]
fn one_iteration_is_the_simple_e_step_and_m_step() {
    for (seed, &d) in WIDTHS.iter().enumerate() {
        let problem = Problem::random(seed as u64, 700, d, 1 + seed % 5);
        let (data, start) = (&problem.data, &problem.start);
        let (weights, means, covariances) = (start.weights(), start.means(), start.covariances());
        let resp = solutions::compute_responsibilities(data, weights, means, &covariances);
        // 1e-11: forty rounding errors of numbers below 100
        assert_abs_diff_eq!(start.responsibilities(data).unwrap(), resp, epsilon = 1e-11);
        let log_likelihood = solutions::log_likelihood(data, weights, means, &covariances);
        let found = start.log_likelihood(data).unwrap();
        assert_abs_diff_eq!(
            found,
            log_likelihood,
            epsilon = 1e-12 * log_likelihood.abs()
        );
        let log_densities = start.log_density(data).unwrap();
        assert_abs_diff_eq!(log_densities.sum(), found, epsilon = 1e-12 * found.abs());

        let counts = solutions::compute_soft_counts(&resp);
        let means = solutions::compute_means(data, &resp, &counts);
        let covariances = solutions::compute_covariances(data, &resp, &counts, &means);
        let fit = GaussianMixture::new(start.n_components())
            .warm_start(start)
            .max_iter(1)
            .regularization(0.0)
            .fit(data)
            .unwrap();
        let mixture = &fit.mixture;
        let weights = solutions::compute_weights(&counts);
        assert_abs_diff_eq!(*mixture.weights(), weights, epsilon = 1e-10);
        assert_abs_diff_eq!(*mixture.means(), means, epsilon = 1e-10);
        assert_abs_diff_eq!(mixture.covariances(), covariances, epsilon = 1e-10);
    }
}

/// With many features the kernel prunes samples far from a component: none, some, all but those of
/// one component, or all.
#[test]
fn pruning_keeps_every_sample_with_a_responsibility() {
    for (seed, distance) in [0.0, 0.1, 0.5, 1.0, 5.0].into_iter().enumerate() {
        let problem = Problem::random(seed as u64, 300, 50, 8);
        let (data, start) = (&problem.data, &problem.start);
        let (weights, covariances) = (start.weights(), start.covariances());
        let means = start.means() * distance;
        let near = Mixture::new(weights.clone(), means.clone(), covariances.clone()).unwrap();
        let resp = solutions::compute_responsibilities(data, weights, &means, &covariances);
        assert_abs_diff_eq!(near.responsibilities(data).unwrap(), resp, epsilon = 1e-11);
        let kept = resp.iter().filter(|&&resp| resp > 1e-20).count();
        println!("distance {distance}: {kept} of {} count", resp.len());
    }
}

#[test]
fn fifty_iterations_agree_with_simple_em() {
    for seed in 0..6 {
        let problem = Problem::random(seed, 200, 1 + seed as usize % 3, 2);
        let (data, start) = (&problem.data, &problem.start);
        let (weights, means) = (start.weights(), start.means());
        let slow = solutions::em(data, means, &start.covariances(), weights, 50, 0.0);
        let updates = slow.log_likelihoods.len() - 1;
        let fast = GaussianMixture::new(2)
            .warm_start(start)
            .max_iter(updates)
            .tolerance(0.0)
            .regularization(0.0)
            .fit(data)
            .unwrap();
        let n_samples = data.nrows() as f64;
        for (slow, fast) in slow.log_likelihoods.iter().zip(&fast.log_likelihoods) {
            assert_abs_diff_eq!(slow / n_samples, fast, epsilon = 1e-10);
        }
        assert_abs_diff_eq!(*fast.mixture.means(), slow.means, epsilon = 1e-10);
        assert_abs_diff_eq!(
            fast.mixture.covariances(),
            slow.covariances,
            epsilon = 1e-10
        );
    }
}

#[test]
fn the_simulated_run_gives_the_known_numbers() {
    let data = uw_mixture();
    let centered = &data - &data.mean_axis(Axis(0)).unwrap();
    let covariance = centered.t().dot(&centered) * (1.0 / 99.0);
    let start = Mixture::new(
        Array1::from_elem(3, 1.0 / 3.0),
        data.select(Axis(0), &[20, 10, 96]),
        ndarray::stack![Axis(0), covariance, covariance, covariance],
    )
    .unwrap();
    let fit = GaussianMixture::new(3)
        .warm_start(&start)
        .max_iter(23)
        .tolerance(0.0)
        .regularization(0.0)
        .fit(&data)
        .unwrap();
    assert_abs_diff_eq!(
        fit.mixture.weights()[0],
        0.3007102300609823,
        epsilon = 1e-12
    );
    assert_abs_diff_eq!(
        fit.mixture.means()[[1, 0]],
        4.9423923529753555,
        epsilon = 1e-12
    );
    let variance = fit.mixture.covariances()[[2, 0, 0]];
    assert_abs_diff_eq!(variance, 0.6711499189718454, epsilon = 1e-12);
    assert_abs_diff_eq!(fit.log_likelihoods[0] * 100.0, -541.316125, epsilon = 5e-7);
    let reached = fit.mixture.log_likelihood(&data).unwrap();
    assert_abs_diff_eq!(reached, -318.8308214856091, epsilon = 1e-10);
}

/// The M-step of each covariance type, computed from that of full covariances.
#[test]
fn the_other_covariance_types_follow_their_definitions() {
    for (seed, &d) in WIDTHS.iter().enumerate() {
        let problem = Problem::random(seed as u64, 500, d, 3);
        for shape in SHAPES {
            let start = start_of_shape(&problem.start, shape);
            let data = &problem.data;
            let (weights, covariances) = (start.weights(), start.covariances());
            let resp =
                solutions::compute_responsibilities(data, weights, start.means(), &covariances);
            let counts = solutions::compute_soft_counts(&resp);
            let means = solutions::compute_means(data, &resp, &counts);
            let full = solutions::compute_covariances(data, &resp, &counts, &means);
            let shares = &counts / counts.sum();
            let expected = Array3::from_shape_fn(full.dim(), |(k, i, j)| match shape {
                Covariance::Full => full[[k, i, j]],
                Covariance::Tied => (0..3).map(|k| shares[k] * full[[k, i, j]]).sum(),
                _ if i != j => 0.0,
                Covariance::Diagonal => full[[k, i, i]],
                Covariance::Spherical => (0..d).map(|i| full[[k, i, i]]).sum::<f64>() / d as f64,
            });
            let fit = GaussianMixture::new(3)
                .warm_start(&start)
                .max_iter(1)
                .regularization(0.0)
                .fit(data)
                .unwrap();
            assert_eq!(fit.mixture.covariance_type(), shape);
            assert_abs_diff_eq!(*fit.mixture.means(), means, epsilon = 1e-10);
            assert_abs_diff_eq!(fit.mixture.covariances(), expected, epsilon = 1e-10);
        }
    }
}

#[test]
fn instruction_sets_differ_only_by_rounding() {
    for (seed, &d) in WIDTHS.iter().enumerate() {
        let problem = Problem::random(seed as u64, 900, d, 4);
        for shape in SHAPES {
            let with = |set| {
                GaussianMixture::new(4)
                    .warm_start(&start_of_shape(&problem.start, shape))
                    .max_iter(3)
                    .tolerance(0.0)
                    .instruction_set(set)
                    .fit(&problem.data)
                    .unwrap()
            };
            let portable = with(InstructionSet::Portable);
            for set in [InstructionSet::Avx2, InstructionSet::Detect] {
                let other = with(set);
                let (found, expected) =
                    (other.mixture.covariances(), portable.mixture.covariances());
                // 1e-11: a few thousand rounding errors, in another order
                assert_abs_diff_eq!(found, expected, epsilon = 1e-11);
                assert_abs_diff_eq!(
                    other.log_likelihoods[2],
                    portable.log_likelihoods[2],
                    epsilon = 1e-12
                );
            }
        }
    }
}

#[test]
fn f32_data_give_the_bits_of_the_same_numbers_as_f64() {
    let single = old_faithful().mapv(|x| x as f32);
    let double = single.mapv(f64::from);
    let fit = GaussianMixture::new(2).seed(3);
    assert_eq!(fit.fit(&single).unwrap(), fit.fit(&double).unwrap());
    // These widths use all kernels.
    for d in [2, 11, 12] {
        let problem = Problem::random(6, 600, d, 3);
        let single = problem.data.mapv(|x| x as f32);
        let double = single.mapv(f64::from);
        let fit = GaussianMixture::new(3).warm_start(&problem.start);
        assert_eq!(fit.fit(&single).unwrap(), fit.fit(&double).unwrap());
    }
}

#[test]
fn predictions_for_many_samples_are_those_for_each_part() {
    let problem = Problem::random(6, 10_000, 3, 4);
    let (data, mixture) = (&problem.data, &problem.start);
    let resp = mixture.responsibilities(data).unwrap();
    let log_densities = mixture.log_density(data).unwrap();
    let labels = mixture.predict(data).unwrap();
    for first in (0..10_000).step_by(777) {
        let rows = s![first..(first + 777).min(10_000), ..];
        let part = data.slice(rows);
        assert_eq!(mixture.responsibilities(&part).unwrap(), resp.slice(rows));
        let rows = s![first..(first + 777).min(10_000)];
        assert_eq!(
            mixture.log_density(&part).unwrap(),
            log_densities.slice(rows)
        );
        assert_eq!(mixture.predict(&part).unwrap(), labels.slice(rows));
    }
}

#[test]
fn the_memory_layout_of_the_data_changes_nothing() {
    for d in [6, 11, 12] {
        let problem = Problem::random(5, 600, d, 3);
        let fit = GaussianMixture::new(3).warm_start(&problem.start);
        let plain = fit.fit(&problem.data).unwrap();
        let columns = problem.data.t().as_standard_layout().to_owned();
        assert_eq!(fit.fit(&columns.t()).unwrap(), plain);
        let mut spaced = Array2::from_elem((1200, d), f64::NAN);
        spaced.slice_mut(s![..;2, ..]).assign(&problem.data);
        assert_eq!(fit.fit(&spaced.slice(s![..;2, ..])).unwrap(), plain);
    }
}

#[test]
fn a_marginal_has_the_density_of_its_features() {
    let mixture = Problem::random(2, 10, 3, 2).start;
    let marginal = mixture.marginal(&[2, 0]).unwrap();
    let covariances = mixture.covariances();
    let expected = Array3::from_shape_fn((2, 2, 2), |(k, i, j)| {
        covariances[[k, [2, 0][i], [2, 0][j]]]
    });
    assert_eq!(marginal.covariances(), expected);
    assert_eq!(*marginal.means(), mixture.means().select(Axis(1), &[2, 0]));
    let twice = mixture.marginal(&[1, 1]);
    assert!(matches!(
        twice,
        Err(Error::UnknownFeature { feature: 1, .. })
    ));
}

#[test]
fn joint_density_is_marginal_times_conditional() {
    for shape in SHAPES {
        let mixture = start_of_shape(&Problem::random(3, 10, 4, 3).start, shape);
        let x = array![[0.3, -1.0, 0.7, 0.1]];
        let given = mixture
            .conditional(&[3, 1], &[x[[0, 3]], x[[0, 1]]])
            .unwrap();
        let marginal = mixture.marginal(&[3, 1]).unwrap();
        let joint = mixture.log_density(&x).unwrap()[0];
        let parts = marginal.log_density(&x.select(Axis(1), &[3, 1])).unwrap()[0]
            + given.log_density(&x.select(Axis(1), &[0, 2])).unwrap()[0];
        // 1e-13: a dozen rounding errors of numbers near 5
        assert_abs_diff_eq!(joint, parts, epsilon = 1e-13);
    }
}

#[test]
fn bic_and_aic_follow_their_definitions() {
    let data = old_faithful();
    let fit = GaussianMixture::new(2).fit(&data).unwrap();
    let log_likelihood = fit.mixture.log_likelihood(&data).unwrap();
    let p = solutions::count_parameters(2, 2);
    assert_eq!(fit.mixture.count_parameters(), p);
    let expected = solutions::bic(log_likelihood, p, 272);
    assert_abs_diff_eq!(fit.mixture.bic(&data).unwrap(), expected, epsilon = 1e-9);
    let aic = 2.0 * p as f64 - 2.0 * log_likelihood;
    assert_abs_diff_eq!(fit.mixture.aic(&data).unwrap(), aic, epsilon = 1e-9);
}

#[test]
fn a_fit_recovers_the_mixture_that_drew_its_samples() {
    let means = array![[-4.0, 0.0], [4.0, 1.0]];
    let covariances = array![[[1.0, 0.5], [0.5, 2.0]], [[2.0, -0.3], [-0.3, 1.0]]];
    let truth = Mixture::new(array![0.3, 0.7], means, covariances).unwrap();
    let (data, _) = truth.sample(40_000, &mut StdRng::seed_from_u64(8));
    let fit = GaussianMixture::new(2).tolerance(1e-8).fit(&data).unwrap();
    let first = usize::from(fit.mixture.means()[[0, 0]] > 0.0);
    let order = [first, 1 - first];
    // 0.05: five standard errors of a mean among 12,000 samples of deviation √2 are 0.065
    let found = fit.mixture.means().select(Axis(0), &order);
    assert_abs_diff_eq!(found, *truth.means(), epsilon = 0.065);
    let found = fit.mixture.covariances().select(Axis(0), &order);
    // Five standard errors of a variance of 2: 5 · 2 √(2 / 12,000)
    assert_abs_diff_eq!(found, truth.covariances(), epsilon = 0.13);
}

#[test]
fn the_best_of_several_starts_is_kept() {
    let data = uw_mixture();
    let fits: Vec<f64> = (1..=8)
        .map(|n_init| {
            let fit = GaussianMixture::new(6)
                .n_init(n_init)
                .seed(5)
                .fit(&data)
                .unwrap();
            *fit.log_likelihoods.last().unwrap()
        })
        .collect();
    assert!(fits.is_sorted(), "{fits:?}");
    assert!(
        fits[7] > fits[0],
        "no start was better than the first: {fits:?}"
    );
}

#[test]
fn the_best_start_is_kept_even_without_convergence() {
    let data = uw_mixture();
    let reached = |seed, n_init| {
        let options = GaussianMixture::new(4).max_iter(1).seed(seed);
        let mixture = options.n_init(n_init).fit(&data).unwrap().mixture;
        mixture.log_likelihood(&data).unwrap()
    };
    for seed in 100..140 {
        let best: Vec<f64> = (1..=4).map(|n_init| reached(seed, n_init)).collect();
        assert!(best.is_sorted(), "seed {seed}: {best:?}");
    }
}

#[test]
fn an_observer_that_breaks_ends_the_whole_fit() {
    let calls = Arc::new(Mutex::new(vec![]));
    let seen = calls.clone();
    let fit = GaussianMixture::new(2)
        .n_init(3)
        .on_iteration(move |progress| {
            seen.lock()
                .unwrap()
                .push((progress.start, progress.iteration));
            match (progress.start, progress.iteration) {
                (1, 2) => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        })
        .fit(&old_faithful())
        .unwrap();
    let calls = calls.lock().unwrap();
    assert_eq!(calls.last(), Some(&(1, 2)));
    let expected = if fit.start == 1 { 2 } else { calls.len() - 2 };
    assert_eq!(fit.iterations, expected);
}

#[test]
fn samples_of_weight_0_change_nothing() {
    let rows = [0.0, 0.0, 1.0, 1.0, 1e6, 1e6, 2e6, 3e6];
    let data = Array2::from_shape_fn((8, 1), |(n, _)| rows[n]);
    let weights = array![1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    let few = data.slice(s![..4, ..]);
    let long = Array2::from_shape_fn((40_000, 1), |(n, _)| (n % 4000) as f64);
    let seldom = Array1::from_shape_fn(40_000, |n| f64::from(u8::from(n % 4000 < 6)));
    let weighty = Array2::from_shape_fn((60, 1), |(n, _)| (n % 6) as f64);
    for seed in 0..6 {
        let options = GaussianMixture::new(3).seed(seed);
        let found = options.fit_weighted(&data, &weights).unwrap();
        assert_eq!(found.mixture, options.fit(&few).unwrap().mixture);
        let found = options.fit_weighted(&long, &seldom).unwrap();
        let expected = options.fit(&weighty).unwrap();
        let difference = found.mixture.means() - expected.mixture.means();
        // 1e-12: a few dozen additions in another order
        assert!(difference.iter().all(|x| x.abs() < 1e-12));
    }
}

#[test]
fn statistics_survive_as_bytes_and_refuse_damaged_bytes() {
    let problem = Problem::random(1, 300, 3, 2);
    for shape in SHAPES {
        let mixture = start_of_shape(&problem.start, shape);
        let mut statistics = SufficientStatistics::new(&mixture).unwrap();
        statistics.update(&problem.data).unwrap();
        let bytes = statistics.to_bytes();
        let back = SufficientStatistics::from_bytes(&bytes).unwrap();
        assert_eq!(back.to_bytes(), bytes);
        assert_eq!(
            back.maximize(0.0).unwrap(),
            statistics.maximize(0.0).unwrap()
        );
        for length in 0..bytes.len() {
            let cut = SufficientStatistics::from_bytes(&bytes[..length]).map(drop);
            assert!(
                matches!(cut, Err(Error::Malformed { .. })),
                "{length}: {cut:?}"
            );
        }
        let mut flipped = bytes;
        flipped[40] ^= 1;
        let damaged = SufficientStatistics::from_bytes(&flipped).map(drop);
        assert!(matches!(damaged, Err(Error::Malformed { .. })));
    }
}

#[test]
fn statistics_of_parts_add_up_in_any_order() {
    let problem = Problem::random(4, 900, 5, 3);
    let part = |from, to| {
        let mut statistics = SufficientStatistics::new(&problem.start).unwrap();
        statistics
            .update(&problem.data.slice(s![from..to, ..]))
            .unwrap();
        statistics
    };
    let merged = |order: [(usize, usize); 3]| {
        let mut sum = part(order[0].0, order[0].1);
        for (from, to) in &order[1..] {
            sum.merge(&part(*from, *to)).unwrap();
        }
        assert_eq!(sum.n_samples(), 900);
        sum.maximize(0.0).unwrap()
    };
    let parts = [(0, 1), (1, 400), (400, 900)];
    let whole = part(0, 900).maximize(0.0).unwrap();
    for order in [
        parts,
        [parts[1], parts[2], parts[0]],
        [parts[2], parts[1], parts[0]],
    ] {
        let mixture = merged(order);
        // 1e-12: a thousand additions in another order
        assert_abs_diff_eq!(*mixture.means(), *whole.means(), epsilon = 1e-12);
        assert_abs_diff_eq!(mixture.covariances(), whole.covariances(), epsilon = 1e-12);
    }
    let other = SufficientStatistics::new(&Problem::random(5, 900, 5, 3).start).unwrap();
    assert_eq!(part(0, 9).merge(&other), Err(Error::OtherMixture));
}

#[test]
fn distance_from_the_origin_loses_no_digits() {
    let problem = Problem::random(6, 2000, 3, 2);
    // Multiples of 2⁻¹⁰, so that 1e8 + x is exact.
    let near = problem.data.mapv(|x| (x * 1024.0).round() / 1024.0);
    let far = &near + 1e8;
    let fit = |data: &Array2<f64>, shift: f64| {
        let start = Mixture::new(
            problem.start.weights().clone(),
            problem.start.means() + shift,
            problem.start.covariances(),
        );
        GaussianMixture::new(2)
            .warm_start(&start.unwrap())
            .regularization(0.0)
            .max_iter(20)
            .tolerance(0.0)
            .fit(data)
            .unwrap()
    };
    let (near, far) = (fit(&near, 0.0), fit(&far, 1e8));
    // 2e-7: means near 1e8 are rounded to 1.5e-8
    assert_abs_diff_eq!(
        far.mixture.covariances(),
        near.mixture.covariances(),
        epsilon = 2e-7
    );
    assert_abs_diff_eq!(
        far.log_likelihoods[19],
        near.log_likelihoods[19],
        epsilon = 2e-8
    );
}

#[test]
fn predictions_far_from_every_component_are_finite() {
    let mixture = Mixture::new(
        array![0.25, 0.75],
        array![[-1.0], [1.0]],
        Array3::ones((2, 1, 1)),
    );
    let mixture = mixture.unwrap();
    let far = array![[1e5], [-1e152], [1e153], [0.0]];
    let resp = mixture.responsibilities(&far).unwrap();
    assert_abs_diff_eq!(resp.sum_axis(Axis(1)), Array1::ones(4), epsilon = 1e-15);
    assert_eq!(resp.row(0).to_vec(), [0.0, 1.0]);
    assert!(
        mixture
            .log_density(&far)
            .unwrap()
            .iter()
            .all(|x| x.is_finite())
    );
}

#[test]
fn sample_weights_are_repetitions() {
    let data = old_faithful();
    let mut rng = StdRng::seed_from_u64(9);
    let times: Vec<usize> = (0..272).map(|_| rng.random_range(0..4)).collect();
    let rows: Vec<usize> = (0..272).flat_map(|n| vec![n; times[n]]).collect();
    let weights: Array1<f64> = times.iter().map(|&times| times as f64).collect();
    let start = GaussianMixture::new(2)
        .max_iter(2)
        .fit(&data)
        .unwrap()
        .mixture;
    let fit = GaussianMixture::new(2)
        .warm_start(&start)
        .max_iter(5)
        .tolerance(0.0);
    let weighted = fit.fit_weighted(&data, &weights).unwrap();
    let repeated = fit.fit(&data.select(Axis(0), &rows)).unwrap();
    // 1e-10: 1500 additions of numbers near 100 in another order
    assert_abs_diff_eq!(
        *weighted.mixture.means(),
        *repeated.mixture.means(),
        epsilon = 1e-10
    );
    let (found, expected) = (
        weighted.mixture.covariances(),
        repeated.mixture.covariances(),
    );
    assert_abs_diff_eq!(found, expected, epsilon = 1e-10);
    for (found, expected) in weighted
        .log_likelihoods
        .iter()
        .zip(&repeated.log_likelihoods)
    {
        assert_abs_diff_eq!(found, expected, epsilon = 1e-12);
    }
}

#[test]
fn the_covariance_type_of_a_given_start_wins() {
    let rng = &mut StdRng::seed_from_u64(1);
    let data: Array2<f64> = Array2::random_using((100, 2), StandardNormal, rng);
    let start = Mixture::new(
        array![1.0],
        array![[0.0, 0.0]],
        Covariances::Spherical(array![1.0]),
    );
    let fit = GaussianMixture::new(1)
        .warm_start(&start.unwrap())
        .fit(&data)
        .unwrap();
    assert_eq!(fit.mixture.covariance_type(), Covariance::Spherical);
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    for (d, n_samples) in [(2, 60_000), (6, 30_000)] {
        let problem = Problem::random(11, 50, d, 3);
        let weights = problem.start.weights();
        let (data, _) = sample_mixture(
            n_samples,
            weights,
            problem.start.means(),
            &problem.start.covariances(),
            &mut StdRng::seed_from_u64(2),
        )
        .unwrap();
        for shape in SHAPES {
            let with = |threads| {
                let fit = GaussianMixture::new(3)
                    .covariance(shape)
                    .seed(4)
                    .max_iter(5);
                fit.threads(threads).fit(&data).unwrap()
            };
            let one = with(1);
            for threads in [2, 4, 7] {
                assert_eq!(with(threads), one);
            }
        }
    }
}
