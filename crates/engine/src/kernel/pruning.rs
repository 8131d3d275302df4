//! Scores under full covariances: a sample is let go once it is too far from a component.

use super::active_set::Ones;
use super::aligned::Aligned;
use super::exp::SMALLEST_EXPONENT;
use super::full::add_squares;
use super::prefetch::Prefetcher;
use super::simd::Simd;
use super::tile::{PANEL, Tile, transpose};
use crate::mixture::whitening::Whitening;

/// Whitened coordinates that each sample gets under each component.
const FIRST: usize = 16;
/// Whitened coordinates from one look at the distances to the next.
const STEP: usize = 8;
/// Tiles that are not searched after one in which it was of no use.
const SKIPPED: usize = 15;
/// Features and components from which on the pruning is worth its price: a distance of fewer
/// is complete before it is large.
const LEAST_FEATURES: usize = 48;
const LEAST_COMPONENTS: usize = 4;

/// The samples that are still in question, and room for them.
pub(super) struct Pruning {
    /// What each sample's score is compared with, and what it will be, `(capacity)`.
    best: Aligned,
    next: Aligned,
    /// Places in the tile of the samples in question; how many they are.
    rows: Vec<u64>,
    n: usize,
    /// Their squared distances so far.
    distances: Aligned,
    /// Their values, in panels.
    panels: Aligned,
    /// Tiles to come that are not searched, because the last pruning found little to leave out.
    skipped: usize,
}

impl Pruning {
    /// Room for a tile's samples; none if nothing is searched.
    pub(super) fn new(tile: &Tile, whitening: &Whitening) -> Self {
        let capacity = if is_worth_it(whitening) {
            tile.capacity
        } else {
            0
        };
        Self {
            best: Aligned::zero(capacity),
            next: Aligned::zero(capacity),
            rows: vec![0; capacity],
            n: 0,
            distances: Aligned::zero(capacity),
            panels: Aligned::zero(capacity * tile.height),
            skipped: 0,
        }
    }

    /// log₂ of the weighted density of each sample under each component, but for what they share;
    /// lanes are samples.
    ///
    /// # Numerics
    /// A squared distance is a sum of squares, and grows from coordinate to coordinate. Once a
    /// score is 80 below another component's, the responsibility is 0 (see `exp.rs`) whatever the
    /// rest of the distance: it is not computed. Such a score stays too large, though below the
    /// 80, and no bit of any result changes.
    #[inline(always)]
    pub(super) fn score<S: Simd, const V: usize>(
        &mut self,
        simd: S,
        tile: &mut Tile,
        whitening: &Whitening,
        prefetcher: &mut Prefetcher<'_>,
    ) {
        let (n_components, d) = (whitening.n_components, whitening.n_features);
        let searching = is_worth_it(whitening) && self.skipped == 0;
        self.skipped = self.skipped.saturating_sub(1);
        let first = if searching { FIRST } else { d };
        for k in 0..n_components {
            prefetcher.fetch_part(simd);
            let distances = &mut tile.scores[k * tile.capacity..][..tile.padded];
            distances.fill(0.0);
            let component = whitening.component(k);
            add_squares::<S, V>(simd, &tile.panels, component, (0, first), distances);
        }
        if searching {
            // First what is nearest as far as the first coordinates tell, then all that is near.
            self.next.fill(f64::NEG_INFINITY);
            for k in 0..n_components {
                raise(simd, tile, k, whitening.log_scales[k], &mut self.next);
            }
            let mut n = 0;
            for margin in [0.0, SMALLEST_EXPONENT] {
                std::mem::swap(&mut self.best, &mut self.next);
                self.next.fill(f64::NEG_INFINITY);
                n = 0;
                for k in 0..n_components {
                    self.follow::<S, V>(simd, tile, whitening, k, margin);
                    n += self.n;
                }
            }
            if 4 * n > 3 * n_components * tile.padded {
                self.skipped = SKIPPED;
            }
        }
        for k in 0..n_components {
            let scores = &mut tile.scores[k * tile.capacity..][..tile.padded];
            let log_scale = simd.splat(whitening.log_scales[k]);
            for distance in scores.chunks_exact_mut(S::LANES) {
                let score = simd.sub(log_scale, simd.load(distance));
                simd.store(score, distance);
            }
        }
    }

