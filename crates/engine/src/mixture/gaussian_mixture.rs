//! The options of a fit.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::covariance::Covariance;
use super::fit::Progress;
use super::init::Init;
use super::model::Mixture;
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
#[must_use = "options do nothing until `fit` is called"]
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
    /// Options for `n_components` components with full covariances: one start by K-means, at most
    /// 100 iterations, tolerance 1e-3, regularization 1e-6.
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

    /// The constraint on the covariances.
    pub fn covariance(mut self, covariance: Covariance) -> Self {
        self.covariance = covariance;
        self
    }

    /// How the starting parameters are chosen.
    pub fn init(mut self, init: Init) -> Self {
        self.init = init;
        self
    }

    /// Starts from a mixture, such as that of an earlier fit: the same as `.init(Init::Given(…))`.
    pub fn warm_start(self, mixture: &Mixture) -> Self {
        self.init(Init::Given(mixture.clone()))
    }

    /// How many starts to try. The fit keeps the one whose mixture has the highest log-likelihood;
    /// computing that takes one more pass over the samples for each. With given parameters there is
    /// only one start.
    pub fn n_init(mut self, n_init: usize) -> Self {
        self.n_init = n_init;
        self
    }

    /// The maximal number of iterations of a start.
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// A start has converged when the mean log-likelihood of a sample changes by less than this.
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// A number that is added to every variance, so that no component can shrink to a point.
    pub fn regularization(mut self, regularization: f64) -> Self {
        self.regularization = regularization;
        self
    }

    /// The seed of everything random. The same seed gives the same bits, whatever the number of
    /// threads; with [`InstructionSet::Portable`] also on every processor.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The maximal number of threads; by default, the number of processors.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Threads(threads.max(1));
        self
    }

    /// The instructions for the arithmetic of the fit, and for all later answers of its mixture; by
    /// default, the widest that the processor has.
    pub fn instruction_set(mut self, instructions: InstructionSet) -> Self {
        self.instructions = instructions;
        self
    }

    /// Calls `observer` after each iteration. If it breaks, the fit ends and returns the best start
    /// so far, the current one included.
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
