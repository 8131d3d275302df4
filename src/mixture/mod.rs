//! The engine: a mixture of Gaussians, fitted to data of any size.
//!
//! [`GaussianMixture`] says what to fit and how, [`Fit`] what came of it, [`Mixture`] is the model;
//! [`SufficientStatistics`] are for those who spread the work themselves.

mod bytes;
mod chunks;
mod covariance;
mod density;
#[cfg(feature = "serde")]
mod file;
mod fit;
mod frame;
mod gaussian_mixture;
mod kernel;
mod m_step;
mod model;
mod moments;
mod parallel;
mod samples;
mod source;
mod start;
mod statistics;
mod values;
mod weights;
mod whitening;

pub use chunks::Chunks;
pub use covariance::{Covariance, Covariances};
pub use fit::{Fit, Progress};
pub use gaussian_mixture::GaussianMixture;
pub use kernel::simd::InstructionSet;
pub use model::Mixture;
pub use start::Init;
pub use statistics::SufficientStatistics;
pub use values::Real;

pub(crate) fn check_finite(data: ndarray::ArrayView2<f64>) -> Result<(), crate::Error> {
    samples::check_samples(&values::Values::Double(data), 0)
}
