//! linfa, for `peers.py`.
//!
//! ```text
//! linfa-peer FOLDER N D K full
//! ```
//!
//! It reads the number of iterations of each run, an odd number from 3 up, from standard input,
//! prints the seconds of processor time and of wall time, and writes the parameters reached to
//! `FOLDER/linfa.out`.
//!
//! linfa 0.8.1 takes neither a start nor a number of iterations, and a run that does not converge
//! gives an error and no parameters. Its public interface allows both all the same.
//! - Its random start draws responsibilities and makes an M-step from them. A source of "random"
//!   numbers that yields the responsibilities under the common start makes this M-step the first
//!   iteration from that start.
//! - With an infinite tolerance a run converges after two iterations, because it compares two.
//!   Each further run, of `n_runs`, continues where the last one ended.

use std::io::Write;
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

use cpu_time::ProcessTime;
use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::{GaussianMixtureModel, GmmInitMethod};
use ndarray::Array2;
use rand::{Error, RngCore};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, n, d, k, "full", ..] = &*arguments.iter().map(String::as_str).collect::<Vec<_>>()
    else {
        return Err("a folder, three sizes and `full` are expected".into());
    };
    let (n, d, k) = (n.parse()?, d.parse()?, k.parse()?);
    let folder = Path::new(folder);
    let data = Array2::from_shape_vec((n, d), read(&folder.join("data.f64"))?)?;
    let data = DatasetBase::from(data);
    let start = Replay::new(&read(&folder.join("responsibilities.f64"))?);
    println!("ready");
    for line in std::io::stdin().lines() {
        let iterations: u64 = line?.trim().parse()?;
        assert!(iterations >= 3 && iterations % 2 == 1);
        let params = GaussianMixtureModel::params(k)
            .init_method(GmmInitMethod::Random)
            .with_rng(start.clone())
            .reg_covariance(0.0)
            .tolerance(f64::INFINITY)
            .n_runs((iterations - 1) / 2);
        let (cpu, clock) = (ProcessTime::now(), Instant::now());
        let reached = params.fit(&data)?;
        let (cpu, clock) = (cpu.elapsed(), clock.elapsed());
        let values = reached.weights().iter().chain(reached.means());
        let bytes = values
            .chain(reached.covariances())
            .flat_map(|value| value.to_le_bytes());
        std::fs::File::create(folder.join("linfa.out"))?.write_all(&bytes.collect::<Vec<u8>>())?;
        println!("{} {}", cpu.as_secs_f64(), clock.as_secs_f64());
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<f64>> {
    let bytes = std::fs::read(path)?;
    let (values, _) = bytes.as_chunks::<8>();
    Ok(values
        .iter()
        .map(|&bytes| f64::from_le_bytes(bytes))
        .collect())
}

/// A generator of uniform numbers that yields given numbers from 0 to 1.
#[derive(Clone)]
struct Replay {
    bits: Rc<[u64]>,
    next: usize,
}

impl Replay {
    fn new(numbers: &[f64]) -> Self {
        // `Uniform` makes a number in [0, 1) from the upper 52 bits.
        let scale = (1_u64 << 52) as f64;
        let bits = |&number: &f64| ((number * scale) as u64).min((1 << 52) - 1) << 12;
        Self {
            bits: numbers.iter().map(bits).collect(),
            next: 0,
        }
    }
}

impl RngCore for Replay {
    fn next_u64(&mut self) -> u64 {
        self.next += 1;
        self.bits[self.next - 1]
    }

    fn next_u32(&mut self) -> u32 {
        unimplemented!("only f64 are drawn")
    }

    fn fill_bytes(&mut self, _: &mut [u8]) {
        unimplemented!("only f64 are drawn")
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> std::result::Result<(), Error> {
        unimplemented!("only f64 are drawn")
    }
}
