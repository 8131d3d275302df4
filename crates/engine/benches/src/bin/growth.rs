//! Measures how the cost of an iteration grows with samples, features and components:
//!
//! ```text
//! cargo run --release -p benches --bin growth      writes results/growth.csv, takes two minutes
//! ```
//!
//! Processor time of one thread; an iteration is the difference between two runs, each the minimum of
//! several rounds.

use std::time::{Duration, Instant};

use benches::iteration::Runs;
use benches::results::Results;
use benches::{Result, problem, word};
use gaussian_mixture::Covariance;

/// The number of samples if `n` does not vary; fewer if an iteration would need more multiply-adds
/// than `WORK`, about a fifth of a second.
const SAMPLES: usize = 200_000;
const WORK: usize = 2_000_000_000;

/// The least number of rounds, and their least time.
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
        let nanoseconds = nanoseconds(&problem);
        let Problem {
            vary,
            n,
            d,
            k,
            shape,
        } = problem;
        let shape = word(shape);
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
        for d in [1, 2, 3, 4, 6, 8, 9, 10, 11, 12, 16, 24, 32, 48, 64, 96, 128] {
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

/// The time of one iteration a sample, in nanoseconds.
fn nanoseconds(of: &Problem) -> f64 {
    let (data, start) = problem(of.n, of.d, of.k, of.shape);
    let begun = Instant::now();
    let mut runs = Runs::time(&data, &start, 1);
    let mut rounds = 1;
    while rounds < ROUNDS || begun.elapsed() < PATIENCE {
        runs = runs.least(Runs::time(&data, &start, 1));
        rounds += 1;
    }
    1e9 * runs.iteration() / of.n as f64
}
