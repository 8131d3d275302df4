//! K-means: each sample to its nearest center, each center to the mean of its samples.

use ndarray::{Array1, Array2};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};

use crate::Error;
use crate::mixture::check_finite;

/// The result of K-means.
#[derive(Debug, Clone, PartialEq)]
pub struct KMeans {
    /// Center of each cluster, `(n_clusters, n_features)`.
    pub centers: Array2<f64>,
    /// Nearest center of each sample, `(n_samples)`.
    pub labels: Array1<usize>,
    /// Sum of the squared distances to the nearest center.
    pub inertia: f64,
    /// Times that the centers were moved.
    pub iterations: usize,
    /// Whether the last move changed no label.
    pub converged: bool,
}

/// Lloyd's algorithm from centers chosen by k-means++, at most 300 times.
///
/// An empty cluster keeps its center.
///
/// # Shapes
/// `data` is `(n_samples, n_features)`.
///
/// # Errors
/// [`Error::NoComponents`] if `n_clusters` is 0, [`Error::NoSamples`], [`Error::NoFeatures`],
/// [`Error::TooFewSamples`] if there are fewer samples than clusters, [`Error::NotFiniteValue`],
/// [`Error::ValueTooLarge`], [`Error::SumsTooLarge`] for the inertia.
///
/// # Examples
/// ```
/// # use gmm::kmeans::k_means;
/// # use ndarray::array;
/// let fit = k_means(&array![[0.0], [1.0], [9.0], [10.0]], 2, 42)?;
/// assert_eq!(fit.centers.sum(), 0.5 + 9.5);
/// assert_eq!(fit.inertia, 4.0 * 0.25);
/// # Ok::<(), gmm::Error>(())
/// ```
///
/// # References
/// Lloyd 1982; Arthur & Vassilvitskii 2007; book chapter 4.
pub fn k_means(data: &Array2<f64>, n_clusters: usize, seed: u64) -> Result<KMeans, Error> {
    let (n_samples, n_features) = data.dim();
    match () {
        () if n_clusters == 0 => return Err(Error::NoComponents),
        () if n_samples == 0 => return Err(Error::NoSamples),
        () if n_features == 0 => return Err(Error::NoFeatures),
        () if n_samples < n_clusters => {
            return Err(Error::TooFewSamples {
                n_samples,
                n_components: n_clusters,
                needed: n_clusters,
            });
        }
        () => check_finite(data.view())?,
    }
    let weights = vec![1.0; n_samples];
    let data = data.as_standard_layout();
    let samples = Samples {
        values: data.as_slice().expect("the layout is standard"),
        weights: &weights,
        n_features,
    };
    let fit = samples.cluster(n_clusters, 300, &mut StdRng::seed_from_u64(seed));
    if fit.inertia.is_finite() {
        Ok(fit)
    } else {
        Err(Error::SumsTooLarge)
    }
}

/// Samples in row order, checked.
#[derive(Clone, Copy)]
pub(crate) struct Samples<'a> {
    pub(crate) values: &'a [f64],
    pub(crate) weights: &'a [f64],
    pub(crate) n_features: usize,
}

