//! Helpers that the mistakes of several lessons share.

use ndarray::{Array2, Axis};

/// The most probable component of each sample counts whole, the others not at all.
pub(crate) fn hard(resp: &Array2<f64>) -> Array2<f64> {
    let mut hard = Array2::zeros(resp.dim());
    for (row, mut hard) in resp.rows().into_iter().zip(hard.rows_mut()) {
        let first_largest = |best: usize, k: usize| if row[k] > row[best] { k } else { best };
        hard[(0..row.len()).fold(0, first_largest)] = 1.0;
    }
    hard
}

/// Each row divided by its sum.
pub(crate) fn over_rows(joint: Array2<f64>) -> Array2<f64> {
    let totals = joint.sum_axis(Axis(1)).insert_axis(Axis(1));
    joint / totals
}
