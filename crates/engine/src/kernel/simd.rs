//! Vectors of `f64`, chosen at run time.
//!
//! A kernel is written once, over [`Simd`], and compiled three times. [`dispatch`] asks the
//! processor what it can do and calls the widest version.
//!
//! # Why not a crate
//! Measured on 2026-11-28 with rustc 1.95 on one thread of an Intel Xeon (family 6, model 167):
//! - `fearless_simd` 1.2.0 could replace this layer: 285 lines instead of 508, two `unsafe` instead
//!   of 21, NEON besides, the same bits. Its time is within 4 % of ours on four of the five problems
//!   of `benches`, and 8 to 11 % longer on the one with two features. It adds 6 s to a clean build.
//!   But it uses AVX-512 only from Ice Lake on. Older servers would run AVX2, which takes 1.6 to 1.8
//!   times as long on this processor.
//! - `pulp` 0.22.3 adds 12 s to a clean build, with its dependencies. Its trait lacks 64-bit shifts,
//!   bit masks and table lookups, so each processor would still need code of its own. (Not ported.)
//!
//! # Safety
//! Three things here and in `x86` need `unsafe`, each for one reason:
//! - *Calling an instruction.* A value of [`Avx2`] or [`Avx512`] is made only in `with_avx2` or
//!   `with_avx512`, and the operations need such a value. So the instruction exists, if those two are
//!   called only where it does.
//! - *Calling a function compiled for a processor*, such as those two: `dispatch` does it after it has
//!   asked the processor, and [`Simd::call_outlined`] needs a value made so.
//! - *Loads and stores* take a slice and check its length before they use its address; a table has
//!   eight numbers, and three bits choose one.

#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod x86;

/// Operations on vectors of [`Simd::LANES`] numbers.
///
/// Every function that uses it is `#[inline(always)]` and holds no closure: only so is it
/// compiled for the processor of its caller.
pub(super) trait Simd: Copy {
    /// Numbers in a vector.
    const LANES: usize;
    /// A vector.
    type Vector: Copy;

