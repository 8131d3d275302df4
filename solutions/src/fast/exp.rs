//! Step 7: powers of two as arithmetic. Chapter 13.

use std::f64::consts::LN_2;

use super::tiles::mul_add;

// ANCHOR: exp2
/// 2ᶠ for |f| ≤ ½: 1 + f · (c₁ + c₂ f + …), where the bracket interpolates (2ᶠ − 1) / f.
pub const COEFFICIENTS: [f64; 12] = [
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

/// 2ˣ for x ≤ 0, where x below −1000 counts as −1000: 2ˣ = 2ⁿ 2ᶠ, n whole, |f| ≤ ½.
#[inline(always)]
pub fn exp2<const FUSED: bool>(x: f64) -> f64 {
    // Beside 1.5 · 2⁵² there is no room for a fraction: the sum is rounded to a whole number, and
    // its last bits are n.
    let rounder = 6_755_399_441_055_744.0;
    let x = if x > -1000.0 { x } else { -1000.0 };
    let shifted = x + rounder;
    let f = x - (shifted - rounder);
    let mut power = COEFFICIENTS[11];
    for i in (0..11).rev() {
        power = mul_add::<FUSED>(power, f, COEFFICIENTS[i]);
    }
    // The exponent of a number stands above its 52 bits of fraction: adding n there multiplies by 2ⁿ.
    f64::from_bits(power.to_bits().wrapping_add(shifted.to_bits() << 52))
}
// ANCHOR_END: exp2
