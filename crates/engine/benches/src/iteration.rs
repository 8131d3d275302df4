//! The time of one iteration of the engine.

use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use gaussian_mixture::{GaussianMixture, Mixture};
use ndarray::Array2;

/// How many iterations the longer of two runs has.
const MANY: usize = 6;

/// The times of a run of one iteration and of a run of several. Their difference excludes the pass
/// over the data before the first iteration.
#[derive(Debug, Clone, Copy)]
pub struct Runs {
    one: Duration,
    many: Duration,
}

impl Runs {
    /// Measures processor time on one thread, else wall time.
    ///
    /// # Panics
    /// If the fit fails or stops early.
    pub fn time(data: &Array2<f64>, start: &Mixture, threads: usize) -> Self {
        let run = |iterations| {
            let fit = GaussianMixture::new(start.weights().len())
                .warm_start(start)
                .max_iter(iterations)
                .tolerance(0.0)
                .threads(threads);
            let (processor, clock) = (ProcessTime::now(), Instant::now());
            let fit = fit.fit(data).expect("no component collapses");
            assert_eq!(fit.iterations, iterations);
            if threads == 1 {
                processor.elapsed()
            } else {
                clock.elapsed()
            }
        };
        Self {
            one: run(1),
            many: run(MANY),
        }
    }

    /// The minimum of each.
    pub fn least(self, other: Self) -> Self {
        Self {
            one: self.one.min(other.one),
            many: self.many.min(other.many),
        }
    }

    /// Seconds an iteration.
    pub fn iteration(self) -> f64 {
        self.many.saturating_sub(self.one).as_secs_f64() / (MANY - 1) as f64
    }
}
