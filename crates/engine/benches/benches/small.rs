//! A small problem, engine and lessons: `cargo bench -p benches`.

use benches::problem;
use divan::{Bencher, black_box};
use gaussian_mixture::{Covariance, GaussianMixture};

fn main() {
    divan::main();
}

/// A whole fit of a thousand samples in the plane: 20 iterations from a given start.
#[divan::bench]
fn whole_fit(bencher: Bencher) {
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
