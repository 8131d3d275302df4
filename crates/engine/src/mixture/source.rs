//! Where samples come from: an array, or chunks that are read again for each iteration.

use std::borrow::Cow;

use ndarray::{Array2, ArrayView2, Axis};

use super::chunks::Chunks;
use super::samples::{Constant, check_samples};
use super::start::Sketch;
use super::statistics::SufficientStatistics;
use super::values::Values;
use crate::Error;

/// What one look at all samples tells.
pub(super) struct Overview {
    pub(super) n_samples: usize,
    pub(super) n_features: usize,
    /// Samples whose weight is not 0.
    pub(super) n_weighty: usize,
    /// The first column in which all samples of a weight above 0 have the same value.
    pub(super) constant: Option<usize>,
}

pub(super) trait Source {
    /// Checks every sample.
    fn look(&mut self) -> Result<Overview, Error>;
    /// Some of the samples whose weight is not 0, by their numbers among these, in order.
    fn sketch(&mut self, rows: &[usize]) -> Result<Sketch, Error>;
    /// Adds every sample.
    fn update(&mut self, statistics: &mut SufficientStatistics) -> Result<(), Error>;
}

pub(super) struct InMemory<'a> {
    samples: Values<'a>,
    weights: Option<&'a [f64]>,
}

impl<'a> InMemory<'a> {
    pub(super) fn new(samples: Values<'a>, weights: Option<&'a [f64]>) -> Self {
        Self { samples, weights }
    }
}

impl Source for InMemory<'_> {
    fn look(&mut self) -> Result<Overview, Error> {
        let (n_samples, n_features) = self.samples.dim();
        check_samples(&self.samples, 0)?;
        let mut constant = Constant::new();
        constant.look(&self.samples, self.weights);
        let weighty = |weights: &[f64]| weights.iter().filter(|&&weight| weight > 0.0).count();
        Ok(Overview {
            n_samples,
            n_features,
            n_weighty: self.weights.map_or(n_samples, weighty),
            constant: constant.feature(),
        })
    }

    fn sketch(&mut self, rows: &[usize]) -> Result<Sketch, Error> {
        let (rows, weights) = match self.weights {
            Some(weights) => {
                let weighty = (0..weights.len()).filter(|&n| weights[n] > 0.0);
                let mut numbers = rows.iter().peekable();
                let asked = weighty
                    .enumerate()
                    .filter(|(number, _)| numbers.next_if_eq(&number).is_some());
                let rows: Vec<usize> = asked.map(|(_, row)| row).collect();
                let weights = rows.iter().map(|&row| weights[row]).collect();
                (Cow::from(rows), weights)
            }
            None => (Cow::from(rows), vec![1.0; rows.len()]),
        };
        let shape = (rows.len(), self.samples.dim().1);
        let samples = Array2::from_shape_fn(shape, |(n, j)| self.samples.get(rows[n], j));
        Ok(Sketch { samples, weights })
    }

    fn update(&mut self, statistics: &mut SufficientStatistics) -> Result<(), Error> {
        statistics.add(&self.samples, self.weights)
    }
}

/// Is shown a chunk, and the number of samples before it.
type Visitor<'a> = dyn FnMut(ArrayView2<'_, f64>, usize) -> Result<(), Error> + 'a;

pub(super) struct Chunked<'a> {
    chunks: &'a mut dyn Chunks,
    /// As the first reading found it.
    n_samples: usize,
    n_features: Option<usize>,
}

impl<'a> Chunked<'a> {
    pub(super) fn new(chunks: &'a mut dyn Chunks) -> Self {
        Self {
            chunks,
            n_samples: 0,
            n_features: None,
        }
    }

    /// Reads all chunks once, checks each, and shows it with the number of samples before it.
    fn read(&mut self, visit: &mut Visitor<'_>) -> Result<usize, Error> {
        let (mut n_samples, mut number) = (0, 0);
        let n_features = &mut self.n_features;
        self.chunks.for_each(&mut |chunk| {
            let expected = *n_features.get_or_insert(chunk.ncols());
            if chunk.ncols() != expected {
                return Err(Error::RaggedChunk {
                    chunk: number,
                    expected,
                    found: chunk.ncols(),
                });
            }
            check_samples(&Values::Double(chunk), n_samples)?;
            visit(chunk, n_samples)?;
            n_samples += chunk.nrows();
            number += 1;
            Ok(())
        })?;
        Ok(n_samples)
    }

    fn reread(&mut self, visit: &mut Visitor<'_>) -> Result<(), Error> {
        let (expected, found) = (self.n_samples, self.read(visit)?);
        if found != expected {
            return Err(Error::ChangedSource { expected, found });
        }
        Ok(())
    }
}

impl Source for Chunked<'_> {
    fn look(&mut self) -> Result<Overview, Error> {
        let mut constant = Constant::new();
        let n_samples = self.read(&mut |chunk, _| {
            constant.look(&Values::Double(chunk), None);
            Ok(())
        })?;
        self.n_samples = n_samples;
        Ok(Overview {
            n_samples,
            n_features: self.n_features.unwrap_or(0),
            n_weighty: n_samples,
            constant: constant.feature(),
        })
    }

    fn sketch(&mut self, rows: &[usize]) -> Result<Sketch, Error> {
        let mut samples = Array2::zeros((rows.len(), self.n_features.unwrap_or(0)));
        let mut at = 0;
        self.reread(&mut |chunk, before| {
            while let Some(row) = rows.get(at).filter(|&&row| row < before + chunk.nrows()) {
                let sample = chunk.index_axis(Axis(0), row - before);
                samples.row_mut(at).assign(&sample);
                at += 1;
            }
            Ok(())
        })?;
        Ok(Sketch {
            samples,
            weights: vec![1.0; rows.len()],
        })
    }

    fn update(&mut self, statistics: &mut SufficientStatistics) -> Result<(), Error> {
        self.reread(&mut |chunk, _| statistics.add(&Values::Double(chunk), None))
    }
}
