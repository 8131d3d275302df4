//! Measures every step from the textbook loop to the engine (`solutions::fast`), the limits of the
//! machine, and the engine on five cases. Writes `results/steps.csv`, `limits.csv` and `cases.csv`:
//!
//! ```text
//! cargo run --release -p benches --bin steps
//! ```
//!
//! Everything runs on one thread and is measured in processor time, except the engine on two threads,
//! which is measured in wall time. Each round runs every step once, so that noise affects all alike.
//! Takes about two minutes and 1 GB of memory.

use benches::iteration::Runs;
use benches::limits::Limit;
use benches::results::Results;
use benches::{Result, problem, word};
use cpu_time::ProcessTime;
use gaussian_mixture::Covariance;
use ndarray::s;
use solutions::fast::{Parameters, STEPS, Step, tiled};

const ROUNDS: usize = 7;
const N: usize = 1_000_000;
/// Fewer samples for the textbook loop, which is slow.
const N_TEXTBOOK: usize = 50_000;

const COMMAND: &str = "cargo run --release -p benches --bin steps";

fn main() -> Result<()> {
    limits()?;
    cases()?;
    steps()
}

fn limits() -> Result<()> {
    let about = "What one core can do, a second.";
    let mut results = Results::create("limits.csv", about, COMMAND, "limit,per_second")?;
    for limit in [Limit::Flops, Limit::Exponentials, Limit::Bytes] {
        let name = format!("{limit:?}").to_lowercase();
        results.row(&format!("{name},{:.3e}", limit.per_second()))?;
    }
    Ok(())
}

/// Measures the engine on one thread.
fn cases() -> Result<()> {
    let cases = [
        (1_000_000, 2, 3, Covariance::Full),
        (1_000_000, 8, 8, Covariance::Full),
        (200_000, 32, 16, Covariance::Full),
        (50_000, 64, 32, Covariance::Full),
        (1_000_000, 16, 16, Covariance::Diagonal),
    ];
    let about =
        "One EM iteration of the engine: nanoseconds of processor time a sample, one thread.";
    let columns = "n,d,k,covariance,nanoseconds";
    let mut results = Results::create("cases.csv", about, COMMAND, columns)?;
    for (n, d, k, shape) in cases {
        let (data, start) = problem(n, d, k, shape);
        let rounds = (0..ROUNDS).map(|_| Runs::time(&data, &start, 1));
        let least = rounds.reduce(Runs::least).expect("there are rounds");
        let least = least.iteration() * 1e9 / n as f64;
        let shape = word(shape);
        results.row(&format!("{n},{d},{k},{shape},{least:.2}"))?;
    }
    Ok(())
}

/// Steps that are measured, but are not part of the sequence: step 7 before step 6.
const ASIDES: [(&str, Step); 1] = [("own exp but not wide", tiled::<false, true>)];

fn steps() -> Result<()> {
    let (data, start) = problem(N, 8, 8, Covariance::Full);
    let few = data.slice(s![..N_TEXTBOOK, ..]).to_owned();
    let parameters = Parameters {
        weights: start.weights().clone(),
        means: start.means().clone(),
        covariances: start.covariances(),
    };
    let all: Vec<(&str, Step)> = STEPS.into_iter().chain(ASIDES).collect();
    let mut times = vec![vec![]; all.len()];
    let mut runs = [vec![], vec![]];
    for _ in 0..ROUNDS {
        for ((name, step), times) in all.iter().zip(&mut times) {
            let data = if *name == "textbook" { &few } else { &data };
            let before = ProcessTime::now();
            std::hint::black_box(step(data, &parameters));
            times.push(before.elapsed().as_secs_f64() * 1e9 / data.nrows() as f64);
        }
        for (threads, runs) in (1..).zip(&mut runs) {
            runs.push(Runs::time(&data, &start, threads));
        }
    }
    let about = "One EM iteration from the textbook to the engine: nanoseconds a sample, of processor \
                 time with one thread, by the clock with two.";
    let columns = "number,step,threads,n,nanoseconds,median";
    let mut results = Results::create("steps.csv", about, COMMAND, columns)?;
    let mut numbers = 0..;
    let mut row = |name: &str, threads, least: f64, mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        let median = times[ROUNDS / 2];
        let n = if name == "textbook" { N_TEXTBOOK } else { N };
        // Only the steps of the sequence have numbers.
        let aside = ASIDES.iter().any(|(aside, _)| *aside == name);
        let number = if aside { None } else { numbers.next() };
        let number = number.map_or(String::new(), |number: usize| number.to_string());
        results.row(&format!(
            "{number},{name},{threads},{n},{least:.1},{median:.1}"
        ))
    };
    for ((name, _), times) in all.into_iter().zip(times) {
        let least = times.iter().copied().fold(f64::INFINITY, f64::min);
        row(name, 1, least, times)?;
    }
    let nanoseconds = |runs: Runs| runs.iteration() * 1e9 / N as f64;
    for (threads, runs) in (1..).zip(runs) {
        let times = runs.iter().copied().map(nanoseconds).collect();
        let least = runs.into_iter().reduce(Runs::least);
        let least = nanoseconds(least.expect("there are rounds"));
        row("engine", threads, least, times)?;
    }
    Ok(())
}
