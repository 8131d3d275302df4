//! K-means: each sample to its nearest center, each center to the mean of its samples.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use ndarray_rand::rand::{Rng, SeedableRng, rngs::StdRng};

use crate::Error;
use crate::input::Samples;
use crate::kernel::LARGEST_DISTANCE;
use crate::kernel::nearest::Nearest;
use crate::kernel::simd::InstructionSet;
use crate::kernel::threads::{LEAST_ROWS, Threads};
use crate::mixture::whitening::Whitening;

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
/// # Numerics
/// The squares of differences below 1e-154 lose digits, and below 1e-162 they are 0.
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
/// # use gaussian_mixture::kmeans::k_means;
/// # use ndarray::array;
/// let fit = k_means(&array![[0.0], [1.0], [9.0], [10.0]], 2, 42)?;
/// assert_eq!(fit.centers.sum(), 0.5 + 9.5);
/// assert_eq!(fit.inertia, 4.0 * 0.25);
/// # Ok::<(), gaussian_mixture::Error>(())
/// ```
///
/// # References
/// Lloyd 1982; Arthur & Vassilvitskii 2007.
pub fn k_means(data: &Array2<f64>, n_clusters: usize, seed: u64) -> Result<KMeans, Error> {
    k_means_with(data, n_clusters, seed, InstructionSet::Detect)
}

/// The same as [`k_means`], with these instructions; with [`InstructionSet::Portable`] it gives the
/// same bits on every machine.
///
/// # Errors
/// As [`k_means`].
pub fn k_means_with(
    data: &Array2<f64>,
    n_clusters: usize,
    seed: u64,
    instructions: InstructionSet,
) -> Result<KMeans, Error> {
    let (n_samples, n_features) = data.dim();
    match () {
        () if n_clusters == 0 => return Err(Error::NoComponents),
        () if n_samples == 0 => return Err(Error::NoSamples),
        () if n_features == 0 => return Err(Error::NoFeatures),
        () if n_samples < n_clusters => {
            return Err(Error::TooFewSamples {
                what: "samples",
                n_samples,
                n_components: n_clusters,
                needed: n_clusters,
            });
        }
        () => Samples::Double(data.view()).check(0)?,
    }
    let weights = vec![1.0; n_samples];
    let data = data.as_standard_layout();
    let lloyd = Lloyd {
        values: data.as_slice().expect("the layout is standard"),
        weights: &weights,
        n_features,
        threads: Threads::default(),
        instructions,
    };
    let fit = lloyd.cluster(n_clusters, 300, &mut StdRng::seed_from_u64(seed));
    // A distance beyond it counts as this.
    if fit.inertia < LARGEST_DISTANCE {
        Ok(fit)
    } else {
        Err(Error::SumsTooLarge)
    }
}

/// Samples in row order, checked.
#[derive(Clone, Copy)]
pub(crate) struct Lloyd<'a> {
    pub(crate) values: &'a [f64],
    pub(crate) weights: &'a [f64],
    pub(crate) n_features: usize,
    pub(crate) threads: Threads,
    pub(crate) instructions: InstructionSet,
}

/// What a part of the samples adds up to, center by center.
struct Sums {
    counts: Vec<f64>,
    /// `(n_clusters, n_features)`
    sums: Vec<f64>,
    inertia: f64,
    changed: bool,
}

