//! What one reading of all samples tells about them.

use ndarray::ArrayView2;

use super::samples::{Real, Samples};
use super::source::Source;
use crate::Error;

/// The size of the data, and what would make a fit fail.
pub(crate) struct Summary {
    pub(crate) n_samples: usize,
    pub(crate) n_features: usize,
    /// How many samples have a weight above 0.
    pub(crate) n_weighted: usize,
    /// The first feature whose value is the same in all samples of a weight above 0.
    pub(crate) constant_feature: Option<usize>,
}

impl Summary {
    /// Reads every sample once.
    ///
    /// # Errors
    /// Those of the source.
    pub(crate) fn read(source: &mut dyn Source) -> Result<Self, Error> {
        let mut constant = ConstantFeatures::default();
        let (mut n_samples, mut n_features, mut n_weighted) = (0, 0, 0);
        source.for_each_block(&mut |samples, weights| {
            let (n_rows, width) = samples.dim();
            let count = |weights: &[f64]| weights.iter().filter(|&&weight| weight > 0.0).count();
            n_samples += n_rows;
            n_weighted += weights.map_or(n_rows, count);
            n_features = width;
            match samples {
                Samples::Double(samples) => constant.add(samples.view(), weights),
                Samples::Single(samples) => constant.add(samples.view(), weights),
            }
            Ok(())
        })?;
        Ok(Self {
            n_samples,
            n_features,
            n_weighted,
            constant_feature: constant.first(),
        })
    }
}

/// Finds the features that have one value in all samples of a weight above 0.
#[derive(Default)]
struct ConstantFeatures {
    /// The first such sample.
    values: Vec<f64>,
    /// Whether each feature has had this value only.
    constant: Vec<bool>,
}

impl ConstantFeatures {
    fn add<T: Real>(&mut self, samples: ArrayView2<T>, weights: Option<&[f64]>) {
        let counts = |n: usize| weights.is_none_or(|weights| weights[n] > 0.0);
        let Some(first) = (0..samples.nrows()).find(|&n| counts(n)) else {
            return;
        };
        if self.values.is_empty() {
            let first = samples.row(first);
            self.values = first.iter().map(|value| value.widen()).collect();
            self.constant = vec![true; self.values.len()];
        }
        for (feature, &first) in self.values.iter().enumerate() {
            let differs = |(n, value): (usize, &T)| value.widen() != first && counts(n);
            let mut column = samples.column(feature).into_iter().enumerate();
            if self.constant[feature] && column.any(differs) {
                self.constant[feature] = false;
            }
        }
    }

    fn first(&self) -> Option<usize> {
        self.constant.iter().position(|&constant| constant)
    }
}
