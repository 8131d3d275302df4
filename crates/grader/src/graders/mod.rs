//! The graders, one file a lesson: its laws, its numbers by hand, its extremes, its mistakes.

mod e_step;
mod em;
mod kmeans;
mod log_gaussian;
mod log_likelihood;
mod m_step;
mod model_selection;
mod normal;
mod one_dimension;

pub use e_step::compute_responsibilities;
pub use em::em;
pub use kmeans::{assign_clusters, update_centers};
pub use log_gaussian::log_gaussian;
pub use log_likelihood::{log_likelihood, log_sum_exp};
pub use m_step::{compute_covariances, compute_means, compute_soft_counts, compute_weights};
pub use model_selection::{bic, count_parameters};
pub use normal::{gaussian_pdf, mixture_pdf};
pub use one_dimension::{responsibilities_1d, update_1d};