impl Lloyd<'_> {
    pub(crate) fn cluster(self, n_clusters: usize, max_iter: usize, rng: &mut StdRng) -> KMeans {
        let mut centers = self.plus_plus(n_clusters, rng);
        let mut labels = vec![usize::MAX; self.weights.len()];
        let mut iterations = 0;
        let mut sums = self.assign(&centers, &mut labels);
        while sums.changed && iterations < max_iter {
            sums.move_centers(&mut centers);
            iterations += 1;
            sums = self.assign(&centers, &mut labels);
        }
        KMeans {
            centers,
            labels: Array1::from(labels),
            inertia: sums.inertia,
            iterations,
            converged: !sums.changed,
        }
    }

    /// Centers far from each other: each is drawn with a chance in proportion to weight times
    /// squared distance from the nearest of those before it.
    fn plus_plus(&self, n_clusters: usize, rng: &mut StdRng) -> Array2<f64> {
        let d = self.n_features;
        let n_samples = self.weights.len();
        let mut centers = Array2::zeros((0, d));
        let mut chances = self.weights.to_vec();
        let mut nearest = vec![f64::INFINITY; n_samples];
        let (mut labels, mut distances) = (vec![0; n_samples], vec![0.0; n_samples]);
        while centers.nrows() < n_clusters {
            let total: f64 = chances.iter().sum();
            let row = if total > 0.0 {
                draw(&chances, total * rng.random::<f64>())
            } else {
                // Every sample is a center already: any will do.
                rng.random_range(0..n_samples)
            };
            let center = ArrayView1::from(&self.values[row * d..][..d]);
            centers
                .push_row(center)
                .expect("a sample is as wide as a center");
            let newest = Whitening::around(&center.to_owned().insert_axis(Axis(0)));
            let parts = self.parts(&mut labels, &mut distances);
            let threads = self.threads.worth(n_samples, &newest);
            threads.each(parts, |part| {
                part.find_nearest(&newest);
            });
            let chances = chances.iter_mut().zip(self.weights);
            for ((nearest, distance), (chance, weight)) in
                nearest.iter_mut().zip(&distances).zip(chances)
            {
                *nearest = nearest.min(*distance);
                *chance = weight * *nearest;
            }
        }
        centers
    }

    /// Labels each sample with its nearest center, and adds the samples of each up.
    fn assign(&self, centers: &Array2<f64>, labels: &mut [usize]) -> Sums {
        let whitening = Whitening::around(centers);
        let before = labels.to_vec();
        let mut distances = vec![0.0; labels.len()];
        let threads = self.threads.worth(labels.len(), &whitening);
        let parts = self.parts(labels, &mut distances);
        let zero = |_: &Part<'_>| Sums::zero(centers.dim());
        let mut all: Vec<Sums> = parts.iter().map(zero).collect();
        let old_labels = before.chunks(LEAST_ROWS);
        let work = parts.into_iter().zip(old_labels).zip(&mut all);
        threads.each(work.collect(), |((part, old_labels), sums)| {
            let samples = part.samples;
            let (labels, distances) = part.find_nearest(&whitening);
            sums.add_samples(samples, labels, distances);
            sums.changed = *labels != *old_labels;
        });
        let mut total = Sums::zero(centers.dim());
        for sums in &all {
            total.add(sums);
        }
        total
    }

    /// Parts of the samples that depend on their number alone, with room for the answers.
    fn parts<'a>(&'a self, labels: &'a mut [usize], distances: &'a mut [f64]) -> Vec<Part<'a>> {
        let values = self.values.chunks(LEAST_ROWS * self.n_features);
        let samples = values.zip(self.weights.chunks(LEAST_ROWS));
        let answers = labels
            .chunks_mut(LEAST_ROWS)
            .zip(distances.chunks_mut(LEAST_ROWS));
        let parts = samples.zip(answers);
        let part = |((values, weights), (labels, distances))| Part {
            samples: Lloyd {
                values,
                weights,
                ..*self
            },
            labels,
            distances,
        };
        parts.map(part).collect()
    }
}

/// Some samples, and room for the answers.
struct Part<'a> {
    samples: Lloyd<'a>,
    labels: &'a mut [usize],
    distances: &'a mut [f64],
}

impl<'a> Part<'a> {
    fn find_nearest(self, centers: &Whitening) -> (&'a [usize], &'a [f64]) {
        let shape = (self.labels.len(), self.samples.n_features);
        let samples = ArrayView2::from_shape(shape, self.samples.values);
        Nearest {
            samples: Samples::Double(samples.expect("the samples are whole")),
            centers,
            labels: &mut *self.labels,
            distances: &mut *self.distances,
        }
        .run_on(self.samples.instructions);
        (self.labels, self.distances)
    }
}

