//! The engine as one of the engines that `peers.py` compares.
//!
//! ```text
//! engine FOLDER N D K full|diag THREADS      then on standard input the number of iterations of a run
//! ```
//!
//! Answers each with seconds of processor time, seconds by the clock, and leaves the parameters
//! that it reached in `FOLDER/engine.out`.

use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

use cpu_time::ProcessTime;
use gmm::{Covariances, GaussianMixture, Mixture};
use ndarray::{Array1, Array2, Array3};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, n, d, k, shape, threads] = arguments.as_slice() else {
        return Err("six arguments are expected".into());
    };
    let (n, d, k) = (n.parse()?, d.parse()?, k.parse()?);
    let folder = Path::new(folder);
    let data = Array2::from_shape_vec((n, d), read(&folder.join("data.f64"))?)?;
    let start = read(&folder.join("start.f64"))?;
    let (weights, rest) = start.split_at(k);
    let (means, covariances) = rest.split_at(k * d);
    let covariances = if shape == "full" {
        Covariances::Full(Array3::from_shape_vec((k, d, d), covariances.to_vec())?)
    } else {
        Covariances::Diagonal(Array2::from_shape_vec((k, d), covariances.to_vec())?)
    };
    let means = Array2::from_shape_vec((k, d), means.to_vec())?;
    let start = Mixture::new(Array1::from(weights.to_vec()), means, covariances)?;
    let fit = GaussianMixture::new(k)
        .warm_start(&start)
        .tolerance(0.0)
        .threads(threads.parse()?);
    println!("ready");
    for line in std::io::stdin().lock().lines() {
        let fit = fit.clone().max_iter(line?.trim().parse()?);
        let (cpu, clock) = (ProcessTime::now(), Instant::now());
        let reached = fit.fit(&data)?.mixture;
        println!(
            "{} {}",
            cpu.elapsed().as_secs_f64(),
            clock.elapsed().as_secs_f64()
        );
        let mut out = std::fs::File::create(folder.join("engine.out"))?;
        let values = reached.weights().iter().chain(reached.means());
        let values = values
            .copied()
            .chain(match reached.covariance_parameters() {
                Covariances::Full(values) => values.iter().copied().collect::<Vec<_>>(),
                Covariances::Diagonal(values) => values.iter().copied().collect(),
                _ => vec![],
            });
        let bytes: Vec<u8> = values.flat_map(f64::to_le_bytes).collect();
        out.write_all(&bytes)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<f64>> {
    let bytes = std::fs::read(path)?;
    let (values, rest) = bytes.as_chunks::<8>();
    assert!(rest.is_empty(), "{} is not made of f64", path.display());
    Ok(values
        .iter()
        .map(|&bytes| f64::from_le_bytes(bytes))
        .collect())
}
