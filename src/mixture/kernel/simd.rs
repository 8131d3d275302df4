//! Vectors of `f64`, chosen at run time: the one file with `unsafe` in it.
//!
//! A kernel is written once, over [`Simd`], and compiled three times. [`dispatch`] asks the
//! processor what it can do and calls the widest version. (The crate `pulp` does the same for
//! many more types and operations; a dozen suffice here, and the notebooks' first cell, which
//! compiles this library, does not wait for the rest.)
//!
//! # Safety
//! Three things need `unsafe`, each for one reason:
//! - *Calling an instruction.* A value of [`Avx2`] or [`Avx512`] is made only in `dispatch`,
//!   after the processor was asked, and the operations need such a value. So the instruction exists.
//! - *Calling a function compiled for a processor.* The same: after the question.
//! - *Loads and stores* take a slice and check its length before they use its address.

#![allow(unsafe_code)]

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
    /// Writes the lanes above 0 to the front of `values`, and `first` plus their places to the
    /// front of `places`; returns how many. Both must hold eight numbers, and any may be
    /// overwritten.
    fn keep_positive(
        self,
        vector: Self::Vector,
        first: u64,
        values: &mut [f64],
        places: &mut [u64],
    ) -> usize;
    /// Begins to fetch what is at an address into the second cache.
    fn prefetch<T>(self, _at: &T) {}
    /// `value · 2ⁿ`, where `shifted` is n + 1.5 · 2⁵², so that its last bits are n.
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
/// choose [`InstructionSet::Portable`].
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
    {
        let at_most_avx2 = wanted != InstructionSet::Portable;
        if wanted == InstructionSet::Detect && std::arch::is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has AVX-512.
            return unsafe { x86::with_avx512(kernel) };
        }
        if at_most_avx2
            && std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("fma")
        {
            // SAFETY: the processor has AVX2 and FMA.
            return unsafe { x86::with_avx2(kernel) };
        }
    }
    let _ = wanted;
    kernel.run::<_, 2, 4>(Portable)
}

/// [`Simd::keep_positive`] of the first `LANES` lanes, without a branch: it would be mispredicted
/// for every third.
#[inline(always)]
fn keep_positive_lanes<const LANES: usize>(
    lanes: [f64; LANES],
    first: u64,
    values: &mut [f64],
    places: &mut [u64],
) -> usize {
    let (values, places) = (&mut values[..8], &mut places[..8]);
    let mut n = 0;
    for (lane, place) in lanes.into_iter().zip(first..) {
        values[n & 7] = lane;
        places[n & 7] = place;
        n += usize::from(lane > 0.0);
    }
    n
}

/// Arithmetic that every processor has.
#[derive(Clone, Copy)]
pub(super) struct Portable;

macro_rules! lanes {
    ($($i:literal)*; $i_:ident => $value:expr) => { [$({ let $i_ = $i; $value }),*] };
}

