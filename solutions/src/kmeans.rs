//! K-means: each sample to its nearest center, each center to the mean of its samples. Chapter 04.

use ndarray::{Array1, Array2, Axis};

// ANCHOR: assign_clusters
/// Nearest center of each sample, by Euclidean distance; the lower index where two are as near.
///
/// ```text
/// zₙ = argminₖ ‖xₙ − μₖ‖²
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `centers` is `(n_clusters, n_features)`. Returns
/// `(n_samples)` indices of clusters.
///
/// # Panics
/// If there is no center.
///
/// # Examples
/// ```
/// # use ndarray::array;
/// # use solutions::assign_clusters;
/// let labels = assign_clusters(&array![[1.0, 0.0], [9.0, 0.0]], &array![[0.0, 0.0], [10.0, 0.0]]);
/// assert_eq!(labels, array![0, 1]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.2.
pub fn assign_clusters(data: &Array2<f64>, centers: &Array2<f64>) -> Array1<usize> {
    // ANCHOR: assign_clusters_body
    data.map_axis(Axis(1), |sample| {
        let squared_distances = centers.map_axis(Axis(1), |center| {
            (&sample - &center)
                .mapv(|difference| difference * difference)
                .sum()
        });
        let nearest = squared_distances
            .iter()
            .enumerate()
            .min_by(|(_, left), (_, right)| left.total_cmp(right));
        nearest.expect("there must be at least one center").0
    })
    // ANCHOR_END: assign_clusters_body
}
// ANCHOR_END: assign_clusters

// ANCHOR: update_centers
/// Mean of the samples of each cluster; an empty cluster keeps its center.
///
/// ```text
/// μₖ = Σ_{n: zₙ = k} xₙ / #{n: zₙ = k}
/// ```
///
/// # Shapes
/// `data` is `(n_samples, n_features)`, `labels` is `(n_samples)`, `centers` and the result are
/// `(n_clusters, n_features)`.
///
/// # Examples
/// ```
/// # use ndarray::array;
/// # use solutions::update_centers;
/// let data = array![[1.0, 0.0], [3.0, 4.0]];
/// let centers = update_centers(&data, &array![0, 0], &array![[0.0, 0.0], [7.0, 7.0]]);
/// assert_eq!(centers, array![[2.0, 2.0], [7.0, 7.0]]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.4.
pub fn update_centers(
    data: &Array2<f64>,
    labels: &Array1<usize>,
    centers: &Array2<f64>,
) -> Array2<f64> {
    // ANCHOR: update_centers_body
    let mut sums = Array2::zeros(centers.dim());
    let mut counts = vec![0; centers.nrows()];
    for (sample, &label) in data.rows().into_iter().zip(labels) {
        sums.row_mut(label).scaled_add(1.0, &sample);
        counts[label] += 1;
    }
    let mut updated = centers.clone();
    for (k, &count) in counts.iter().enumerate() {
        if count > 0 {
            updated
                .row_mut(k)
                .assign(&(&sums.row(k) / f64::from(count)));
        }
    }
    updated
    // ANCHOR_END: update_centers_body
}
// ANCHOR_END: update_centers
