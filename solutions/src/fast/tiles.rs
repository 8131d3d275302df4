//! Step 5: tiles of samples, transposed, so that lanes are samples. Chapter 13.

use std::f64::consts::LN_2;

use ndarray::Array2;

use super::Parameters;
use super::exp::exp2;
use super::moments::Moments;
use super::whitened::Whitened;

// ANCHOR: tiled
/// Samples of a tile: few enough that its columns stay in cache.
pub const TILE: usize = 256;
/// Samples that are worked on at once.
pub const LANES: usize = 16;
/// A number for each sample of a tile.
pub type Column = [f64; TILE];

/// Step 5: the samples in tiles, each feature of a tile in a column of its own.
#[inline(always)]
pub fn tiled<const FUSED: bool, const OWN_EXP: bool>(
    data: &Array2<f64>,
    before: &Parameters,
) -> (Parameters, f64) {
    let (n_components, d) = before.means.dim();
    let bells = Whitened::new(before);
    let means = before.means.as_slice().expect("means are in row order");
    let rows = data.as_slice().expect("data are in row order");
    let mut moments = Moments::zero(n_components, d);
    let mut x = vec![[0.0; TILE]; d];
    let mut z = vec![[0.0; TILE]; d];
    let mut resp = vec![[0.0; TILE]; n_components];
    let mut log2_likelihood = 0.0;
    for samples in rows.chunks(TILE * d) {
        for (n, sample) in samples.chunks_exact(d).enumerate() {
            for (column, value) in x.iter_mut().zip(sample) {
                column[n] = *value;
            }
        }
        for (k, resp) in resp.iter_mut().enumerate() {
            score::<FUSED>(&x, &bells, k, resp);
        }
        log2_likelihood += normalize::<FUSED, OWN_EXP>(&mut resp, samples.len() / d);
        for (k, resp) in resp.iter().enumerate() {
            accumulate::<FUSED>(&x, &means[k * d..][..d], resp, &mut z, &mut moments, k);
        }
    }
    (moments.maximize(before), log2_likelihood * LN_2)
}
// ANCHOR_END: tiled

// ANCHOR: score
/// a · b + c, in one instruction where the processor is known to have it.
#[inline(always)]
pub fn mul_add<const FUSED: bool>(a: f64, b: f64, c: f64) -> f64 {
    if FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// log₂ πₖ 𝒩(xₙ | μₖ, Σₖ) of a tile's samples.
#[inline(always)]
pub fn score<const FUSED: bool>(x: &[Column], bells: &Whitened, k: usize, scores: &mut Column) {
    let d = x.len();
    for first in (0..TILE).step_by(LANES) {
        let mut distance = [0.0; LANES];
        for i in 0..d {
            let mut y = [-bells.offsets[k * d + i]; LANES];
            for (p, x) in bells.factors[(k * d + i) * d..][..=i].iter().zip(x) {
                let x = &x[first..][..LANES];
                for n in 0..LANES {
                    y[n] = mul_add::<FUSED>(*p, x[n], y[n]);
                }
            }
            for n in 0..LANES {
                distance[n] = mul_add::<FUSED>(y[n], y[n], distance[n]);
            }
        }
        for n in 0..LANES {
            scores[first + n] = bells.log_scales[k] - distance[n];
        }
    }
}
// ANCHOR_END: score

// ANCHOR: normalize
/// Turns scores into responsibilities; returns the sum of log₂ density of the tile's `n` samples.
#[inline(always)]
pub fn normalize<const FUSED: bool, const OWN_EXP: bool>(scores: &mut [Column], n: usize) -> f64 {
    let mut largest = scores[0];
    for column in &scores[1..] {
        for n in 0..TILE {
            largest[n] = if column[n] > largest[n] {
                column[n]
            } else {
                largest[n]
            };
        }
    }
    let mut sum = [0.0; TILE];
    for column in &mut *scores {
        for n in 0..TILE {
            let below = column[n] - largest[n];
            column[n] = if OWN_EXP {
                exp2::<FUSED>(below)
            } else {
                below.exp2()
            };
            sum[n] += column[n];
        }
    }
    // One logarithm of sixteen sums, each between 1 and K, in place of sixteen.
    let products = sum[..n].chunks(16).map(|sums| sums.iter().product());
    let log2_sums: f64 = products.map(f64::log2).sum();
    for sum in &mut sum {
        *sum = 1.0 / *sum;
    }
    for column in scores {
        for (power, scale) in column.iter_mut().zip(&sum) {
            *power *= scale;
        }
        // What fills the last tile counts for nothing.
        column[n..].fill(0.0);
    }
    log2_sums + largest[..n].iter().sum::<f64>()
}
// ANCHOR_END: normalize

// ANCHOR: accumulate
/// Adds a tile's samples to the moments of component `k`.
#[inline(always)]
pub fn accumulate<const FUSED: bool>(
    x: &[Column],
    means: &[f64],
    resp: &Column,
    z: &mut [Column],
    moments: &mut Moments,
    k: usize,
) {
    let d = x.len();
    moments.counts[k] += sum(resp);
    for i in 0..d {
        let mut weighted = [0.0; TILE];
        for n in 0..TILE {
            z[i][n] = x[i][n] - means[i];
            weighted[n] = resp[n] * z[i][n];
        }
        moments.sums[k * d + i] += sum(&weighted);
        let row = &mut moments.second[(k * d + i) * d..][..=i];
        for (second, z_j) in row.iter_mut().zip(&*z) {
            *second += dot::<FUSED>(&weighted, z_j);
        }
    }
}

/// Σₙ aₙ in `LANES` sums side by side: no addition waits for the one before it.
#[inline(always)]
pub fn sum(a: &Column) -> f64 {
    let mut sums = [0.0; LANES];
    for a in a.chunks_exact(LANES) {
        for n in 0..LANES {
            sums[n] += a[n];
        }
    }
    sums.iter().sum()
}

/// Σₙ aₙ bₙ, likewise.
#[inline(always)]
pub fn dot<const FUSED: bool>(a: &Column, b: &Column) -> f64 {
    let mut sums = [0.0; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for n in 0..LANES {
            sums[n] = mul_add::<FUSED>(a[n], b[n], sums[n]);
        }
    }
    sums.iter().sum()
}
// ANCHOR_END: accumulate
