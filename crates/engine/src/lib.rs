//! Mixtures of Gaussians, fitted by expectation maximization to data of any size.
//!
//! [`GaussianMixture`] says what to fit and how; [`mixture`] explains how it works. [`mod@kmeans`] is
//! K-means with the same arithmetic, [`input`] reads samples from files.
//!
//! Arrays are [`ndarray`]'s; `n_samples`, `n_features` and `n_components` name their axes. One row
//! is one sample.
//!
//! # Features
//! None is on by default.
//! - `serde`: a [`Mixture`] can be saved and loaded, in any format that serde knows.
//! - `npy`: [`input`] reads NumPy files, which it maps into memory.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod cholesky;
mod error;
pub mod input;
mod kernel;
pub mod kmeans;
pub mod mixture;
// The data sets of the tests name the crate as its users do.
#[cfg(test)]
extern crate self as gaussian_mixture;
#[cfg(test)]
#[path = "../tests/data/mod.rs"]
mod test_data;

use cholesky::{cholesky, solve_lower};

pub use error::{Cause, Error};
pub use input::Chunks;
pub use mixture::{
    Covariance, Covariances, Fit, GaussianMixture, Init, InstructionSet, Mixture, Progress,
    SufficientStatistics, sample_mixture,
};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
