//! The limits of one core of this machine: multiply-adds, exponentials, memory bandwidth.

#![allow(unsafe_code)]

use std::hint::black_box;

use cpu_time::ProcessTime;
use solutions::fast::exp2;

/// An operation with a limit.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// Floating-point operations, two to a multiply-add, on vectors that stay in registers.
    Flops,
    /// Exponentials, by the engine's polynomial, on numbers that stay in the first-level cache.
    Exponentials,
    /// Bytes read in order from 256 MB, more than the caches hold.
    Bytes,
}

impl Limit {
    /// How many a second, the best of a few rounds of processor time.
    pub fn per_second(self) -> f64 {
        let (n, repeats) = match self {
            Limit::Flops => (SUMS * LANES, 4_000_000),
            Limit::Exponentials => (1024, 100_000),
            Limit::Bytes => (1 << 25, 1),
        };
        let per_value = match self {
            Limit::Flops => 2.0,
            Limit::Exponentials => 1.0,
            Limit::Bytes => 8.0,
        };
        let mut values: Vec<f64> = (0..n).map(|i| -(i as f64) / n as f64).collect();
        let mut least = f64::INFINITY;
        for _ in 0..9 {
            let start = ProcessTime::now();
            black_box(widest(self, black_box(&mut values), repeats));
            least = least.min(start.elapsed().as_secs_f64());
        }
        per_value * n as f64 * repeats as f64 / least
    }
}

/// Numbers in an AVX-512 vector.
const LANES: usize = 8;
/// Independent sums: enough to hide the latency of a multiply-add, few enough for the registers.
const SUMS: usize = 12;

#[inline(always)]
fn run<const FUSED: bool>(limit: Limit, values: &mut [f64], repeats: usize) -> f64 {
    match limit {
        Limit::Flops => {
            let mut sums = [[0.0; LANES]; SUMS];
            let (factor, addend) = (black_box(0.999), black_box(0.001));
            for _ in 0..repeats {
                for sum in &mut sums {
                    for lane in sum {
                        *lane = solutions::fast::mul_add::<FUSED>(*lane, factor, addend);
                    }
                }
            }
            sums.as_flattened().iter().sum()
        }
        Limit::Exponentials => {
            let mut sums = [0.0; 4 * LANES];
            for _ in 0..repeats {
                for chunk in black_box(&mut *values).chunks_exact(4 * LANES) {
                    for (sum, x) in sums.iter_mut().zip(chunk) {
                        *sum += exp2::<FUSED>(*x);
                    }
                }
            }
            sums.iter().sum()
        }
        Limit::Bytes => {
            let mut sums = [0.0; 4 * LANES];
            for chunk in values.chunks_exact(4 * LANES) {
                for (sum, x) in sums.iter_mut().zip(chunk) {
                    *sum += x;
                }
            }
            sums.iter().sum()
        }
    }
}

/// Runs the loop compiled for the widest vectors of the processor.
fn widest(limit: Limit, values: &mut [f64], repeats: usize) -> f64 {
    #[cfg(target_arch = "x86_64")]
    {
        let has_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        if has_avx2 && is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has AVX-512F, AVX2 and fused multiply-add.
            return unsafe { with_avx512(limit, values, repeats) };
        }
        if has_avx2 {
            // SAFETY: the processor has AVX2 and fused multiply-add.
            return unsafe { with_avx2(limit, values, repeats) };
        }
    }
    run::<false>(limit, values, repeats)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn with_avx512(limit: Limit, values: &mut [f64], repeats: usize) -> f64 {
    run::<true>(limit, values, repeats)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn with_avx2(limit: Limit, values: &mut [f64], repeats: usize) -> f64 {
    run::<true>(limit, values, repeats)
}
