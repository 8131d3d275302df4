//! EM with a ridge on the covariances.
//!
//! The lessons' E-step panics at a singular covariance. This one returns the error, because of
//! several starts one may fail, and factors each covariance once, not once a sample.

use std::f64::consts::TAU;

use gaussian_mixture::Error;
use ndarray::{Array1, Array2, Array3, Axis};
use solutions::{EmFit, NotACovariance, solve_lower};
use solutions::{
    compute_covariances, compute_means, compute_soft_counts, compute_weights, log_sum_exp,
};

/// The parameters of a mixture.
pub struct Mixture {
    pub weights: Array1<f64>,
    pub means: Array2<f64>,
    pub covariances: Array3<f64>,
}

/// Runs EM from `mixture`; `ridge` is added to the diagonal of each covariance.
///
/// # Errors
/// [`Error::NotPositiveDefinite`] if a component collapses in spite of the ridge.
pub fn em(
    data: &Array2<f64>,
    mut mixture: Mixture,
    ridge: &Array1<f64>,
    max_iter: usize,
    tol: f64,
) -> Result<EmFit, Error> {
    let (mut resp, mut log_likelihood) = e_step(data, &mixture)?;
    let mut log_likelihoods = vec![log_likelihood];
    let mut converged = false;
    while !converged && log_likelihoods.len() <= max_iter {
        let before = log_likelihood;
        mixture = m_step(data, &resp, ridge);
        (resp, log_likelihood) = e_step(data, &mixture)?;
        log_likelihoods.push(log_likelihood);
        converged = log_likelihood - before < tol;
    }
    Ok(EmFit {
        weights: mixture.weights,
        means: mixture.means,
        covariances: mixture.covariances,
        responsibilities: resp,
        log_likelihoods,
        converged,
    })
}

/// The responsibilities, and the log-likelihood, which their normalization yields.
fn e_step(data: &Array2<f64>, mixture: &Mixture) -> Result<(Array2<f64>, f64), Error> {
    let (n_samples, n_features) = data.dim();
    let mut log_joint = Array2::zeros((n_samples, mixture.weights.len()));
    for (k, covariance) in mixture.covariances.outer_iter().enumerate() {
        let factor = factor(&covariance.to_owned())?;
        let log_root_determinant = factor.diag().mapv(f64::ln).sum();
        let log_scale =
            mixture.weights[k].ln() - 0.5 * n_features as f64 * TAU.ln() - log_root_determinant;
        for (sample, entry) in data.rows().into_iter().zip(log_joint.column_mut(k)) {
            let whitened = solve_lower(&factor, &(&sample - &mixture.means.row(k)));
            *entry = log_scale - 0.5 * whitened.dot(&whitened);
        }
    }
    let log_totals: Array1<f64> = log_joint
        .rows()
        .into_iter()
        .map(|row| log_sum_exp(&row.to_owned()))
        .collect();
    let log_resp = log_joint - log_totals.view().insert_axis(Axis(1));
    Ok((log_resp.mapv(f64::exp), log_totals.sum()))
}

/// The parameters that the responsibilities ask for, and the ridge.
pub fn m_step(data: &Array2<f64>, resp: &Array2<f64>, ridge: &Array1<f64>) -> Mixture {
    let counts = compute_soft_counts(resp);
    let means = compute_means(data, resp, &counts);
    let mut covariances = compute_covariances(data, resp, &counts, &means);
    for mut covariance in covariances.outer_iter_mut() {
        let mut diagonal = covariance.diag_mut();
        diagonal += ridge;
    }
    Mixture {
        weights: compute_weights(&counts),
        means,
        covariances,
    }
}

/// The Cholesky factor of a covariance.
///
/// # Errors
/// As [`solutions::cholesky`].
pub fn factor(covariance: &Array2<f64>) -> Result<Array2<f64>, Error> {
    solutions::cholesky(covariance).map_err(|error| match error {
        NotACovariance::NotPositiveDefinite { row, pivot } => {
            Error::NotPositiveDefinite { row, pivot }
        }
        NotACovariance::NotSquare { rows, columns } => Error::NotSquare { rows, columns },
    })
}
