//! The library of *Gaussian Mixtures, Step by Step*.
//!
//! What the lessons stand on: data sets ([`data`]), drawing samples from a mixture
//! ([`data::sample_mixture`]) and figures ([`plot`]). Where they lead: the engine ([`mixture`]), which fits
//! mixtures to data of any size, and K-means ([`mod@kmeans`]). It knows nothing of lessons and
//! exercises.
//!
//! Arrays are [`ndarray`]'s, of `f64`; `n_samples`, `n_features` and `n_components` name
//! their axes. One row is one sample.

pub mod cholesky;
pub mod data;
mod error;
pub mod kmeans;
pub mod mixture;
pub mod plot;

pub use cholesky::{cholesky, solve_lower};
pub use error::{Cause, Error};
pub use mixture::{
    Chunks, Covariance, Covariances, Fit, GaussianMixture, Init, InstructionSet, Mixture, Progress,
    SufficientStatistics,
};
