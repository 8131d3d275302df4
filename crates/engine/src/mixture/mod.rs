//! The engine: a mixture of Gaussians, fitted to data of any size.
//!
//! [`GaussianMixture`] says what to fit and how, [`Fit`] what came of it, [`Mixture`] is the model;
//! [`SufficientStatistics`] are for those who spread the work themselves.
//!
//! ```
//! use gaussian_mixture::{Covariance, GaussianMixture};
//! use ndarray::array;
//!
//! // Length of a geyser's eruption and the wait to the next, in minutes.
//! let data = array![[1.8, 54.0], [2.0, 51.0], [1.9, 59.0], [4.3, 80.0], [4.5, 84.0], [3.9, 78.0]];
//! let fit = GaussianMixture::new(2).covariance(Covariance::Tied).seed(42).fit(&data)?;
//! let labels = fit.mixture.predict(&data)?;
//! println!("{} iterations, BIC {:.1}", fit.iterations, fit.mixture.bic(&data)?);
//! # assert_eq!(labels.len(), 6);
//! # Ok::<(), gaussian_mixture::Error>(())
//! ```
//!
//! # How it works
//! One pass over the data an iteration. A tile of a few hundred samples is scaled, transposed so that
//! the lanes of a vector are samples, scored under every component (whitened by the inverse of the
//! Cholesky factor), normalized with a polynomial exponential, and added to each component's moments,
//! while it is in cache; nothing of the size of the data is kept. The moments are around the means
//! before the update, so data far from the origin lose no digits. A part of the data has moments of
//! its own, whichever thread makes them, and the parts are added in order: the number of threads
//! changes no bit of the result.
//!
//! # Data that cannot be used
//! No input makes a fit panic, hang or end with NaN in it. What it cannot use it refuses with an
//! [`Error`](crate::Error) that says what is wrong, where, and what to do: `cargo run --release
//! -p gaussian-mixture --example bad_input` tries some twenty.
//!
//! # Coming from scikit-learn
//! | scikit-learn 1.9, `GaussianMixture` | here |
//! |---|---|
//! | `n_components` | [`GaussianMixture::new`] |
//! | `covariance_type="full"`, `"tied"`, `"diag"`, `"spherical"` | [`GaussianMixture::covariance`] with [`Covariance`] |
//! | `tol=1e-3`, `max_iter=100`, `reg_covar=1e-6`, `n_init=1` | [`tolerance`](GaussianMixture::tolerance), [`max_iter`](GaussianMixture::max_iter), [`regularization`](GaussianMixture::regularization), [`n_init`](GaussianMixture::n_init): the same meaning, the same values if not given |
//! | `init_params="kmeans"` | [`Init::KMeansPlusPlus`]: on features in units of their deviations, and of at most 2¹⁴ samples, or eight a component |
//! | `init_params="random"` | [`Init::Random`] |
//! | `weights_init`, `means_init`, `precisions_init` | [`Init::Given`], with covariances, not their inverses |
//! | `random_state` | [`GaussianMixture::seed`], 0 if not given |
//! | `warm_start=True` | [`GaussianMixture::warm_start`] |
//! | `verbose` | [`GaussianMixture::on_iteration`] |
//! | `fit(X)` | [`GaussianMixture::fit`]; with weights [`fit_weighted`](GaussianMixture::fit_weighted), larger than memory [`fit_chunks`](GaussianMixture::fit_chunks) |
//! | `weights_`, `means_`, `covariances_` | [`Mixture::weights`], [`Mixture::means`], [`Mixture::covariance_parameters`] in the same shapes, [`Mixture::covariances`] written out |
//! | `converged_`, `n_iter_`, `lower_bounds_` | [`Fit::converged`], [`Fit::iterations`], [`Fit::log_likelihoods`]; not converging is no warning |
//! | `predict`, `predict_proba`, `score_samples` | [`Mixture::predict`], [`Mixture::responsibilities`], [`Mixture::log_density`] |
//! | `score(X)` (a mean) | [`Mixture::log_likelihood`] (the sum) |
//! | `bic`, `aic` | [`Mixture::bic`], [`Mixture::aic`] |
//! | `sample(n)` | [`Mixture::sample`], not sorted by component |
//! | `pickle` | feature `serde`: the file has a version, and is checked when it is loaded |

mod bytes;
mod check;
mod covariance;
mod density;
mod em;
#[cfg(feature = "serde")]
mod file;
mod fit;
mod gaussian_mixture;
mod guess;
mod init;
mod m_step;
mod model;
mod sample;
mod sample_weights;
mod starts;
mod statistics;
pub(crate) mod whitening;

pub use crate::kernel::simd::InstructionSet;
pub use covariance::{Covariance, Covariances};
pub use fit::{Fit, Progress};
pub use gaussian_mixture::GaussianMixture;
pub use init::Init;
pub use model::Mixture;
pub use sample::sample_mixture;
pub use statistics::SufficientStatistics;
