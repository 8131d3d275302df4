//! The files that `peers.py` and the peers exchange: little-endian 64-bit floats; for a mixture its
//! weights, means and covariances, in row-major order.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use gaussian_mixture::{Covariance, Covariances, Mixture};
use ndarray::{Array1, Array2, Array3};

use crate::Result;

/// All numbers of a file.
pub fn read(path: &Path) -> Result<Vec<f64>> {
    let bytes = std::fs::read(path)?;
    let (values, rest) = bytes.as_chunks::<8>();
    assert!(rest.is_empty(), "{} is not made of f64", path.display());
    let values = values.iter().copied();
    Ok(values.map(f64::from_le_bytes).collect())
}

/// Writes a file of numbers.
pub fn write<'a>(path: &Path, values: impl IntoIterator<Item = &'a f64>) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for value in values {
        file.write_all(&value.to_le_bytes())?;
    }
    Ok(file.flush()?)
}

/// Reads a mixture with `k` components and `d` features.
pub fn read_mixture(path: &Path, k: usize, d: usize, shape: Covariance) -> Result<Mixture> {
    let values = read(path)?;
    let (weights, rest) = values.split_at(k);
    let (means, covariances) = rest.split_at(k * d);
    let covariances = covariances.to_vec();
    let covariances = if shape == Covariance::Full {
        Covariances::Full(Array3::from_shape_vec((k, d, d), covariances)?)
    } else {
        Covariances::Diagonal(Array2::from_shape_vec((k, d), covariances)?)
    };
    let means = Array2::from_shape_vec((k, d), means.to_vec())?;
    Ok(Mixture::new(
        Array1::from(weights.to_vec()),
        means,
        covariances,
    )?)
}

/// Writes a mixture.
pub fn write_mixture(path: &Path, mixture: &Mixture) -> Result<()> {
    let covariances: Vec<&f64> = match mixture.covariance_parameters() {
        Covariances::Full(values) => values.iter().collect(),
        Covariances::Diagonal(values) => values.iter().collect(),
        _ => return Err("full or diagonal covariances are expected".into()),
    };
    let values = mixture.weights().iter().chain(mixture.means());
    write(path, values.chain(covariances))
}
