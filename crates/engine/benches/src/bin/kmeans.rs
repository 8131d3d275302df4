//! K-means of the engine, for `kmeans.py`.
//!
//! ```text
//! kmeans FOLDER N D K
//! ```
//!
//! It reads seeds from standard input, and prints for each the seconds of processor time, the number
//! of iterations and the inertia reached.

use std::path::Path;

use benches::{Result, files};
use cpu_time::ProcessTime;
use gaussian_mixture::kmeans::k_means;
use ndarray::Array2;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, n, d, k] = arguments.as_slice() else {
        return Err("four arguments are expected".into());
    };
    let values = files::read(&Path::new(folder).join("data.f64"))?;
    let data = Array2::from_shape_vec((n.parse()?, d.parse()?), values)?;
    let k = k.parse()?;
    println!("ready");
    for line in std::io::stdin().lines() {
        let seed = line?.trim().parse()?;
        let start = ProcessTime::now();
        let fit = k_means(&data, k, seed)?;
        let seconds = start.elapsed().as_secs_f64();
        println!("{seconds} {} {}", fit.iterations, fit.inertia);
    }
    Ok(())
}
