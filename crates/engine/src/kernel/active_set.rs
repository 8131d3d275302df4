//! The samples of a tile that a component answers for.

use super::simd::Simd;
use super::tile::Tile;

/// Samples of a tile with a responsibility that is not 0: a bit for each, 64 in a word.
///
/// # Numerics
/// A responsibility below 2⁻⁸⁰ is 0 already, so leaving those out changes no bit of a sum; where
/// components lie apart it saves most of the M-step.
pub(super) struct ActiveSet {
    words: Vec<u64>,
}

/// What a component answers for in a tile.
#[derive(Clone, Copy)]
pub(super) struct Share<'a> {
    pub(super) tile: &'a Tile,
    /// Responsibilities times weights, `(padded)`.
    pub(super) resp: &'a [f64],
    /// μ′, `(width)`
    pub(super) means: &'a [f64],
    pub(super) n_features: usize,
    pub(super) active: &'a ActiveSet,
}

impl ActiveSet {
    pub(super) fn new(tile: &Tile) -> Self {
        Self {
            words: vec![0; tile.capacity.div_ceil(64)],
        }
    }

    /// Turns the powers of component `k` into responsibilities times weights, and finds those that
    /// are not 0; returns their sum.
    #[inline(always)]
    pub(super) fn find<S: Simd>(&mut self, simd: S, tile: &mut Tile, k: usize) -> f64 {
        let powers = &mut tile.scores[k * tile.capacity..][..tile.padded];
        let mut count = simd.splat(0.0);
        self.words.fill(0);
        let vectors = powers.chunks_exact_mut(S::LANES);
        for (at, (power, scale)) in vectors.zip(tile.scales.chunks_exact(S::LANES)).enumerate() {
            let resp = simd.mul(simd.load(power), simd.load(scale));
            simd.store(resp, power);
            count = simd.add(count, resp);
            let first = at * S::LANES;
            self.words[first / 64] |= simd.above_zero(resp) << (first % 64);
        }
        super::normalize::sum_of(simd, count)
    }

    /// Their number.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        let ones = self.words.iter().map(|word| word.count_ones() as usize);
        ones.sum()
    }

    /// Their places in the tile, in order.
    #[inline(always)]
    pub(super) fn places(&self) -> Places<'_> {
        Places {
            words: &self.words,
            ones: Ones(0),
            first: 0,
        }
    }
}

/// The places of the ones in a word, the lowest first.
#[derive(Clone)]
pub(super) struct Ones(pub(super) u64);

impl Iterator for Ones {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let place = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(place)
    }
}

/// The places of ones in words of 64 bits.
#[derive(Clone)]
pub(super) struct Places<'a> {
    words: &'a [u64],
    /// What is left of the word at hand, and the place after its last bit.
    ones: Ones,
    first: usize,
}

impl Iterator for Places<'_> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        loop {
            if let Some(place) = self.ones.next() {
                return Some(self.first - 64 + place);
            }
            let (&word, rest) = self.words.split_first()?;
            (self.ones, self.words) = (Ones(word), rest);
            self.first += 64;
        }
    }
}
