//! The nearest center of each sample: K-means' E-step, by the kernels of the mixture.

use super::prefetch::Prefetcher;
use super::pruning::Pruning;
use super::simd::{InstructionSet, Kernel, Simd, dispatch};
use super::steps::{Load, Score};
use super::tile::Tile;
use crate::input::Samples;
use crate::mixture::whitening::Whitening;

/// One pass over the samples, with bells of unit variance and equal weight.
pub(crate) struct Nearest<'a> {
    pub(crate) samples: Samples<'a>,
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
        let mut pruning = Pruning::new(&tile, centers);
        let mut best = vec![0.0; tile.capacity];
        let mut codes = vec![0.0; tile.capacity];
        let n_samples = self.samples.dim().0;
        let mut first = 0;
        while first < n_samples {
            let end = n_samples.min(first + tile.capacity);
            simd.call_outlined(Load {
                tile: &mut tile,
                samples: self.samples.rows(first, end),
                weights: None,
                whitening: centers,
            });
            let next = self.samples.rows(end, n_samples.min(end + tile.capacity));
            let mut prefetcher = Prefetcher::new(&next, centers);
            prefetcher.fetch_part(simd);
            simd.call_outlined(Score {
                tile: &mut tile,
                pruning: &mut pruning,
                whitening: centers,
                prefetcher: &mut prefetcher,
            });
            prefetcher.fetch_part(simd);
            find_largest(simd, &tile, centers.n_components, &mut best, &mut codes);
            prefetcher.fetch_part(simd);
            let answers = self.labels[first..end].iter_mut().zip(&codes);
            for (label, &code) in answers {
                *label = centers.n_components - code as usize;
            }
            for (distance, best) in self.distances[first..end].iter_mut().zip(&best) {
                *distance = -best;
            }
            first = end;
        }
    }
}

/// The largest score of each sample, and whose it is: `n_components − k`, so that the largest code
/// is that of the first of several.
#[inline(always)]
fn find_largest<S: Simd>(
    simd: S,
    tile: &Tile,
    n_components: usize,
    best: &mut [f64],
    codes: &mut [f64],
) {
    let mut n = 0;
    while n < tile.padded {
        let mut largest = simd.splat(f64::NEG_INFINITY);
        for scores in tile.scores.chunks_exact(tile.capacity) {
            largest = simd.max(largest, simd.load(&scores[n..]));
        }
        let mut code = simd.splat(0.0);
        for (k, scores) in tile.scores.chunks_exact(tile.capacity).enumerate() {
            let below = simd.sub(simd.load(&scores[n..]), largest);
            let of_k = simd.splat((n_components - k) as f64);
            code = simd.max(code, simd.keep_from(0.0, below, of_k));
        }
        simd.store(largest, &mut best[n..]);
        simd.store(code, &mut codes[n..]);
        n += S::LANES;
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn of_centers_as_near_the_first_is_taken() {
        let samples = array![[0.0], [1.0], [2.0], [5.0]];
        let centers = Whitening::around(&array![[4.0], [0.0], [2.0], [2.0]]);
        let sets = [
            InstructionSet::Detect,
            InstructionSet::Avx2,
            InstructionSet::Portable,
        ];
        for set in sets {
            let (mut labels, mut distances) = ([9; 4], [f64::NAN; 4]);
            let nearest = Nearest {
                samples: Samples::Double(samples.view()),
                centers: &centers,
                labels: &mut labels,
                distances: &mut distances,
            };
            nearest.run_on(set);
            assert_eq!(labels, [1, 1, 2, 0]);
            assert_eq!(distances, [0.0, 1.0, 0.0, 1.0]);
        }
    }
}
