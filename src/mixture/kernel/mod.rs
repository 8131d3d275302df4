//! One pass over the samples: E-step and M-step on a tile while it is in cache.
//!
//! Nothing of the size of the data is written, but for what the caller asks for.

mod ahead;
mod diagonal;
mod exp;
mod full;
mod narrow;
mod nearest;
mod normalize;
mod retained;
mod search;
pub(super) mod simd;
mod sums;
mod tile;

use std::f64::consts::LN_2;

use self::ahead::Ahead;
pub(crate) use self::nearest::Nearest;
use self::search::Search;
use self::simd::{InstructionSet, Kernel, Simd, dispatch};
use self::sums::{NarrowSums, WideSums};
pub(super) use self::tile::PANEL;
use self::tile::Tile;
use super::moments::Moments;
use super::values::Values;
use super::whitening::{NARROW, Whitening};

/// Squared distances beyond it, infinity and NaN too, count as this: what is left of a sample
/// that far from every component is a finite number.
pub(crate) const LARGEST_DISTANCE: f64 = 1e300;

/// One pass over the samples.
pub(super) struct Pass<'a, 'v> {
    pub(super) samples: Values<'v>,
    pub(super) weights: Option<&'a [f64]>,
    pub(super) whitening: &'a Whitening,
    /// If each sample's answers are asked for; then no moments are made.
    pub(super) answers: Option<Answers<'a>>,
}

/// Where the answers for each sample go; what is empty is not asked for.
pub(super) struct Answers<'a> {
    /// `(n_samples, n_components)`
    pub(super) responsibilities: &'a mut [f64],
    /// `(n_samples)`
    pub(super) log_densities: &'a mut [f64],
}

impl Pass<'_, '_> {
    /// The moments of the samples under the components of the mixture.
    pub(super) fn run_on(self, instructions: InstructionSet) -> Moments {
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
        let mut search = Search::new(&tile, whitening);
        let mut moments = Moments::zero(n_components, d, whitening.diagonal);
        let mut narrow = NarrowSums::new::<S>(whitening);
        let mut wide = WideSums::new(&tile, whitening);
        let mut log_likelihood = 0.0;
        let n_samples = self.samples.dim().0;
        let mut first = 0;
        while first < n_samples {
            let end = n_samples.min(first + tile.capacity);
            let weights = self.weights.map(|weights| &weights[first..end]);
            tile.load(simd, &self.samples.rows(first, end), weights, whitening);
            let next = self.samples.rows(end, n_samples.min(end + tile.capacity));
            let mut ahead = Ahead::new(&next, whitening);
            ahead.fetch(simd);
            // Each sample's own logarithm is asked for, not their sum.
            tile.uniform &= self.answers.is_none();
            score::<S, V>(simd, &mut tile, &mut search, whitening, &mut ahead);
            ahead.fetch(simd);
            log_likelihood += normalize::normalize::<S, V>(simd, &mut tile, n_components);
            ahead.fetch(simd);
            match (&mut self.answers, d) {
                (Some(answers), _) => answers.write(&tile, whitening, first, end),
                (_, 1) => narrow::accumulate::<S, 1>(simd, &tile, whitening, &mut narrow.0),
                (_, 2) => narrow::accumulate::<S, 2>(simd, &tile, whitening, &mut narrow.0),
                (_, 3) => narrow::accumulate::<S, 3>(simd, &tile, whitening, &mut narrow.0),
                (_, 4) => narrow::accumulate::<S, 4>(simd, &tile, whitening, &mut narrow.0),
                (_, 5) => narrow::accumulate::<S, 5>(simd, &tile, whitening, &mut narrow.0),
                (_, 6) => narrow::accumulate::<S, 6>(simd, &tile, whitening, &mut narrow.0),
                (_, 7) => narrow::accumulate::<S, 7>(simd, &tile, whitening, &mut narrow.0),
                (_, 8) => narrow::accumulate::<S, 8>(simd, &tile, whitening, &mut narrow.0),
                _ => wide.accumulate::<S, R>(simd, &mut tile, whitening),
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
            for (log_density, found) in answers.zip(&tile.log_densities) {
                *log_density = (found + whitening.log_scale) * LN_2;
            }
        }
    }
}

/// log₂ of the weighted density of each sample under each component, but for what they share;
/// lanes are samples.
#[inline(always)]
fn score<S: Simd, const V: usize>(
    simd: S,
    tile: &mut Tile,
    search: &mut Search,
    whitening: &Whitening,
    ahead: &mut Ahead<'_>,
) {
    match whitening.n_features {
        1 => narrow::score::<S, 1>(simd, tile, whitening),
        2 => narrow::score::<S, 2>(simd, tile, whitening),
        3 => narrow::score::<S, 3>(simd, tile, whitening),
        4 => narrow::score::<S, 4>(simd, tile, whitening),
        5 => narrow::score::<S, 5>(simd, tile, whitening),
        6 => narrow::score::<S, 6>(simd, tile, whitening),
        7 => narrow::score::<S, 7>(simd, tile, whitening),
        8 => narrow::score::<S, 8>(simd, tile, whitening),
        _ if whitening.diagonal => diagonal::score::<S, V>(simd, tile, whitening, ahead),
        _ => search.score::<S, V>(simd, tile, whitening, ahead),
    }
}
