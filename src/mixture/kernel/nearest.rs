//! The nearest center of each sample: K-means' E-step, by the kernels of the mixture.

use super::retained::Ones;
use super::search::Search;
use super::simd::{InstructionSet, Kernel, Simd, dispatch};
use super::tile::Tile;
use crate::mixture::values::Values;
use crate::mixture::whitening::Whitening;

/// One pass over the samples, with bells of unit variance and equal weight.
pub(crate) struct Nearest<'a> {
    pub(crate) samples: Values<'a>,
    pub(crate) centers: &'a Whitening,
    /// Where the number of each sample's nearest center goes, `(n_samples)`; the first where two
    /// are as near.
    pub(crate) labels: &'a mut [usize],
    /// Where its squared distance goes, `(n_samples)`.
    pub(crate) distances: &'a mut [f64],
}

impl Nearest<'_> {
    pub(crate) fn run_on(self, instructions: InstructionSet) {
        dispatch(instructions, self);
    }
}

impl Kernel for Nearest<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd, const V: usize, const R: usize>(self, simd: S) {
        let centers = self.centers;
        let mut tile = Tile::new(centers);
        let mut search = Search::new(&tile, centers);
        let mut best = vec![0.0; tile.capacity];
        let n_samples = self.samples.dim().0;
        let mut first = 0;
        while first < n_samples {
            let end = n_samples.min(first + tile.capacity);
            tile.load(simd, &self.samples.rows(first, end), None, centers);
            super::score::<S, V>(simd, &mut tile, &mut search, centers);
            best.fill(f64::NEG_INFINITY);
            for scores in tile.scores.chunks_exact(tile.capacity) {
                let vectors = scores[..tile.padded].chunks_exact(S::LANES);
                for (scores, best) in vectors.zip(best.chunks_exact_mut(S::LANES)) {
                    simd.store(simd.max(simd.load(scores), simd.load(best)), best);
                }
            }
            let labels = &mut self.labels[first..end];
            // Backwards, so that the first of several stays.
            for k in (0..centers.n_components).rev() {
                let scores = &tile.scores[k * tile.capacity..][..tile.padded];
                let vectors = scores.chunks_exact(S::LANES);
                for (at, (scores, best)) in vectors.zip(best.chunks_exact(S::LANES)).enumerate() {
                    let below = simd.sub(simd.load(scores), simd.load(best));
                    let bits = simd.above_zero(simd.keep_from(0.0, below, simd.splat(1.0)));
                    for lane in Ones(bits) {
                        if let Some(label) = labels.get_mut(at * S::LANES + lane) {
                            *label = k;
                        }
                    }
                }
            }
            for (distance, best) in self.distances[first..end].iter_mut().zip(&best) {
                *distance = -best;
            }
            first = end;
        }
    }
}
