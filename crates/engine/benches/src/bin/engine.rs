//! The engine, for `peers.py`.
//!
//! ```text
//! engine FOLDER N D K full|diagonal THREADS
//! ```
//!
//! It reads the number of iterations of each run from standard input, prints the seconds of processor
//! time and of wall time, and writes the parameters reached to `FOLDER/engine.out`.

use std::path::Path;
use std::time::Instant;

use benches::{Result, files, shape};
use cpu_time::ProcessTime;
use gaussian_mixture::GaussianMixture;
use ndarray::Array2;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, n, d, k, shape_name, threads] = arguments.as_slice() else {
        return Err("six arguments are expected".into());
    };
    let (n, d, k) = (n.parse()?, d.parse()?, k.parse()?);
    let folder = Path::new(folder);
    let data = Array2::from_shape_vec((n, d), files::read(&folder.join("data.f64"))?)?;
    let start = files::read_mixture(&folder.join("start.f64"), k, d, shape(shape_name)?)?;
    let fit = GaussianMixture::new(k)
        .warm_start(&start)
        .tolerance(0.0)
        .regularization(0.0)
        .threads(threads.parse()?);
    println!("ready");
    for line in std::io::stdin().lines() {
        let fit = fit.clone().max_iter(line?.trim().parse()?);
        let (cpu, clock) = (ProcessTime::now(), Instant::now());
        let reached = fit.fit(&data)?.mixture;
        let (cpu, clock) = (cpu.elapsed(), clock.elapsed());
        files::write_mixture(&folder.join("engine.out"), &reached)?;
        println!("{} {}", cpu.as_secs_f64(), clock.as_secs_f64());
    }
    Ok(())
}
