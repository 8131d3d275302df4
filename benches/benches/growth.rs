//! How the cost of an iteration grows with samples, features and components, and what the lessons'
//! own loop takes: `cargo bench -p benches`.

use benches::problem;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use gmm::{Covariance, GaussianMixture};

fn main() {
    divan::main();
}

/// One iteration on one thread, and the look at the data before it.
fn iteration(bencher: Bencher, n: usize, d: usize, k: usize, shape: Covariance) {
    let (data, start) = problem(n, d, k, shape);
    let fit = GaussianMixture::new(k)
        .warm_start(&start)
        .max_iter(1)
        .threads(1);
    let bencher = bencher.counter(ItemsCount::new(n));
    bencher.bench_local(|| fit.fit(black_box(&data)).expect("no component collapses"));
}

#[divan::bench(args = [1_000, 10_000, 100_000, 1_000_000], sample_count = 20)]
fn samples(bencher: Bencher, n: usize) {
    iteration(bencher, n, 2, 3, Covariance::Full);
}

#[divan::bench(args = [1, 2, 4, 8, 9, 16, 32, 64], sample_count = 10)]
fn features(bencher: Bencher, d: usize) {
    iteration(bencher, 20_000, d, 8, Covariance::Full);
}

#[divan::bench(args = [1, 2, 4, 8, 16, 32, 64, 128], sample_count = 10)]
fn diagonal_features(bencher: Bencher, d: usize) {
    iteration(bencher, 20_000, d, 8, Covariance::Diagonal);
}

#[divan::bench(args = [1, 2, 4, 8, 16, 32, 64], sample_count = 10)]
fn components(bencher: Bencher, k: usize) {
    iteration(bencher, 20_000, 8, k, Covariance::Full);
}

/// A whole fit of a thousand samples in the plane: 20 iterations from a given start.
#[divan::bench]
fn whole_small_fit(bencher: Bencher) {
    let (data, start) = problem(1_000, 2, 3, Covariance::Full);
    let fit = GaussianMixture::new(3)
        .warm_start(&start)
        .max_iter(20)
        .tolerance(0.0);
    bencher.bench_local(|| fit.fit(black_box(&data)).expect("no component collapses"));
}

/// The lessons' loop on the same, one update.
#[divan::bench(sample_count = 5)]
fn slow_twin(bencher: Bencher) {
    let (data, start) = problem(1_000, 2, 3, Covariance::Full);
    let (weights, means, covariances) = (start.weights(), start.means(), start.covariances());
    bencher.bench_local(|| solutions::em(black_box(&data), means, &covariances, weights, 1, 0.0));
}
