//! A few hundred samples, transposed, so that they stay in cache and fill vectors.

use ndarray::ArrayView2;

use super::aligned::Aligned;
use super::frame::Frame;
use super::pruning;
use super::simd::Simd;
use crate::input::{Real, Samples};
use crate::mixture::whitening::{NARROW, Whitening};

/// Samples of a panel: each feature's are beside each other, so that lanes are samples.
pub(crate) const PANEL: usize = 32;

/// The places of a panel's samples, one after the other.
const IN_ORDER: [u64; PANEL] = {
    let mut places = [0; PANEL];
    let mut n = 0;
    while n < PANEL {
        places[n] = n as u64;
        n += 1;
    }
    places
};

/// The tile at work, and what is known of its samples.
pub(super) struct Tile {
    /// Most samples it holds: a multiple of [`PANEL`].
    pub(super) capacity: usize,
    /// Samples it holds now, rounded up to whole panels.
    pub(super) padded: usize,
    /// In the frame's coordinates: panel by panel, `(height, PANEL)` each.
    pub(super) panels: Aligned,
    /// Rows of a panel: the features, and for blocks of four what fills the last.
    pub(super) height: usize,
    /// The same in rows of `width`, where the M-step works along features; else empty.
    pub(super) rows: Aligned,
    /// The weight of each sample; 0 fills the last panel.
    pub(super) weights: Aligned,
    /// Whether every weight, up to `padded`, is 1.
    pub(super) uniform: bool,
    /// First log₂ πₖ 𝒩(xₙ | μₖ, Σₖ), then its power of two over the row's largest;
    /// `(n_components, capacity)`.
    pub(super) scores: Aligned,
    /// What the powers are to be multiplied by to be responsibilities times weights.
    pub(super) scales: Aligned,
    /// Sums of the powers, where each is to have a logarithm of its own.
    pub(super) sums: Aligned,
    /// log₂ of the density of each sample, where weights differ or are asked for.
    pub(super) log_densities: Aligned,
}

impl Tile {
    pub(super) fn new(whitening: &Whitening) -> Self {
        let (k, width) = (whitening.n_components, whitening.width);
        let narrow = whitening.n_features <= NARROW;
        // Samples: 64 KB at most, or twice that, so that those which a component answers for are
        // not too few to fill vectors; few features: scores within the first cache. Diagonal
        // covariances: panels and rows of 32 KB together, or half as much again where components
        // are many, because each costs every tile something.
        let fitting = match () {
            () if narrow => 2048 / k,
            () if pruning::is_worth_it(whitening) => 16384 / width,
            () if whitening.diagonal && k <= 16 => 2048 / width,
            () if whitening.diagonal => 3072 / width,
            () => 8192 / width,
        };
        let least = if narrow { 2 * PANEL } else { PANEL };
        let capacity = (fitting / PANEL * PANEL).clamp(least, 256);
        let height = if narrow { whitening.n_features } else { width };
        Self {
            capacity,
            padded: 0,
            panels: Aligned::zero(capacity * height),
            height,
            rows: Aligned::zero(if narrow { 0 } else { capacity * width }),
            weights: Aligned::zero(capacity),
            uniform: false,
            scores: Aligned::zero(capacity * k),
            scales: Aligned::zero(capacity),
            sums: Aligned::zero(capacity),
            log_densities: Aligned::zero(capacity),
        }
    }

    /// Fills the tile with samples, at most `capacity`.
    #[inline(always)]
    pub(super) fn load<S: Simd>(
        &mut self,
        simd: S,
        samples: &Samples<'_>,
        weights: Option<&[f64]>,
        whitening: &Whitening,
    ) {
        let n = samples.dim().0;
        self.padded = n.next_multiple_of(PANEL);
        match weights {
            Some(weights) => self.weights[..n].copy_from_slice(weights),
            None => self.weights[..n].fill(1.0),
        }
        self.weights[n..self.padded].fill(0.0);
        self.uniform = weights.is_none() && n == self.padded;
        if n < self.padded {
            let last = (self.padded - PANEL) * self.height;
            self.panels[last..][..PANEL * self.height].fill(0.0);
        }
        match samples {
            Samples::Double(samples) => self.load_samples(simd, samples.view(), whitening),
            Samples::Single(samples) => self.load_samples(simd, samples.view(), whitening),
        }
    }

    #[inline(always)]
    fn load_samples<S: Simd, T: Real>(
        &mut self,
        simd: S,
        samples: ArrayView2<T>,
        whitening: &Whitening,
    ) {
        match samples.to_slice() {
            None if whitening.n_features <= NARROW => self.load_scattered(samples, whitening),
            None => self.load_any(simd, samples, whitening),
            Some(values) => with_features!(
                whitening.n_features,
                D => self.load_rows::<T, D>(values, whitening),
                _ => self.load_any(simd, samples, whitening),
            ),
        }
    }

