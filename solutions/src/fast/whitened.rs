//! Step 3: multiply-adds only, and each exponential once. Chapter 13.

use std::f64::consts::{LN_2, LOG2_E, PI};

use crate::{cholesky, solve_lower};
use ndarray::{Array1, Array2};

use super::Parameters;
use super::flat::m_step;

// ANCHOR: Whitened
/// What turns each component into a unit bell, in base 2:
///
/// ```text
/// log₂ (πₖ 𝒩(x | μₖ, Σₖ)) = cₖ − ‖Pₖ x − Pₖ μₖ‖²,    Pₖ = √(½ log₂ e) Lₖ⁻¹,   Lₖ Lₖᵀ = Σₖ
/// ```
pub struct Whitened {
    /// Pₖ, `(n_components, n_features, n_features)`, of which the lower triangles are used.
    pub factors: Vec<f64>,
    /// Pₖ μₖ, `(n_components, n_features)`
    pub offsets: Vec<f64>,
    /// cₖ, `(n_components)`
    pub log_scales: Vec<f64>,
}

impl Whitened {
    /// Inverts each Cholesky factor, column by column: K times, not N · K times.
    pub fn new(before: &Parameters) -> Self {
        let d = before.means.ncols();
        let root = (0.5 * LOG2_E).sqrt();
        let (mut factors, mut offsets, mut log_scales) = (vec![], vec![], vec![]);
        for (k, covariance) in before.covariances.outer_iter().enumerate() {
            let lower = cholesky(&covariance).unwrap_or_else(|error| panic!("{error}"));
            let mut factor = Array2::zeros((d, d));
            for (j, mut column) in factor.columns_mut().into_iter().enumerate() {
                let unit = Array1::from_shape_fn(d, |i| if i == j { root } else { 0.0 });
                column.assign(&solve_lower(&lower, &unit));
            }
            offsets.extend(factor.dot(&before.means.row(k)));
            let log_root_determinant = lower.diag().mapv(f64::log2).sum();
            let log_normalizer = 0.5 * d as f64 * (2.0 * PI).log2() + log_root_determinant;
            log_scales.push(before.weights[k].log2() - log_normalizer);
            factors.extend(factor);
        }
        Self {
            factors,
            offsets,
            log_scales,
        }
    }
}
// ANCHOR_END: Whitened

// ANCHOR: responsibilities
/// Fills `resp` with the responsibilities for one sample; returns log₂ of its density.
pub fn responsibilities(x: &[f64], bells: &Whitened, resp: &mut [f64]) -> f64 {
    let d = x.len();
    let mut largest = f64::NEG_INFINITY;
    for (k, resp) in resp.iter_mut().enumerate() {
        let mut distance = 0.0;
        for i in 0..d {
            let mut y = -bells.offsets[k * d + i];
            for (p, x) in bells.factors[(k * d + i) * d..][..=i].iter().zip(x) {
                y += p * x;
            }
            distance += y * y;
        }
        *resp = bells.log_scales[k] - distance;
        largest = largest.max(*resp);
    }
    let mut sum = 0.0;
    for resp in &mut *resp {
        *resp = (*resp - largest).exp2();
        sum += *resp;
    }
    let scale = 1.0 / sum;
    resp.iter_mut().for_each(|resp| *resp *= scale);
    largest + sum.log2()
}
// ANCHOR_END: responsibilities

// ANCHOR: whitened
/// Step 3: no division but one a sample, and one exponential a component.
pub fn whitened(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let (n_components, d) = before.means.dim();
    let bells = Whitened::new(before);
    let rows = data.as_slice().expect("data are in row order");
    let mut resp = vec![0.0; data.nrows() * n_components];
    let mut log2_likelihood = 0.0;
    for (x, resp) in rows
        .chunks_exact(d)
        .zip(resp.chunks_exact_mut(n_components))
    {
        log2_likelihood += responsibilities(x, &bells, resp);
    }
    (m_step(rows, &resp, n_components, d), log2_likelihood * LN_2)
}
// ANCHOR_END: whitened
