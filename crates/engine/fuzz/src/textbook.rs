//! The density from its definition, with a bound of its rounding error.

use std::f64::consts::TAU;

use gaussian_mixture::Mixture;
use ndarray::{Array1, Array2, ArrayView1};
use solutions::{cholesky, solve_lower};

/// Whether rounding leaves at least about half the digits of the variance in every direction.
pub fn is_well_conditioned(mixture: &Mixture) -> bool {
    mixture.covariances().outer_iter().all(|covariance| {
        let deviations = covariance.diag().mapv(f64::sqrt);
        cholesky(&covariance.to_owned()).is_ok_and(|factor| {
            let mut pairs = factor.diag().into_iter().zip(&deviations);
            // 1e-3: squared, 1e-6 of the variance, of which rounding is 1e-10
            pairs.all(|(pivot, deviation)| *pivot > 1e-3 * deviation)
        })
    })
}

/// The logarithm of the density, and a bound of its rounding error; `None` if a covariance is nearly
/// singular or a distance overflows.
pub fn log_density(mixture: &Mixture, sample: ArrayView1<f64>) -> Option<(f64, f64)> {
    if !is_well_conditioned(mixture) {
        return None;
    }
    let covariances = mixture.covariances();
    let components = mixture.weights().iter().zip(covariances.outer_iter());
    let logs = components
        .zip(mixture.means().rows())
        .map(|((weight, covariance), mean)| {
            let factor = cholesky(&covariance.to_owned()).ok()?;
            let (log, bound) = log_gaussian(&factor, &(&sample - &mean), &sizes(mixture, sample))?;
            Some((weight.ln() + log, bound))
        });
    let logs: Vec<(f64, f64)> = logs.collect::<Option<_>>()?;
    let most = logs
        .iter()
        .fold(f64::NEG_INFINITY, |most, one| most.max(one.0));
    let sum: f64 = logs.iter().map(|one| (one.0 - most).exp()).sum();
    // Components that change the sum: exp(-40) is below the last bit.
    let seen = logs.iter().filter(|one| one.0 > most - 40.0 - one.1);
    Some((
        most + sum.ln(),
        seen.fold(0.0, |bound, one| bound.max(one.1)),
    ))
}

/// For each feature the largest number that is rounded in the computation.
fn sizes(mixture: &Mixture, sample: ArrayView1<f64>) -> Array1<f64> {
    let columns = mixture.means().columns().into_iter().zip(sample);
    let size =
        |(means, x): (ArrayView1<f64>, &f64)| means.fold(x.abs(), |most, m| most.max(m.abs()));
    columns.map(size).collect()
}

fn log_gaussian(
    factor: &Array2<f64>,
    offset: &Array1<f64>,
    sizes: &Array1<f64>,
) -> Option<(f64, f64)> {
    let y = solve_lower(factor, offset);
    let distance = y.dot(&y);
    if distance.is_nan() || distance > 1e290 {
        return None;
    }
    let n_features = y.len() as f64;
    let log_root: f64 = factor.diag().iter().map(|pivot| pivot.ln()).sum();
    let log_norm = -0.5 * n_features * TAU.ln() - log_root;
    // The rounding error of a value in standard deviations; 1e3 for the worst covariance accepted.
    let in_deviations = (sizes / &factor.diag()).fold(0.0, |most: f64, x| most.max(*x));
    let rounding = 1e-15 * n_features * in_deviations;
    let bound =
        1e3 * (distance.sqrt() + rounding) * rounding + 1e-9 * (1.0 + distance + log_norm.abs());
    Some((log_norm - 0.5 * distance, bound))
}
