//! Few features: their number is a constant, and loops over them are unrolled.

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
        let scores = scores.as_chunks_mut::<PANEL>().0;
        for (panel, scores) in panels::<D>(&tile.panels).iter().zip(scores) {
            let mut n = 0;
            while n < PANEL {
                let mut distance = zero;
                for i in 0..D {
                    let mut y = offset[i];
                    let first = if whitening.diagonal { i } else { 0 };
                    for j in 0..D {
                        if (first..=i).contains(&j) {
                            let x = simd.load(&panel[j][n..]);
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

/// Adds the tile's moments around the means, lane by lane; `moments` is
/// `(n_components, n_moments, LANES)`: count, sums, and the rows of the second moments.
#[inline(always)]
pub(super) fn accumulate<S: Simd, const D: usize>(
    simd: S,
    tile: &Tile,
    whitening: &Whitening,
    moments: &mut [f64],
) {
    let stride = whitening.n_moments() * S::LANES;
    for (k, moments) in moments.chunks_exact_mut(stride).enumerate() {
        let means = &whitening.means[k * whitening.width..][..D];
        let powers = &tile.scores[k * tile.capacity..][..tile.padded];
        // As many rows at a time as AVX-512 has registers for.
        if whitening.diagonal {
            rows::<S, D, true, 0, D>(simd, tile, powers, means, moments);
        } else if D > 8 {
            rows::<S, D, false, 0, 5>(simd, tile, powers, means, moments);
            rows::<S, D, false, 5, 8>(simd, tile, powers, means, moments);
            rows::<S, D, false, 8, D>(simd, tile, powers, means, moments);
        } else if D > 5 {
            rows::<S, D, false, 0, 5>(simd, tile, powers, means, moments);
            rows::<S, D, false, 5, D>(simd, tile, powers, means, moments);
        } else {
            rows::<S, D, false, 0, D>(simd, tile, powers, means, moments);
        }
    }
}

/// The same for features `FROM` up to `TO` of one component, and the count with the first.
#[inline(always)]
fn rows<S: Simd, const D: usize, const DIAGONAL: bool, const FROM: usize, const TO: usize>(
    simd: S,
    tile: &Tile,
    powers: &[f64],
    means: &[f64],
    moments: &mut [f64],
) {
    let zero = simd.splat(0.0);
    let mut mean = [zero; D];
    for j in 0..D {
        mean[j] = simd.splat(means[j]);
    }
    let mut count = zero;
    let mut sums = [zero; D];
    let mut second = [[zero; D]; D];
    let powers = powers.as_chunks::<PANEL>().0;
    let scales = tile.scales[..tile.padded].as_chunks::<PANEL>().0;
    for ((panel, powers), scales) in panels::<D>(&tile.panels).iter().zip(powers).zip(scales) {
        let mut n = 0;
        while n < PANEL {
            let resp = simd.mul(simd.load(&powers[n..]), simd.load(&scales[n..]));
            if FROM == 0 {
                count = simd.add(count, resp);
            }
            let mut z = [zero; D];
            for i in 0..TO {
                z[i] = simd.sub(simd.load(&panel[i][n..]), mean[i]);
            }
            for i in FROM..TO {
                let weighted = simd.mul(resp, z[i]);
                sums[i] = simd.add(sums[i], weighted);
                for j in 0..D {
                    if j == i || (j < i && !DIAGONAL) {
                        second[i][j] = simd.mul_add(weighted, z[j], second[i][j]);
                    }
                }
            }
            n += S::LANES;
        }
    }
    if FROM == 0 {
        add(simd, count, &mut moments[..S::LANES]);
    }
    for i in FROM..TO {
        add(simd, sums[i], &mut moments[(1 + i) * S::LANES..]);
        let row = if DIAGONAL { i } else { i * (i + 1) / 2 };
        for (j, &entry) in second[i].iter().enumerate().take(i + 1) {
            if j == i || !DIAGONAL {
                let column = if DIAGONAL { 0 } else { j };
                let at = 1 + D + row + column;
                add(simd, entry, &mut moments[at * S::LANES..]);
            }
        }
    }
}

/// Panels of constant size.
#[inline(always)]
fn panels<const D: usize>(panels: &[f64]) -> &[[[f64; PANEL]; D]] {
    panels.as_chunks().0.as_chunks().0
}

#[inline(always)]
fn add<S: Simd>(simd: S, vector: S::Vector, to: &mut [f64]) {
    simd.store(simd.add(simd.load(to), vector), to);
}