    /// Computes the distances from component `k` of the samples whose scores are at most
    /// `−margin` below the best. With margin 0 the scores go into `next`, and the distances, which
    /// the pruning needs once more, stay as they are.
    #[inline(always)]
    fn follow<S: Simd, const V: usize>(
        &mut self,
        simd: S,
        tile: &mut Tile,
        whitening: &Whitening,
        k: usize,
        margin: f64,
    ) {
        let d = whitening.n_features;
        let (component, log_scale) = (whitening.component(k), whitening.log_scales[k]);
        let mut from = FIRST;
        self.list(simd, tile, k, log_scale, margin);
        while margin < 0.0 && from < d && 4 * self.n > tile.padded {
            // Not worth a copy.
            let to = d.min(from + STEP);
            let distances = &mut tile.scores[k * tile.capacity..][..tile.padded];
            add_squares::<S, V>(simd, &tile.panels, component, (from, to), distances);
            self.list(simd, tile, k, log_scale, margin);
            from = to;
        }
        let distances = &mut tile.scores[k * tile.capacity..][..tile.padded];
        for (place, &row) in self.distances.iter_mut().zip(&self.rows[..self.n]) {
            *place = distances[row as usize];
        }
        let mut copied = usize::MAX;
        while from < d && self.n > 0 {
            if self.n < copied {
                self.copy(simd, &tile.rows, whitening.width);
                copied = self.n;
            }
            let to = if margin < 0.0 { d.min(from + STEP) } else { d };
            let reached = &mut self.distances[..copied.next_multiple_of(S::LANES)];
            add_squares::<S, 1>(simd, &self.panels, component, (from, to), reached);
            self.n = 0;
            for at in 0..copied {
                let (row, distance) = (self.rows[at], self.distances[at]);
                let score = log_scale - distance;
                if margin < 0.0 {
                    distances[row as usize] = distance;
                } else {
                    let next = &mut self.next[row as usize];
                    *next = next.max(score);
                }
                self.rows[self.n] = row;
                self.distances[self.n] = distance;
                self.n += usize::from(score - self.best[row as usize] >= SMALLEST_EXPONENT);
            }
            from = to;
        }
    }

    /// Copies the samples in question into panels.
    #[inline(always)]
    fn copy<S: Simd>(&mut self, simd: S, rows: &[f64], width: usize) {
        let panels = self.panels.chunks_exact_mut(width * PANEL);
        for (panel, list) in panels.zip(self.rows[..self.n].chunks(PANEL)) {
            transpose(simd, rows, width, list, panel);
        }
    }

    /// Lists the samples whose scores under component `k` are at most `−margin` below the best.
    #[inline(always)]
    fn list<S: Simd>(&mut self, simd: S, tile: &Tile, k: usize, log_scale: f64, margin: f64) {
        let distances = &tile.scores[k * tile.capacity..][..tile.padded];
        let (one, log_scale) = (simd.splat(1.0), simd.splat(log_scale));
        self.n = 0;
        let mut first = 0;
        let vectors = distances.chunks_exact(S::LANES);
        for (distances, best) in vectors.zip(self.best.chunks_exact(S::LANES)) {
            let score = simd.sub(log_scale, simd.load(distances));
            let kept = simd.keep_from(margin, simd.sub(score, simd.load(best)), one);
            for lane in Ones(simd.above_zero(kept)) {
                self.rows[self.n] = first + lane as u64;
                self.n += 1;
            }
            first += S::LANES as u64;
        }
    }
}

/// Whether a component's samples are searched for.
pub(super) fn is_worth_it(whitening: &Whitening) -> bool {
    let (d, k) = (whitening.n_features, whitening.n_components);
    !whitening.diagonal && d >= LEAST_FEATURES && k >= LEAST_COMPONENTS
}

/// Raises each sample's best to its score under component `k`.
#[inline(always)]
fn raise<S: Simd>(simd: S, tile: &Tile, k: usize, log_scale: f64, best: &mut [f64]) {
    let distances = &tile.scores[k * tile.capacity..][..tile.padded];
    let vectors = distances.chunks_exact(S::LANES);
    for (distances, best) in vectors.zip(best.chunks_exact_mut(S::LANES)) {
        let score = simd.sub(simd.splat(log_scale), simd.load(distances));
        simd.store(simd.max(score, simd.load(best)), best);
    }
}
