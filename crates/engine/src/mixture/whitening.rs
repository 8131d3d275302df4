//! A mixture made ready for the fused pass: what turns each component into a unit bell.

use std::f64::consts::{LOG2_E, PI};

use ndarray::Array2;

use super::model::Mixture;
use crate::kernel::frame::Frame;
use crate::kernel::moments::Moments;
use crate::{Error, cholesky};

/// Numbers of features up to this one have kernels that know them as a constant.
pub(crate) const NARROW: usize = 11;

/// For each component the matrix `P` and the constant with which its weighted density is
///
/// ```text
/// log₂ (πₖ 𝒩(x | μₖ, Σₖ)) = c + cₖ − ‖Pₖ x′ − Pₖ μ′ₖ‖²        Pₖ = √(½ log₂ e) L⁻¹,   L Lᵀ = Σ′ₖ
/// ```
///
/// in the coordinates of a [`Frame`] (the primes). In base 2, because the exponential is.
///
/// # Numerics
/// `P x′ − P μ′` loses what rounding each value of the data to ε of its distance from the frame's
/// shift would. To components that are very narrow and far from all others that matters; the
/// shift is chosen near those.
pub(crate) struct Whitening {
    pub(crate) n_components: usize,
    pub(crate) n_features: usize,
    /// `n_features` rounded up to whole vectors; 0 fills the rest.
    pub(crate) width: usize,
    pub(crate) diagonal: bool,
    pub(crate) frame: Frame,
    /// μ′, `(n_components, width)`
    pub(crate) means: Vec<f64>,
    /// P, a component after the other, [`Self::stride`] numbers each: for diagonal covariances
    /// its diagonal; for few features its rows, `n_features` long; else packed in blocks of four
    /// rows, in each the four numbers of column 0, of column 1, up to the diagonal.
    pub(crate) factors: Vec<f64>,
    /// P μ′, `(n_components, width)`
    pub(crate) offsets: Vec<f64>,
    /// cₖ, `(n_components)`
    pub(crate) log_scales: Vec<f64>,
    /// c, which depends on the frame's units, and must not round the differences between the cₖ.
    pub(crate) log_scale: f64,
}

impl Whitening {
    /// # Errors
    /// [`Error::InComponent`] if a covariance has no Cholesky factor; of a shared one,
    /// [`Error::NotPositiveDefinite`].
    pub(crate) fn new(mixture: &Mixture, frame: Frame) -> Result<Self, Error> {
        let (n_components, n_features) = mixture.means().dim();
        let diagonal = mixture.covariance_type().is_diagonal();
        let width = n_features.next_multiple_of(8);
        let mut whitening = Self {
            n_components,
            n_features,
            width,
            diagonal,
            means: vec![0.0; n_components * width],
            factors: vec![],
            offsets: vec![0.0; n_components * width],
            log_scales: vec![],
            log_scale: 0.0,
            frame,
        };
        whitening.factors = vec![0.0; n_components * whitening.stride()];
        let log_unit: f64 = whitening
            .frame
            .units
            .iter()
            .map(|unit| libm::log2(*unit))
            .sum();
        whitening.log_scale = -0.5 * n_features as f64 * libm::log2(2.0 * PI) - log_unit;
        let shared = mixture.covariance_parameters().n_distinct(n_components) < n_components;
        let mut factor = (vec![], 0.0);
        for k in 0..n_components {
            if k == 0 || !shared {
                factor = whitening.factor(mixture, k).map_err(|error| match shared {
                    true => error,
                    false => error.in_component(k),
                })?;
            }
            whitening.set(mixture, k, &factor.0);
            let log_weight = libm::log2(mixture.weights()[k]);
            whitening.log_scales.push(log_weight - factor.1);
        }
        Ok(whitening)
    }

    /// Bells of unit variance and equal weight around centers, `(n_centers, n_features)`: the
    /// negative of each score is the squared distance.
    pub(crate) fn around(centers: &Array2<f64>) -> Self {
        let (n_components, n_features) = centers.dim();
        let width = n_features.next_multiple_of(8);
        let mut whitening = Self {
            n_components,
            n_features,
            width,
            diagonal: true,
            means: vec![0.0; n_components * width],
            factors: vec![1.0; n_components * width],
            offsets: vec![0.0; n_components * width],
            log_scales: vec![0.0; n_components],
            log_scale: 0.0,
            frame: Frame::around_centers(centers),
        };
        for (k, center) in centers.rows().into_iter().enumerate() {
            let offsets = &mut whitening.offsets[k * width..];
            for ((offset, value), shift) in
                offsets.iter_mut().zip(center).zip(&whitening.frame.shifts)
            {
                *offset = value - shift;
            }
        }
        whitening
    }

