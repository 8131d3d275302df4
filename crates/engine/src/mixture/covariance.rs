//! The four shapes that covariances may be held to.

use ndarray::{Array1, Array2, Array3, Axis};

use crate::Error;

/// What is the same between the components, and between the directions of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Covariance {
    /// Every component has a covariance of its own.
    #[default]
    Full,
    /// All components share one covariance.
    Tied,
    /// Every component has variances of its own, along the axes.
    Diagonal,
    /// Every component has one variance, the same in all directions.
    Spherical,
}

/// The covariances of all components, as few numbers as their shape needs.
#[derive(Debug, Clone, PartialEq)]
pub enum Covariances {
    /// `(n_components, n_features, n_features)`
    Full(Array3<f64>),
    /// `(n_features, n_features)`
    Tied(Array2<f64>),
    /// Variances, `(n_components, n_features)`
    Diagonal(Array2<f64>),
    /// Variances, `(n_components)`
    Spherical(Array1<f64>),
}

impl From<Array3<f64>> for Covariances {
    fn from(full: Array3<f64>) -> Self {
        Self::Full(full)
    }
}

impl Covariance {
    /// How many numbers describe covariances of this shape; a symmetric matrix counts once.
    ///
    /// # Examples
    /// ```
    /// # use gaussian_mixture::Covariance;
    /// let count = |shape: Covariance| shape.count_parameters(3, 2);
    /// assert_eq!(count(Covariance::Full), 9);
    /// assert_eq!(count(Covariance::Tied), 3);
    /// assert_eq!(count(Covariance::Diagonal), 6);
    /// assert_eq!(count(Covariance::Spherical), 3);
    /// ```
    pub fn count_parameters(self, n_components: usize, n_features: usize) -> usize {
        let triangle = n_features * (n_features + 1) / 2;
        match self {
            Self::Full => n_components * triangle,
            Self::Tied => triangle,
            Self::Diagonal => n_components * n_features,
            Self::Spherical => n_components,
        }
    }

    /// Whether features are independent within a component.
    pub(super) fn is_diagonal(self) -> bool {
        matches!(self, Self::Diagonal | Self::Spherical)
    }
}

impl Covariances {
    /// Which of the four.
    pub fn shape(&self) -> Covariance {
        match self {
            Self::Full(_) => Covariance::Full,
            Self::Tied(_) => Covariance::Tied,
            Self::Diagonal(_) => Covariance::Diagonal,
            Self::Spherical(_) => Covariance::Spherical,
        }
    }

    /// The covariance of one component, `(n_features, n_features)`.
    pub(super) fn component(&self, k: usize, n_features: usize) -> Array2<f64> {
        match self {
            Self::Full(full) => full.index_axis(Axis(0), k).to_owned(),
            Self::Tied(tied) => tied.clone(),
            Self::Diagonal(variances) => Array2::from_diag(&variances.row(k)),
            Self::Spherical(variances) => Array2::from_diag_elem(n_features, variances[k]),
        }
    }

    /// The variance of one feature in one component.
    pub(super) fn variance(&self, k: usize, feature: usize) -> f64 {
        match self {
            Self::Full(full) => full[[k, feature, feature]],
            Self::Tied(tied) => tied[[feature, feature]],
            Self::Diagonal(variances) => variances[[k, feature]],
            Self::Spherical(variances) => variances[k],
        }
    }

    /// How many covariances it holds that are to be factored: one if they are shared.
    pub(super) fn n_distinct(&self, n_components: usize) -> usize {
        match self {
            Self::Tied(_) => n_components.min(1),
            _ => n_components,
        }
    }

    pub(super) fn check_shape(&self, n_components: usize, n_features: usize) -> Result<(), Error> {
        let mismatch = |what, expected, found| Error::ShapeMismatch {
            what,
            expected,
            found,
        };
        let axes = match self {
            Self::Full(full) => {
                let (k, rows, columns) = full.dim();
                if rows != columns {
                    return Err(Error::NotSquare { rows, columns });
                }
                vec![(k, n_components), (rows, n_features)]
            }
            Self::Tied(tied) => {
                let (rows, columns) = tied.dim();
                if rows != columns {
                    return Err(Error::NotSquare { rows, columns });
                }
                vec![(n_components, n_components), (rows, n_features)]
            }
            Self::Diagonal(variances) => {
                let (k, width) = variances.dim();
                vec![(k, n_components), (width, n_features)]
            }
            Self::Spherical(variances) => vec![(variances.len(), n_components)],
        };
        let names = ["the number of covariances", "the width of the covariances"];
        for ((found, expected), what) in axes.into_iter().zip(names) {
            if found != expected {
                return Err(mismatch(what, expected, found));
            }
        }
        Ok(())
    }
}
