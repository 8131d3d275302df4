//! AVX2 and AVX-512: see [`super`] for why each `unsafe` is sound.

use std::arch::x86_64::*;

use super::{InstructionSet, Kernel, Simd};

/// Which of the features that the functions below are compiled for the processor has.
#[derive(Clone, Copy)]
pub(super) struct Features {
    avx2: bool,
    fma: bool,
    avx512f: bool,
}

/// Vectors wider than what every processor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// [`with_avx2`]
    Avx2,
    /// [`with_avx512`]
    Avx512,
}

impl Features {
    pub(super) fn detect() -> Self {
        #[cfg(test)]
        if tests::HIDDEN.get() {
            return Self {
                avx2: false,
                fma: false,
                avx512f: false,
            };
        }
        Self {
            avx2: std::arch::is_x86_feature_detected!("avx2"),
            fma: std::arch::is_x86_feature_detected!("fma"),
            avx512f: std::arch::is_x86_feature_detected!("avx512f"),
        }
    }

    /// The widest vectors that `wanted` allows, if the processor has every feature that their
    /// function is compiled for: a virtual machine may offer AVX-512F and hide FMA.
    pub(super) fn widest(self, wanted: InstructionSet) -> Option<Width> {
        let has_avx2 = self.avx2 && self.fma;
        match wanted {
            InstructionSet::Detect if has_avx2 && self.avx512f => Some(Width::Avx512),
            InstructionSet::Detect | InstructionSet::Avx2 if has_avx2 => Some(Width::Avx2),
            _ => None,
        }
    }
}

/// Proof that the processor has AVX2 and FMA.
#[derive(Clone, Copy)]
pub(super) struct Avx2(());

/// Proof that the processor has AVX-512.
#[derive(Clone, Copy)]
pub(super) struct Avx512(());

// Not inlined, nor the next: see `Simd::call_outlined`.
#[inline(never)]
#[target_feature(enable = "avx2,fma")]
pub(super) fn with_avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run::<_, 2, 4>(Avx2(()))
}

