//! The samples of a tile that a component answers for.

use super::simd::Simd;
use super::tile::Tile;

/// Rows of a tile with a responsibility that is not 0, and the responsibilities.
///
/// # Numerics
/// A responsibility below 2⁻¹⁰⁰ is 0 already, so leaving those out changes no bit of a sum; where
/// components lie apart it saves most of the M-step.
pub(super) struct Retained {
    pub(super) rows: Vec<u64>,
    pub(super) resp: Vec<f64>,
    pub(super) n: usize,
}

impl Retained {
    pub(super) fn new(tile: &Tile) -> Self {
        Self {
            // Eight are written at a time.
            rows: vec![0; tile.capacity + 8],
            resp: vec![0.0; tile.capacity + 8],
            n: 0,
        }
    }

    /// Gathers the samples of component `k`; returns the sum of their responsibilities.
    #[inline(always)]
    pub(super) fn gather<S: Simd>(&mut self, simd: S, tile: &Tile, k: usize) -> f64 {
        let powers = &tile.scores[k * tile.capacity..][..tile.padded];
        let scales = &tile.scales[..tile.padded];
        let mut count = simd.splat(0.0);
        self.n = 0;
        let mut first = 0;
        let vectors = powers.chunks_exact(S::LANES);
        for (powers, scales) in vectors.zip(scales.chunks_exact(S::LANES)) {
            let resp = simd.mul(simd.load(powers), simd.load(scales));
            count = simd.add(count, resp);
            let (values, places) = (&mut self.resp[self.n..], &mut self.rows[self.n..]);
            self.n += simd.keep_positive(resp, first, values, places);
            first += S::LANES as u64;
        }
        super::normalize::sum_of(simd, count)
    }
}
