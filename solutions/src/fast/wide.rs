//! Step 6: the same source, compiled for what the processor has. Chapter 13.

#![allow(unsafe_code)]

use ndarray::Array2;

use super::Parameters;
use super::tiles::tiled;

// ANCHOR: wide
/// Steps 6 and 7: asks the processor what it can do, and runs the tiles compiled for that.
pub fn wide<const OWN_EXP: bool>(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    #[cfg(target_arch = "x86_64")]
    {
        let has_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        if has_avx2 && is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has AVX-512.
            return unsafe { with_avx512::<OWN_EXP>(data, before) };
        }
        if has_avx2 {
            // SAFETY: the processor has AVX2 and fused multiply-add.
            return unsafe { with_avx2::<OWN_EXP>(data, before) };
        }
    }
    tiled::<false, OWN_EXP>(data, before)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn with_avx512<const OWN_EXP: bool>(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    tiled::<true, OWN_EXP>(data, before)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn with_avx2<const OWN_EXP: bool>(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    tiled::<true, OWN_EXP>(data, before)
}
// ANCHOR_END: wide
