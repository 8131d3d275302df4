//! A mixture of Gaussians: its parameters, checked.

use ndarray::{Array1, Array2, Array3, Axis, s};
use ndarray_rand::rand::Rng;

use super::covariance::{Covariance, Covariances};
use super::sample::sample_mixture;
use crate::kernel::simd::InstructionSet;
use crate::{Error, cholesky};

/// A mixture of Gaussians, with parameters that have been checked.
///
/// Two are equal if their parameters are, whatever instructions they answer with.
///
/// # Examples
/// ```
/// # use gaussian_mixture::Mixture;
/// # use ndarray::{array, Array3};
/// let mixture = Mixture::new(array![0.5, 0.5], array![[-1.0], [1.0]], Array3::ones((2, 1, 1)))?;
/// // Two unit bells at −1 and 1: at x the odds are exp(2x), here exp(2 · ½ ln 3) = 3.
/// let resp = mixture.responsibilities(&array![[0.5 * 3f64.ln()]])?;
/// assert!((resp[[0, 1]] - 0.75).abs() < 1e-15);
/// # Ok::<(), gaussian_mixture::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Mixture {
    weights: Array1<f64>,
    means: Array2<f64>,
    covariances: Covariances,
    /// What its answers are computed with; no part of the model.
    pub(super) instructions: InstructionSet,
}

impl PartialEq for Mixture {
    fn eq(&self, other: &Self) -> bool {
        self.weights == other.weights
            && self.means == other.means
            && self.covariances == other.covariances
    }
}

impl Mixture {
    /// A mixture of these components.
    ///
    /// # Shapes
    /// `weights` is `(n_components)`, `means` `(n_components, n_features)`, `covariances` an array
    /// `(n_components, n_features, n_features)` or one of [`Covariances`].
    ///
    /// # Errors
    /// [`Error::NoComponents`], [`Error::NoFeatures`], [`Error::ShapeMismatch`],
    /// [`Error::NotSquare`]; [`Error::InvalidWeights`] if one is negative or their sum is off 1 by
    /// more than 1e-9; [`Error::NotFiniteValue`] for a mean; [`Error::InComponent`] around
    /// [`Error::NotSymmetric`] or [`Error::NotPositiveDefinite`].
    pub fn new(
        weights: Array1<f64>,
        means: Array2<f64>,
        covariances: impl Into<Covariances>,
    ) -> Result<Self, Error> {
        let mixture = Self {
            weights,
            means,
            covariances: covariances.into(),
            instructions: InstructionSet::Detect,
        };
        mixture.check()?;
        Ok(mixture)
    }

    /// A mixture of which the M-step vouches for everything but the covariances.
    pub(super) fn from_m_step(
        weights: Array1<f64>,
        means: Array2<f64>,
        covariances: Covariances,
    ) -> Self {
        Self {
            weights,
            means,
            covariances,
            instructions: InstructionSet::Detect,
        }
    }

    /// The same mixture, which answers with these instructions; one that was made or loaded answers
    /// with the best that the processor has, and that of a fit with those of the fit.
    ///
    /// # Examples
    /// ```
    /// # use gaussian_mixture::{GaussianMixture, InstructionSet};
    /// let data = ndarray::array![[1.8], [2.0], [1.9], [4.3], [4.5], [3.9]];
    /// let mixture = GaussianMixture::new(2).fit(&data)?.mixture;
    /// let mixture = mixture.with_instruction_set(InstructionSet::Portable);
    /// // The same digits on every machine.
    /// println!("{}", mixture.log_likelihood(&data)?);
    /// # Ok::<(), gaussian_mixture::Error>(())
    /// ```
    pub fn with_instruction_set(mut self, instructions: InstructionSet) -> Self {
        self.instructions = instructions;
        self
    }

    fn check(&self) -> Result<(), Error> {
        let (n_components, n_features) = self.means.dim();
        if n_components == 0 {
            return Err(Error::NoComponents);
        }
        if n_features == 0 {
            return Err(Error::NoFeatures);
        }
        if self.weights.len() != n_components {
            return Err(Error::ShapeMismatch {
                what: "the number of weights",
                expected: n_components,
                found: self.weights.len(),
            });
        }
        self.covariances.check_shape(n_components, n_features)?;
        let sum = self.weights.sum();
        // 1e-9: what rounding leaves of a million weights, with room to spare
        let sums_to_one = (sum - 1.0).abs() <= 1e-9;
        if !sums_to_one || self.weights.iter().any(|&weight| weight < 0.0) {
            return Err(Error::InvalidWeights { sum });
        }
        for ((row, column), &value) in self.means.indexed_iter() {
            if !value.is_finite() {
                return Err(Error::NotFiniteValue { row, column, value });
            }
        }
        for k in 0..self.covariances.n_distinct(n_components) {
            self.check_covariance(k)
                .map_err(|error| error.in_component(k))?;
        }
        Ok(())
    }

