//! Weights of samples.

use ndarray::Array1;

use crate::Error;

/// Checks that there is a weight for each sample, none negative, infinite or not a number.
pub(super) fn check_weights(weights: &Array1<f64>, n_samples: usize) -> Result<(), Error> {
    if weights.len() != n_samples {
        return Err(Error::ShapeMismatch {
            what: "the number of sample weights",
            expected: n_samples,
            found: weights.len(),
        });
    }
    for (row, &weight) in weights.iter().enumerate() {
        if !(weight >= 0.0 && weight.is_finite()) {
            return Err(Error::InvalidSampleWeight { row, weight });
        }
    }
    Ok(())
}

/// The weights in units of a power of two, so that they neither overflow nor vanish.
///
/// # Errors
/// [`Error::NoWeight`] if all are 0.
pub(super) fn normalized(weights: &Array1<f64>) -> Result<Vec<f64>, Error> {
    let largest = weights
        .iter()
        .fold(0.0, |largest: f64, &weight| largest.max(weight));
    if largest == 0.0 {
        return Err(Error::NoWeight);
    }
    let unit = crate::kernel::frame::power_of_two(largest);
    Ok(weights.iter().map(|weight| weight / unit).collect())
}
