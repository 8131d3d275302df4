//! Drawing samples from a mixture of Gaussians.

use ndarray::{Array1, Array2, Array3, Axis};
use ndarray_rand::RandomExt;
use ndarray_rand::rand::Rng;
use ndarray_rand::rand_distr::weighted::WeightedIndex;
use ndarray_rand::rand_distr::{Distribution, StandardNormal};

use crate::{Error, cholesky};

/// Draws samples from a mixture, and says which component each came from.
///
/// ```text
/// zₙ ~ Categorical(π)        xₙ = μ + L ε,   ε ~ 𝒩(0, I),   L Lᵀ = Σ     (μ, Σ those of zₙ)
/// ```
///
/// # Shapes
/// `weights` is `(n_components)`, `means` `(n_components, n_features)`, `covariances`
/// `(n_components, n_features, n_features)`. Returns the samples, `(n_samples, n_features)`,
/// and their labels, `(n_samples)`.
///
/// # Errors
/// [`Error::InvalidWeights`], [`Error::ShapeMismatch`], and [`Error::NotPositiveDefinite`] if a
/// covariance has no Cholesky factor.
///
/// # Examples
/// ```
/// # use ndarray::{array, Array3};
/// # use ndarray_rand::rand::{SeedableRng, rngs::StdRng};
/// let covariances = Array3::from_shape_vec((2, 1, 1), vec![1.0, 1.0]).unwrap();
/// let mut rng = StdRng::seed_from_u64(42);
/// let (data, labels) = gaussian_mixture::sample_mixture(
///     500, &array![0.5, 0.5], &array![[-100.0], [100.0]], &covariances, &mut rng)?;
/// assert!(data.column(0).iter().zip(&labels).all(|(&x, &label)| (x > 0.0) == (label == 1)));
/// # Ok::<(), gaussian_mixture::Error>(())
/// ```
///
/// # References
/// Bishop 2006, section 9.2: ancestral sampling.
pub fn sample_mixture<R: Rng + ?Sized>(
    n_samples: usize,
    weights: &Array1<f64>,
    means: &Array2<f64>,
    covariances: &Array3<f64>,
    rng: &mut R,
) -> Result<(Array2<f64>, Array1<usize>), Error> {
    let (n_components, n_features) = means.dim();
    for (what, expected, found) in [
        ("the number of weights", n_components, weights.len()),
        (
            "the number of covariances",
            n_components,
            covariances.dim().0,
        ),
        (
            "the width of the covariances",
            n_features,
            covariances.dim().1,
        ),
    ] {
        if expected != found {
            return Err(Error::ShapeMismatch {
                what,
                expected,
                found,
            });
        }
    }
    let sum = weights.sum();
    // 1e-9: what rounding leaves of a thousand weights, with room to spare
    if weights.iter().any(|&weight| weight < 0.0) || (sum - 1.0).abs() > 1e-9 || sum.is_nan() {
        return Err(Error::InvalidWeights { sum });
    }
    let factors = covariances
        .axis_iter(Axis(0))
        .map(|covariance| cholesky(&covariance.to_owned()))
        .collect::<Result<Vec<_>, _>>()?;

    let component = WeightedIndex::new(weights).map_err(|_| Error::InvalidWeights { sum })?;
    let labels = Array1::from_shape_simple_fn(n_samples, || component.sample(rng));
    let mut data = Array2::random_using((n_samples, n_features), StandardNormal, rng);
    for (mut sample, &label) in data.rows_mut().into_iter().zip(&labels) {
        let colored = factors[label].dot(&sample) + means.row(label);
        sample.assign(&colored);
    }
    Ok((data, labels))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array, array};
    use ndarray_rand::rand::{SeedableRng, rngs::StdRng};

    #[test]
    fn samples_have_the_mean_and_covariance_they_were_drawn_with() {
        let covariance = array![[2.0, 0.6], [0.6, 1.0]];
        let covariances = covariance.clone().insert_axis(Axis(0));
        let n_samples = 40_000;
        let (data, _) = sample_mixture(
            n_samples,
            &array![1.0],
            &array![[3.0, -1.0]],
            &covariances,
            &mut StdRng::seed_from_u64(1),
        )
        .unwrap();
        let mean = data.mean_axis(Axis(0)).unwrap();
        let centered = &data - &mean;
        let found = centered.t().dot(&centered) / n_samples as f64;
        // 0.05: five standard errors of the variance 2 among 40,000 samples, 2√2/√40000 = 0.014
        approx::assert_abs_diff_eq!(mean, array![3.0, -1.0], epsilon = 0.05);
        approx::assert_abs_diff_eq!(found, covariance, epsilon = 0.07);
    }

    #[test]
    fn what_is_not_a_mixture_is_refused() {
        let draw = |weights: Array1<f64>, covariances: Array<f64, ndarray::Ix3>| {
            sample_mixture(
                5,
                &weights,
                &array![[0.0]],
                &covariances,
                &mut StdRng::seed_from_u64(1),
            )
        };
        let unit = Array3::ones((1, 1, 1));
        assert_eq!(
            draw(array![0.5], unit.clone()),
            Err(Error::InvalidWeights { sum: 0.5 })
        );
        assert!(matches!(
            draw(array![0.5, 0.5], unit),
            Err(Error::ShapeMismatch { .. })
        ));
        assert_eq!(
            draw(array![1.0], Array3::zeros((1, 1, 1))),
            Err(Error::NotPositiveDefinite { row: 0, pivot: 0.0 })
        );
    }
}