    fn check_covariance(&self, k: usize) -> Result<(), Error> {
        if self.covariance_type().is_diagonal() {
            for row in 0..self.n_features() {
                let pivot = self.covariances.variance(k, row);
                if !(pivot > 0.0 && pivot.is_finite()) {
                    return Err(Error::NotPositiveDefinite { row, pivot });
                }
            }
            return Ok(());
        }
        let covariance = self.covariances.component(k, self.n_features());
        for ((row, column), &entry) in covariance.indexed_iter() {
            let across = covariance[[column, row]];
            // Each root of its own: the product may be beyond the range of `f64`.
            let scale = covariance[[row, row]].sqrt() * covariance[[column, column]].sqrt();
            // 1e-8: half the digits of a number that was printed in full
            let differs = (entry - across).abs() > 1e-8 * scale;
            // NaN differs by no number; where it is both, the factorization finds it.
            if differs || entry.is_nan() != across.is_nan() {
                return Err(Error::NotSymmetric { row, column });
            }
        }
        cholesky(&covariance).map(drop)
    }

    /// Share of each component, `(n_components)`, summing to 1.
    pub fn weights(&self) -> &Array1<f64> {
        &self.weights
    }

    /// Center of each component, `(n_components, n_features)`.
    pub fn means(&self) -> &Array2<f64> {
        &self.means
    }

    /// Covariance of each component, `(n_components, n_features, n_features)`, whatever their
    /// shape: what shares numbers or has zeros is written out.
    pub fn covariances(&self) -> Array3<f64> {
        let (n_components, n_features) = self.means.dim();
        let mut full = Array3::zeros((n_components, n_features, n_features));
        for (k, mut covariance) in full.outer_iter_mut().enumerate() {
            covariance.assign(&self.covariances.component(k, n_features));
        }
        full
    }

    /// The covariances, as few numbers as their shape needs.
    pub fn covariance_parameters(&self) -> &Covariances {
        &self.covariances
    }

    /// What the covariances are held to.
    pub fn covariance_type(&self) -> Covariance {
        self.covariances.shape()
    }

    /// Number of components.
    pub fn n_components(&self) -> usize {
        self.means.nrows()
    }

    /// Number of features.
    pub fn n_features(&self) -> usize {
        self.means.ncols()
    }

    /// How many numbers describe the mixture: its covariances, its means, and all but one of its
    /// weights, which sum to 1.
    pub fn count_parameters(&self) -> usize {
        let (n_components, n_features) = self.means.dim();
        let covariances = self
            .covariance_type()
            .count_parameters(n_components, n_features);
        covariances + n_components * n_features + n_components - 1
    }

    /// Draws samples, `(n_samples, n_features)`, and says which component each came from.
    ///
    /// # Examples
    /// ```
    /// # use gaussian_mixture::Mixture;
    /// # use ndarray::{array, Array3};
    /// # use ndarray_rand::rand::{SeedableRng, rngs::StdRng};
    /// let mixture = Mixture::new(array![0.5, 0.5], array![[-100.0], [100.0]], Array3::ones((2, 1, 1)))?;
    /// let (data, labels) = mixture.sample(500, &mut StdRng::seed_from_u64(42));
    /// assert!(data.column(0).iter().zip(&labels).all(|(&x, &label)| (x > 0.0) == (label == 1)));
    /// # Ok::<(), gaussian_mixture::Error>(())
    /// ```
    pub fn sample<R: Rng + ?Sized>(
        &self,
        n_samples: usize,
        rng: &mut R,
    ) -> (Array2<f64>, Array1<usize>) {
        sample_mixture(
            n_samples,
            &self.weights,
            &self.means,
            &self.covariances(),
            rng,
        )
        .expect("the parameters have been checked")
    }

    /// The mixture of some of the features alone, in the order given.
    ///
    /// # Errors
    /// [`Error::UnknownFeature`] if one is not there, or is named twice; [`Error::NoFeatures`].
    ///
    /// # References
    /// Bishop 2006, eq. 2.98.
    pub fn marginal(&self, features: &[usize]) -> Result<Self, Error> {
        self.check_features(features)?;
        let covariances = match &self.covariances {
            Covariances::Full(full) => {
                Covariances::Full(full.select(Axis(1), features).select(Axis(2), features))
            }
            Covariances::Tied(tied) => {
                Covariances::Tied(tied.select(Axis(0), features).select(Axis(1), features))
            }
            Covariances::Diagonal(variances) => {
                Covariances::Diagonal(variances.select(Axis(1), features))
            }
            Covariances::Spherical(variances) => Covariances::Spherical(variances.clone()),
        };
        let marginal = Self::new(
            self.weights.clone(),
            self.means.select(Axis(1), features),
            covariances,
        )?;
        Ok(marginal.with_instruction_set(self.instructions))
    }

