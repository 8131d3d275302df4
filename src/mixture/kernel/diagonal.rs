//! Diagonal covariances of more than a few features.

use super::LARGEST_DISTANCE;
use super::retained::Share;
use super::simd::Simd;
use super::tile::{PANEL, Tile};
use crate::mixture::whitening::Whitening;

/// log₂ of the weighted density of each sample under each component, but for what they share;
/// lanes are samples.
#[inline(always)]
pub(super) fn score<S: Simd, const V: usize>(simd: S, tile: &mut Tile, whitening: &Whitening) {
    let zero = simd.splat(0.0);
    let limit = simd.splat(LARGEST_DISTANCE);
    let (d, width) = (whitening.n_features, whitening.width);
    for k in 0..whitening.n_components {
        let factors = &whitening.factors[k * width..][..d];
        let offsets = &whitening.offsets[k * width..][..d];
        let log_scale = simd.splat(whitening.log_scales[k]);
        let scores = &mut tile.scores[k * tile.capacity..][..tile.padded];
        let panels = tile.panels.chunks_exact(tile.height * PANEL);
        for (panel, scores) in panels.zip(scores.chunks_exact_mut(PANEL)) {
            let mut n = 0;
            while n < PANEL {
                let mut distances = [zero; V];
                let features = panel.chunks_exact(PANEL).zip(factors).zip(offsets);
                for ((x, &factor), &offset) in features {
                    let factor = simd.splat(factor);
                    let offset = simd.splat(-offset);
                    for (v, distance) in distances.iter_mut().enumerate() {
                        let x = simd.load(&x[n + v * S::LANES..]);
                        let y = simd.mul_add(factor, x, offset);
                        *distance = simd.mul_add(y, y, *distance);
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

/// Adds the sums `Σ r z` and `Σ r z²` of one component over the samples that count; lanes are
/// features.
#[inline(always)]
pub(super) fn accumulate<S: Simd>(simd: S, share: Share<'_>, sums: &mut [f64], second: &mut [f64]) {
    let width = share.means.len();
    let mut first = 0;
    while first < width {
        first += match (width - first) / S::LANES {
            0 | 1 => columns::<S, 1>(simd, share, sums, second, first),
            2 | 3 => columns::<S, 2>(simd, share, sums, second, first),
            _ => columns::<S, 4>(simd, share, sums, second, first),
        };
    }
}

/// The same for `C` vectors of features from `first`; returns how many features these are.
#[inline(always)]
fn columns<S: Simd, const C: usize>(
    simd: S,
    share: Share<'_>,
    sums: &mut [f64],
    second: &mut [f64],
    first: usize,
) -> usize {
    let zero = simd.splat(0.0);
    let mut mean = [zero; C];
    let mut sum = [zero; C];
    let mut square = [zero; C];
    for c in 0..C {
        let at = first + c * S::LANES;
        mean[c] = simd.load(&share.means[at..]);
        sum[c] = simd.load(&sums[at..]);
        square[c] = simd.load(&second[at..]);
    }
    for place in share.retained.places() {
        let row = &share.tile.rows[place * share.means.len() + first..][..C * S::LANES];
        let resp = simd.splat(share.resp[place]);
        for c in 0..C {
            let z = simd.sub(simd.load(&row[c * S::LANES..]), mean[c]);
            let weighted = simd.mul(resp, z);
            sum[c] = simd.add(sum[c], weighted);
            square[c] = simd.mul_add(weighted, z, square[c]);
        }
    }
    for c in 0..C {
        let at = first + c * S::LANES;
        simd.store(sum[c], &mut sums[at..]);
        simd.store(square[c], &mut second[at..]);
    }
    C * S::LANES
}

/// The same for components `k` and `k + 1` over all samples of the tile, each read once for both.
#[inline(always)]
pub(super) fn accumulate_pair<S: Simd>(
    simd: S,
    tile: &Tile,
    whitening: &Whitening,
    k: usize,
    sums: &mut [f64],
    second: &mut [f64],
) {
    let mut first = 0;
    while first < whitening.width {
        first += match (whitening.width - first) / S::LANES {
            0 | 1 => pair_columns::<S, 1>(simd, tile, whitening, (k, first), sums, second),
            _ => pair_columns::<S, 2>(simd, tile, whitening, (k, first), sums, second),
        };
    }
}

/// The same for `C` vectors of features from `first`; returns how many features these are.
#[inline(always)]
fn pair_columns<S: Simd, const C: usize>(
    simd: S,
    tile: &Tile,
    whitening: &Whitening,
    (k, first): (usize, usize),
    sums: &mut [f64],
    second: &mut [f64],
) -> usize {
    let zero = simd.splat(0.0);
    let width = whitening.width;
    let mut mean = [[zero; C]; 2];
    let mut sum = [[zero; C]; 2];
    let mut square = [[zero; C]; 2];
    for g in 0..2 {
        for c in 0..C {
            let at = g * width + first + c * S::LANES;
            mean[g][c] = simd.load(&whitening.means[k * width + at..]);
            sum[g][c] = simd.load(&sums[at..]);
            square[g][c] = simd.load(&second[at..]);
        }
    }
    let (left, right) = tile.scores[k * tile.capacity..].split_at(tile.capacity);
    let responsibilities = left[..tile.padded].iter().zip(right);
    for (row, (&left, &right)) in tile.rows.chunks_exact(width).zip(responsibilities) {
        let row = &row[first..][..C * S::LANES];
        for (g, resp) in [left, right].into_iter().enumerate() {
            let resp = simd.splat(resp);
            for c in 0..C {
                let z = simd.sub(simd.load(&row[c * S::LANES..]), mean[g][c]);
                let weighted = simd.mul(resp, z);
                sum[g][c] = simd.add(sum[g][c], weighted);
                square[g][c] = simd.mul_add(weighted, z, square[g][c]);
            }
        }
    }
    for g in 0..2 {
        for c in 0..C {
            let at = g * width + first + c * S::LANES;
            simd.store(sum[g][c], &mut sums[at..]);
            simd.store(square[g][c], &mut second[at..]);
        }
    }
    C * S::LANES
}
