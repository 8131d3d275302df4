//! Laws that answers obey, whatever the input.

use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::numbers::{Kind, pair, significant};
use crate::language::Text;

/// Far above the rounding of a sum of a few numbers, far below any mistake.
const CLOSE: f64 = 1e-9;

/// A sum is what it must be; `what_en` and `what_zh` name it.
pub(crate) fn sums_to(
    (what_en, what_zh): (&str, &str),
    numbers: ArrayView1<'_, f64>,
    total: f64,
) -> Result<(), Text> {
    let sum = numbers.sum();
    if (sum - total).abs() <= CLOSE * total.abs().max(1.0) {
        return Ok(());
    }
    let (sum, total) = pair(sum, total, Kind::Real);
    Err(Text::owned(
        format!("{what_en} sum to {sum}, not to {total}"),
        format!("{what_zh}之和是 {sum}，而不是 {total}"),
    ))
}

/// Each row sums to 1.
pub(crate) fn rows_sum_to_one(resp: &Array2<f64>) -> Result<(), Text> {
    resp.axis_iter(Axis(0))
        .enumerate()
        .try_for_each(|(n, row)| {
            let (en, zh) = (format!("the numbers of row {n}"), format!("第 {n} 行的数"));
            sums_to((&en, &zh), row, 1.0)
        })
}

/// Each number lies between the two bounds, as far as rounding goes.
pub(crate) fn between<'a>(
    numbers: impl IntoIterator<Item = &'a f64>,
    low: f64,
    high: f64,
) -> Result<(), Text> {
    let margin = CLOSE
        * if high.is_finite() {
            high.abs().max(1.0)
        } else {
            0.0
        };
    let mut numbers = numbers.into_iter();
    match numbers.find(|&&number| !(low - margin..=high + margin).contains(&number)) {
        None => Ok(()),
        Some(&number) => {
            // Show enough digits to tell the number from the bound that it exceeds.
            let bound = if number < low { low } else { high };
            let (shown, bound_shown) = pair(number, bound, Kind::Real);
            let show = |end: f64| match end == bound {
                true => bound_shown.clone(),
                false => significant(end, 6),
            };
            let (number, low, high) = (shown, show(low), show(high));
            Err(Text::owned(
                format!("{number} is not between {low} and {high}"),
                format!("{number} 不在 {low} 与 {high} 之间"),
            ))
        }
    }
}

/// Each matrix equals its transpose.
pub(crate) fn symmetric<'a>(
    matrices: impl IntoIterator<Item = ndarray::ArrayView2<'a, f64>>,
) -> Result<(), Text> {
    for (k, matrix) in matrices.into_iter().enumerate() {
        let scale = matrix
            .iter()
            .fold(0.0f64, |scale, value| scale.max(value.abs()));
        for ((i, j), &value) in matrix.indexed_iter() {
            let mirrored = matrix[[j, i]];
            if (value - mirrored).abs() > CLOSE * scale {
                let (value, mirrored) = pair(value, mirrored, Kind::Real);
                return Err(Text::owned(
                    format!("[{k}, {i}, {j}] is {value}, but [{k}, {j}, {i}] is {mirrored}"),
                    format!("[{k}, {i}, {j}] 是 {value}，而 [{k}, {j}, {i}] 是 {mirrored}"),
                ));
            }
        }
    }
    Ok(())
}

/// Each mean lies within the samples of its feature: a weighted average cannot leave them.
pub(crate) fn within_the_data(means: &Array2<f64>, data: &Array2<f64>) -> Result<(), Text> {
    means
        .axis_iter(Axis(1))
        .zip(data.axis_iter(Axis(1)))
        .try_for_each(|(means, samples)| {
            let (low, high) = ends(&samples.to_owned());
            between(means, low, high)
        })
}

/// The smallest and the largest number.
pub(crate) fn ends(numbers: &Array1<f64>) -> (f64, f64) {
    let low = numbers.fold(f64::INFINITY, |low, &number| low.min(number));
    let high = numbers.fold(f64::NEG_INFINITY, |high, &number| high.max(number));
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use ndarray::array;

    #[test]
    fn what_breaks_a_law_by_little_is_shown_with_the_digits_that_do() {
        let said = |broken: Result<(), Text>| broken.unwrap_err().get(Language::English).to_owned();
        let weights = array![0.5, 0.5 + 1e-8];
        let broken = sums_to(("the weights", "权重"), weights.view(), 1.0);
        assert_eq!(said(broken), "the weights sum to 1.00000001, not to 1.0");
        let broken = between(&[0.5, 1.0 + 1e-8], 0.0, 1.0);
        assert_eq!(said(broken), "1.00000001 is not between 0.0 and 1.0");
        let broken = between(&[3.0 - 1e-8], 3.0, f64::INFINITY);
        assert_eq!(said(broken), "2.99999999 is not between 3.0 and ∞");
        let lopsided = array![[1.0, 0.25], [0.25 + 1e-8, 1.0]];
        let broken = symmetric([lopsided.view()]);
        assert_eq!(
            said(broken),
            "[0, 0, 1] is 0.25, but [0, 1, 0] is 0.25000001"
        );
    }
}
