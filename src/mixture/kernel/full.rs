//! Full covariances of more than a few features: register blocks, as in a matrix product.

use super::LARGEST_DISTANCE;
use super::retained::Retained;
use super::simd::Simd;
use super::tile::{PANEL, Tile};

/// Adds the squares of whitened coordinates `from` up to `to` to the squared distances of the
/// samples in `panels`; lanes are samples. Both are multiples of four, or `to` is the last.
///
/// Four rows of P and `V` vectors of samples at a time, in registers.
#[inline(always)]
pub(super) fn add_squares<S: Simd, const V: usize>(
    simd: S,
    panels: &[f64],
    (factors, offsets): (&[f64], &[f64]),
    (from, to): (usize, usize),
    distances: &mut [f64],
) {
    let limit = simd.splat(LARGEST_DISTANCE);
    let height = offsets.len();
    let offsets = &offsets[from..to.next_multiple_of(4)];
    // The blocks above hold 4 · (4 + 8 + … + from) numbers.
    let factors = &factors[from * (from + 4) / 2..];
    let panels = panels.chunks_exact(height * PANEL);
    for (panel, distances) in panels.zip(distances.chunks_mut(PANEL)) {
        let mut n = 0;
        while n < distances.len() {
            let mut sums = [limit; V];
            for v in 0..V {
                sums[v] = simd.load(&distances[n + v * S::LANES..]);
            }
            let mut block = factors;
            for (i, offsets) in offsets.chunks_exact(4).enumerate() {
                let first = from + 4 * i;
                let (left, rest) = block.split_at(4 * first);
                let (diagonal, rest) = rest.split_at(16);
                block = rest;
                let mut y = [[limit; V]; 4];
                for r in 0..4 {
                    y[r] = [simd.splat(-offsets[r]); V];
                }
                let columns = panel.chunks_exact(PANEL).zip(left.chunks_exact(4));
                for (x, factor) in columns {
                    add_column::<S, V, 0>(simd, x, n, factor, &mut y);
                }
                let x = &panel[first * PANEL..][..4 * PANEL];
                add_column::<S, V, 0>(simd, x, n, diagonal, &mut y);
                add_column::<S, V, 1>(simd, &x[PANEL..], n, &diagonal[4..], &mut y);
                add_column::<S, V, 2>(simd, &x[2 * PANEL..], n, &diagonal[8..], &mut y);
                add_column::<S, V, 3>(simd, &x[3 * PANEL..], n, &diagonal[12..], &mut y);
                for row in y {
                    for v in 0..V {
                        sums[v] = simd.mul_add(row[v], row[v], sums[v]);
                    }
                }
            }
            for sum in sums {
                simd.store(simd.min(sum, limit), &mut distances[n..]);
                n += S::LANES;
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
    resp: &[f64],
    means: &[f64],
    retained: &Retained,
    centered: &mut Centered,
    sums: &mut [f64],
    second: &mut [f64],
) {
    let width = means.len();
    let mut at = 0;
    while at < width {
        center(simd, tile, resp, means, retained, centered, sums, at);
        at += S::LANES;
    }
    let n = retained.len();
    let z = &centered.z[..n * width];
    let weighted = &centered.weighted[..n * width];
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
    resp: &[f64],
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
    let to = centered.z.chunks_exact_mut(width);
    let to = to.zip(centered.weighted.chunks_exact_mut(width));
    for (place, (z_row, weighted_row)) in retained.places().zip(to) {
        let z = simd.sub(simd.load(&tile.rows[place * width + at..]), mean);
        let weighted = simd.mul(simd.splat(resp[place]), z);
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
