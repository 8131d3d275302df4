//! Full covariances of more than a few features: register blocks, as in a matrix product.

use super::LARGEST_DISTANCE;
use super::retained::Retained;
use super::simd::Simd;
use super::tile::{PANEL, Tile};
use crate::mixture::whitening::Whitening;

/// log₂ of the weighted density of each sample under each component, but for what they share;
/// lanes are samples.
///
/// Four rows of P and `V` vectors of samples at a time, in registers.
#[inline(always)]
pub(super) fn score<S: Simd, const V: usize>(simd: S, tile: &mut Tile, whitening: &Whitening) {
    let zero = simd.splat(0.0);
    let limit = simd.splat(LARGEST_DISTANCE);
    let (width, stride) = (whitening.width, whitening.stride());
    for k in 0..whitening.n_components {
        let factors = &whitening.factors[k * stride..][..stride];
        let offsets = &whitening.offsets[k * width..][..width];
        let log_scale = simd.splat(whitening.log_scales[k]);
        let scores = &mut tile.scores[k * tile.capacity..][..tile.padded];
        let panels = tile.panels.chunks_exact(tile.height * PANEL);
        for (panel, scores) in panels.zip(scores.chunks_exact_mut(PANEL)) {
            let mut n = 0;
            while n < PANEL {
                let mut distances = [zero; V];
                let mut block = factors;
                for (i, offsets) in offsets.chunks_exact(4).enumerate() {
                    if 4 * i >= whitening.n_features {
                        break;
                    }
                    let (left, rest) = block.split_at(16 * i);
                    let (diagonal, rest) = rest.split_at(16);
                    block = rest;
                    let mut y = [[zero; V]; 4];
                    for r in 0..4 {
                        y[r] = [simd.splat(-offsets[r]); V];
                    }
                    let columns = panel.chunks_exact(PANEL).zip(left.chunks_exact(4));
                    for (x, factor) in columns {
                        add_column::<S, V, 0>(simd, x, n, factor, &mut y);
                    }
                    let x = &panel[4 * i * PANEL..][..4 * PANEL];
                    add_column::<S, V, 0>(simd, x, n, diagonal, &mut y);
                    add_column::<S, V, 1>(simd, &x[PANEL..], n, &diagonal[4..], &mut y);
                    add_column::<S, V, 2>(simd, &x[2 * PANEL..], n, &diagonal[8..], &mut y);
                    add_column::<S, V, 3>(simd, &x[3 * PANEL..], n, &diagonal[12..], &mut y);
                    for row in y {
                        for v in 0..V {
                            distances[v] = simd.mul_add(row[v], row[v], distances[v]);
                        }
                    }
                }
                for distance in distances {
                    let distance = simd.min(distance, limit);
                    simd.store(simd.sub(log_scale, distance), &mut scores[n..]);
                    n += S::LANES;
                }
            }
        }
    }
}

/// Adds one feature's share to rows `FIRST`‥4 of the whitened coordinates.
#[inline(always)]
fn add_column<S: Simd, const V: usize, const FIRST: usize>(
    simd: S,
    x: &[f64],
    n: usize,
    factor: &[f64],
    y: &mut [[S::Vector; V]; 4],
) {
    let x = &x[n..][..V * S::LANES];
    for v in 0..V {
        let x = simd.load(&x[v * S::LANES..]);
        for r in FIRST..4 {
            y[r][v] = simd.mul_add(simd.splat(factor[r]), x, y[r][v]);
        }
    }
}

/// Room for the centered samples of one component: `z = x − μ` and `r z`.
pub(super) struct Centered {
    z: Vec<f64>,
    weighted: Vec<f64>,
}

impl Centered {
    pub(super) fn new(tile: &Tile, width: usize) -> Self {
        Self {
            z: vec![0.0; tile.capacity * width],
            weighted: vec![0.0; tile.capacity * width],
        }
    }
}

