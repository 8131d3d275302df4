//! The library of *Gaussian Mixtures, Step by Step*: what the lessons stand on besides their own
//! functions. Data sets and samples drawn from a mixture ([`data`]), and figures ([`plot`]).
//!
//! Arrays are [`ndarray`]'s, of `f64`; `n_samples`, `n_features` and `n_components` name
//! their axes. One row is one sample.

pub mod data;
pub mod plot;
