//! The engine and the textbook loop on a small problem: `cargo bench -p benches`.

use benches::problem;
use divan::{Bencher, black_box};
use gaussian_mixture::{Covariance, GaussianMixture};

fn main() {
    divan::main();
}

/// A fit of a thousand samples with two features: 20 iterations from a given start.
#[divan::bench]
fn whole_fit(bencher: Bencher) {
    let (data, start) = problem(1_000, 2, 3, Covariance::Full);
    let fit = GaussianMixture::new(3)
        .warm_start(&start)
        .max_iter(20)
        .tolerance(0.0);
    bencher.bench_local(|| fit.fit(black_box(&data)).expect("no component collapses"));
}

/// One update of the textbook loop on the same data.
#[divan::bench(sample_count = 5)]
fn textbook_update(bencher: Bencher) {
    let (data, start) = problem(1_000, 2, 3, Covariance::Full);
    let (weights, means, covariances) = (start.weights(), start.means(), start.covariances());
    bencher.bench_local(|| solutions::em(black_box(&data), means, &covariances, weights, 1, 0.0));
}
