//! Numbers as bytes, little end first, with a mark, a version and a checksum.

use ndarray::{Array1, Array2, Array3};

use super::covariance::{Covariance, Covariances};
use super::model::Mixture;
use crate::Error;

const MARK: &[u8; 8] = b"gmm-stat";
/// Moments are written in the units of [`Frame::around`](crate::kernel::frame::Frame::around) their mixture:
/// where that chooses others, the version is another.
const VERSION: u64 = 2;

pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn new() -> Self {
        let mut writer = Self(MARK.to_vec());
        writer.number(VERSION);
        writer
    }

    pub(super) fn number(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn floats(&mut self, values: &[f64]) {
        self.0
            .extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }

    pub(super) fn mixture(&mut self, mixture: &Mixture) {
        self.number(match mixture.covariance_type() {
            Covariance::Full => 0,
            Covariance::Tied => 1,
            Covariance::Diagonal => 2,
            Covariance::Spherical => 3,
        });
        self.number(mixture.n_components() as u64);
        self.number(mixture.n_features() as u64);
        self.floats(&mixture.weights().to_vec());
        self.floats(&mixture.means().iter().copied().collect::<Vec<_>>());
        let covariances: Vec<f64> = match mixture.covariance_parameters() {
            Covariances::Full(values) => values.iter().copied().collect(),
            Covariances::Tied(values) | Covariances::Diagonal(values) => {
                values.iter().copied().collect()
            }
            Covariances::Spherical(values) => values.to_vec(),
        };
        self.floats(&covariances);
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.number(checksum(&self.0));
        self.0
    }
}

pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, Error> {
        let Some((body, sum)) = bytes.split_last_chunk::<8>() else {
            return Err(malformed("they are cut off"));
        };
        let Some(rest) = body.strip_prefix(MARK) else {
            return Err(malformed("they do not begin with the mark of such a file"));
        };
        let mut reader = Self(rest);
        let version = reader.number()?;
        if version != VERSION {
            return Err(malformed(&format!(
                "they are of version {version}, this library reads {VERSION}"
            )));
        }
        if u64::from_le_bytes(*sum) != checksum(body) {
            return Err(malformed(
                "they are cut off or damaged: their checksum is wrong",
            ));
        }
        Ok(reader)
    }

    pub(super) fn number(&mut self) -> Result<u64, Error> {
        let Some((number, rest)) = self.0.split_first_chunk::<8>() else {
            return Err(malformed("they are cut off"));
        };
        self.0 = rest;
        Ok(u64::from_le_bytes(*number))
    }

    pub(super) fn n_samples(&mut self) -> Result<u64, Error> {
        // More than anyone can have, and few enough to be counted on from.
        let n_samples = self.number()?;
        if n_samples > 1 << 53 {
            return Err(malformed("they tell of more samples than there can be"));
        }
        Ok(n_samples)
    }

    pub(super) fn floats(&mut self, n: usize) -> Result<Vec<f64>, Error> {
        let n_bytes = n.checked_mul(8).filter(|&n_bytes| n_bytes <= self.0.len());
        let Some(n_bytes) = n_bytes else {
            return Err(malformed("they are cut off"));
        };
        let (values, rest) = self.0.split_at(n_bytes);
        self.0 = rest;
        let float = |bytes: &[u8]| f64::from_le_bytes(bytes.try_into().expect("eight bytes"));
        let values: Vec<f64> = values.chunks_exact(8).map(float).collect();
        if values.iter().any(|value| !value.is_finite()) {
            return Err(malformed("they hold a number that is not finite"));
        }
        Ok(values)
    }

    pub(super) fn mixture(&mut self) -> Result<Mixture, Error> {
        let shape = self.number()?;
        let (k, d) = (self.size()?, self.size()?);
        let area = |rows: usize, columns: usize| {
            rows.checked_mul(columns)
                .ok_or(malformed("they are cut off"))
        };
        let misfit = |_| malformed("their sizes disagree");
        let weights = Array1::from(self.floats(k)?);
        let means = Array2::from_shape_vec((k, d), self.floats(area(k, d)?)?).map_err(misfit)?;
        let covariances = match shape {
            0 => {
                let values = self.floats(area(area(k, d)?, d)?)?;
                Covariances::Full(Array3::from_shape_vec((k, d, d), values).map_err(misfit)?)
            }
            1 => {
                let values = self.floats(area(d, d)?)?;
                Covariances::Tied(Array2::from_shape_vec((d, d), values).map_err(misfit)?)
            }
            2 => {
                let values = self.floats(area(k, d)?)?;
                Covariances::Diagonal(Array2::from_shape_vec((k, d), values).map_err(misfit)?)
            }
            3 => Covariances::Spherical(Array1::from(self.floats(k)?)),
            _ => return Err(malformed("they name an unknown shape of covariance")),
        };
        Mixture::new(weights, means, covariances)
    }

    fn size(&mut self) -> Result<usize, Error> {
        usize::try_from(self.number()?).map_err(|_| malformed("they are cut off"))
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(malformed("there is more than statistics in them"))
        }
    }
}

fn malformed(reason: &str) -> Error {
    Error::Malformed {
        what: "the bytes of the statistics",
        reason: reason.to_owned(),
    }
}

/// FNV-1a, 64 bits: enough for a cut or a flipped bit, not for malice.
fn checksum(bytes: &[u8]) -> u64 {
    let step = |sum: u64, &byte: &u8| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
