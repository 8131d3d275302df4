//! Numbers that often cause errors, among ordinary ones.

use arbitrary::{Result, Unstructured};
use ndarray::{Array, Dimension, IntoDimension};

const SPECIAL: [f64; 24] = [
    0.0,
    -0.0,
    1e150,
    -1e150,
    1e-150,
    -1e-150,
    1e153,
    1.1e153,
    1e8,
    100_000_001.0,
    1e16,
    -1e16,
    1.0 + f64::EPSILON,
    1.0 / 3.0,
    0.1,
    1e-8,
    f64::MIN_POSITIVE,
    5e-324,
    3e-310,
    f64::MAX,
    f64::MIN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

/// One byte chooses a small number (160 of 256), a special number (72), or any bits, which the next
/// eight bytes give.
pub fn any(u: &mut Unstructured) -> Result<f64> {
    Ok(match u.arbitrary::<u8>()? {
        byte @ 0..128 => f64::from(byte) - 64.0,
        byte @ 128..160 => (f64::from(byte) - 144.0) / 8.0,
        byte @ 160..232 => SPECIAL[usize::from(byte - 160) / 3],
        _ => f64::from_bits(u.arbitrary()?),
    })
}

/// An array of numbers, each drawn by `draw`.
pub fn array<S: IntoDimension<Dim = D>, D: Dimension>(
    u: &mut Unstructured,
    shape: S,
    draw: fn(&mut Unstructured) -> Result<f64>,
) -> Result<Array<f64, D>> {
    let mut array = Array::zeros(shape.into_dimension());
    for x in &mut array {
        *x = draw(u)?;
    }
    Ok(array)
}

/// A number that a fit accepts.
pub fn tame(u: &mut Unstructured) -> Result<f64> {
    let value = any(u)?;
    Ok(if value.abs() <= 1e153 { value } else { 0.0 })
}

/// A positive number, mostly an ordinary one.
pub fn positive(u: &mut Unstructured) -> Result<f64> {
    const PLAIN: [f64; 8] = [1.0, 0.5, 2.0, 0.01, 100.0, 1e-6, 1e6, 3.0];
    Ok(match u.arbitrary::<u8>()? {
        byte @ 0..192 => PLAIN[usize::from(byte % 8)],
        _ => Some(any(u)?.abs()).filter(|&x| x > 0.0).unwrap_or(1.0),
    })
}

/// One of the choices.
pub fn one_of<T: Copy>(u: &mut Unstructured, choices: &[T]) -> Result<T> {
    u.choose(choices).copied()
}
