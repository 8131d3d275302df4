//! One pass over the samples: E-step and M-step on a tile while it is in cache.
//!
//! Nothing of the size of the data is written, but for what the caller asks for.

/// Evaluates `$narrow` with the number of features as a constant `$D`, up to `NARROW`; beyond, `$wide`.
macro_rules! with_features {
    ($n_features:expr, $D:ident => $narrow:expr, _ => $wide:expr $(,)?) => {
        with_features!($n_features; 1 2 3 4 5 6 7 8 9 10 11; $D => $narrow; $wide)
    };
    ($n_features:expr; $($n:literal)*; $D:ident => $narrow:expr; $wide:expr) => {
        match $n_features {
            $($n => {
                const $D: usize = $n;
                $narrow
            })*
            _ => $wide,
        }
    };
}

mod active_set;
mod aligned;
mod diagonal;
mod exp;
pub(crate) mod frame;
mod full;
pub(crate) mod moments;
mod narrow;
pub(crate) mod nearest;
mod normalize;
mod prefetch;
mod pruning;
pub(crate) mod simd;
mod steps;
mod sums;
pub(crate) mod threads;
mod tile;

use std::f64::consts::LN_2;

use self::moments::Moments;
use self::prefetch::Prefetcher;
use self::pruning::Pruning;
use self::simd::{InstructionSet, Kernel, Simd, dispatch};
use self::steps::{Accumulate, Load, Normalize, Score};
use self::sums::{NarrowSums, WideSums};
pub(crate) use self::tile::PANEL;
use self::tile::Tile;
use crate::input::Samples;
use crate::mixture::whitening::{NARROW, Whitening};

/// Squared distances beyond it, infinity and NaN too, count as this: what is left of a sample
/// that far from every component is a finite number.
pub(crate) const LARGEST_DISTANCE: f64 = 1e300;

const _: () = assert!(
    with_features!(NARROW, D => D == NARROW, _ => false)
        && with_features!(NARROW + 1, D => D == 0, _ => true),
    "there are kernels for as many features as are stored narrowly"
);

/// One pass over the samples.
pub(crate) struct Pass<'a, 'v> {
    pub(crate) samples: Samples<'v>,
    pub(crate) weights: Option<&'a [f64]>,
    pub(crate) whitening: &'a Whitening,
    /// If each sample's answers are asked for; then no moments are made.
    pub(crate) answers: Option<Answers<'a>>,
}

/// Where the answers for each sample go; what is empty is not asked for.
pub(crate) struct Answers<'a> {
    /// `(n_samples, n_components)`
    pub(crate) responsibilities: &'a mut [f64],
    /// `(n_samples)`
    pub(crate) log_densities: &'a mut [f64],
}

impl Pass<'_, '_> {
    /// The moments of the samples under the components of the mixture.
    pub(crate) fn run_on(self, instructions: InstructionSet) -> Moments {
        dispatch(instructions, self)
    }
}

impl Kernel for Pass<'_, '_> {
    type Output = Moments;

    #[inline(always)]
    fn run<S: Simd, const V: usize, const R: usize>(mut self, simd: S) -> Moments {
        let whitening = self.whitening;
        let (n_components, d) = (whitening.n_components, whitening.n_features);
        let mut tile = Tile::new(whitening);
        let mut pruning = Pruning::new(&tile, whitening);
        let mut moments = Moments::zero(n_components, d, whitening.diagonal);
        let mut narrow = NarrowSums::new::<S>(whitening);
        let mut wide = WideSums::new(&tile, whitening);
        let mut log_likelihood = 0.0;
        let n_samples = self.samples.dim().0;
        let mut first = 0;
        while first < n_samples {
            let end = n_samples.min(first + tile.capacity);
            let weights = self.weights.map(|weights| &weights[first..end]);
            simd.call_outlined(Load {
                tile: &mut tile,
                samples: self.samples.rows(first, end),
                weights,
                whitening,
            });
            let next = self.samples.rows(end, n_samples.min(end + tile.capacity));
            let mut prefetcher = Prefetcher::new(&next, whitening);
            prefetcher.fetch_part(simd);
            // Each sample's own logarithm is asked for, not their sum.
            tile.uniform &= self.answers.is_none();
            simd.call_outlined(Score {
                tile: &mut tile,
                pruning: &mut pruning,
                whitening,
                prefetcher: &mut prefetcher,
            });
            prefetcher.fetch_part(simd);
            log_likelihood += simd.call_outlined(Normalize {
                tile: &mut tile,
                n_components,
            });
            prefetcher.fetch_part(simd);
            match &mut self.answers {
                Some(answers) => answers.write(&tile, whitening, first, end),
                None => simd.call_outlined(Accumulate {
                    tile: &mut tile,
                    whitening,
                    narrow: &mut narrow,
                    wide: &mut wide,
                }),
            }
            first = end;
        }
        if d <= NARROW {
            narrow.add_to(&mut moments, S::LANES);
        } else {
            wide.add_to(&mut moments, whitening.width);
        }
        let weight = self
            .weights
            .map_or(n_samples as f64, |weights| weights.iter().sum());
        moments.log_likelihood = (log_likelihood + weight * whitening.log_scale) * LN_2;
        moments
    }
}

impl Answers<'_> {
    /// Writes the answers for the samples from `first` up to `end`, which are in the tile.
    fn write(&mut self, tile: &Tile, whitening: &Whitening, first: usize, end: usize) {
        let n_components = whitening.n_components;
        if !self.responsibilities.is_empty() {
            let rows = &mut self.responsibilities[first * n_components..end * n_components];
            for (n, row) in rows.chunks_exact_mut(n_components).enumerate() {
                for (k, resp) in row.iter_mut().enumerate() {
                    *resp = tile.scores[k * tile.capacity + n] * tile.scales[n];
                }
            }
        }
        if !self.log_densities.is_empty() {
            let answers = self.log_densities[first..end].iter_mut();
            for (log_density, found) in answers.zip(&*tile.log_densities) {
                *log_density = (found + whitening.log_scale) * LN_2;
            }
        }
    }
}