impl Sums {
    fn zero((n_clusters, n_features): (usize, usize)) -> Self {
        Self {
            counts: vec![0.0; n_clusters],
            sums: vec![0.0; n_clusters * n_features],
            inertia: 0.0,
            changed: false,
        }
    }

    fn add_samples(&mut self, samples: Lloyd<'_>, labels: &[usize], distances: &[f64]) {
        let d = samples.n_features;
        let rows = samples.values.chunks_exact(d).zip(samples.weights);
        for ((sample, weight), (&label, distance)) in rows.zip(labels.iter().zip(distances)) {
            self.counts[label] += weight;
            self.inertia += weight * distance;
            let sum = &mut self.sums[label * d..][..d];
            for (sum, x) in sum.iter_mut().zip(sample) {
                *sum += weight * x;
            }
        }
    }

    fn add(&mut self, other: &Self) {
        let pairs = self.sums.iter_mut().zip(&other.sums);
        for (sum, more) in pairs.chain(self.counts.iter_mut().zip(&other.counts)) {
            *sum += more;
        }
        self.inertia += other.inertia;
        self.changed |= other.changed;
    }

    fn move_centers(&self, centers: &mut Array2<f64>) {
        let sums = self.sums.chunks_exact(centers.ncols());
        for ((mut center, sum), &count) in
            centers.rows_mut().into_iter().zip(sums).zip(&self.counts)
        {
            if count > 0.0 {
                center.assign(&(&ArrayView1::from(sum) / count));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_with_its_nearest_center_and_every_center_is_the_mean_of_its_samples() {
        let data = crate::test_data::old_faithful();
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
    fn many_samples_of_many_features_are_with_their_nearest_center_too() {
        for (n, d) in [(9_000, 3), (5_000, 12)] {
            let rng = &mut StdRng::seed_from_u64(3);
            let data = Array2::from_shape_simple_fn((n, d), || rng.random::<f64>() + 1e6);
            let fit = k_means(&data, 5, 1).unwrap();
            assert!(fit.converged);
            let mut inertia = 0.0;
            for (sample, &label) in data.rows().into_iter().zip(&fit.labels) {
                let distance = |center: ArrayView1<f64>| (&sample - &center).mapv(|x| x * x).sum();
                let least = fit.centers.rows().into_iter().map(distance);
                let least = least.fold(f64::INFINITY, f64::min);
                // 1e-12: a dozen roundings
                assert!(distance(fit.centers.row(label)) <= least * (1.0 + 1e-12));
                inertia += least;
            }
            approx::assert_relative_eq!(fit.inertia, inertia, max_relative = 1e-12);
        }
    }

    /// With a fused multiply-add the last bits are others.
    #[test]
    fn the_arithmetic_is_that_of_the_instruction_set() {
        let rng = &mut StdRng::seed_from_u64(5);
        let values: Vec<f64> = (0..3_000).map(|_| rng.random()).collect();
        let samples = Lloyd {
            values: &values,
            weights: &[1.0; 1_000],
            n_features: 3,
            threads: Threads::default(),
            instructions: InstructionSet::Portable,
        };
        let centers = Array2::from_shape_simple_fn((2, 3), || rng.random::<f64>());
        let (mut labels, mut found) = (vec![0; 1_000], vec![0.0; 1_000]);
        for part in samples.parts(&mut labels, &mut found) {
            part.find_nearest(&Whitening::around(&centers));
        }
        let origin = centers.fold_axis(Axis(0), f64::INFINITY, |least, &x| x.min(*least));
        let rows = values.chunks_exact(3).zip(&labels);
        let distance = |(sample, &label): (&[f64], &usize)| {
            let offset = &centers.row(label) - &origin;
            let z = &ArrayView1::from(sample) - &origin - offset;
            z.iter().fold(0.0, |sum, z| z * z + sum)
        };
        let expected: Vec<f64> = rows.map(distance).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn equal_samples_and_more_clusters_than_places_end_in_a_finite_result() {
        let fit = k_means(&Array2::from_elem((5, 2), 3.0), 3, 0).unwrap();
        assert!(fit.centers.iter().all(|&x| x == 3.0));
        assert_eq!(fit.inertia, 0.0);
    }
}