    /// The mixture of the other features, where some are known.
    ///
    /// ```text
    /// πₖ′ ∝ πₖ 𝒩(xₐ | μₐ, Σₐₐ)     μ′ = μᵦ + Σᵦₐ Σₐₐ⁻¹ (xₐ − μₐ)     Σ′ = Σᵦᵦ − Σᵦₐ Σₐₐ⁻¹ Σₐᵦ
    /// ```
    ///
    /// The features left keep their order; the covariances are full.
    ///
    /// # Errors
    /// As [`Mixture::marginal`]; [`Error::NoFeatureLeft`] if every feature is given;
    /// [`Error::ShapeMismatch`] and [`Error::NotFiniteValue`] for the values.
    ///
    /// # Examples
    /// ```
    /// # use gaussian_mixture::Mixture;
    /// # use ndarray::array;
    /// // Correlation ½, unit variances: knowing x₀ = 2 moves x₁ by 1 and leaves variance ¾.
    /// let mixture = Mixture::new(
    ///     array![1.0], array![[0.0, 0.0]], array![[[1.0, 0.5], [0.5, 1.0]]])?;
    /// let given = mixture.conditional(&[0], &[2.0])?;
    /// assert_eq!((given.means()[[0, 0]], given.covariances()[[0, 0, 0]]), (1.0, 0.75));
    /// # Ok::<(), gaussian_mixture::Error>(())
    /// ```
    ///
    /// # References
    /// Bishop 2006, eqs. 2.81 and 2.82.
    pub fn conditional(&self, features: &[usize], values: &[f64]) -> Result<Self, Error> {
        if features.len() != values.len() {
            return Err(Error::ShapeMismatch {
                what: "the number of values",
                expected: features.len(),
                found: values.len(),
            });
        }
        let known = Array1::from(values.to_vec());
        let marginal = self.marginal(features)?;
        let left: Vec<usize> = (0..self.n_features())
            .filter(|feature| !features.contains(feature))
            .collect();
        if left.is_empty() {
            return Err(Error::NoFeatureLeft);
        }
        let resp = marginal.responsibilities(&known.view().insert_axis(Axis(0)))?;
        let mut means = self.means.select(Axis(1), &left);
        let mut covariances = Array3::zeros((self.n_components(), left.len(), left.len()));
        for k in 0..self.n_components() {
            let whole = self.covariances.component(k, self.n_features());
            let factor = cholesky(&marginal.covariances.component(k, features.len()))
                .map_err(|error| error.in_component(k))?;
            let solve = |b| crate::solve_lower(&factor, &b);
            let offset = solve(&known - &marginal.means.row(k));
            // A = L⁻¹ Σₐᵦ, column by column: μ′ = μᵦ + Aᵀ L⁻¹ (xₐ − μₐ), Σ′ = Σᵦᵦ − Aᵀ A.
            let mut shared = Array2::zeros((features.len(), left.len()));
            for (mut column, &feature) in shared.columns_mut().into_iter().zip(&left) {
                column.assign(&solve(whole.column(feature).select(Axis(0), features)));
            }
            let mut mean = means.row_mut(k);
            mean += &shared.t().dot(&offset);
            let among_left = whole.select(Axis(0), &left).select(Axis(1), &left);
            // Entry by entry: the product of matrices asks the processor what it has.
            let explained = Array2::from_shape_fn((left.len(), left.len()), |(i, j)| {
                shared.column(i).dot(&shared.column(j))
            });
            covariances
                .slice_mut(s![k, .., ..])
                .assign(&(among_left - explained));
        }
        let conditional = Self::new(resp.row(0).to_owned(), means, covariances)?;
        Ok(conditional.with_instruction_set(self.instructions))
    }

    fn check_features(&self, features: &[usize]) -> Result<(), Error> {
        if features.is_empty() {
            return Err(Error::NoFeatures);
        }
        for (at, &feature) in features.iter().enumerate() {
            if feature >= self.n_features() || features[..at].contains(&feature) {
                return Err(Error::UnknownFeature {
                    feature,
                    n_features: self.n_features(),
                });
            }
        }
        Ok(())
    }
}
