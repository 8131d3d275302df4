//! Mixtures, mostly valid, and checks of those that the engine accepts.

use arbitrary::{Result, Unstructured};
use gaussian_mixture::{Covariance, Covariances, Error, Mixture, SufficientStatistics};
use ndarray::{Array2, Array3, ArrayView1, Axis};
use ndarray_rand::rand::{SeedableRng, rngs::StdRng};

use crate::{check_message, textbook, values};

pub const SHAPES: [Covariance; 4] = [
    Covariance::Full,
    Covariance::Tied,
    Covariance::Diagonal,
    Covariance::Spherical,
];

/// The result of [`Mixture::new`] for parameters that are mostly valid.
pub fn any(
    u: &mut Unstructured,
    n_components: usize,
    n_features: usize,
) -> Result<std::result::Result<Mixture, Error>> {
    let mut weights = values::array(u, n_components, values::positive)?;
    if !u.ratio(1, 16)? {
        weights /= weights.sum();
    }
    let means = values::array(u, (n_components, n_features), values::any)?;
    let covariances = match u.choose_index(4)? {
        0 => Covariances::Full(matrices(u, n_components, n_features)?),
        1 => Covariances::Tied(matrices(u, 1, n_features)?.index_axis_move(Axis(0), 0)),
        2 => {
            let shape = (n_components, n_features);
            Covariances::Diagonal(values::array(u, shape, values::positive)?)
        }
        _ => Covariances::Spherical(values::array(u, n_components, values::positive)?),
    };
    Ok(Mixture::new(weights, means, covariances))
}

/// Diagonal matrices plus one of rank 1, sometimes with an arbitrary entry.
fn matrices(u: &mut Unstructured, n: usize, n_features: usize) -> Result<Array3<f64>> {
    let mut full = Array3::zeros((n, n_features, n_features));
    for mut covariance in full.outer_iter_mut() {
        let along = values::array(u, n_features, values::tame)?;
        for ((i, j), entry) in covariance.indexed_iter_mut() {
            *entry = along[i] * along[j];
        }
        for variance in covariance.diag_mut() {
            *variance += values::positive(u)?;
        }
        if u.ratio(1, 8)? && n_features > 0 {
            let place = (u.choose_index(n_features)?, u.choose_index(n_features)?);
            covariance[place] = values::any(u)?;
        }
    }
    Ok(full)
}

/// Checks that all parameters are finite, weights sum to 1, variances are above 0 and covariances
/// symmetric.
pub fn check_parameters(mixture: &Mixture) {
    let weights = mixture.weights();
    assert!(
        weights
            .iter()
            .all(|weight| (0.0..=1.0 + 1e-9).contains(weight))
    );
    assert!((weights.sum() - 1.0).abs() <= 1e-9, "{weights}");
    assert!(mixture.means().iter().all(|mean| mean.is_finite()));
    let covariances = mixture.covariances();
    assert!(covariances.iter().all(|entry| entry.is_finite()));
    for covariance in covariances.outer_iter() {
        assert!(covariance.diag().iter().all(|&variance| variance > 0.0));
        for ((i, j), &entry) in covariance.indexed_iter() {
            let scale = covariance[[i, i]].sqrt() * covariance[[j, j]].sqrt();
            assert!((entry - covariance[[j, i]]).abs() <= 1.001e-8 * scale);
        }
    }
}

/// Checks the predictions of a mixture; false if it is too nearly singular to give any.
pub fn check_answers(mixture: &Mixture, data: &Array2<f64>) -> bool {
    let resp = match mixture.responsibilities(data) {
        Ok(resp) => resp,
        Err(error) => {
            check_message(&error);
            return false;
        }
    };
    for row in resp.rows() {
        assert!(row.iter().all(|resp| (0.0..=1.0).contains(resp)), "{row}");
        // 1e-12: a few rounding errors a component
        assert!((row.sum() - 1.0).abs() < 1e-12, "{row}");
    }
    let labels = mixture.predict(data).unwrap();
    for (row, &label) in resp.rows().into_iter().zip(&labels) {
        assert!(row.iter().all(|&resp| resp <= row[label]));
    }
    let log_densities = mixture.log_density(data).unwrap();
    for (sample, &found) in data.rows().into_iter().zip(&log_densities) {
        assert!(found.is_finite());
        if let Some((expected, tolerance)) = textbook::log_density(mixture, sample) {
            let off = (found - expected).abs();
            assert!(off <= tolerance, "{found}, not {expected} ± {tolerance:e}");
        }
    }
    let log_likelihood = mixture.log_likelihood(data).unwrap();
    let sum = log_densities.sum();
    // 1e-12: a few dozen additions in another order
    let size = log_densities.fold(1.0, |size, x| size + x.abs());
    assert!((log_likelihood - sum).abs() <= 1e-12 * size);
    assert!(mixture.bic(data).unwrap().is_finite());
    assert!(mixture.aic(data).unwrap().is_finite());
    true
}

/// Checks that saving and loading changes neither a mixture nor its statistics.
pub fn check_saved(mixture: &Mixture, data: &Array2<f64>) {
    let text = serde_json::to_string(mixture).unwrap();
    assert_eq!(serde_json::from_str::<Mixture>(&text).unwrap(), *mixture);
    let Ok(mut statistics) = SufficientStatistics::new(mixture) else {
        return;
    };
    if let Err(error) = statistics.update(data) {
        check_message(&error);
    }
    let bytes = statistics.to_bytes();
    let again = SufficientStatistics::from_bytes(&bytes).unwrap();
    assert_eq!(again.to_bytes(), bytes);
}

/// Checks the samples, marginals and conditionals of a mixture.
pub fn check_derived(mixture: &Mixture, sample: ArrayView1<f64>) {
    let (drawn, labels) = mixture.sample(3, &mut StdRng::seed_from_u64(1));
    let in_range = mixture.means().iter().all(|mean| mean.abs() <= 1e153);
    assert!(!in_range || drawn.iter().all(|x| x.is_finite()));
    assert!(labels.iter().all(|&label| label < mixture.n_components()));
    let last = mixture.n_features() - 1;
    for derived in [
        mixture.marginal(&[last]),
        mixture.marginal(&[last, 0]),
        mixture.conditional(&[last], &[sample[last]]),
    ] {
        match derived {
            Ok(derived) => check_parameters(&derived),
            Err(error) => check_message(&error),
        }
    }
}
