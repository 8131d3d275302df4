//! From the textbook's iteration to a fast one: the same E-step and M-step, with one main idea
//! more each time. Chapter 13.
//!
//! Each [`Step`] is a whole EM iteration on the same input with the same result to rounding.
//! `tests/steps.rs` proves that, and `cargo run --release -p benches --bin steps` measures them.

mod exp;
mod flat;
mod fused;
mod moments;
mod once;
mod textbook;
mod tiles;
mod whitened;
mod wide;

use ndarray::{Array1, Array2, Array3};

pub use exp::{COEFFICIENTS, exp2};
pub use flat::{flat, log_joint, m_step};
pub use fused::fused;
pub use moments::Moments;
pub use once::once;
pub use textbook::textbook;
pub use tiles::{Column, LANES, TILE, accumulate, dot, mul_add, normalize, score, sum, tiled};
pub use whitened::{Whitened, responsibilities, whitened};
pub use wide::wide;

// ANCHOR: parameters
/// The parameters of a mixture, in the lessons' arrays.
#[derive(Debug, Clone)]
pub struct Parameters {
    /// `(n_components)`
    pub weights: Array1<f64>,
    /// `(n_components, n_features)`
    pub means: Array2<f64>,
    /// `(n_components, n_features, n_features)`
    pub covariances: Array3<f64>,
}

/// One EM iteration: from the data and the parameters before it to those after it, and to the
/// log-likelihood of the data under those before it.
pub type Step = fn(&Array2<f64>, &Parameters) -> (Parameters, f64);
// ANCHOR_END: parameters

/// The steps in their order, each with the name that it has in tables.
pub const STEPS: [(&str, Step); 8] = [
    ("textbook", textbook),
    ("once", once),
    ("flat", flat),
    ("whitened", whitened),
    ("fused", fused),
    ("tiled", tiled::<false, false>),
    ("wide", wide::<false>),
    ("own exp", wide::<true>),
];
