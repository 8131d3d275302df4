//! Full covariances of more than a few features: register blocks, as in a matrix product.

use super::LARGEST_DISTANCE;
use super::active_set::Share;
use super::simd::Simd;
use super::tile::PANEL;

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

/// Adds `Σ r z` and `Σ r z zᵀ` of one component, `z = x − μ`; lanes are features.
///
/// `second` is `(width, width)`, of which the blocks at and below the diagonal are kept; `centered`
/// is room for a tile's rows of `√r z`.
#[inline(always)]
pub(super) fn accumulate<S: Simd, const R: usize>(
    simd: S,
    share: Share<'_>,
    centered: &mut [f64],
    sums: &mut [f64],
    second: &mut [f64],
) {
    let width = share.means.len();
    let mut at = 0;
    while at < width {
        at += match (width - at) / S::LANES {
            0 | 1 => center::<S, 1>(simd, share, centered, sums, at),
            2 | 3 => center::<S, 2>(simd, share, centered, sums, at),
            _ => center::<S, 4>(simd, share, centered, sums, at),
        };
    }
    let centered = &centered[..share.active.len() * width];
    let mut i = 0;
    while i < share.n_features {
        if share.n_features - i <= 4 {
            block_row::<S, 4>(simd, centered, width, i, second);
            i += 4;
        } else {
            block_row::<S, R>(simd, centered, width, i, second);
            i += R;
        }
    }
}

/// Adds `centeredᵀ · centered` to `R` rows of `second` from `i`, up to the diagonal.
#[inline(always)]
fn block_row<S: Simd, const R: usize>(
    simd: S,
    centered: &[f64],
    width: usize,
    i: usize,
    second: &mut [f64],
) {
    let mut j = 0;
    while j < i + R {
        let columns = (i + R - j).div_ceil(S::LANES);
        j += match columns {
            1 => block::<S, R, 1>(simd, centered, width, (i, j), second),
            2 => block::<S, R, 2>(simd, centered, width, (i, j), second),
            _ => block::<S, R, 3>(simd, centered, width, (i, j), second),
        };
    }
}

/// Fills `C` vectors of features of the centered samples, and adds to the sums; returns how many
/// features these are.
#[inline(always)]
fn center<S: Simd, const C: usize>(
    simd: S,
    share: Share<'_>,
    centered: &mut [f64],
    sums: &mut [f64],
    at: usize,
) -> usize {
    let width = share.means.len();
    let mut mean = [simd.splat(0.0); C];
    let mut sum = mean;
    for c in 0..C {
        mean[c] = simd.load(&share.means[at + c * S::LANES..]);
        sum[c] = simd.load(&sums[at + c * S::LANES..]);
    }
    for (place, centered) in share.active.places().zip(centered.chunks_exact_mut(width)) {
        let root = simd.splat(share.resp[place].sqrt());
        let row = &share.tile.rows[place * width + at..][..C * S::LANES];
        let centered = &mut centered[at..][..C * S::LANES];
        for c in 0..C {
            let z = simd.sub(simd.load(&row[c * S::LANES..]), mean[c]);
            let rooted = simd.mul(root, z);
            simd.store(rooted, &mut centered[c * S::LANES..]);
            sum[c] = simd.mul_add(root, rooted, sum[c]);
        }
    }
    for c in 0..C {
        simd.store(sum[c], &mut sums[at + c * S::LANES..]);
    }
    C * S::LANES
}

/// Adds `centeredᵀ · centered` to `R` rows and `C` vectors of columns of `second`, from `(i, j)`;
/// returns how many columns these are.
#[inline(always)]
fn block<S: Simd, const R: usize, const C: usize>(
    simd: S,
    centered: &[f64],
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
    for centered in centered.chunks_exact(width) {
        let across = &centered[j..][..C * S::LANES];
        let mut columns = [simd.splat(0.0); C];
        for (c, column) in columns.iter_mut().enumerate() {
            *column = simd.load(&across[c * S::LANES..]);
        }
        for (row, &down) in sums.iter_mut().zip(&centered[i..][..R]) {
            let down = simd.splat(down);
            for (sum, column) in row.iter_mut().zip(columns) {
                *sum = simd.mul_add(down, column, *sum);
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
