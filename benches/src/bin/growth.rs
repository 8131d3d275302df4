//! How the cost of an iteration grows with samples, features and components:
//!
//! ```text
//! cargo run --release -p benches --bin growth      writes benches/results/growth.csv, in minutes
//! ```
//!
//! One thread, processor time. An iteration is the difference between a run of several iterations
//! and a run of one, each the least of many, so that the look at the data before the first cancels
//! out.

use std::time::{Duration, Instant};

use benches::results::Results;
use benches::{Result, problem};
use cpu_time::ProcessTime;
use gmm::{Covariance, GaussianMixture};
use ndarray::Array2;

/// At most so many samples where `n` does not vary, and fewer where an iteration would have more
/// multiply-adds than this: a fifth of a second's work.
const SAMPLES: usize = 200_000;
const WORK: usize = 2_000_000_000;

/// How many iterations the longer run has; how often and how long both are repeated at least.
const MANY: usize = 6;
const ROUNDS: usize = 5;
const PATIENCE: Duration = Duration::from_secs(1);

struct Problem {
    vary: char,
    n: usize,
    d: usize,
    k: usize,
    shape: Covariance,
}

fn main() -> Result<()> {
    let mut results = Results::create(
        "growth.csv",
        "One EM iteration of the engine: nanoseconds of processor time a sample, one thread.",
        "cargo run --release -p benches --bin growth",
        "vary,n,d,k,covariance,nanoseconds",
    )?;
    for problem in problems() {
        let nanoseconds = nanoseconds(&problem)?;
        let Problem {
            vary,
            n,
            d,
            k,
            shape,
        } = problem;
        let shape = format!("{shape:?}").to_lowercase();
        results.row(&format!("{vary},{n},{d},{k},{shape},{nanoseconds:.3}"))?;
    }
    Ok(())
}

fn problems() -> Vec<Problem> {
    let mut problems = Vec::new();
    for (d, k) in [(2, 3), (8, 8)] {
        for n in [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000] {
            let shape = Covariance::Full;
            problems.push(Problem {
                vary: 'n',
                n,
                d,
                k,
                shape,
            });
        }
    }
    for shape in [Covariance::Full, Covariance::Diagonal] {
        for d in [1, 2, 3, 4, 6, 8, 9, 12, 16, 24, 32, 48, 64, 96, 128] {
            let (k, n) = (8, samples(d, 8, shape));
            problems.push(Problem {
                vary: 'd',
                n,
                d,
                k,
                shape,
            });
        }
    }
    for k in [1, 2, 4, 8, 16, 32, 64, 128] {
        let (d, shape) = (8, Covariance::Full);
        let n = samples(d, k, shape);
        problems.push(Problem {
            vary: 'k',
            n,
            d,
            k,
            shape,
        });
    }
    problems
}

fn samples(d: usize, k: usize, shape: Covariance) -> usize {
    let work = match shape {
        Covariance::Full => k * (d * d + 3 * d + 1),
        _ => k * (4 * d + 1),
    };
    SAMPLES.min(WORK / work)
}

/// What one iteration takes, a sample.
fn nanoseconds(of: &Problem) -> Result<f64> {
    let (data, start) = problem(of.n, of.d, of.k, of.shape);
    let fit = GaussianMixture::new(of.k)
        .warm_start(&start)
        .tolerance(0.0)
        .threads(1);
    let (one, many) = (fit.clone().max_iter(1), fit.max_iter(MANY));
    let (mut least_one, mut least_many) = (Duration::MAX, Duration::MAX);
    let (mut rounds, begun) = (0, Instant::now());
    while rounds < ROUNDS || begun.elapsed() < PATIENCE {
        least_one = least_one.min(taken(&one, &data)?);
        least_many = least_many.min(taken(&many, &data)?);
        rounds += 1;
    }
    let iterations = least_many.as_secs_f64() - least_one.as_secs_f64();
    Ok(1e9 * iterations / (MANY - 1) as f64 / of.n as f64)
}

fn taken(fit: &GaussianMixture, data: &Array2<f64>) -> Result<Duration> {
    let begun = ProcessTime::now();
    fit.fit(data)?;
    Ok(begun.elapsed())
}
