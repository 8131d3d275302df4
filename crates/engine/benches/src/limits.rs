//! What one core of this machine can do at most: multiply-adds, exponentials, reading memory.

#![allow(unsafe_code)]

use std::hint::black_box;

use cpu_time::ProcessTime;
use solutions::fast::exp2;

/// What there is a limit to.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// Floating-point operations, two to a multiply-add, on vectors that stay in registers.
    Flops,
    /// Exponentials, by the polynomial of chapter 13, on numbers that stay in the first cache.
    Exponentials,
    /// Bytes read one after the other from 256 MB, which no cache holds.
    Bytes,
}

impl Limit {
    /// So many of them a second, at best of a few rounds of processor time.
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

/// Numbers in a vector of AVX-512.
const LANES: usize = 8;
/// Sums side by side: as many as hide the latency of a multiply-add and fit the registers.
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

/// The same, compiled for the widest vectors that the processor has.
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
