//! What the tiles of a part add up to.

use super::active_set::{ActiveSet, Share};
use super::aligned::Aligned;
use super::moments::Moments;
use super::simd::Simd;
use super::tile::Tile;
use super::{diagonal, full};
use crate::mixture::whitening::{NARROW, Whitening};

/// Moments lane by lane, `(n_components, n_moments, LANES)`; empty where features are many.
pub(super) struct NarrowSums(pub(super) Aligned);

impl NarrowSums {
    pub(super) fn new<S: Simd>(whitening: &Whitening) -> Self {
        let d = whitening.n_features;
        let needed = d <= NARROW;
        let n = whitening.n_components * whitening.n_moments() * S::LANES;
        Self(Aligned::zero(if needed { n } else { 0 }))
    }

    pub(super) fn add_to(&self, moments: &mut Moments, lanes: usize) {
        let sums: Vec<f64> = self
            .0
            .chunks_exact(lanes)
            .map(|lanes| lanes.iter().sum())
            .collect();
        let n_components = moments.counts.len();
        let d = moments.sums.len() / n_components;
        for (k, sums) in sums.chunks_exact(sums.len() / n_components).enumerate() {
            let (first, second) = sums[1..].split_at(d);
            moments.counts[k] = sums[0];
            moments.sums[k * d..][..d].copy_from_slice(first);
            moments.second[k * second.len()..][..second.len()].copy_from_slice(second);
        }
    }
}

/// Moments in rows of `width`, and the room in which they are made.
pub(super) struct WideSums {
    counts: Aligned,
    sums: Aligned,
    second: Aligned,
    /// Of one component, or of two next to each other.
    active: [ActiveSet; 2],
    /// The centered samples of a tile, where covariances are full.
    centered: Aligned,
}

impl WideSums {
    pub(super) fn new(tile: &Tile, whitening: &Whitening) -> Self {
        let needed = whitening.n_features > NARROW;
        let (k, width) = (whitening.n_components, whitening.width);
        let n = if needed { k * width } else { 0 };
        let full = needed && !whitening.diagonal;
        Self {
            counts: Aligned::zero(k),
            sums: Aligned::zero(n),
            second: Aligned::zero(if full { n * width } else { n }),
            active: [ActiveSet::new(tile), ActiveSet::new(tile)],
            centered: Aligned::zero(if full { tile.capacity * width } else { 0 }),
        }
    }

    #[inline(always)]
    pub(super) fn accumulate<S: Simd, const R: usize>(
        &mut self,
        simd: S,
        tile: &mut Tile,
        whitening: &Whitening,
    ) {
        if whitening.diagonal {
            self.accumulate_diagonal(simd, tile, whitening);
            return;
        }
        let width = whitening.width;
        for k in 0..whitening.n_components {
            self.counts[k] += self.active[0].find(simd, tile, k);
            let share = Share {
                tile,
                resp: &tile.scores[k * tile.capacity..][..tile.padded],
                means: &whitening.means[k * width..][..width],
                n_features: whitening.n_features,
                active: &self.active[0],
            };
            let sums = &mut self.sums[k * width..][..width];
            let second = &mut self.second[k * width * width..][..width * width];
            full::accumulate::<S, R>(simd, share, &mut self.centered, sums, second);
        }
    }

    #[inline(always)]
    fn accumulate_diagonal<S: Simd>(&mut self, simd: S, tile: &mut Tile, whitening: &Whitening) {
        let width = whitening.width;
        let sums = self.sums.chunks_mut(2 * width);
        let second = self.second.chunks_mut(2 * width);
        for (pair, (sums, second)) in sums.zip(second).enumerate() {
            let first = 2 * pair;
            let length = sums.len() / width;
            let mut n_active = 0;
            for (g, active) in self.active[..length].iter_mut().enumerate() {
                self.counts[first + g] += active.find(simd, tile, first + g);
                n_active += active.len();
            }
            // A sample that does not count costs less than a look at whether it does.
            if length == 2 && 4 * n_active > 3 * 2 * tile.padded {
                let all = 0..tile.padded;
                diagonal::accumulate::<S, 2>(simd, tile, whitening, first, all, sums, second);
                continue;
            }
            let rows = sums
                .chunks_exact_mut(width)
                .zip(second.chunks_exact_mut(width));
            for (g, (sums, second)) in rows.enumerate() {
                let places = self.active[g].places();
                diagonal::accumulate::<S, 1>(
                    simd,
                    tile,
                    whitening,
                    first + g,
                    places,
                    sums,
                    second,
                );
            }
        }
    }

    pub(super) fn add_to(&self, moments: &mut Moments, width: usize) {
        let d = moments.sums.len() / moments.counts.len();
        moments.counts.copy_from_slice(&self.counts);
        for (to, from) in moments
            .sums
            .chunks_exact_mut(d)
            .zip(self.sums.chunks_exact(width))
        {
            to.copy_from_slice(&from[..d]);
        }
        let full = self.second.len() > self.sums.len();
        let mut to = moments.second.as_mut_slice();
        // Each row up to the diagonal; of diagonal covariances the one row there is.
        for (row, from) in self.second.chunks_exact(width).enumerate() {
            let length = match row % width {
                _ if !full => d,
                i if i < d => i + 1,
                _ => continue,
            };
            let (here, rest) = to.split_at_mut(length);
            here.copy_from_slice(&from[..length]);
            to = rest;
        }
    }
}
