//! Where a fit reads its samples: from an array, or from chunks that it reads again in each iteration.

use super::chunks::Chunks;
use super::samples::Samples;
use crate::Error;

/// Receives a block of samples and their weights; without weights, each is 1.
pub(crate) type Visitor<'a> = dyn FnMut(&Samples<'_>, Option<&[f64]>) -> Result<(), Error> + 'a;

/// Samples that can be read again and again, in blocks.
pub(crate) trait Source {
    /// Shows every sample, in order. Each block has been checked.
    ///
    /// # Errors
    /// Those of [`Samples::check`], of the source, and of the visitor.
    fn for_each_block(&mut self, visit: &mut Visitor<'_>) -> Result<(), Error>;
}

/// An array: one block, with the weights of its samples.
pub(crate) struct InMemory<'a> {
    samples: Samples<'a>,
    weights: Option<&'a [f64]>,
    checked: bool,
}

impl<'a> InMemory<'a> {
    pub(crate) fn new(samples: Samples<'a>, weights: Option<&'a [f64]>) -> Self {
        Self {
            samples,
            weights,
            checked: false,
        }
    }
}

impl Source for InMemory<'_> {
    fn for_each_block(&mut self, visit: &mut Visitor<'_>) -> Result<(), Error> {
        if !self.checked {
            self.samples.check(0)?;
            self.checked = true;
        }
        visit(&self.samples, self.weights)
    }
}

/// Chunks, each of which is a block.
pub(crate) struct Chunked<'a> {
    chunks: &'a mut dyn Chunks,
    /// How many samples the first reading found.
    n_samples: Option<usize>,
    /// The width of the first chunk.
    n_features: Option<usize>,
}

impl<'a> Chunked<'a> {
    pub(crate) fn new(chunks: &'a mut dyn Chunks) -> Self {
        Self {
            chunks,
            n_samples: None,
            n_features: None,
        }
    }
}

impl Source for Chunked<'_> {
    /// # Errors
    /// [`Error::RaggedChunk`]; [`Error::ChangedSource`] if a later reading finds another number of
    /// samples than the first.
    fn for_each_block(&mut self, visit: &mut Visitor<'_>) -> Result<(), Error> {
        let (mut n_before, mut number) = (0, 0);
        let n_features = &mut self.n_features;
        self.chunks.for_each(&mut |chunk| {
            let (n_rows, width) = chunk.dim();
            let expected = *n_features.get_or_insert(width);
            if width != expected {
                return Err(Error::RaggedChunk {
                    chunk: number,
                    expected,
                    found: width,
                });
            }
            let samples = Samples::Double(chunk);
            samples.check(n_before)?;
            visit(&samples, None)?;
            n_before += n_rows;
            number += 1;
            Ok(())
        })?;
        let (expected, found) = (*self.n_samples.get_or_insert(n_before), n_before);
        if found != expected {
            return Err(Error::ChangedSource { expected, found });
        }
        Ok(())
    }
}
