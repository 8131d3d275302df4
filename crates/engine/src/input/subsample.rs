//! A few samples from everywhere in the data.

use ndarray::Array2;
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};

use super::source::Source;
use super::summary::Summary;
use crate::Error;

/// Most samples that are chosen, unless eight for each component are more.
const MOST_SAMPLES: usize = 1 << 14;

/// Some of the samples of a weight above 0.
pub(crate) struct Subsample {
    /// `(n_samples, n_features)`
    pub(crate) samples: Array2<f64>,
    /// `(n_samples)`
    pub(crate) weights: Vec<f64>,
}

impl Subsample {
    /// Reads the data once, and keeps all samples of a weight above 0 or, of many, some.
    ///
    /// # Errors
    /// Those of the source.
    pub(crate) fn read(
        source: &mut dyn Source,
        summary: &Summary,
        n_components: usize,
        seed: u64,
    ) -> Result<Self, Error> {
        let rows = choose_rows(summary, n_components, seed);
        let n_features = summary.n_features;
        let mut values = Vec::with_capacity(rows.len() * n_features);
        let mut kept_weights = Vec::with_capacity(rows.len());
        let mut wanted = rows.into_iter().peekable();
        // The number of samples of a weight above 0 so far.
        let mut number = 0;
        source.for_each_block(&mut |samples, weights| {
            for row in 0..samples.dim().0 {
                let weight = weights.map_or(1.0, |weights| weights[row]);
                if weight > 0.0 {
                    if wanted.next_if_eq(&number).is_some() {
                        samples.copy_row(row, &mut values);
                        kept_weights.push(weight);
                    }
                    number += 1;
                }
            }
            Ok(())
        })?;
        let shape = (kept_weights.len(), n_features);
        let samples = Array2::from_shape_vec(shape, values).expect("rows are of equal width");
        Ok(Self {
            samples,
            weights: kept_weights,
        })
    }
}

/// The numbers of the samples to keep, in order, counted among those of a weight above 0.
fn choose_rows(summary: &Summary, n_components: usize, seed: u64) -> Vec<usize> {
    let n_samples = summary.n_weighted;
    // At most 16 MB, unless eight samples for each component need more.
    let fitting = (1 << 21) / summary.n_features;
    let most = MOST_SAMPLES
        .min(fitting)
        .max(n_components.saturating_mul(8))
        .max(1024);
    if n_samples <= most {
        return (0..n_samples).collect();
    }
    // One at random from each of `most` stretches of equal length.
    let mut rng = StdRng::seed_from_u64(seed);
    let length = n_samples as f64 / most as f64;
    let place = |at: usize| ((at as f64 + rng.random::<f64>()) * length) as usize;
    let mut rows: Vec<usize> = (0..most).map(place).collect();
    rows.dedup();
    rows.retain(|&row| row < n_samples);
    rows
}