/// Adds `Σ r z` and `Σ r z zᵀ` of one component; lanes are features.
///
/// `second` is `(width, width)`, of which the blocks at and below the diagonal are kept.
#[inline(always)]
pub(super) fn accumulate<S: Simd, const R: usize>(
    simd: S,
    tile: &Tile,
    means: &[f64],
    retained: &Retained,
    centered: &mut Centered,
    sums: &mut [f64],
    second: &mut [f64],
) {
    let width = means.len();
    let mut at = 0;
    while at < width {
        center(simd, tile, means, retained, centered, sums, at);
        at += S::LANES;
    }
    let z = &centered.z[..retained.n * width];
    let weighted = &centered.weighted[..retained.n * width];
    let mut i = 0;
    while i < width {
        let mut j = 0;
        while j < i + R {
            let columns = (i + R - j).div_ceil(S::LANES);
            j += match columns {
                1 => block::<S, R, 1>(simd, z, weighted, width, (i, j), second),
                2 => block::<S, R, 2>(simd, z, weighted, width, (i, j), second),
                _ => block::<S, R, 3>(simd, z, weighted, width, (i, j), second),
            };
        }
        i += R;
    }
}

/// Fills one vector of features of the centered samples, and adds to the sums.
#[inline(always)]
fn center<S: Simd>(
    simd: S,
    tile: &Tile,
    means: &[f64],
    retained: &Retained,
    centered: &mut Centered,
    sums: &mut [f64],
    at: usize,
) {
    let width = means.len();
    let mean = simd.load(&means[at..]);
    // Two sums, so that one addition need not wait for the last.
    let mut even = simd.load(&sums[at..]);
    let mut odd = simd.splat(0.0);
    let rows = retained.rows[..retained.n].iter();
    let to = centered.z.chunks_exact_mut(width);
    let to = to.zip(centered.weighted.chunks_exact_mut(width));
    for ((&row, &resp), (z_row, weighted_row)) in rows.zip(&retained.resp).zip(to) {
        let z = simd.sub(simd.load(&tile.rows[row as usize * width + at..]), mean);
        let weighted = simd.mul(simd.splat(resp), z);
        simd.store(z, &mut z_row[at..]);
        simd.store(weighted, &mut weighted_row[at..]);
        let sum = simd.add(even, weighted);
        even = odd;
        odd = sum;
    }
    simd.store(simd.add(even, odd), &mut sums[at..]);
}

/// Adds `weightedᵀ · z` to `R` rows and `C` vectors of columns of `second`, from `(i, j)`;
/// returns how many columns these are.
#[inline(always)]
fn block<S: Simd, const R: usize, const C: usize>(
    simd: S,
    z: &[f64],
    weighted: &[f64],
    width: usize,
    (i, j): (usize, usize),
    second: &mut [f64],
) -> usize {
    let mut sums = [[simd.splat(0.0); C]; R];
    for (r, row) in sums.iter_mut().enumerate() {
        let from = &second[(i + r) * width + j..];
        for (c, sum) in row.iter_mut().enumerate() {
            *sum = simd.load(&from[c * S::LANES..]);
        }
    }
    for (z, weighted) in z.chunks_exact(width).zip(weighted.chunks_exact(width)) {
        let z = &z[j..][..C * S::LANES];
        let weighted = &weighted[i..][..R];
        let mut columns = [simd.splat(0.0); C];
        for (c, column) in columns.iter_mut().enumerate() {
            *column = simd.load(&z[c * S::LANES..]);
        }
        for (row, &weighted) in sums.iter_mut().zip(weighted) {
            let weighted = simd.splat(weighted);
            for (sum, column) in row.iter_mut().zip(columns) {
                *sum = simd.mul_add(weighted, column, *sum);
            }
        }
    }
    for (r, row) in sums.into_iter().enumerate() {
        let to = &mut second[(i + r) * width + j..];
        for (c, sum) in row.into_iter().enumerate() {
            simd.store(sum, &mut to[c * S::LANES..]);
        }
    }
    C * S::LANES
}
