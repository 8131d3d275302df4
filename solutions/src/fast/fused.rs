//! Step 4: E-step and M-step in one pass. Chapter 13.

use std::f64::consts::LN_2;

use ndarray::Array2;

use super::Parameters;
use super::moments::Moments;
use super::whitened::{Whitened, responsibilities};

// ANCHOR: fused
/// Step 4: each sample is added to the sums while it is at hand; nothing of size N × K is kept.
pub fn fused(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let (n_components, d) = before.means.dim();
    let bells = Whitened::new(before);
    let means = before.means.as_slice().expect("means are in row order");
    let rows = data.as_slice().expect("data are in row order");
    let mut moments = Moments::zero(n_components, d);
    let mut resp = vec![0.0; n_components];
    let mut z = vec![0.0; d];
    let mut log2_likelihood = 0.0;
    for x in rows.chunks_exact(d) {
        log2_likelihood += responsibilities(x, &bells, &mut resp);
        for (k, &r) in resp.iter().enumerate() {
            let mean = &means[k * d..][..d];
            moments.counts[k] += r;
            for i in 0..d {
                z[i] = x[i] - mean[i];
                let weighted = r * z[i];
                moments.sums[k * d + i] += weighted;
                let row = &mut moments.second[(k * d + i) * d..][..=i];
                for (second, z_j) in row.iter_mut().zip(&z) {
                    *second += weighted * z_j;
                }
            }
        }
    }
    (moments.maximize(before), log2_likelihood * LN_2)
}
// ANCHOR_END: fused
