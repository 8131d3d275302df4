//! What a notebook stands on: one dependency, one prelude.

/// Everything that a lesson uses, in one line.
pub mod prelude {
    pub use gmm::data::{old_faithful, sample_mixture, uw_mixture};
    pub use gmm::{EmFit, cholesky, solve_lower};
    pub use ndarray::{Array1, Array2, Array3, Axis, array, s, stack};
    pub use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};
    pub use solutions::*;
}
