//! Several fits from random starts, of which the best is kept.

use std::collections::HashSet;

use gaussian_mixture::{Covariance, Error, Fit, GaussianMixture, Mixture};
use ndarray::{Array1, Array2, ArrayView1, Axis};
use solutions::cholesky;

use crate::Args;

/// The fit of the best start.
pub struct Best {
    /// Its components in order of their weights, the largest first.
    pub fit: Fit,
    /// The log-likelihood of the data.
    pub log_likelihood: f64,
    /// A component that is flat but for the ridge.
    pub flat: Option<usize>,
}

/// The fit with the highest log-likelihood, of those without a flat component if there are any.
///
/// # Errors
/// [`Error::TooFewSamples`] if there are not, for each component, as many different samples as
/// features and one more; [`Error::NoVariance`] for a constant column; else those of
/// [`GaussianMixture::fit`], if every start fails.
pub fn best_fit(data: &Array2<f64>, args: &Args) -> Result<Best, Error> {
    let (n_samples, n_features) = data.dim();
    let needed = args.components.saturating_mul(n_features + 1);
    let n_different = count_different(data);
    if n_different < needed {
        return Err(Error::TooFewSamples {
            what: "different samples",
            n_samples: n_different,
            n_components: args.components,
            needed,
        });
    }
    let std_devs = std_devs(data)?;
    // In units of its standard deviation every column needs the same ridge.
    let scaled = data / &std_devs;
    let options = GaussianMixture::new(args.components)
        .max_iter(args.max_iter)
        // The engine's tolerance is for the mean over the samples.
        .tolerance(args.tol / n_samples as f64)
        .regularization(args.ridge);
    let ridge = std_devs.powi(2) * args.ridge;
    let run = |start: u64| {
        // `--seed 1` and `--seed 2` share no start.
        let seed = args.seed ^ (start << 32);
        let mut fit = options.clone().seed(seed).fit(&scaled)?;
        fit.mixture = in_units(&fit.mixture, &std_devs)?;
        Ok(Best {
            log_likelihood: fit.mixture.log_likelihood(data)?,
            flat: flat_component(&fit.mixture, &ridge),
            fit,
        })
    };
    let rank = |run: &Result<Best, Error>| {
        let best = run.as_ref().ok()?;
        Some((best.flat.is_none(), best.log_likelihood))
    };
    let mut best = run(0);
    for start in 1..args.starts as u64 {
        let next = run(start);
        if rank(&next) > rank(&best) {
            best = next;
        }
    }
    best
}

/// The number of rows that differ from each other.
fn count_different(data: &Array2<f64>) -> usize {
    // Adding 0 turns -0 into 0.
    let bits = |row: ArrayView1<f64>| row.map(|x| (x + 0.0).to_bits()).to_vec();
    let different: HashSet<Vec<u64>> = data.rows().into_iter().map(bits).collect();
    different.len()
}

/// The standard deviation of each column: that of a fit with one component.
fn std_devs(data: &Array2<f64>) -> Result<Array1<f64>, Error> {
    let whole = GaussianMixture::new(1)
        .covariance(Covariance::Diagonal)
        .regularization(0.0)
        .fit(data)?;
    let covariances = whole.mixture.covariances();
    Ok(covariances.index_axis(Axis(0), 0).diag().sqrt())
}

/// The mixture with each feature multiplied by its scale, its components in order of weight.
fn in_units(mixture: &Mixture, scales: &Array1<f64>) -> Result<Mixture, Error> {
    let weights = mixture.weights();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]));
    let products =
        Array2::from_shape_fn((scales.len(), scales.len()), |(i, j)| scales[i] * scales[j]);
    Mixture::new(
        weights.select(Axis(0), &order),
        mixture.means().select(Axis(0), &order) * scales,
        mixture.covariances().select(Axis(0), &order) * products,
    )
}

/// The first component whose covariance has a squared Cholesky pivot below 100 times the ridge. A
/// flat direction that makes no pivot small is not found.
fn flat_component(mixture: &Mixture, ridge: &Array1<f64>) -> Option<usize> {
    mixture.covariances().outer_iter().position(|covariance| {
        // A squared pivot is the variance of a feature given those before it.
        let factor = cholesky(&covariance.to_owned()).expect("a mixture's covariances have one");
        let pivots = factor.diag().to_owned();
        pivots
            .iter()
            .zip(ridge)
            .any(|(pivot, ridge)| pivot * pivot < 100.0 * ridge)
    })
}
