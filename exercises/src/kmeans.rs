//! K-means: each sample to its nearest center, each center to the mean of its samples. Chapter 04.
//!
//! Yours to write: put your code in place of each `todo!`. Read `book/en/04-kmeans.md` or
//! `book/zh/04-kmeans.md` (`cargo run` serves them), then run `cargo test -p exercises`.
//! Call an earlier function as `solutions::NAME`, so that a mistake stays where it was made.
//!
//! Woven from `solutions/src/kmeans.rs` by `cargo run -- weave`, which leaves
//! this file alone once you have changed it; `cargo run -- reset NAME` brings a stub back.

use ndarray::{Array1, Array2, Axis};

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
/// let labels = assign_clusters(&array![[1.0, 0.0], [9.0, 0.0]], &array![[0.0, 0.0], [10.0, 0.0]]);
/// assert_eq!(labels, array![0, 1]);
/// ```
///
/// # References
/// Bishop 2006, eq. 9.2.
pub fn assign_clusters(data: &Array2<f64>, centers: &Array2<f64>) -> Array1<usize> {
    todo!(
        "assign_clusters: Nearest center of each sample, by Euclidean distance; the lower index where two are as near"
    )
}

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
    todo!("update_centers: Mean of the samples of each cluster; an empty cluster keeps its center")
}