    fn splat(self, value: f64) -> Self::Vector;
    /// The first `LANES` numbers of a slice.
    fn load(self, from: &[f64]) -> Self::Vector;
    /// Overwrites the first `LANES` numbers of a slice.
    fn store(self, vector: Self::Vector, to: &mut [f64]);
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    fn div(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `a · b + c`, rounded once where the processor can.
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// The larger; `b` where one is not a number.
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The smaller; `b` where one is not a number.
    fn min(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// `value` where `x ≥ limit`, else 0.
    fn keep_from(self, limit: f64, x: Self::Vector, value: Self::Vector) -> Self::Vector;
    /// A bit for each lane, the first lane's last: whether it is above 0.
    fn above_zero(self, vector: Self::Vector) -> u64;
    /// Writes the first eight numbers of eight rows as columns: number j of row i to
    /// `to[j · stride + i]`.
    fn transpose(self, rows: [&[f64]; 8], to: &mut [f64], stride: usize);
    /// Begins to fetch what is at an address into the second cache.
    fn prefetch<T>(self, _at: &T) {}
    /// The binary logarithm of one number.
    #[inline(always)]
    fn log2(self, number: f64) -> f64 {
        number.log2()
    }
    /// Runs a kernel as a function of its own: the compiler then allots registers to it alone.
    fn call_outlined<K: Kernel>(self, kernel: K) -> K::Output;
    /// The number at j of the table, where `shifted` is n + j/8 + 1.5 · 2⁴⁹: its last bits are
    /// 8 n + j.
    fn look_up(self, table: &[f64; 8], shifted: Self::Vector) -> Self::Vector;
    /// `value · 2ⁿ` with the bits of j added to the first three of its significand, for the same
    /// `shifted`.
    fn scale(self, value: Self::Vector, shifted: Self::Vector) -> Self::Vector;
}

/// What [`dispatch`] runs.
pub(super) trait Kernel {
    type Output;
    /// Must be `#[inline(always)]`. `V` vectors of accumulators in `R` rows fit the registers.
    fn run<S: Simd, const V: usize, const R: usize>(self, simd: S) -> Self::Output;
}

/// Which instructions the arithmetic uses.
///
/// The results agree to rounding, not to the last bit: to get the same bits on every machine,
/// choose [`InstructionSet::Portable`],
/// - for a fit by [`GaussianMixture::instruction_set`](crate::GaussianMixture::instruction_set): its
///   mixture answers every later question with the same instructions;
/// - for a mixture that was made or loaded by
///   [`Mixture::with_instruction_set`](crate::Mixture::with_instruction_set), because files do not
///   keep the choice, nor do the bytes of statistics;
/// - for statistics by that of their mixture;
/// - for K-means by [`k_means_with`](crate::kmeans::k_means_with).
///
/// Samples drawn by [`Mixture::sample`](crate::Mixture::sample) are the same for every choice; they
/// take logarithms from the C library, whose last bits differ between systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum InstructionSet {
    /// The widest that this processor has.
    #[default]
    Detect,
    /// Vectors of four and fused multiply-add, where the processor has them.
    Avx2,
    /// What every processor has.
    Portable,
}

/// Runs a kernel on the widest vectors that the processor has and `wanted` allows.
pub(super) fn dispatch<K: Kernel>(wanted: InstructionSet, kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    match x86::Features::detect().widest(wanted) {
        // SAFETY: `widest` names it only where the processor has AVX-512F, AVX2 and FMA.
        Some(x86::Width::Avx512) => return unsafe { x86::with_avx512(kernel) },
        // SAFETY: `widest` names it only where the processor has AVX2 and FMA.
        Some(x86::Width::Avx2) => return unsafe { x86::with_avx2(kernel) },
        None => {}
    }
    // Every aarch64 processor has vectors and fused multiply-add.
    #[cfg(target_arch = "aarch64")]
    if wanted == InstructionSet::Detect {
        return Arrays::<true>.call_outlined(kernel);
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    let _ = wanted;
    Arrays::<false>.call_outlined(kernel)
}

/// Arithmetic that every processor has, and `FUSED` multiply-add.
///
/// The compiler makes vectors of the arrays: of two numbers each where the target is x86-64 or
/// aarch64.
#[derive(Clone, Copy)]
struct Arrays<const FUSED: bool>;

macro_rules! lanes {
    ($($i:literal)*; $i_:ident => $value:expr) => { [$({ let $i_ = $i; $value }),*] };
}

impl<const FUSED: bool> Simd for Arrays<FUSED> {
    const LANES: usize = 4;
    type Vector = [f64; 4];

    #[inline(always)]
    fn log2(self, number: f64) -> f64 {
        // Slower than the C library's, whose last bit depends on the system.
        libm::log2(number)
    }
    #[inline(never)]
    fn call_outlined<K: Kernel>(self, kernel: K) -> K::Output {
        kernel.run::<_, 2, 4>(self)
    }
    #[inline(always)]
    fn splat(self, value: f64) -> [f64; 4] {
        [value; 4]
    }
    #[inline(always)]
    fn load(self, from: &[f64]) -> [f64; 4] {
        lanes!(0 1 2 3; i => from[..4][i])
    }
    #[inline(always)]
    fn store(self, vector: [f64; 4], to: &mut [f64]) {
        to[..4].copy_from_slice(&vector);
    }
    #[inline(always)]
    fn add(self, a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i => a[i] + b[i])
    }
    #[inline(always)]
    fn sub(self, a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i => a[i] - b[i])
    }
    #[inline(always)]
    fn mul(self, a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i => a[i] * b[i])
    }
    #[inline(always)]
    fn div(self, a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i => a[i] / b[i])
    }
    #[inline(always)]
    fn mul_add(self, a: [f64; 4], b: [f64; 4], c: [f64; 4]) -> [f64; 4] {
        if FUSED {
            lanes!(0 1 2 3; i => a[i].mul_add(b[i], c[i]))
        } else {
            // A fused one may be a call into the C library here, a hundred times slower.
            lanes!(0 1 2 3; i => a[i] * b[i] + c[i])
        }
    }
    #[inline(always)]
    fn max(self, a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i => if a[i] > b[i] { a[i] } else { b[i] })
    }
    #[inline(always)]
    fn min(self, a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i => if a[i] < b[i] { a[i] } else { b[i] })
    }
    #[inline(always)]
    fn keep_from(self, limit: f64, x: [f64; 4], value: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i => if x[i] >= limit { value[i] } else { 0.0 })
    }
    #[inline(always)]
    fn above_zero(self, vector: [f64; 4]) -> u64 {
        let bits = lanes!(0 1 2 3; i => u64::from(vector[i] > 0.0) << i);
        bits[0] | bits[1] | bits[2] | bits[3]
    }
    #[inline(always)]
    fn look_up(self, table: &[f64; 8], shifted: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i => table[shifted[i].to_bits() as usize % 8])
    }
    #[inline(always)]
    fn scale(self, value: [f64; 4], shifted: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i =>
            f64::from_bits(value[i].to_bits().wrapping_add(shifted[i].to_bits() << 49)))
    }

    #[inline(always)]
    fn transpose(self, rows: [&[f64]; 8], to: &mut [f64], stride: usize) {
        for (i, row) in rows.into_iter().enumerate() {
            let row = &row[..8];
            for j in 0..8 {
                to[j * stride + i] = row[j];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, Axis};

    use super::*;
    use crate::kmeans::k_means_with;
    use crate::test_data::old_faithful;
    use crate::{Error, GaussianMixture, Mixture, SufficientStatistics};

    /// The bits of everything that a fit on `set` and its mixture say; few samples, so that this
    /// thread does all the work.
    pub(super) fn answers(set: InstructionSet) -> Vec<(&'static str, Vec<u64>)> {
        fn bits<'a>(values: impl IntoIterator<Item = &'a f64>) -> Vec<u64> {
            values.into_iter().map(|value| value.to_bits()).collect()
        }
        let data = old_faithful();
        let fit = GaussianMixture::new(3).seed(1).instruction_set(set);
        let fit = fit.fit(&data).unwrap();
        let mixture = fit.mixture;
        let mut statistics = SufficientStatistics::new(&mixture).unwrap();
        statistics.update(&data).unwrap();
        let next = statistics.maximize(1e-6).unwrap();
        let marginal = mixture.marginal(&[1]).unwrap();
        let waiting = data.select(Axis(1), &[1]);
        let conditional = mixture.conditional(&[0], &[3.5]).unwrap();
        let (weights, means) = (mixture.weights().clone(), mixture.means().clone());
        let again = Mixture::new(weights, means, mixture.covariances());
        let again = again.unwrap().with_instruction_set(set);
        // Of many parts, because one sum may be the same by chance.
        let sums = |sum: &dyn Fn(&Array2<f64>) -> Result<f64, Error>| {
            let parts = data.axis_chunks_iter(Axis(0), 17);
            let sums: Result<Vec<f64>, Error> = parts.map(|part| sum(&part.to_owned())).collect();
            bits(&sums.unwrap())
        };
        vec![
            ("log_likelihoods", bits(&fit.log_likelihoods)),
            ("means", bits(mixture.means())),
            (
                "responsibilities",
                bits(&mixture.responsibilities(&data).unwrap()),
            ),
            ("log_density", bits(&mixture.log_density(&data).unwrap())),
            ("log_likelihood", sums(&|part| mixture.log_likelihood(part))),
            ("bic", sums(&|part| mixture.bic(part))),
            ("aic", sums(&|part| mixture.aic(part))),
            ("maximize", bits(&next.log_density(&data).unwrap())),
            ("marginal", bits(&marginal.log_density(&waiting).unwrap())),
            (
                "conditional",
                bits(&conditional.log_density(&waiting).unwrap()),
            ),
            ("made anew", bits(&again.log_density(&data).unwrap())),
            (
                "k_means_with",
                sums(&|part| Ok(k_means_with(part, 3, 1, set)?.inertia)),
            ),
        ]
    }

    /// The number was made here; every other machine must come to it too. A change of the portable
    /// arithmetic, and nothing else, changes it.
    #[test]
    fn portable_answers_are_the_same_bits_on_every_machine() {
        let answers = answers(InstructionSet::Portable);
        let bits = answers.iter().flat_map(|(_, bits)| bits);
        let digest = bits.fold(0xcbf2_9ce4_8422_2325_u64, |digest, bits| {
            (digest ^ bits).wrapping_mul(0x100_0000_01b3)
        });
        assert_eq!(digest, 0xb050_4ea5_c719_adc1, "{digest:#018x}");
    }
}
