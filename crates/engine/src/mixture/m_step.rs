//! The M-step: the mixture that the moments ask for.

use ndarray::{Array1, Array2, Array3};

use super::covariance::{Covariance, Covariances};
use super::model::Mixture;
use super::whitening::Whitening;
use crate::kernel::frame::Frame;
use crate::kernel::moments::Moments;
use crate::{Error, cholesky};

/// The most likely mixture, given the responsibilities behind the moments.
///
/// ```text
/// πₖ = Nₖ / N     μₖ = Σₙ rₙₖ xₙ / Nₖ     Σₖ = Σₙ rₙₖ (xₙ − μₖ)(xₙ − μₖ)ᵀ / Nₖ + regularization · I
/// ```
///
/// # Numerics
/// The moments are around the means before the step, which are near those after it: with δ the
/// difference, `Σ r z zᵀ / N − δ δᵀ` loses digits only where δ is many deviations long.
///
/// # Errors
/// [`Error::Collapsed`] if a component has next to no samples, or no spread in some direction.
///
/// # References
/// Bishop 2006, eqs. 9.24–9.26.
pub(super) fn maximize(
    moments: &Moments,
    before: &Whitening,
    shape: Covariance,
    regularization: f64,
) -> Result<Mixture, Error> {
    let (k, d) = (before.n_components, before.n_features);
    let frame = &before.frame;
    let total: f64 = moments.counts.iter().sum();
    let mut means = Array2::zeros((k, d));
    let mut steps = Array2::zeros((k, d));
    for ((c, j), mean) in means.indexed_iter_mut() {
        let count = moments.counts[c];
        // 10 ε: fewer, and the sums behind the parameters are rounding.
        if count.is_nan() || count <= 10.0 * f64::EPSILON * total {
            return Err(Error::Collapsed {
                component: Some(c),
                iteration: None,
                soft_count: count,
            });
        }
        let step = moments.sums[c * d + j] / count;
        steps[[c, j]] = step;
        *mean = frame.shifts[j] + frame.units[j] * (before.means[c * before.width + j] + step);
    }
    let estimate = Estimate {
        moments,
        frame,
        steps: &steps,
        n_features: d,
        regularization,
        total,
    };
    let covariances = match shape {
        Covariance::Full => Covariances::Full(estimate.full(k)),
        Covariance::Tied => Covariances::Tied(estimate.tied(k)),
        Covariance::Diagonal => Covariances::Diagonal(estimate.diagonal(k)),
        Covariance::Spherical => {
            let diagonal = estimate.diagonal(k);
            Covariances::Spherical(diagonal.mean_axis(ndarray::Axis(1)).expect("d > 0"))
        }
    };
    let weights: Array1<f64> = moments.counts.iter().map(|count| count / total).collect();
    let mixture = Mixture::from_m_step(weights, means, covariances);
    let frame = mixture.frame();
    let n_distinct = mixture.covariance_parameters().n_distinct(k);
    for component in 0..n_distinct {
        if !has_spread(&mixture, &frame, component) {
            let of_all = n_distinct < k;
            return Err(Error::Collapsed {
                component: (!of_all).then_some(component),
                iteration: None,
                soft_count: if of_all {
                    total
                } else {
                    moments.counts[component]
                },
            });
        }
    }
    Ok(mixture)
}

struct Estimate<'a> {
    moments: &'a Moments,
    frame: &'a Frame,
    steps: &'a Array2<f64>,
    n_features: usize,
    regularization: f64,
    total: f64,
}

impl Estimate<'_> {
    /// Scatter of component `k` in features `i ≥ j`, in the frame's units, for its soft count 1.
    fn scatter(&self, k: usize, i: usize, j: usize) -> f64 {
        let d = self.n_features;
        let at = k * d * (d + 1) / 2 + i * (i + 1) / 2 + j;
        let steps = self.steps[[k, i]] * self.steps[[k, j]];
        self.moments.second[at] / self.moments.counts[k] - steps
    }

    fn with_units(&self, scatter: f64, i: usize, j: usize) -> f64 {
        // In one order for (i, j) and (j, i): near the end of the range they would round apart.
        let (i, j) = (i.max(j), i.min(j));
        let ridge = if i == j { self.regularization } else { 0.0 };
        scatter * self.frame.units[i] * self.frame.units[j] + ridge
    }

    fn full(&self, n_components: usize) -> Array3<f64> {
        let d = self.n_features;
        Array3::from_shape_fn((n_components, d, d), |(k, i, j)| {
            self.with_units(self.scatter(k, i.max(j), i.min(j)), i, j)
        })
    }

    fn tied(&self, n_components: usize) -> Array2<f64> {
        let d = self.n_features;
        Array2::from_shape_fn((d, d), |(i, j)| {
            let share = |k| self.moments.counts[k] / self.total;
            let scatter = (0..n_components)
                .map(|k| share(k) * self.scatter(k, i.max(j), i.min(j)))
                .sum();
            self.with_units(scatter, i, j)
        })
    }

    fn diagonal(&self, n_components: usize) -> Array2<f64> {
        let d = self.n_features;
        Array2::from_shape_fn((n_components, d), |(k, j)| {
            let step = self.steps[[k, j]];
            let scatter = self.moments.second[k * d + j] / self.moments.counts[k] - step * step;
            self.with_units(scatter, j, j)
        })
    }
}

/// Whether a component has variance in every direction, beyond what rounding makes up, and to be
/// seen in the frame of the mixture.
fn has_spread(mixture: &Mixture, frame: &Frame, k: usize) -> bool {
    let d = mixture.n_features();
    let covariances = mixture.covariance_parameters();
    let resolved = (0..d).all(|j| {
        let variance = covariances.variance(k, j);
        // Values are rounded to ε of their size, and in the frame to ε of their distance from its
        // shift: less than that is no spread.
        let mean = mixture.means()[[k, j]];
        let size = mean.abs().max((mean - frame.shifts[j]).abs());
        let rounding = 4.0 * f64::EPSILON * size;
        let seen = variance / frame.units[j] / frame.units[j] >= f64::MIN_POSITIVE;
        seen && variance.is_finite() && variance > rounding * rounding
    });
    if !resolved || mixture.covariance_type().is_diagonal() {
        return resolved;
    }
    let covariance = covariances.component(k, d);
    // A share below it of a variance is what d roundings leave of nothing.
    let least = 8.0 * f64::EPSILON * d as f64;
    cholesky(&covariance).is_ok_and(|factor| {
        (0..d).all(|j| factor[[j, j]] * factor[[j, j]] > least * covariance[[j, j]])
    })
}
