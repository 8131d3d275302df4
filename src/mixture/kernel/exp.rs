//! The exponential, on vectors: polynomial, without a table, of known error.

use std::f64::consts::LN_2;

use super::simd::Simd;

/// Below it a power of two counts as 0: a billion of them together are 2⁻⁵⁰, the last bit of a soft
/// count of eight.
pub(super) const SMALLEST_EXPONENT: f64 = -80.0;

/// 2ᶠ for |f| ≤ ½: 1 + f · (c₁ + c₂ f + …), where the bracket interpolates (2ᶠ − 1) / f in the
/// eleven Chebyshev nodes. Before rounding, its relative error is at most 2e-17.
const COEFFICIENTS: [f64; 12] = [
    1.0,
    LN_2,
    0.240_226_506_959_100_97,
    0.055_504_108_664_821_6,
    0.009_618_129_107_606_888,
    0.001_333_355_814_641_693_6,
    0.000_154_035_304_417_360_5,
    1.525_273_382_983_612e-5,
    1.321_544_258_792_169e-6,
    1.017_806_244_584_577_4e-7,
    7.072_585_949_269_223e-9,
    4.454_960_598_186_518_6e-10,
];

/// 2ˣ for x ≤ 0; 0 for x below [`SMALLEST_EXPONENT`], −∞ too.
///
/// ```text
/// 2ˣ = 2ⁿ 2ᶠ,    n the nearest whole number to x,    f = x − n
/// ```
///
/// # Numerics
/// Within 1.5 units in the last place; `exp2(0)` is 1 exactly.
#[inline(always)]
pub(super) fn exp2<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    // Adding 1.5 · 2⁵² rounds to a whole number, and leaves it in the last bits.
    let rounder = simd.splat(6_755_399_441_055_744.0);
    let bounded = simd.max(x, simd.splat(SMALLEST_EXPONENT - 1.0));
    let shifted = simd.add(bounded, rounder);
    let f = simd.sub(bounded, simd.sub(shifted, rounder));
    let mut power = simd.splat(COEFFICIENTS[11]);
    let mut i = 11;
    while i > 0 {
        i -= 1;
        power = simd.mul_add(power, f, simd.splat(COEFFICIENTS[i]));
    }
    simd.keep_from(SMALLEST_EXPONENT, x, simd.scale(power, shifted))
}

#[cfg(test)]
mod tests {
    use super::super::simd::{InstructionSet, Kernel, dispatch};
    use super::*;

    struct Exp2<'a>(&'a [f64], &'a mut [f64]);

    impl Kernel for Exp2<'_> {
        type Output = ();
        #[inline(always)]
        fn run<S: Simd, const V: usize, const R: usize>(self, simd: S) {
            for (x, y) in self
                .0
                .chunks_exact(S::LANES)
                .zip(self.1.chunks_exact_mut(S::LANES))
            {
                simd.store(exp2(simd, simd.load(x)), y);
            }
        }
    }

    fn all_sets(x: &[f64]) -> Vec<Vec<f64>> {
        use InstructionSet::{Avx2, Detect, Portable};
        let sets = [Detect, Avx2, Portable];
        let on = |set| {
            let mut y = vec![f64::NAN; x.len()];
            dispatch(set, Exp2(x, &mut y));
            y
        };
        sets.map(on).to_vec()
    }

    #[test]
    fn exp2_is_within_one_and_a_half_units_in_the_last_place() {
        let x: Vec<f64> = (0..80_000)
            .map(|i| -79.9 * f64::from(i) / 79_999.0)
            .collect();
        for y in all_sets(&x) {
            for (x, y) in x.iter().zip(y) {
                let exact = x.exp2();
                let unit = f64::from_bits(exact.to_bits() + 1) - exact;
                // 2: the library's own half unit beside ours
                assert!(
                    (y - exact).abs() <= 2.0 * unit,
                    "2^{x}: {y:e}, not {exact:e}"
                );
            }
        }
    }

    #[test]
    fn exp2_of_zero_is_one_and_of_far_below_is_zero() {
        let x = [
            0.0,
            -1.0,
            -2.0,
            -80.0,
            -80.5,
            -1e9,
            -1e300,
            f64::NEG_INFINITY,
        ];
        for y in all_sets(&x) {
            assert_eq!(y, [1.0, 0.5, 0.25, 2f64.powi(-80), 0.0, 0.0, 0.0, 0.0]);
        }
    }
}
