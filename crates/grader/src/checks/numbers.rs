//! Numbers and arrays as text: short, and long enough to tell two numbers apart.

/// What the numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Real,
    Whole,
    Truth,
}

/// Significant digits by default.
const DIGITS: usize = 6;
/// An array of more numbers than this is shortened.
const MOST_NUMBERS: usize = 16;
/// How many entries a shortened array shows along each axis.
const FIRST: usize = 3;

/// A number with at most that many significant digits.
pub(crate) fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value:?}").replace("inf", "∞").replace('-', "−");
    }
    let exponent = value.abs().log10().floor() as i32;
    if (-4..9).contains(&exponent) {
        let decimals = (digits as i32 - 1 - exponent).max(1) as usize;
        let fixed = format!("{value:.decimals$}");
        let trimmed = fixed.trim_end_matches('0');
        let dot = if trimmed.ends_with('.') { "0" } else { "" };
        format!("{trimmed}{dot}")
    } else {
        let scientific = format!("{value:.*e}", digits - 1);
        let (mantissa, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
        format!("{mantissa}e{power}")
    }
}

fn show(value: f64, kind: Kind, digits: usize) -> String {
    match kind {
        Kind::Real => significant(value, digits),
        Kind::Whole => format!("{value:.0}"),
        Kind::Truth => (value != 0.0).to_string(),
    }
}

/// Two numbers with as many digits as it takes to see that they differ.
pub(crate) fn pair(left: f64, right: f64, kind: Kind) -> (String, String) {
    (DIGITS..=17)
        .map(|digits| (show(left, kind, digits), show(right, kind, digits)))
        .find(|(left, right)| left != right)
        .unwrap_or_else(|| (show(left, kind, 17), show(right, kind, 17)))
}

/// An array as Rust would write it; a long one by its shape and its first numbers.
pub(crate) fn nested(shape: &[usize], values: &[f64], kind: Kind) -> String {
    if shape.is_empty() {
        return show(values[0], kind, DIGITS);
    }
    let shorten = values.len() > MOST_NUMBERS;
    let body = brackets(shape, values, kind, shorten);
    if shorten {
        format!("{} {body}", dimensions(shape))
    } else {
        format!("array!{body}")
    }
}

/// A shape as the book writes it: `(100, 2)`.
pub(crate) fn dimensions(shape: &[usize]) -> String {
    let lengths: Vec<_> = shape.iter().map(usize::to_string).collect();
    format!("({})", lengths.join(", "))
}

fn brackets(shape: &[usize], values: &[f64], kind: Kind, shorten: bool) -> String {
    let Some((&length, rest)) = shape.split_first() else {
        return show(values[0], kind, DIGITS);
    };
    // A row of up to five numbers is shown whole: five features are the most that occur.
    let most = if rest.is_empty() { FIRST + 2 } else { FIRST };
    let shown = if shorten { length.min(most) } else { length };
    let stride: usize = rest.iter().product();
    let mut items: Vec<_> = (0..shown)
        .map(|i| brackets(rest, &values[i * stride..(i + 1) * stride], kind, shorten))
        .collect();
    if shown < length {
        items.push("…".to_owned());
    }
    format!("[{}]", items.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_long_as_needed() {
        for (value, expected) in [
            (1.0, "1.0"),
            (0.1 + 0.2, "0.3"),
            (-1234.5678, "-1234.57"),
            (1e-300, "1e-300"),
            (123_456_789.0, "123456789.0"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "−∞"),
        ] {
            assert_eq!(significant(value, DIGITS), expected);
        }
        let (left, right) = pair(1.0, 1.0 + 1e-9, Kind::Real);
        assert_eq!((left.as_str(), right.as_str()), ("1.0", "1.000000001"));
    }

    #[test]
    fn long_arrays_show_their_shape_and_first_numbers() {
        let short = nested(&[2, 1], &[0.0, 4.0], Kind::Real);
        assert_eq!(short, "array![[0.0], [4.0]]");
        let long = nested(&[20], &[1.0; 20], Kind::Whole);
        assert_eq!(long, "(20) [1, 1, 1, 1, 1, …]");
    }
}
