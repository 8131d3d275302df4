//! The exponential, on vectors: a table of eight and a polynomial, of known error.

use std::f64::consts::{LN_2, SQRT_2};

use super::simd::Simd;

/// Below it a power of two counts as 0: a billion of them together are 2⁻⁵⁰, the last bit of a soft
/// count of eight.
pub(super) const SMALLEST_EXPONENT: f64 = -80.0;

/// (2ᶠ − 1) / f for |f| ≤ 1/16: c₁ + c₂ f + …, which interpolates in the seven Chebyshev nodes.
/// Before rounding, the relative error of 2ᶠ is at most 7e-18.
const COEFFICIENTS: [f64; 7] = [
    LN_2,
    0.240_226_506_959_109_33,
    0.055_504_108_664_822_24,
    0.009_618_129_089_983_302,
    0.001_333_355_813_283_885_6,
    0.000_154_044_338_193_475_82,
    1.525_342_958_649_691e-5,
];

/// 2^(j/8), but the bits of j are taken off its significand, where [`Simd::scale`] adds them.
const EIGHTHS: [f64; 8] = {
    let mut powers: [f64; 8] = [
        1.0,
        1.090_507_732_665_257_7,
        1.189_207_115_002_721,
        1.296_839_554_651_009_6,
        SQRT_2,
        1.542_210_825_407_940_7,
        1.681_792_830_507_429,
        1.834_008_086_409_342_4,
    ];
    let mut j = 0;
    while j < 8 {
        powers[j] = f64::from_bits(powers[j].to_bits() - ((j as u64) << 49));
        j += 1;
    }
    powers
};

/// 2ˣ for x ≤ 0; 0 for x below [`SMALLEST_EXPONENT`], −∞ too.
///
/// ```text
/// 2ˣ = 2ⁿ 2^(j/8) 2ᶠ,    n + j/8 the nearest eighth to x,    f = x − n − j/8
/// ```
///
/// # Numerics
/// Within 1.5 units in the last place; `exp2(0)` is 1 exactly.
#[inline(always)]
pub(super) fn exp2<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    // Adding 1.5 · 2⁴⁹ rounds to a whole number of eighths, and leaves it in the last bits.
    let rounder = simd.splat(844_424_930_131_968.0);
    let bounded = simd.max(x, simd.splat(SMALLEST_EXPONENT - 1.0));
    let shifted = simd.add(bounded, rounder);
    let f = simd.sub(bounded, simd.sub(shifted, rounder));
    let scale = simd.scale(simd.look_up(&EIGHTHS, shifted), shifted);
    let mut q = simd.splat(COEFFICIENTS[6]);
    let mut i = 6;
    while i > 0 {
        i -= 1;
        q = simd.mul_add(q, f, simd.splat(COEFFICIENTS[i]));
    }
    let power = simd.mul_add(simd.mul(scale, f), q, scale);
    simd.keep_from(SMALLEST_EXPONENT, x, power)
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
