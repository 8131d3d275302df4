//! The teaching code: one idea a file, simple and slow, each function as its equation says.
//!
//! Hand-written. `cargo run -- weave` cuts the bodies between `// ANCHOR: NAME_body` and
//! `// ANCHOR_END: NAME_body` out of it to make `exercises/`, and the book and the notebooks
//! show it from here.

pub mod cholesky;
pub mod e_step;
pub mod em;
pub mod em_fit;
pub mod fast;
pub mod kmeans;
pub mod log_gaussian;
pub mod log_likelihood;
pub mod m_step;
pub mod model_selection;
pub mod normal;
pub mod one_dimension;

pub use cholesky::{NotACovariance, cholesky, solve_lower};
pub use e_step::compute_responsibilities;
pub use em::em;
pub use em_fit::EmFit;
pub use kmeans::{assign_clusters, update_centers};
pub use log_gaussian::log_gaussian;
pub use log_likelihood::{log_likelihood, log_sum_exp};
pub use m_step::{compute_covariances, compute_means, compute_soft_counts, compute_weights};
pub use model_selection::{bic, count_parameters};
pub use normal::{gaussian_pdf, mixture_pdf};
pub use one_dimension::{responsibilities_1d, update_1d};
