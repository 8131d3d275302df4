//! Splits inputs and answers of every type into named parts of numbers.

use std::any::Any;

use ndarray::{Array, Array1, Array2, Array3, Dimension};
use solutions::EmFit;

use super::numbers::{self, Kind};

/// A named part of an answer or of an input, in logical (row by row) order whatever its layout
/// in memory.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f64>,
    pub(crate) kind: Kind,
    /// The length of this part is itself an answer, so the shape check ignores it.
    pub(crate) open_ended: bool,
}

impl Part {
    fn new(shape: &[usize], values: Vec<f64>, kind: Kind) -> Self {
        Self {
            name: "",
            shape: shape.to_vec(),
            values,
            kind,
            open_ended: false,
        }
    }

    fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// As Rust would write it, shortened if long.
    pub(crate) fn show(&self) -> String {
        numbers::nested(&self.shape, &self.values, self.kind)
    }
}

/// A value that an exercise takes or gives back.
pub(crate) trait Value: Any + Send + Sync {
    /// Its numbers; one part without a name unless it has several.
    fn parts(&self) -> Vec<Part>;
}

impl Value for f64 {
    fn parts(&self) -> Vec<Part> {
        vec![Part::new(&[], vec![*self], Kind::Real)]
    }
}

impl Value for usize {
    fn parts(&self) -> Vec<Part> {
        vec![Part::new(&[], vec![*self as f64], Kind::Whole)]
    }
}

impl Value for bool {
    fn parts(&self) -> Vec<Part> {
        vec![Part::new(&[], vec![f64::from(*self)], Kind::Truth)]
    }
}

impl<D: Dimension + 'static> Value for Array<f64, D> {
    fn parts(&self) -> Vec<Part> {
        let values = self.iter().copied().collect();
        vec![Part::new(self.shape(), values, Kind::Real)]
    }
}

impl Value for Array1<usize> {
    fn parts(&self) -> Vec<Part> {
        let values = self.iter().map(|&value| value as f64).collect();
        vec![Part::new(self.shape(), values, Kind::Whole)]
    }
}

/// Weights, means and standard deviations in one dimension.
impl Value for (Array1<f64>, Array1<f64>, Array1<f64>) {
    fn parts(&self) -> Vec<Part> {
        named(&[
            ("weights", &self.0),
            ("means", &self.1),
            ("std_devs", &self.2),
        ])
    }
}

impl Value for EmFit {
    fn parts(&self) -> Vec<Part> {
        let trace = Array1::from(self.log_likelihoods.clone());
        let mut parts = named(&[
            ("log_likelihoods", &trace),
            ("converged", &self.converged),
            ("weights", &self.weights),
            ("means", &self.means),
            ("covariances", &self.covariances),
            ("responsibilities", &self.responsibilities),
        ]);
        parts[0].open_ended = true;
        parts
    }
}

fn named(values: &[(&'static str, &dyn Value)]) -> Vec<Part> {
    values
        .iter()
        .flat_map(|(name, value)| value.parts().into_iter().map(|part| part.named(name)))
        .collect()
}

/// The arguments of an exercise, as a tuple.
pub(crate) trait Arguments: Any + Send + Sync {
    /// One part an argument, under the names given.
    fn parts(&self, names: &[&'static str]) -> Vec<Part>;
}

macro_rules! arguments {
    ($($kind:ident . $index:tt),+) => {
        impl<$($kind: Value),+> Arguments for ($($kind,)+) {
            fn parts(&self, names: &[&'static str]) -> Vec<Part> {
                named(&[$((names[$index], &self.$index as &dyn Value)),+])
            }
        }
    };
}

arguments!(A.0);
arguments!(A.0, B.1);
arguments!(A.0, B.1, C.2);
arguments!(A.0, B.1, C.2, D.3);
arguments!(A.0, B.1, C.2, D.3, E.4, F.5);

/// Inputs of the exercises that take a whole mixture: data, weights, means, covariances.
pub(crate) type MixtureInput = (Array2<f64>, Array1<f64>, Array2<f64>, Array3<f64>);
/// The same in one dimension: data, weights, means, standard deviations.
pub(crate) type MixtureInput1 = (Array1<f64>, Array1<f64>, Array1<f64>, Array1<f64>);
/// Inputs of `compute_means`: data, responsibilities, soft counts.
pub(crate) type MeansInput = (Array2<f64>, Array2<f64>, Array1<f64>);
/// Inputs of `compute_covariances`: data, responsibilities, soft counts, means.
pub(crate) type CovariancesInput = (Array2<f64>, Array2<f64>, Array1<f64>, Array2<f64>);
/// Inputs of `gaussian_pdf`: x, mean, standard deviation.
pub(crate) type BellInput = (f64, f64, f64);
/// Inputs of `mixture_pdf`: x, weights, means, standard deviations.
pub(crate) type MixtureDensityInput = (f64, Array1<f64>, Array1<f64>, Array1<f64>);
/// Inputs of `update_1d`: data, responsibilities.
pub(crate) type UpdateInput = (Array1<f64>, Array2<f64>);
/// Inputs of `log_gaussian`: x, mean, covariance.
pub(crate) type PointInput = (Array1<f64>, Array1<f64>, Array2<f64>);
/// Inputs of `assign_clusters`: data, centers.
pub(crate) type AssignInput = (Array2<f64>, Array2<f64>);
/// Inputs of `update_centers`: data, labels, centers.
pub(crate) type CentersInput = (Array2<f64>, Array1<usize>, Array2<f64>);
/// Inputs of `em`: data, means, covariances, weights to start from, greatest number of updates, tolerance.
pub(crate) type EmInput = (
    Array2<f64>,
    Array2<f64>,
    Array3<f64>,
    Array1<f64>,
    usize,
    f64,
);
/// Inputs of `bic`: log-likelihood, number of parameters, number of samples.
pub(crate) type BicInput = (f64, usize, usize);
