//! What to fit, and how.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use ndarray::{Array1, ArrayBase, Data, Ix2};

use super::chunks::Chunks;
use super::covariance::Covariance;
use super::fit::{Fit, Progress, run};
use super::source::{Chunked, InMemory};
use super::start::Init;
use super::values::Real;
use super::{Mixture, weights};
use crate::Error;
use crate::kernel::simd::InstructionSet;
use crate::kernel::threads::Threads;

type Observer = Arc<dyn Fn(&Progress<'_>) -> ControlFlow<()> + Send + Sync>;

/// Fits a mixture of Gaussians by expectation maximization.
///
/// # Examples
/// ```
/// # use gaussian_mixture::{Covariance, GaussianMixture};
/// # use ndarray::array;
/// // Length of a geyser's eruption and the wait to the next, in minutes.
/// let data = array![[1.8, 54.0], [2.0, 51.0], [1.9, 59.0], [4.3, 80.0], [4.5, 84.0], [3.9, 78.0]];
/// let fit = GaussianMixture::new(2).covariance(Covariance::Diagonal).seed(42).fit(&data)?;
/// assert!(fit.converged);
/// // The means of the first three rows and of the last three.
/// let mut lengths = fit.mixture.means().column(0).to_vec();
/// lengths.sort_by(f64::total_cmp);
/// assert!((lengths[0] - 1.9).abs() < 1e-6 && (lengths[1] - 12.7 / 3.0).abs() < 1e-6);
/// # Ok::<(), gaussian_mixture::Error>(())
/// ```
#[derive(Clone)]
pub struct GaussianMixture {
    pub(super) n_components: usize,
    pub(super) covariance: Covariance,
    pub(super) init: Init,
    pub(super) n_init: usize,
    pub(super) max_iter: usize,
    pub(super) tolerance: f64,
    pub(super) regularization: f64,
    pub(super) seed: u64,
    pub(super) threads: Threads,
    pub(super) instructions: InstructionSet,
    pub(super) observer: Option<Observer>,
}

impl GaussianMixture {
    /// A fit of `n_components` components with full covariances, from one start by K-means, of at
    /// most 100 iterations, to a tolerance of 1e-3, with regularization 1e-6.
    pub fn new(n_components: usize) -> Self {
        Self {
            n_components,
            covariance: Covariance::Full,
            init: Init::KMeansPlusPlus,
            n_init: 1,
            max_iter: 100,
            tolerance: 1e-3,
            regularization: 1e-6,
            seed: 0,
            threads: Threads::default(),
            instructions: InstructionSet::Detect,
            observer: None,
        }
    }

    /// What the covariances are held to.
    pub fn covariance(mut self, covariance: Covariance) -> Self {
        self.covariance = covariance;
        self
    }

    /// How the parameters are first guessed.
    pub fn init(mut self, init: Init) -> Self {
        self.init = init;
        self
    }

    /// Starts from a mixture, for instance that of an earlier fit: short for
    /// `.init(Init::Given(…))`.
    pub fn warm_start(self, mixture: &Mixture) -> Self {
        self.init(Init::Given(mixture.clone()))
    }

    /// How many starts to try; the fit whose mixture has the highest log-likelihood is kept. To
    /// compare them takes one more pass over the samples for each. From given parameters there is
    /// one start.
    pub fn n_init(mut self, n_init: usize) -> Self {
        self.n_init = n_init;
        self
    }

    /// The most iterations of a start.
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// A run has converged when the mean log-likelihood of a sample changes by less than this.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// What is added to every variance, so that no component can shrink to a point.
    pub fn regularization(mut self, regularization: f64) -> Self {
        self.regularization = regularization;
        self
    }

    /// The same seed gives the same result, to the last bit, whatever the number of threads; on
    /// another processor too with [`InstructionSet::Portable`].
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many threads may work; else as many as the machine has processors.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Threads(threads.max(1));
        self
    }

    /// Which instructions the arithmetic may use, of the fit and of whatever its mixture is asked
    /// later; else the best that the processor has.
    pub fn instruction_set(mut self, instructions: InstructionSet) -> Self {
        self.instructions = instructions;
        self
    }

    /// Calls `observer` after each iteration. Where it breaks, the whole fit ends, with the best of
    /// the starts that were made, the one at work among them.
    ///
    /// # Examples
    /// ```
    /// # use gaussian_mixture::GaussianMixture;
    /// # use std::ops::ControlFlow;
    /// let fit = GaussianMixture::new(2)
    ///     .tolerance(0.0)
    ///     .on_iteration(|progress| {
    ///         if progress.iteration == 7 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    ///     })
    ///     .fit(&ndarray::array![[1.8], [2.0], [1.9], [4.3], [4.5], [3.9]])?;
    /// assert_eq!((fit.iterations, fit.converged), (7, false));
    /// # Ok::<(), gaussian_mixture::Error>(())
    /// ```
    pub fn on_iteration(
        mut self,
        observer: impl Fn(&Progress<'_>) -> ControlFlow<()> + Send + Sync + 'static,
    ) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Fits the samples, `(n_samples, n_features)`, of `f64` or `f32`.
    ///
    /// # Numerics
    /// The arithmetic is in `f64`. The result does not depend on the data's distance from the
    /// origin, and values may be as large or as small as 1e±150.
    ///
    /// # Errors
    /// [`Error::NoComponents`], [`Error::NoSamples`], [`Error::NoFeatures`],
    /// [`Error::TooFewSamples`] if there are fewer samples than components,
    /// [`Error::InvalidParameter`]; [`Error::NotFiniteValue`] and [`Error::ValueTooLarge`] with
    /// the place of the first; [`Error::ShapeMismatch`] if given parameters do not fit the data,
    /// [`Error::SumsTooLarge`] if they are too far from them.
    /// [`Error::InComponent`] if a covariance is too near to singular beside the others.
    /// Where the regularization is 0, [`Error::NoVariance`] for a constant column, unless the
    /// covariances are spherical. If every start fails, the error of the first: mostly
    /// [`Error::Collapsed`].
    pub fn fit<T: Real, S: Data<Elem = T>>(&self, data: &ArrayBase<S, Ix2>) -> Result<Fit, Error> {
        run(self, &mut InMemory::new(T::values(data.view()), None))
    }

    /// Fits samples with weights, `(n_samples)`: weight 2 is the same as a sample twice, and only
    /// their proportions matter.
    ///
    /// # Errors
    /// As [`Self::fit`]; [`Error::InvalidSampleWeight`] if a weight is negative or not finite,
    /// [`Error::NoWeight`] if all are 0, [`Error::ShapeMismatch`] if there is not one for each
    /// sample.
    pub fn fit_weighted<T: Real, S: Data<Elem = T>>(
        &self,
        data: &ArrayBase<S, Ix2>,
        sample_weights: &Array1<f64>,
    ) -> Result<Fit, Error> {
        weights::check_weights(sample_weights, data.nrows())?;
        let scaled = if data.nrows() == 0 {
            vec![]
        } else {
            weights::scaled(sample_weights)?
        };
        run(
            self,
            &mut InMemory::new(T::values(data.view()), Some(&scaled)),
        )
    }

    /// Fits samples that are read chunk by chunk, once for each iteration and twice before the
    /// first, and once more to compare a start with others: memory holds one chunk.
    ///
    /// # Errors
    /// As [`Self::fit`]; those of the source; [`Error::RaggedChunk`] if one is of another width
    /// than the first; [`Error::ChangedSource`] if a later reading has more or fewer samples.
    pub fn fit_chunks(&self, chunks: &mut dyn Chunks) -> Result<Fit, Error> {
        run(self, &mut Chunked::new(chunks))
    }
}

impl fmt::Debug for GaussianMixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GaussianMixture")
            .field("n_components", &self.n_components)
            .field("covariance", &self.covariance)
            .field("init", &self.init)
            .field("n_init", &self.n_init)
            .field("max_iter", &self.max_iter)
            .field("tolerance", &self.tolerance)
            .field("regularization", &self.regularization)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}
