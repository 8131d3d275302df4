//! What an M-step needs of the samples, as sums. Chapter 13.

use ndarray::{Array2, Array3};

use super::Parameters;

// ANCHOR: Moments
/// Sums over the samples, with `z = x − μₖ` taken from the means *before* the step.
pub struct Moments {
    /// Σₙ rₙₖ, `(n_components)`
    pub counts: Vec<f64>,
    /// Σₙ rₙₖ zₙₖ, `(n_components, n_features)`
    pub sums: Vec<f64>,
    /// Σₙ rₙₖ zₙₖ zₙₖᵀ, `(n_components, n_features, n_features)`, the lower triangles.
    pub second: Vec<f64>,
}

impl Moments {
    /// No samples yet.
    pub fn zero(n_components: usize, d: usize) -> Self {
        Self {
            counts: vec![0.0; n_components],
            sums: vec![0.0; n_components * d],
            second: vec![0.0; n_components * d * d],
        }
    }

    /// The M-step: with δ = Σ r z / N, the new mean is μ + δ, the new covariance Σ r z zᵀ / N − δ δᵀ.
    pub fn maximize(&self, before: &Parameters) -> Parameters {
        let (n_components, d) = before.means.dim();
        let delta = Array2::from_shape_fn((n_components, d), |(k, j)| {
            self.sums[k * d + j] / self.counts[k]
        });
        let covariances = Array3::from_shape_fn((n_components, d, d), |(k, i, j)| {
            let second = self.second[(k * d + i.max(j)) * d + i.min(j)];
            second / self.counts[k] - delta[[k, i]] * delta[[k, j]]
        });
        let total: f64 = self.counts.iter().sum();
        let weights = self.counts.iter().map(|count| count / total).collect();
        Parameters {
            weights,
            means: &before.means + &delta,
            covariances,
        }
    }
}
// ANCHOR_END: Moments
