//! Diagonal covariances of more than a few features.

use super::LARGEST_DISTANCE;
use super::prefetch::Prefetcher;
use super::simd::Simd;
use super::tile::{PANEL, Tile};
use crate::mixture::whitening::Whitening;

/// log₂ of the weighted density of each sample under each component, but for what they share;
/// lanes are samples.
#[inline(always)]
pub(super) fn score<S: Simd, const V: usize>(
    simd: S,
    tile: &mut Tile,
    whitening: &Whitening,
    prefetcher: &mut Prefetcher<'_>,
) {
    let zero = simd.splat(0.0);
    let limit = simd.splat(LARGEST_DISTANCE);
    let (d, width) = (whitening.n_features, whitening.width);
    for k in 0..whitening.n_components {
        prefetcher.fetch_part(simd);
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

/// Adds the sums `Σ r z` and `Σ r z²` of components `k` up to `k + G` over the samples at `places`,
/// each read once for all of them; lanes are features. `sums` and `second` are `(G, width)`.
#[inline(always)]
pub(super) fn accumulate<S: Simd, const G: usize>(
    simd: S,
    tile: &Tile,
    whitening: &Whitening,
    k: usize,
    places: impl Iterator<Item = usize> + Clone,
    sums: &mut [f64],
    second: &mut [f64],
) {
    let mut at = 0;
    while at < whitening.width {
        let places = places.clone();
        at += match (whitening.width - at) / S::LANES {
            0 | 1 => columns::<S, G, 1>(simd, tile, whitening, (k, at), places, sums, second),
            4.. if G == 1 => {
                columns::<S, G, 4>(simd, tile, whitening, (k, at), places, sums, second)
            }
            _ => columns::<S, G, 2>(simd, tile, whitening, (k, at), places, sums, second),
        };
    }
}

/// The same for `C` vectors of features from `first`; returns how many features these are.
#[inline(always)]
fn columns<S: Simd, const G: usize, const C: usize>(
    simd: S,
    tile: &Tile,
    whitening: &Whitening,
    (k, first): (usize, usize),
    places: impl Iterator<Item = usize>,
    sums: &mut [f64],
    second: &mut [f64],
) -> usize {
    let zero = simd.splat(0.0);
    let width = whitening.width;
    let mut mean = [[zero; C]; G];
    let mut sum = [[zero; C]; G];
    let mut square = [[zero; C]; G];
    let mut resp = [&tile.scores[..]; G];
    for g in 0..G {
        resp[g] = &tile.scores[(k + g) * tile.capacity..][..tile.padded];
        for c in 0..C {
            let at = g * width + first + c * S::LANES;
            mean[g][c] = simd.load(&whitening.means[k * width + at..]);
            sum[g][c] = simd.load(&sums[at..]);
            square[g][c] = simd.load(&second[at..]);
        }
    }
    for place in places {
        let row = &tile.rows[place * width + first..][..C * S::LANES];
        for g in 0..G {
            let resp = simd.splat(resp[g][place]);
            for c in 0..C {
                let z = simd.sub(simd.load(&row[c * S::LANES..]), mean[g][c]);
                let weighted = simd.mul(resp, z);
                sum[g][c] = simd.add(sum[g][c], weighted);
                square[g][c] = simd.mul_add(weighted, z, square[g][c]);
            }
        }
    }
    for g in 0..G {
        for c in 0..C {
            let at = g * width + first + c * S::LANES;
            simd.store(sum[g][c], &mut sums[at..]);
            simd.store(square[g][c], &mut second[at..]);
        }
    }
    C * S::LANES
}
