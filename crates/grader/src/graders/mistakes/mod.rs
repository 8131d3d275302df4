//! Known wrong formulas, one file per lesson. Each is a function of the exercise's arguments.

pub(crate) mod e_step;
pub(crate) mod em;
pub(crate) mod kmeans;
pub(crate) mod log_gaussian;
pub(crate) mod log_likelihood;
pub(crate) mod m_step;
pub(crate) mod model_selection;
pub(crate) mod normal;
pub(crate) mod one_dimension;
mod shared;