    #[inline(always)]
    fn load_rows<T: Real, const D: usize>(&mut self, values: &[T], whitening: &Whitening) {
        let mut shifts = [0.0; D];
        let mut inverses = [0.0; D];
        shifts.copy_from_slice(&whitening.frame.shifts);
        inverses.copy_from_slice(&whitening.frame.inverses);
        let samples = values.chunks(D * PANEL);
        for (panel, values) in self.panels.chunks_exact_mut(D * PANEL).zip(samples) {
            if values.len() == D * PANEL {
                // The same loop, of a length that the compiler knows and turns into shuffles.
                for n in 0..PANEL {
                    for j in 0..D {
                        let value = values[n * D + j].widen();
                        panel[j * PANEL + n] = (value - shifts[j]) * inverses[j];
                    }
                }
            } else {
                for (n, sample) in values.chunks_exact(D).enumerate() {
                    for j in 0..D {
                        panel[j * PANEL + n] = (sample[j].widen() - shifts[j]) * inverses[j];
                    }
                }
            }
        }
    }

    /// A few features, of samples that are not in row order.
    #[inline(always)]
    fn load_scattered<T: Real>(&mut self, samples: ArrayView2<T>, whitening: &Whitening) {
        let frame = &whitening.frame;
        for (n, sample) in samples.rows().into_iter().enumerate() {
            let panel = &mut self.panels[n / PANEL * PANEL * self.height..];
            for (j, value) in sample.iter().enumerate() {
                let value = (value.widen() - frame.shifts[j]) * frame.inverses[j];
                panel[j * PANEL + n % PANEL] = value;
            }
        }
    }

    /// Scales samples into rows, and transposes the rows into panels.
    #[inline(always)]
    fn load_any<S: Simd, T: Real>(
        &mut self,
        simd: S,
        samples: ArrayView2<T>,
        whitening: &Whitening,
    ) {
        let width = whitening.width;
        let d = whitening.n_features;
        let rows = self.rows.chunks_exact_mut(width);
        if let Some(values) = samples.to_slice() {
            for (row, sample) in rows.zip(values.chunks_exact(d)) {
                scale(&mut row[..d], sample, &whitening.frame);
            }
        } else {
            let mut together: Vec<T> = Vec::with_capacity(d);
            for (row, sample) in rows.zip(samples.rows()) {
                together.clear();
                together.extend(sample);
                scale(&mut row[..d], &together, &whitening.frame);
            }
        }
        let n = samples.nrows();
        self.rows[n * width..self.padded * width].fill(0.0);
        let panels = self.panels.chunks_exact_mut(width * PANEL);
        let rows = self.rows[..self.padded * width].chunks_exact(PANEL * width);
        for (panel, rows) in panels.zip(rows) {
            transpose(simd, rows, width, &IN_ORDER, panel);
        }
    }
}

/// Writes the rows at `places`, at most [`PANEL`], into a panel; what completes its last eight
/// lanes is the last row again.
#[inline(always)]
pub(super) fn transpose<S: Simd>(
    simd: S,
    rows: &[f64],
    width: usize,
    places: &[u64],
    panel: &mut [f64],
) {
    for (group, places) in places.chunks(8).enumerate() {
        let mut eight = [rows; 8];
        for (i, row) in eight.iter_mut().enumerate() {
            let place = places[i.min(places.len() - 1)];
            *row = &rows[place as usize * width..][..width];
        }
        for block in panel.chunks_exact_mut(8 * PANEL) {
            simd.transpose(eight, &mut block[8 * group..], PANEL);
            for row in &mut eight {
                *row = &row[8..];
            }
        }
    }
}

#[inline(always)]
fn scale<T: Real>(row: &mut [f64], sample: &[T], frame: &Frame) {
    // Eights are of a length that the compiler knows: one vector each.
    let (eights, last) = row.as_chunks_mut::<8>();
    let (from, last_from) = sample.as_chunks::<8>();
    let (shifts, last_shifts) = frame.shifts.as_chunks::<8>();
    let (inverses, last_inverses) = frame.inverses.as_chunks::<8>();
    let coordinates = shifts.iter().zip(inverses);
    for ((to, from), (shifts, inverses)) in eights.iter_mut().zip(from).zip(coordinates) {
        for j in 0..8 {
            to[j] = (from[j].widen() - shifts[j]) * inverses[j];
        }
    }
    let coordinates = last_shifts.iter().zip(last_inverses);
    for ((to, from), (shift, inverse)) in last.iter_mut().zip(last_from).zip(coordinates) {
        *to = (from.widen() - shift) * inverse;
    }
}
