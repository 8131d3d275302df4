//! Known wrong formulas, one file a lesson. Each is a small function on the exercise's arguments.

pub(crate) mod m_step;
mod shared;
