//! Several random starts, of which the best fit is kept.

use std::collections::HashSet;

use gaussian_mixture::Error;
use ndarray::{Array1, Array2, Array3, ArrayView1, Axis};
use ndarray_rand::rand::rngs::StdRng;
use ndarray_rand::rand::{Rng, SeedableRng};
use ndarray_rand::rand_distr::Distribution as _;
use ndarray_rand::rand_distr::weighted::WeightedIndex;
use solutions::EmFit;

use crate::Args;
use crate::em::{Mixture, em, factor, m_step};

/// The fit of the best start.
pub struct Best {
    /// Its components in order of their weights, the largest first.
    pub fit: EmFit,
    /// A component found to be flat but for the ridge.
    pub collapsed: Option<usize>,
}

/// The fit with the highest log-likelihood, of those in which no flat component was found if there
/// are any.
///
/// # Errors
/// [`Error::TooFewSamples`] if there are not, for each component, as many different samples as
/// features and one more; [`Error::NoVariance`] for a constant column;
/// [`Error::NotPositiveDefinite`] if a component collapses from every start.
pub fn best_of_starts(data: &Array2<f64>, args: &Args) -> Result<Best, Error> {
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
    // One component that answers for every sample: the mean and covariance of them all.
    let no_ridge = Array1::zeros(n_features);
    let whole = m_step(data, &Array2::ones((n_samples, 1)), &no_ridge).covariances;
    let variances = whole.index_axis(Axis(0), 0).diag().to_owned();
    check_variances(data, &variances)?;
    let ridge = &variances * args.ridge;

    let mut rng = StdRng::seed_from_u64(args.seed);
    let mut run = || {
        let k = args.components;
        let start = Mixture {
            weights: Array1::from_elem(k, 1.0 / k as f64),
            means: k_means_plus_plus(data, k, &variances, &mut rng),
            covariances: Array3::from_shape_fn((k, n_features, n_features), |(_, i, j)| {
                whole[[0, i, j]] + if i == j { ridge[i] } else { 0.0 }
            }),
        };
        let fit = by_weight(&em(data, start, &ridge, args.max_iter, args.tol)?);
        let collapsed = collapsed(&fit, &ridge)?;
        Ok(Best { fit, collapsed })
    };
    let rank = |run: &Result<Best, Error>| {
        let best = run.as_ref().ok()?;
        Some((best.collapsed.is_none(), *best.fit.log_likelihoods.last()?))
    };
    let mut best = run();
    for _ in 1..args.starts {
        let next = run();
        if rank(&next) > rank(&best) {
            best = next;
        }
    }
    best
}

/// The number of rows that differ from each other.
fn count_different(data: &Array2<f64>) -> usize {
    // The sum makes −0 into 0.
    let bits = |row: ArrayView1<f64>| row.map(|x| (x + 0.0).to_bits()).to_vec();
    let different: HashSet<Vec<u64>> = data.rows().into_iter().map(bits).collect();
    different.len()
}

fn check_variances(data: &Array2<f64>, variances: &Array1<f64>) -> Result<(), Error> {
    for (feature, (&variance, column)) in variances.iter().zip(data.columns()).enumerate() {
        let largest = column.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        // 1e-12: what rounding leaves of the deviations of equal numbers from their mean
        if !variance.is_finite() || variance.sqrt() <= 1e-12 * largest {
            return Err(Error::NoVariance { feature, variance });
        }
    }
    Ok(())
}

/// Samples far from each other: the first is any sample; each later one is drawn with a chance in
/// proportion to its squared distance, in standard deviations of the columns, from the nearest of
/// those before it.
///
/// # References
/// Arthur & Vassilvitskii 2007, k-means++.
fn k_means_plus_plus(
    data: &Array2<f64>,
    n_components: usize,
    variances: &Array1<f64>,
    rng: &mut StdRng,
) -> Array2<f64> {
    let scaled = data / &variances.mapv(f64::sqrt);
    let mut chosen = vec![rng.random_range(0..data.nrows())];
    while chosen.len() < n_components {
        let distance = |sample: ArrayView1<f64>| {
            let to = |&n: &usize| (&sample - &scaled.row(n)).mapv(|x| x * x).sum();
            chosen.iter().map(to).fold(f64::INFINITY, f64::min)
        };
        let next = match WeightedIndex::new(scaled.rows().into_iter().map(distance)) {
            Ok(by_distance) => by_distance.sample(rng),
            // Where rounding leaves no distance, any sample is as good as another.
            Err(_) => rng.random_range(0..data.nrows()),
        };
        chosen.push(next);
    }
    data.select(Axis(0), &chosen)
}

/// The same fit, with its components in order of their weights.
fn by_weight(fit: &EmFit) -> EmFit {
    let mut order: Vec<usize> = (0..fit.weights.len()).collect();
    order.sort_by(|&a, &b| fit.weights[b].total_cmp(&fit.weights[a]));
    EmFit {
        weights: fit.weights.select(Axis(0), &order),
        means: fit.means.select(Axis(0), &order),
        covariances: fit.covariances.select(Axis(0), &order),
        responsibilities: fit.responsibilities.select(Axis(1), &order),
        log_likelihoods: fit.log_likelihoods.clone(),
        converged: fit.converged,
    }
}

/// The first component found to be flat: its variance in some direction is less than 100 times the
/// ridge. Only the pivots are looked at, so a flat direction that leaves none of them small is not
/// found.
fn collapsed(fit: &EmFit, ridge: &Array1<f64>) -> Result<Option<usize>, Error> {
    for (k, covariance) in fit.covariances.outer_iter().enumerate() {
        // The square of a pivot is what is left of a variance, given the features before.
        let pivots = factor(&covariance.to_owned())?.diag().to_owned();
        if pivots
            .iter()
            .zip(ridge)
            .any(|(pivot, ridge)| pivot * pivot < 100.0 * ridge)
        {
            return Ok(Some(k));
        }
    }
    Ok(None)
}