#[inline(never)]
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
    fn call_outlined<K: Kernel>(self, kernel: K) -> K::Output {
        // SAFETY: `self` proves that the processor has the instructions.
        unsafe { with_avx2(kernel) }
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
            _mm256_slli_epi64::<49>(_mm256_castpd_si256(shifted)),
        ));
    }
    #[inline(always)]
    fn look_up(self, table: &[f64; 8], shifted: __m256d) -> __m256d {
        // SAFETY: `self` proves that the processor has the instructions; the table holds eight.
        unsafe {
            let places = _mm256_and_si256(_mm256_castpd_si256(shifted), _mm256_set1_epi64x(7));
            _mm256_i64gather_pd::<8>(table.as_ptr(), places)
        }
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
    fn above_zero(self, vector: __m256d) -> u64 {
        // SAFETY: `self` proves that the processor has the instructions.
        let bits = unsafe {
            let above = _mm256_cmp_pd::<_CMP_GT_OQ>(vector, _mm256_setzero_pd());
            _mm256_movemask_pd(above)
        };
        u64::from(bits.cast_unsigned())
    }
    #[inline(always)]
    fn transpose(self, rows: [&[f64]; 8], to: &mut [f64], stride: usize) {
        for from in [0, 4] {
            for at in [0, 4] {
                let mut r = [self.splat(0.0); 4];
                for i in 0..4 {
                    r[i] = self.load(&rows[from + i][at..]);
                }
                // SAFETY: `self` proves that the processor has the instructions.
                let columns = unsafe {
                    let (a, b) = (
                        _mm256_unpacklo_pd(r[0], r[1]),
                        _mm256_unpackhi_pd(r[0], r[1]),
                    );
                    let (c, d) = (
                        _mm256_unpacklo_pd(r[2], r[3]),
                        _mm256_unpackhi_pd(r[2], r[3]),
                    );
                    [
                        _mm256_permute2f128_pd::<0x20>(a, c),
                        _mm256_permute2f128_pd::<0x20>(b, d),
                        _mm256_permute2f128_pd::<0x31>(a, c),
                        _mm256_permute2f128_pd::<0x31>(b, d),
                    ]
                };
                for (j, column) in columns.into_iter().enumerate() {
                    self.store(column, &mut to[(at + j) * stride + from..]);
                }
            }
        }
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
    fn call_outlined<K: Kernel>(self, kernel: K) -> K::Output {
        // SAFETY: `self` proves that the processor has the instructions.
        unsafe { with_avx512(kernel) }
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
            _mm512_slli_epi64::<49>(_mm512_castpd_si512(shifted)),
        ));
    }
    #[inline(always)]
    fn look_up(self, table: &[f64; 8], shifted: __m512d) -> __m512d {
        // SAFETY: `self` proves that the processor has the instruction, which reads three bits of
        // each place.
        unsafe { _mm512_permutexvar_pd(_mm512_castpd_si512(shifted), self.load(table)) }
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
    fn above_zero(self, vector: __m512d) -> u64 {
        // SAFETY: `self` proves that the processor has the instruction.
        let bits = unsafe { _mm512_cmp_pd_mask::<_CMP_GT_OQ>(vector, _mm512_setzero_pd()) };
        u64::from(bits)
    }
    #[inline(always)]
    fn transpose(self, rows: [&[f64]; 8], to: &mut [f64], stride: usize) {
        let mut r = [self.splat(0.0); 8];
        for i in 0..8 {
            r[i] = self.load(rows[i]);
        }
        // Pairs of rows, then of pairs, then of fours: columns 0 and 4, 2 and 6, 1 and 5, 3 and 7.
        let mut columns = r;
        for odd in [0, 1] {
            // SAFETY: `self` proves that the processor has the instructions.
            unsafe {
                let mut pairs = [r[0]; 4];
                for i in 0..4 {
                    pairs[i] = if odd == 0 {
                        _mm512_unpacklo_pd(r[2 * i], r[2 * i + 1])
                    } else {
                        _mm512_unpackhi_pd(r[2 * i], r[2 * i + 1])
                    };
                }
                let [a, b, c, d] = pairs;
                let (low, high) = (
                    _mm512_shuffle_f64x2::<0x88>(a, b),
                    _mm512_shuffle_f64x2::<0x88>(c, d),
                );
                columns[odd] = _mm512_shuffle_f64x2::<0x88>(low, high);
                columns[4 + odd] = _mm512_shuffle_f64x2::<0xdd>(low, high);
                let (low, high) = (
                    _mm512_shuffle_f64x2::<0xdd>(a, b),
                    _mm512_shuffle_f64x2::<0xdd>(c, d),
                );
                columns[2 + odd] = _mm512_shuffle_f64x2::<0x88>(low, high);
                columns[6 + odd] = _mm512_shuffle_f64x2::<0xdd>(low, high);
            }
        }
        for (j, column) in columns.into_iter().enumerate() {
            self.store(column, &mut to[j * stride..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::super::tests::answers;
    use super::*;

    thread_local! {
        /// Whether the processor passes for one without any of the features, on this thread.
        pub(super) static HIDDEN: Cell<bool> = const { Cell::new(false) };
    }

    #[test]
    fn portable_answers_are_the_same_bits_whatever_the_processor_has() {
        let hidden = |set| {
            HIDDEN.set(true);
            let answers = answers(set);
            HIDDEN.set(false);
            answers
        };
        let portable = answers(InstructionSet::Portable);
        assert_eq!(portable, hidden(InstructionSet::Portable));
        // Where nothing wider is to be found, all sets are the portable one.
        assert_eq!(portable, hidden(InstructionSet::Detect));
        assert_eq!(portable, hidden(InstructionSet::Avx2));
        // And the bits do tell: each of them is another where something wider is found and used.
        if Features::detect().widest(InstructionSet::Avx2).is_some() {
            for (wide, portable) in answers(InstructionSet::Avx2).into_iter().zip(portable) {
                assert_ne!(wide, portable);
            }
        }
    }

    #[test]
    fn vectors_are_wide_only_where_the_processor_has_every_feature_of_their_function() {
        use InstructionSet::{Avx2, Detect, Portable};
        for bits in 0..8 {
            let [avx2, fma, avx512f] = [1, 2, 4].map(|bit| bits & bit != 0);
            let features = Features { avx2, fma, avx512f };
            // As `#[target_feature]` of `with_avx2` and of `with_avx512` lists them.
            let narrow = (avx2 && fma).then_some(Width::Avx2);
            let wide = (avx512f && avx2 && fma).then_some(Width::Avx512);
            assert_eq!(features.widest(Detect), wide.or(narrow), "{bits:b}");
            assert_eq!(features.widest(Avx2), narrow, "{bits:b}");
            assert_eq!(features.widest(Portable), None, "{bits:b}");
        }
    }
}
