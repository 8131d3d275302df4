//! Wrong K-means.

use std::cmp::Ordering;

use ndarray::{Array1, Array2, Axis, Zip};
use solutions as right;

use crate::checks::values::{AssignInput, CentersInput};

/// The last index whose distance beats the best one before it, as `wins` decides.
fn best(
    (data, centers): &AssignInput,
    length: fn(f64) -> f64,
    wins: fn(Ordering) -> bool,
) -> Array1<usize> {
    data.map_axis(Axis(1), |sample| {
        let distance = |k: usize| (&sample - &centers.row(k)).mapv(length).sum();
        (1..centers.nrows()).fold(0, |best, k| {
            if wins(distance(k).total_cmp(&distance(best))) {
                k
            } else {
                best
            }
        })
    })
}

fn square(difference: f64) -> f64 {
    difference * difference
}

pub(crate) fn farthest(input: &AssignInput) -> Array1<usize> {
    best(input, square, Ordering::is_gt)
}

pub(crate) fn last_of_ties(input: &AssignInput) -> Array1<usize> {
    best(input, square, Ordering::is_le)
}

pub(crate) fn city_block(input: &AssignInput) -> Array1<usize> {
    best(input, f64::abs, Ordering::is_lt)
}

pub(crate) fn counted_from_one((data, centers): &AssignInput) -> Array1<usize> {
    right::assign_clusters(data, centers) + 1
}

/// Sum of each cluster's samples, and their number.
fn sums((data, labels, centers): &CentersInput) -> (Array2<f64>, Array1<f64>) {
    let mut sums = Array2::zeros(centers.dim());
    let mut counts = Array1::zeros(centers.nrows());
    Zip::from(data.rows())
        .and(labels)
        .for_each(|sample, &label| {
            sums.row_mut(label).scaled_add(1.0, &sample);
            counts[label] += 1.0;
        });
    (sums, counts)
}

pub(crate) fn centers_not_divided(input: &CentersInput) -> Array2<f64> {
    sums(input).0
}

pub(crate) fn centers_divided_by_n(input: &CentersInput) -> Array2<f64> {
    sums(input).0 / input.0.nrows() as f64
}

pub(crate) fn empty_cluster_nan(input: &CentersInput) -> Array2<f64> {
    let (sums, counts) = sums(input);
    sums / counts.insert_axis(Axis(1))
}

pub(crate) fn empty_cluster_zero(input: &CentersInput) -> Array2<f64> {
    let (sums, counts) = sums(input);
    sums / counts
        .mapv(|count: f64| count.max(1.0))
        .insert_axis(Axis(1))
}
