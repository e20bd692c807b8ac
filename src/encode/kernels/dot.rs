//! Products of bytes: rows of unsigned by panels of signed ones, added up exactly in 32 bits.
//!
//! Each processor's kernel gives the same integers, so results do not depend on which is picked.

use super::tile::{COLUMNS, Matrix, ROWS, Tile};

/// Bytes that one instruction adds up for each column.
pub(in crate::encode) const GROUP: usize = 4;

/// One way to multiply bytes.
pub(in crate::encode) trait Dot: Sync {
    /// The instructions used.
    fn name(&self) -> &'static str;

    /// Whether it is faster than multiplying floats.
    fn pays(&self) -> bool;

    /// `out[r][c] = sum over k of a[r][k] * panel[k][c]` for `rows` rows (at most [`ROWS`]) and all [`COLUMNS`] columns.
    ///
    /// `panel` holds, for each four `k`, the four bytes of column 0, of column 1 and so on, and begins on a cache line.
    fn multiply(&self, rows: usize, a: Matrix<'_, u8>, panel: &[i8], out: &mut Tile<i32>);
}

/// The best kernel that this processor has.
pub(in crate::encode) fn detect() -> &'static dyn Dot {
    all().next().unwrap_or(&Portable)
}

/// Every kernel that this processor has, best first.
fn all() -> impl Iterator<Item = &'static dyn Dot> {
    #[cfg(target_arch = "x86_64")]
    let special = [x86::Avx512Vnni::find(), x86::AvxVnni::find()];
    #[cfg(not(target_arch = "x86_64"))]
    let special: [Option<&'static dyn Dot>; 0] = [];
    special.into_iter().flatten().chain([&Portable as &'static dyn Dot])
}

/// Groups of four in a panel; panics where the arguments do not fit together.
fn check(rows: usize, a: Matrix<'_, u8>, panel: &[i8]) -> usize {
    let groups = panel.len() / (COLUMNS * GROUP);
    assert!(rows <= ROWS && panel.len().is_multiple_of(COLUMNS * GROUP));
    a.check(rows, groups * GROUP);
    groups
}

/// For any processor.
struct Portable;

impl Dot for Portable {
    fn name(&self) -> &'static str {
        "portable"
    }

    fn pays(&self) -> bool {
        false
    }

    fn multiply(&self, rows: usize, a: Matrix<'_, u8>, panel: &[i8], out: &mut Tile<i32>) {
        let groups = check(rows, a, panel);
        for (row, out) in out.0.chunks_exact_mut(COLUMNS).take(rows).enumerate() {
            out.fill(0);
            let bytes = &a.at(row, 0).values[..groups * GROUP];
            for (bytes, panel) in bytes.chunks_exact(GROUP).zip(panel.chunks_exact(COLUMNS * GROUP)) {
                for (out, column) in out.iter_mut().zip(panel.chunks_exact(GROUP)) {
                    for (byte, weight) in bytes.iter().zip(column) {
                        *out += i32::from(*byte) * i32::from(*weight);
                    }
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    #![expect(unsafe_code, reason = "vector instructions work on pointers")]
    #![expect(clippy::cast_ptr_alignment, reason = "the panels' alignment is asserted, the tiles' is their type's")]

    use std::hint::black_box;

    use std::arch::x86_64::{
        __m256i, __m512i, _MM_HINT_T0, _mm_prefetch, _mm256_dpbusd_avx_epi32, _mm256_load_si256, _mm256_set1_epi32,
        _mm256_setzero_si256, _mm256_store_si256, _mm512_dpbusd_epi32, _mm512_load_si512, _mm512_set1_epi32,
        _mm512_setzero_si512, _mm512_store_si512,
    };

    use super::super::buffer::ALIGNMENT;
    use super::{COLUMNS, Dot, GROUP, Matrix, Tile, check};

    /// Groups that are fetched before they are needed.
    const AHEAD: usize = 8;

    /// 64 products an instruction.
    pub(super) struct Avx512Vnni(());

    impl Avx512Vnni {
        pub(super) fn find() -> Option<&'static dyn Dot> {
            let there = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni");
            there.then_some(&Self(()) as &'static dyn Dot)
        }
    }

    impl Dot for Avx512Vnni {
        fn name(&self) -> &'static str {
            "AVX-512 VNNI"
        }

        fn pays(&self) -> bool {
            true
        }

        fn multiply(&self, rows: usize, a: Matrix<'_, u8>, panel: &[i8], out: &mut Tile<i32>) {
            let groups = check(rows, a, panel);
            assert!(panel.as_ptr().addr().is_multiple_of(ALIGNMENT));
            let (bytes, panel, out) = (a.values.as_ptr(), panel.as_ptr(), out.0.as_mut_ptr());
            macro_rules! rows {
                ($($rows:literal)+) => {
                    // Safety:
                    // - The features are there: `find` is the only way to a value of this type.
                    // - `check` holds `rows` rows of `groups` groups, and the panel `groups` groups of all columns.
                    // - The panel is aligned (asserted), and so is a tile; a tile holds 12 rows.
                    match rows {
                        0 => {}
                        $($rows => unsafe { avx512::<$rows>(bytes, a.stride, groups, panel, out) },)+
                        _ => unreachable!("a tile has 12 rows"),
                    }
                };
            }
            rows!(1 2 3 4 5 6 7 8 9 10 11 12);
        }
    }

    /// `N` rows, whose sums stay in 2 N registers.
    ///
    /// # Safety
    ///
    /// `a` must hold `N` rows of `groups` groups of four bytes, `stride` bytes apart; `panel` `groups` groups of all columns, from
    /// a cache line on; `out` `N` rows, from a cache line on.
    #[target_feature(enable = "avx512f,avx512vnni")]
    unsafe fn avx512<const N: usize>(a: *const u8, stride: usize, groups: usize, panel: *const i8, out: *mut i32) {
        let mut sums = [[_mm512_setzero_si512(); 2]; N];
        // A pointer every three rows, each moved on by itself: an address a row, added up anew for every group, would take more
        // instructions than there are products. The compiler must not see how they hang together.
        let mut rows: [*const u8; 4] = std::array::from_fn(|third| black_box(a.wrapping_add(3 * third * stride)));
        let steps = [0, stride, black_box(2 * stride)];
        for group in 0..groups {
            // Safety: the panel holds two vectors a group.
            let columns = unsafe {
                // Behind the end lies the next panel.
                let ahead = panel.wrapping_add((group + AHEAD) * COLUMNS * GROUP);
                _mm_prefetch::<_MM_HINT_T0>(ahead);
                _mm_prefetch::<_MM_HINT_T0>(ahead.wrapping_add(ALIGNMENT));
                let first = panel.add(group * COLUMNS * GROUP).cast::<__m512i>();
                [_mm512_load_si512(first), _mm512_load_si512(first.add(1))]
            };
            for (row, sums) in sums.iter_mut().enumerate() {
                // Safety: the row holds a group here.
                let bytes = unsafe { rows[row / 3].wrapping_add(steps[row % 3]).cast::<i32>().read_unaligned() };
                let bytes = _mm512_set1_epi32(bytes);
                for (sum, columns) in sums.iter_mut().zip(columns) {
                    *sum = _mm512_dpbusd_epi32(*sum, bytes, columns);
                }
            }
            for row in &mut rows {
                *row = row.wrapping_add(GROUP);
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            for (half, sum) in sums.into_iter().enumerate() {
                // Safety: the tile holds N rows of two vectors.
                unsafe { _mm512_store_si512(out.add(row * COLUMNS).cast::<__m512i>().add(half), sum) };
            }
        }
    }

    /// 32 products an instruction: processors with VNNI and without AVX-512.
    pub(super) struct AvxVnni(());

    impl AvxVnni {
        pub(super) fn find() -> Option<&'static dyn Dot> {
            let there = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("avxvnni");
            there.then_some(&Self(()) as &'static dyn Dot)
        }
    }

    impl Dot for AvxVnni {
        fn name(&self) -> &'static str {
            "AVX-VNNI"
        }

        fn pays(&self) -> bool {
            true
        }

        fn multiply(&self, rows: usize, a: Matrix<'_, u8>, panel: &[i8], out: &mut Tile<i32>) {
            let groups = check(rows, a, panel);
            assert!(panel.as_ptr().addr().is_multiple_of(ALIGNMENT));
            for first in (0..rows).step_by(3) {
                let bytes = a.at(first, 0).values.as_ptr();
                let (panel, out) = (panel.as_ptr(), out.0[first * COLUMNS..].as_mut_ptr());
                // Safety:
                // - The features are there: `find` is the only way to a value of this type.
                // - `check` holds `rows` rows of `groups` groups, and the panel `groups` groups of all columns.
                // - The panel is aligned (asserted), and so is a tile; a tile holds 12 rows.
                unsafe {
                    match rows - first {
                        1 => avx2::<1>(bytes, a.stride, groups, panel, out),
                        2 => avx2::<2>(bytes, a.stride, groups, panel, out),
                        _ => avx2::<3>(bytes, a.stride, groups, panel, out),
                    }
                }
            }
        }
    }

    /// `N` rows, whose sums stay in 4 N registers.
    ///
    /// # Safety
    ///
    /// As for [`avx512`].
    #[target_feature(enable = "avx2,avxvnni")]
    unsafe fn avx2<const N: usize>(a: *const u8, stride: usize, groups: usize, panel: *const i8, out: *mut i32) {
        let mut sums = [[_mm256_setzero_si256(); 4]; N];
        for group in 0..groups {
            // Safety: the panel holds four vectors a group.
            let columns: [__m256i; 4] = std::array::from_fn(|quarter| unsafe {
                _mm256_load_si256(panel.add(group * COLUMNS * GROUP).cast::<__m256i>().add(quarter))
            });
            for (row, sums) in sums.iter_mut().enumerate() {
                // Safety: the row holds a group here.
                let bytes = unsafe { a.add(row * stride + group * GROUP).cast::<i32>().read_unaligned() };
                let bytes = _mm256_set1_epi32(bytes);
                for (sum, columns) in sums.iter_mut().zip(columns) {
                    *sum = _mm256_dpbusd_avx_epi32(*sum, bytes, columns);
                }
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            for (quarter, sum) in sums.into_iter().enumerate() {
                // Safety: the tile holds N rows of four vectors.
                unsafe { _mm256_store_si256(out.add(row * COLUMNS).cast::<__m256i>().add(quarter), sum) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::buffer::Buffer;
    use super::{COLUMNS, GROUP, Matrix, ROWS, Tile, all};

    /// The greatest bytes as well: 255 times -127 four times over would overflow 16 bits.
    #[test]
    fn every_kernel_is_the_plain_sum() {
        let (depth, stride) = (260, 300);
        let a: Vec<u8> = (0..ROWS * stride).map(|n| if n % 7 < 4 { 255 } else { (n * 31 % 256) as u8 }).collect();
        let mut panel = Buffer::<i8>::zeros(depth * COLUMNS);
        for (n, weight) in panel.take(depth * COLUMNS).iter_mut().enumerate() {
            *weight = if n % 5 < 3 { -127 } else { ((n * 17 % 255) as u8).cast_signed() };
        }
        let panel = panel.get(depth * COLUMNS);
        for kernel in all() {
            for rows in 0..=ROWS {
                let mut out = Tile([i32::MIN; ROWS * COLUMNS]);
                kernel.multiply(rows, Matrix { values: &a, stride }, panel, &mut out);
                for (n, found) in out.0.iter().enumerate() {
                    let (row, column) = (n / COLUMNS, n % COLUMNS);
                    let product = |k: usize| {
                        let weight = panel[(k / GROUP * COLUMNS + column) * GROUP + k % GROUP];
                        i32::from(a[row * stride + k]) * i32::from(weight)
                    };
                    let expected = if row < rows { (0..depth).map(product).sum() } else { i32::MIN };
                    assert_eq!(*found, expected, "{}, {rows} rows, at {row}, {column}", kernel.name());
                }
            }
        }
    }
}
