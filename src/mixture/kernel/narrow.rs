//! Few features: a sample, its whitened coordinates and a component's moments stay in registers.

use super::LARGEST_DISTANCE;
use super::simd::Simd;
use super::tile::{PANEL, Tile};
use crate::mixture::whitening::Whitening;

/// log₂ of the weighted density of each sample under each component, but for what they share.
#[inline(always)]
pub(super) fn score<S: Simd, const D: usize>(simd: S, tile: &mut Tile, whitening: &Whitening) {
    let zero = simd.splat(0.0);
    let limit = simd.splat(LARGEST_DISTANCE);
    let (width, stride) = (whitening.width, whitening.stride());
    for k in 0..whitening.n_components {
        let packed = &whitening.factors[k * stride..][..stride];
        let offsets = &whitening.offsets[k * width..][..D];
        let mut factor = [[zero; D]; D];
        let mut offset = [zero; D];
        for i in 0..D {
            offset[i] = simd.splat(-offsets[i]);
            if whitening.diagonal {
                factor[i][i] = simd.splat(packed[i]);
            } else {
                for j in 0..=i {
                    factor[i][j] = simd.splat(packed[i * D + j]);
                }
            }
        }
        let log_scale = simd.splat(whitening.log_scales[k]);
        let scores = &mut tile.scores[k * tile.capacity..][..tile.padded];
        let panels = tile.panels.chunks_exact(D * PANEL);
        for (panel, scores) in panels.zip(scores.chunks_exact_mut(PANEL)) {
            let mut n = 0;
            while n < PANEL {
                let mut distance = zero;
                for i in 0..D {
                    let mut y = offset[i];
                    let first = if whitening.diagonal { i } else { 0 };
                    for j in 0..D {
                        if (first..=i).contains(&j) {
                            let x = simd.load(&panel[j * PANEL + n..]);
                            y = simd.mul_add(factor[i][j], x, y);
                        }
                    }
                    distance = simd.mul_add(y, y, distance);
                }
                let distance = simd.min(distance, limit);
                simd.store(simd.sub(log_scale, distance), &mut scores[n..]);
                n += S::LANES;
            }
        }
    }
}

/// Vectors of moments that a component has: count, sums, and second moments.
pub(super) fn n_moments(n_features: usize, diagonal: bool) -> usize {
    let second = if diagonal {
        n_features
    } else {
        n_features * (n_features + 1) / 2
    };
    1 + n_features + second
}

/// Adds the tile's moments around the means, lane by lane; `moments` is
/// `(n_components, n_moments, LANES)`.
#[inline(always)]
pub(super) fn accumulate<S: Simd, const D: usize>(
    simd: S,
    tile: &Tile,
    whitening: &Whitening,
    moments: &mut [f64],
) {
    let zero = simd.splat(0.0);
    let stride = n_moments(D, whitening.diagonal) * S::LANES;
    for (k, moments) in moments.chunks_exact_mut(stride).enumerate() {
        let means = &whitening.means[k * whitening.width..][..D];
        let mut mean = [zero; D];
        for j in 0..D {
            mean[j] = simd.splat(means[j]);
        }
        let mut count = simd.load(moments);
        let mut sums = [zero; D];
        let mut second = [[zero; D]; D];
        let mut at = S::LANES;
        for sum in &mut sums {
            *sum = simd.load(&moments[at..]);
            at += S::LANES;
        }
        for (i, row) in second.iter_mut().enumerate() {
            for (j, entry) in row.iter_mut().enumerate() {
                if j == i || j < i && !whitening.diagonal {
                    *entry = simd.load(&moments[at..]);
                    at += S::LANES;
                }
            }
        }
        let powers = &tile.scores[k * tile.capacity..][..tile.padded];
        let scales = tile.scales[..tile.padded].chunks_exact(PANEL);
        let panels = tile.panels.chunks_exact(D * PANEL);
        for ((panel, powers), scales) in panels.zip(powers.chunks_exact(PANEL)).zip(scales) {
            let mut n = 0;
            while n < PANEL {
                let resp = simd.mul(simd.load(&powers[n..]), simd.load(&scales[n..]));
                count = simd.add(count, resp);
                let mut z = [zero; D];
                for i in 0..D {
                    z[i] = simd.sub(simd.load(&panel[i * PANEL + n..]), mean[i]);
                    let weighted = simd.mul(resp, z[i]);
                    sums[i] = simd.add(sums[i], weighted);
                    for j in 0..=i {
                        if j == i || !whitening.diagonal {
                            second[i][j] = simd.mul_add(weighted, z[j], second[i][j]);
                        }
                    }
                }
                n += S::LANES;
            }
        }
        simd.store(count, moments);
        let mut at = S::LANES;
        for sum in sums {
            simd.store(sum, &mut moments[at..]);
            at += S::LANES;
        }
        for (i, row) in second.into_iter().enumerate() {
            for (j, entry) in row.into_iter().enumerate() {
                if j == i || j < i && !whitening.diagonal {
                    simd.store(entry, &mut moments[at..]);
                    at += S::LANES;
                }
            }
        }
    }
}