impl Samples<'_> {
    pub(crate) fn cluster(self, n_clusters: usize, max_iter: usize, rng: &mut StdRng) -> KMeans {
        let mut centers = self.plus_plus(n_clusters, rng);
        let mut labels = vec![usize::MAX; self.weights.len()];
        let (mut iterations, mut converged) = (0, false);
        let mut inertia = f64::INFINITY;
        while !converged && iterations < max_iter {
            let changed;
            (inertia, changed) = self.assign(&centers, &mut labels);
            converged = !changed;
            if changed {
                self.move_centers(&labels, &mut centers);
                iterations += 1;
            }
        }
        if !converged {
            inertia = self.assign(&centers, &mut labels).0;
        }
        let shape = (n_clusters, self.n_features);
        KMeans {
            centers: Array2::from_shape_vec(shape, centers).expect("a row for each cluster"),
            labels: Array1::from(labels),
            inertia,
            iterations,
            converged,
        }
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.n_features)
    }

    /// Centers far from each other: each is drawn with a chance in proportion to weight times
    /// squared distance from the nearest of those before it.
    fn plus_plus(&self, n_clusters: usize, rng: &mut StdRng) -> Vec<f64> {
        let d = self.n_features;
        let mut centers: Vec<f64> = Vec::with_capacity(n_clusters * d);
        let mut chances = self.weights.to_vec();
        let mut nearest = vec![f64::INFINITY; chances.len()];
        while centers.len() < n_clusters * d {
            let total: f64 = chances.iter().sum();
            let row = if total > 0.0 {
                draw(&chances, total * rng.random::<f64>())
            } else {
                // Every sample is a center already: any will do.
                rng.random_range(0..chances.len())
            };
            let center = &self.values[row * d..][..d];
            let to = self.rows().zip(nearest.iter_mut());
            for ((sample, nearest), (chance, weight)) in
                to.zip(chances.iter_mut().zip(self.weights))
            {
                *nearest = nearest.min(squared_distance(sample, center));
                *chance = weight * *nearest;
            }
            centers.extend_from_slice(center);
        }
        centers
    }

    /// Labels each sample with its nearest center; returns the weighted sum of squared distances,
    /// and whether a label changed.
    fn assign(&self, centers: &[f64], labels: &mut [usize]) -> (f64, bool) {
        let (mut inertia, mut changed) = (0.0, false);
        for ((sample, label), weight) in self.rows().zip(labels).zip(self.weights) {
            let (mut nearest, mut least) = (0, f64::INFINITY);
            for (k, center) in centers.chunks_exact(self.n_features).enumerate() {
                let distance = squared_distance(sample, center);
                if distance < least {
                    (nearest, least) = (k, distance);
                }
            }
            changed |= *label != nearest;
            *label = nearest;
            inertia += weight * least;
        }
        (inertia, changed)
    }

    fn move_centers(&self, labels: &[usize], centers: &mut [f64]) {
        let d = self.n_features;
        let mut sums = vec![0.0; centers.len()];
        let mut counts = vec![0.0; centers.len() / d];
        for ((sample, &label), weight) in self.rows().zip(labels).zip(self.weights) {
            counts[label] += weight;
            let sum = &mut sums[label * d..][..d];
            sum.iter_mut()
                .zip(sample)
                .for_each(|(sum, x)| *sum += weight * x);
        }
        let updates = sums.chunks_exact(d).zip(counts);
        for (center, (sum, count)) in centers.chunks_exact_mut(d).zip(updates) {
            if count > 0.0 {
                center
                    .iter_mut()
                    .zip(sum)
                    .for_each(|(center, sum)| *center = sum / count);
            }
        }
    }
}

/// The place at which the running sum of the chances passes `at`.
fn draw(chances: &[f64], at: f64) -> usize {
    let mut sum = 0.0;
    let passes = chances.iter().position(|chance| {
        sum += chance;
        sum > at
    });
    let last = || chances.iter().rposition(|&chance| chance > 0.0);
    // Rounding may leave the sum a little short of its total.
    passes.or_else(last).unwrap_or(0)
}

fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{ArrayView1, Axis};

    #[test]
    fn every_sample_is_with_its_nearest_center_and_every_center_is_the_mean_of_its_samples() {
        let data = crate::data::old_faithful();
        let fit = k_means(&data, 3, 7).unwrap();
        assert!(fit.converged);
        for (sample, &label) in data.rows().into_iter().zip(&fit.labels) {
            let distance = |center: ArrayView1<f64>| (&sample - &center).mapv(|x| x * x).sum();
            let least = fit.centers.rows().into_iter().map(distance);
            let least = least.fold(f64::INFINITY, f64::min);
            assert_eq!(distance(fit.centers.row(label)), least);
        }
        for (k, center) in fit.centers.rows().into_iter().enumerate() {
            let own: Vec<usize> = (0..data.nrows()).filter(|&n| fit.labels[n] == k).collect();
            let mean = data.select(Axis(0), &own).mean_axis(Axis(0)).unwrap();
            // 1e-12: the order of a hundred additions
            approx::assert_abs_diff_eq!(mean, center, epsilon = 1e-12);
        }
    }

    #[test]
    fn equal_samples_and_more_clusters_than_places_end_in_a_finite_result() {
        let fit = k_means(&Array2::from_elem((5, 2), 3.0), 3, 0).unwrap();
        assert!(fit.centers.iter().all(|&x| x == 3.0));
        assert_eq!(fit.inertia, 0.0);
    }
}