impl Simd for Portable {
    const LANES: usize = 4;
    type Vector = [f64; 4];

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
        // A fused one would be a call into the C library here, a hundred times slower.
        lanes!(0 1 2 3; i => a[i] * b[i] + c[i])
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
    fn keep_positive(
        self,
        vector: [f64; 4],
        first: u64,
        values: &mut [f64],
        places: &mut [u64],
    ) -> usize {
        keep_positive_lanes(vector, first, values, places)
    }
    #[inline(always)]
    fn scale(self, value: [f64; 4], shifted: [f64; 4]) -> [f64; 4] {
        lanes!(0 1 2 3; i =>
            f64::from_bits(value[i].to_bits().wrapping_add(shifted[i].to_bits() << 52)))
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::{Kernel, Simd};

    /// Proof that the processor has AVX2 and FMA.
    #[derive(Clone, Copy)]
    pub(super) struct Avx2(());

    /// Proof that the processor has AVX-512.
    #[derive(Clone, Copy)]
    pub(super) struct Avx512(());

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn with_avx2<K: Kernel>(kernel: K) -> K::Output {
        kernel.run::<_, 2, 4>(Avx2(()))
    }

    #[target_feature(enable = "avx512f,avx2,fma")]
    pub(super) fn with_avx512<K: Kernel>(kernel: K) -> K::Output {
        kernel.run::<_, 4, 8>(Avx512(()))
    }

    macro_rules! operations {
        ($vector:ident: $($name:ident($($argument:ident),*) = $instruction:expr;)*) => {$(
            #[inline(always)]
            fn $name(self, $($argument: $vector),*) -> $vector {
                // SAFETY: `self` proves that the processor has the instruction.
                unsafe { $instruction }
            }
        )*};
    }

    impl Simd for Avx2 {
        const LANES: usize = 4;
        type Vector = __m256d;

        #[inline(always)]
        fn prefetch<T>(self, at: &T) {
            // SAFETY: a hint, which reads nothing that the program sees.
            unsafe { _mm_prefetch::<_MM_HINT_T1>(std::ptr::from_ref(at).cast()) }
        }
        #[inline(always)]
        fn splat(self, value: f64) -> __m256d {
            // SAFETY: `self` proves that the processor has the instruction.
            unsafe { _mm256_set1_pd(value) }
        }
        #[inline(always)]
        fn load(self, from: &[f64]) -> __m256d {
            let from = &from[..4];
            // SAFETY: `self`, as above; the slice holds four numbers.
            unsafe { _mm256_loadu_pd(from.as_ptr()) }
        }
        #[inline(always)]
        fn store(self, vector: __m256d, to: &mut [f64]) {
            let to = &mut to[..4];
            // SAFETY: `self`, as above; the slice holds four numbers.
            unsafe { _mm256_storeu_pd(to.as_mut_ptr(), vector) }
        }
        operations! { __m256d:
            add(a, b) = _mm256_add_pd(a, b);
            sub(a, b) = _mm256_sub_pd(a, b);
            mul(a, b) = _mm256_mul_pd(a, b);
            div(a, b) = _mm256_div_pd(a, b);
            mul_add(a, b, c) = _mm256_fmadd_pd(a, b, c);
            max(a, b) = _mm256_max_pd(a, b);
            min(a, b) = _mm256_min_pd(a, b);
            scale(value, shifted) = _mm256_castsi256_pd(_mm256_add_epi64(
                _mm256_castpd_si256(value),
                _mm256_slli_epi64::<52>(_mm256_castpd_si256(shifted)),
            ));
        }
        #[inline(always)]
        fn keep_from(self, limit: f64, x: __m256d, value: __m256d) -> __m256d {
            // SAFETY: `self` proves that the processor has the instructions.
            unsafe {
                let keep = _mm256_cmp_pd::<_CMP_GE_OQ>(x, _mm256_set1_pd(limit));
                _mm256_and_pd(keep, value)
            }
        }
        #[inline(always)]
        fn keep_positive(
            self,
            vector: __m256d,
            first: u64,
            values: &mut [f64],
            places: &mut [u64],
        ) -> usize {
            let mut lanes = [0.0; 4];
            self.store(vector, &mut lanes);
            super::keep_positive_lanes(lanes, first, values, places)
        }
    }

    impl Simd for Avx512 {
        const LANES: usize = 8;
        type Vector = __m512d;

        #[inline(always)]
        fn prefetch<T>(self, at: &T) {
            // SAFETY: a hint, which reads nothing that the program sees.
            unsafe { _mm_prefetch::<_MM_HINT_T1>(std::ptr::from_ref(at).cast()) }
        }
        #[inline(always)]
        fn splat(self, value: f64) -> __m512d {
            // SAFETY: `self` proves that the processor has the instruction.
            unsafe { _mm512_set1_pd(value) }
        }
        #[inline(always)]
        fn load(self, from: &[f64]) -> __m512d {
            let from = &from[..8];
            // SAFETY: `self`, as above; the slice holds eight numbers.
            unsafe { _mm512_loadu_pd(from.as_ptr()) }
        }
        #[inline(always)]
        fn store(self, vector: __m512d, to: &mut [f64]) {
            let to = &mut to[..8];
            // SAFETY: `self`, as above; the slice holds eight numbers.
            unsafe { _mm512_storeu_pd(to.as_mut_ptr(), vector) }
        }
        operations! { __m512d:
            add(a, b) = _mm512_add_pd(a, b);
            sub(a, b) = _mm512_sub_pd(a, b);
            mul(a, b) = _mm512_mul_pd(a, b);
            div(a, b) = _mm512_div_pd(a, b);
            mul_add(a, b, c) = _mm512_fmadd_pd(a, b, c);
            max(a, b) = _mm512_max_pd(a, b);
            min(a, b) = _mm512_min_pd(a, b);
            scale(value, shifted) = _mm512_castsi512_pd(_mm512_add_epi64(
                _mm512_castpd_si512(value),
                _mm512_slli_epi64::<52>(_mm512_castpd_si512(shifted)),
            ));
        }
        #[inline(always)]
        fn keep_from(self, limit: f64, x: __m512d, value: __m512d) -> __m512d {
            // SAFETY: `self` proves that the processor has the instructions.
            unsafe {
                let keep = _mm512_cmp_pd_mask::<_CMP_GE_OQ>(x, _mm512_set1_pd(limit));
                _mm512_maskz_mov_pd(keep, value)
            }
        }
        #[inline(always)]
        fn keep_positive(
            self,
            vector: __m512d,
            first: u64,
            values: &mut [f64],
            places: &mut [u64],
        ) -> usize {
            let (values, places) = (&mut values[..8], &mut places[..8]);
            // SAFETY: `self`, as above; both slices hold eight numbers of 64 bits.
            unsafe {
                let kept = _mm512_cmp_pd_mask::<_CMP_GT_OQ>(vector, _mm512_setzero_pd());
                let lanes = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
                let all = _mm512_add_epi64(_mm512_set1_epi64(first.cast_signed()), lanes);
                let vector = _mm512_maskz_compress_pd(kept, vector);
                _mm512_storeu_pd(values.as_mut_ptr(), vector);
                let all = _mm512_maskz_compress_epi64(kept, all);
                _mm512_storeu_si512(places.as_mut_ptr().cast(), all);
                kept.count_ones() as usize
            }
        }
    }
}