    /// Numbers of `factors` for one component.
    pub(crate) fn stride(&self) -> usize {
        let (d, width) = (self.n_features, self.width);
        match () {
            () if self.diagonal => width,
            () if d <= NARROW => d * d,
            // 4 · (4 + 8 + … + width)
            () => width * (width + 4) / 2,
        }
    }

    /// Numbers of a component's moments.
    pub(crate) fn n_moments(&self) -> usize {
        1 + self.n_features + Moments::n_second(self.n_features, self.diagonal)
    }

    /// P and P μ′ of component `k`.
    pub(crate) fn component(&self, k: usize) -> (&[f64], &[f64]) {
        let factors = &self.factors[k * self.stride()..][..self.stride()];
        (factors, &self.offsets[k * self.width..][..self.width])
    }

    /// P in full, `(n_features, n_features)`, its diagonal alone if the covariance is; and
    /// `log₂ √|Σ′|`.
    fn factor(&self, mixture: &Mixture, k: usize) -> Result<(Vec<f64>, f64), Error> {
        let d = self.n_features;
        let units = &self.frame.units;
        let root = (0.5 * LOG2_E).sqrt();
        if self.diagonal {
            let mut inverse = vec![0.0; d];
            let mut log_root_determinant = 0.0;
            for (j, unit) in units.iter().enumerate() {
                let variance = mixture.covariance_parameters().variance(k, j) / unit / unit;
                if !(variance > 0.0 && variance.is_finite()) {
                    return Err(Error::NotPositiveDefinite {
                        row: j,
                        pivot: variance,
                    });
                }
                inverse[j] = root / variance.sqrt();
                log_root_determinant += 0.5 * libm::log2(variance);
            }
            return Ok((inverse, log_root_determinant));
        }
        let mut covariance = mixture.covariance_parameters().component(k, d);
        for ((i, j), entry) in covariance.indexed_iter_mut() {
            *entry = *entry / units[i] / units[j];
        }
        let lower = cholesky(&covariance)?;
        let log_root_determinant = lower.diag().iter().map(|pivot| libm::log2(*pivot)).sum();
        let lower = lower.as_slice().expect("a new array is in row order");
        Ok((inverse_of_lower(lower, d, root), log_root_determinant))
    }

    fn set(&mut self, mixture: &Mixture, k: usize, factor: &[f64]) {
        let (d, width, stride) = (self.n_features, self.width, self.stride());
        let means = &mut self.means[k * width..][..d];
        for (j, mean) in means.iter_mut().enumerate() {
            let unit = self.frame.units[j];
            *mean = mixture.means()[[k, j]] / unit - self.frame.shifts[j] / unit;
        }
        let offsets = &mut self.offsets[k * width..][..d];
        let packed = &mut self.factors[k * stride..][..stride];
        for (i, offset) in offsets.iter_mut().enumerate() {
            if self.diagonal {
                *offset = factor[i] * means[i];
                packed[i] = factor[i];
                continue;
            }
            let row = &factor[i * d..][..=i];
            *offset = row.iter().zip(&*means).map(|(p, mean)| p * mean).sum();
            if d <= NARROW {
                packed[i * d..][..=i].copy_from_slice(row);
            } else {
                // The blocks above hold 4 · (4 + 8 + … + first) numbers.
                let first = i / 4 * 4;
                let block = &mut packed[first * (first + 4) / 2..];
                for (j, &value) in row.iter().enumerate() {
                    block[4 * j + i - first] = value;
                }
            }
        }
    }
}

/// `factor · L⁻¹`, row by row: `L X = factor · I`, forward substitution on all columns at once.
fn inverse_of_lower(lower: &[f64], d: usize, factor: f64) -> Vec<f64> {
    let mut inverse = vec![0.0; d * d];
    for i in 0..d {
        let (above, row) = inverse.split_at_mut(i * d);
        let row = &mut row[..=i];
        row[i] = factor;
        for j in 0..i {
            let known = lower[i * d + j];
            for (entry, over) in row.iter_mut().zip(&above[j * d..][..=j]) {
                *entry -= known * over;
            }
        }
        let pivot = lower[i * d + i];
        row.iter_mut().for_each(|entry| *entry /= pivot);
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lower_triangle_times_its_inverse_is_the_unit_matrix() {
        let lower = [2.0, 0.0, 0.0, 1.0, 4.0, 0.0, 3.0, -2.0, 0.5];
        let inverse = inverse_of_lower(&lower, 3, 1.0);
        for i in 0..3 {
            for j in 0..3 {
                let product: f64 = (0..3).map(|m| lower[i * 3 + m] * inverse[m * 3 + j]).sum();
                assert_eq!(product, f64::from(u8::from(i == j)));
            }
        }
    }
}
