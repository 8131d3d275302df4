//! Step 2: no array is made inside the loop. Chapter 13.

use std::f64::consts::PI;

use crate::cholesky;
use ndarray::{Array1, Array2, Array3};

use super::Parameters;

// ANCHOR: flat
/// Step 2: rows of one slice in place of arrays, and all room made before the loop.
pub fn flat(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let (n_components, d) = before.means.dim();
    let means = before.means.as_slice().expect("means are in row order");
    let mut factors = Vec::new();
    let mut log_scales = Vec::new();
    for (k, covariance) in before.covariances.outer_iter().enumerate() {
        let factor = cholesky(&covariance).unwrap_or_else(|error| panic!("{error}"));
        let log_root_determinant = factor.diag().mapv(f64::ln).sum();
        let log_normalizer = 0.5 * d as f64 * (2.0 * PI).ln() + log_root_determinant;
        log_scales.push(before.weights[k].ln() - log_normalizer);
        factors.extend(factor);
    }
    let rows = data.as_slice().expect("data are in row order");
    let mut resp = vec![0.0; data.nrows() * n_components];
    let mut y = vec![0.0; d];
    let mut log_likelihood = 0.0;
    for (x, resp) in rows
        .chunks_exact(d)
        .zip(resp.chunks_exact_mut(n_components))
    {
        for (k, resp) in resp.iter_mut().enumerate() {
            let (mean, factor) = (&means[k * d..][..d], &factors[k * d * d..][..d * d]);
            *resp = log_joint(x, mean, factor, log_scales[k], &mut y);
        }
        let largest = resp.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
        let sum: f64 = resp.iter().map(|value| (value - largest).exp()).sum();
        let log_total = largest + sum.ln();
        log_likelihood += log_total;
        resp.iter_mut()
            .for_each(|value| *value = (*value - log_total).exp());
    }
    (m_step(rows, &resp, n_components, d), log_likelihood)
}
// ANCHOR_END: flat

// ANCHOR: log_joint
/// ln πₖ 𝒩(x | μₖ, Σₖ): forward substitution in `y`, row by row.
pub fn log_joint(x: &[f64], mean: &[f64], factor: &[f64], log_scale: f64, y: &mut [f64]) -> f64 {
    let d = x.len();
    let mut distance = 0.0;
    for i in 0..d {
        let (known, row) = (&y[..i], &factor[i * d..][..=i]);
        let explained: f64 = row.iter().zip(known).map(|(l, y)| l * y).sum();
        y[i] = (x[i] - mean[i] - explained) / row[i];
        distance += y[i] * y[i];
    }
    log_scale - 0.5 * distance
}
// ANCHOR_END: log_joint

// ANCHOR: m_step
/// The M-step in two passes over the rows: means, then the lower triangles around them.
pub fn m_step(data: &[f64], resp: &[f64], n_components: usize, d: usize) -> Parameters {
    let mut counts = Array1::<f64>::zeros(n_components);
    let mut means = Array2::<f64>::zeros((n_components, d));
    for (x, resp) in data.chunks_exact(d).zip(resp.chunks_exact(n_components)) {
        for (k, &r) in resp.iter().enumerate() {
            counts[k] += r;
            for (mean, x) in means.row_mut(k).iter_mut().zip(x) {
                *mean += r * x;
            }
        }
    }
    for (mut mean, count) in means.rows_mut().into_iter().zip(&counts) {
        mean /= *count;
    }
    let flat_means = means.as_slice().expect("means are in row order");
    let mut sums = vec![0.0; n_components * d * d];
    let mut z = vec![0.0; d];
    for (x, resp) in data.chunks_exact(d).zip(resp.chunks_exact(n_components)) {
        for (k, &r) in resp.iter().enumerate() {
            let mean = &flat_means[k * d..][..d];
            for i in 0..d {
                z[i] = x[i] - mean[i];
                let row = &mut sums[(k * d + i) * d..][..=i];
                for (sum, z_j) in row.iter_mut().zip(&z) {
                    *sum += r * z[i] * z_j;
                }
            }
        }
    }
    let entry =
        |(k, i, j): (usize, usize, usize)| sums[(k * d + i.max(j)) * d + i.min(j)] / counts[k];
    let covariances = Array3::from_shape_fn((n_components, d, d), entry);
    Parameters {
        weights: &counts / counts.sum(),
        means,
        covariances,
    }
}
// ANCHOR_END: m_step
