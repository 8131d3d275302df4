//! Where you write: each `todo!` in these files is an exercise.
//!
//! `cargo test -p exercises` grades them, `cargo run` serves the book they belong to.
//! Woven from `solutions/src/lib.rs` by `cargo run -- weave`.

// A stub uses neither its arguments nor its imports yet.
#![allow(unused_variables, unused_imports)]

pub mod e_step;
pub mod em;
pub mod kmeans;
pub mod log_gaussian;
pub mod log_likelihood;
pub mod m_step;
pub mod model_selection;
pub mod normal;
pub mod one_dimension;

pub use e_step::compute_responsibilities;
pub use em::em;
pub use kmeans::{assign_clusters, update_centers};
pub use log_gaussian::log_gaussian;
pub use log_likelihood::{log_likelihood, log_sum_exp};
pub use m_step::{compute_covariances, compute_means, compute_soft_counts, compute_weights};
pub use model_selection::{bic, count_parameters};
pub use normal::{gaussian_pdf, mixture_pdf};
pub use one_dimension::{responsibilities_1d, update_1d};
