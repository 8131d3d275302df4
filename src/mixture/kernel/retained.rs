//! The samples of a tile that a component answers for.

use super::simd::Simd;
use super::tile::Tile;

/// Rows of a tile with a responsibility that is not 0, and the responsibilities.
///
/// # Numerics
/// A responsibility below 2⁻¹⁰⁰ is 0 already, so leaving those out changes no bit of a sum; where
/// components lie apart it saves most of the M-step.
pub(super) struct Retained {
    pub(super) rows: Vec<usize>,
    pub(super) resp: Vec<f64>,
    pub(super) n: usize,
    scaled: Vec<f64>,
}

impl Retained {
    pub(super) fn new(tile: &Tile) -> Self {
        Self {
            rows: vec![0; tile.capacity],
            resp: vec![0.0; tile.capacity],
            n: 0,
            scaled: vec![0.0; tile.capacity],
        }
    }

    /// Gathers the samples of component `k`; returns the sum of their responsibilities.
    #[inline(always)]
    pub(super) fn gather<S: Simd>(&mut self, simd: S, tile: &Tile, k: usize) -> f64 {
        let powers = &tile.scores[k * tile.capacity..][..tile.padded];
        let mut count = simd.splat(0.0);
        let mut n = 0;
        while n < tile.padded {
            let resp = simd.mul(simd.load(&powers[n..]), simd.load(&tile.scales[n..]));
            count = simd.add(count, resp);
            simd.store(resp, &mut self.scaled[n..]);
            n += S::LANES;
        }
        self.n = 0;
        // Without a branch: it would be mispredicted for every third sample.
        for (row, &resp) in self.scaled[..tile.padded].iter().enumerate() {
            self.rows[self.n] = row;
            self.resp[self.n] = resp;
            self.n += usize::from(resp > 0.0);
        }
        super::normalize::sum_of(simd, count)
    }
}
