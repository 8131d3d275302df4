//! The steps of a pass, each a kernel that is compiled as a function of its own.

use super::prefetch::Prefetcher;
use super::pruning::Pruning;
use super::simd::{Kernel, Simd};
use super::sums::{NarrowSums, WideSums};
use super::tile::Tile;
use super::{diagonal, narrow, normalize};
use crate::input::Samples;
use crate::mixture::whitening::Whitening;

/// Fills the tile with samples, at most `capacity`.
pub(super) struct Load<'a> {
    pub(super) tile: &'a mut Tile,
    pub(super) samples: Samples<'a>,
    pub(super) weights: Option<&'a [f64]>,
    pub(super) whitening: &'a Whitening,
}

impl Kernel for Load<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd, const V: usize, const R: usize>(self, simd: S) {
        self.tile
            .load(simd, &self.samples, self.weights, self.whitening);
    }
}

/// Finds log₂ of the weighted density of each sample under each component, but for what they share;
/// lanes are samples.
pub(super) struct Score<'a, 'v> {
    pub(super) tile: &'a mut Tile,
    pub(super) pruning: &'a mut Pruning,
    pub(super) whitening: &'a Whitening,
    pub(super) prefetcher: &'a mut Prefetcher<'v>,
}

impl Kernel for Score<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd, const V: usize, const R: usize>(self, simd: S) {
        let Self {
            tile,
            pruning,
            whitening,
            prefetcher,
        } = self;
        with_features!(
            whitening.n_features,
            D => narrow::score::<S, D>(simd, tile, whitening),
            _ => if whitening.diagonal {
                diagonal::score::<S, V>(simd, tile, whitening, prefetcher);
            } else {
                pruning.score::<S, V>(simd, tile, whitening, prefetcher);
            },
        );
    }
}

/// Turns scores into responsibilities, but for a factor to each sample; returns the sum over the
/// samples of weight · log₂ density.
pub(super) struct Normalize<'a> {
    pub(super) tile: &'a mut Tile,
    pub(super) n_components: usize,
}

impl Kernel for Normalize<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<S: Simd, const V: usize, const R: usize>(self, simd: S) -> f64 {
        normalize::normalize::<S, V>(simd, self.tile, self.n_components)
    }
}

/// Adds the tile's moments to the sums.
pub(super) struct Accumulate<'a> {
    pub(super) tile: &'a mut Tile,
    pub(super) whitening: &'a Whitening,
    pub(super) narrow: &'a mut NarrowSums,
    pub(super) wide: &'a mut WideSums,
}

impl Kernel for Accumulate<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd, const V: usize, const R: usize>(self, simd: S) {
        with_features!(
            self.whitening.n_features,
            D => narrow::accumulate::<S, D>(simd, self.tile, self.whitening, &mut self.narrow.0),
            _ => self.wide.accumulate::<S, R>(simd, self.tile, self.whitening),
        );
    }
}
