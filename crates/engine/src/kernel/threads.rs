//! Parts of the data, their moments added up in a fixed order.

use std::sync::Mutex;

use super::moments::Moments;
use super::simd::InstructionSet;
use super::{PANEL, Pass};
use crate::input::Samples;
use crate::mixture::whitening::Whitening;

/// How many threads share the work.
///
/// The parts depend on the data, K and the covariance type, and their moments are added in order, so
/// the number of threads changes no bit of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Threads(pub(crate) usize);

impl Default for Threads {
    fn default() -> Self {
        Self(std::thread::available_parallelism().map_or(1, usize::from))
    }
}

/// Samples that are worth a part of their own.
pub(crate) const LEAST_ROWS: usize = 4096;
/// Multiply-adds that are worth starting a thread for: a tenth of a millisecond.
const LEAST_WORK: usize = 2_000_000;
/// Numbers in the moments of all parts together, when threads keep them: 8 MB.
const MOST_NUMBERS: usize = 1 << 20;

impl Threads {
    pub(crate) fn moments(
        self,
        samples: &Samples<'_>,
        weights: Option<&[f64]>,
        whitening: &Whitening,
        instructions: InstructionSet,
    ) -> Moments {
        let n_samples = samples.dim().0;
        let n_moments = whitening.n_components * whitening.n_moments();
        let most = (MOST_NUMBERS / n_moments).clamp(2, 64);
        let n_parts = n_samples.div_ceil(LEAST_ROWS).clamp(1, most);
        let rows = n_samples
            .div_ceil(n_parts)
            .next_multiple_of(PANEL)
            .max(PANEL);
        let part = |at: usize| {
            let first = (at * rows).min(n_samples);
            let end = (first + rows).min(n_samples);
            let pass = Pass {
                samples: samples.rows(first, end),
                weights: weights.map(|weights| &weights[first..end]),
                whitening,
                answers: None,
            };
            pass.run_on(instructions)
        };
        let threads = self.worth(n_samples, whitening);
        if threads.0.min(n_parts) <= 1 {
            let mut total = part(0);
            for at in 1..n_parts {
                total.add(&part(at));
            }
            return total;
        }
        let mut parts = vec![None; n_parts];
        let places = parts.iter_mut().enumerate().collect();
        threads.each(places, |(at, moments)| {
            *moments = Some(part(at));
        });
        let mut parts = parts.into_iter().flatten();
        let mut total = parts.next().expect("there is at least one part");
        for moments in parts {
            total.add(&moments);
        }
        total
    }

    /// One thread, if a pass over so many samples is not worth more.
    pub(crate) fn worth(self, n_samples: usize, whitening: &Whitening) -> Self {
        let work = n_samples * whitening.n_components * (2 * whitening.n_moments() + 10);
        if work < LEAST_WORK { Self(1) } else { self }
    }

    /// Does the work on each of the parts, on no more threads than there are parts.
    pub(crate) fn each<P: Send>(self, parts: Vec<P>, work: impl Fn(P) + Sync) {
        let n_threads = self.0.min(parts.len());
        let parts = Mutex::new(parts.into_iter());
        let next = || {
            let mut parts = parts.lock().expect("no thread panics while it holds this");
            parts.next()
        };
        let run = || {
            while let Some(part) = next() {
                work(part);
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..n_threads {
                scope.spawn(run);
            }
            run();
        });
    }
}
