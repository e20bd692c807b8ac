//! A matrix on its side.

use super::LANES;
use super::tile::Matrix;

/// `out[column][row] = matrix[row][column]`: `columns` (a multiple of 16) rows of `padded` numbers, zeros behind the `rows` that there are.
/// `padded` is the next multiple of 16.
pub(super) fn transpose(matrix: Matrix<'_, f32>, rows: usize, columns: usize, padded: usize, out: &mut [f32]) {
    matrix.check(rows, columns);
    assert!(columns.is_multiple_of(LANES) && padded == rows.next_multiple_of(LANES) && columns * padded <= out.len());
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512f") {
        for first in (0..rows).step_by(LANES) {
            for column in (0..columns).step_by(LANES) {
                let block = matrix.at(first, column);
                let there = LANES.min(rows - first);
                // Safety:
                // - The feature is there.
                // - `there` rows of 16 numbers begin at the block's place, and 16 rows of 16 fit in `out` from there on: checked above.
                #[expect(unsafe_code, reason = "vector instructions work on pointers")]
                unsafe {
                    let out = out.as_mut_ptr().add(column * padded + first);
                    avx512::block(block.values.as_ptr(), block.stride, there, out, padded);
                }
            }
        }
        return;
    }
    for (column, out) in out.chunks_exact_mut(padded).take(columns).enumerate() {
        for (row, out) in out.iter_mut().enumerate() {
            *out = if row < rows { matrix.values[row * matrix.stride + column] } else { 0.0 };
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use std::arch::x86_64::{
        __m512, _mm512_castpd_ps, _mm512_castps_pd, _mm512_loadu_ps, _mm512_setzero_ps, _mm512_shuffle_f32x4,
        _mm512_storeu_ps, _mm512_unpackhi_pd, _mm512_unpackhi_ps, _mm512_unpacklo_pd, _mm512_unpacklo_ps,
    };

    use super::LANES;

    /// 16 by 16: pairs, then fours, then the four quarters of each vector.
    ///
    /// # Safety
    ///
    /// `rows` (at most 16) rows of 16 numbers must be readable at `from`, `stride` apart, and 16 of them writable at `to`, `to_stride` apart.
    #[expect(unsafe_code, reason = "vector instructions work on pointers")]
    #[target_feature(enable = "avx512f")]
    pub(super) unsafe fn block(from: *const f32, stride: usize, rows: usize, to: *mut f32, to_stride: usize) {
        let mut loaded = [_mm512_setzero_ps(); LANES];
        for (row, loaded) in loaded.iter_mut().enumerate().take(rows) {
            // Safety: the caller's rows.
            *loaded = unsafe { _mm512_loadu_ps(from.add(row * stride)) };
        }
        let pairs: [__m512; LANES] = std::array::from_fn(|n| {
            let (even, odd) = (loaded[n / 2 * 2], loaded[n / 2 * 2 + 1]);
            if n % 2 == 0 { _mm512_unpacklo_ps(even, odd) } else { _mm512_unpackhi_ps(even, odd) }
        });
        // Vector 4 g + c holds column 4 q + c of the rows of group g in its quarter q.
        let fours: [__m512; LANES] = std::array::from_fn(|n| {
            let (group, column) = (n / 4 * 4, n % 4);
            let [first, second] = [group, group + 2].map(|pair| _mm512_castps_pd(pairs[pair + column / 2]));
            let even = column % 2 == 0;
            _mm512_castpd_ps(if even { _mm512_unpacklo_pd(first, second) } else { _mm512_unpackhi_pd(first, second) })
        });
        for column in 0..4 {
            let groups: [__m512; 4] = std::array::from_fn(|group| fours[4 * group + column]);
            let low = [0, 2].map(|group| _mm512_shuffle_f32x4::<0x44>(groups[group], groups[group + 1]));
            let high = [0, 2].map(|group| _mm512_shuffle_f32x4::<0xee>(groups[group], groups[group + 1]));
            let columns = [
                _mm512_shuffle_f32x4::<0x88>(low[0], low[1]),
                _mm512_shuffle_f32x4::<0xdd>(low[0], low[1]),
                _mm512_shuffle_f32x4::<0x88>(high[0], high[1]),
                _mm512_shuffle_f32x4::<0xdd>(high[0], high[1]),
            ];
            for (quarter, values) in columns.into_iter().enumerate() {
                // Safety: the caller's memory.
                unsafe { _mm512_storeu_ps(to.add((4 * quarter + column) * to_stride), values) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Matrix, transpose};

    #[test]
    fn turns_and_pads() {
        let (stride, columns) = (70, 48);
        for rows in [1_usize, 15, 16, 33] {
            let padded = rows.next_multiple_of(16);
            let values: Vec<f32> = (0..rows * stride).map(|n| n as f32).collect();
            let mut out = vec![f32::NAN; columns * padded];
            transpose(Matrix { values: &values, stride }, rows, columns, padded, &mut out);
            for (n, found) in out.iter().enumerate() {
                let (column, row) = (n / padded, n % padded);
                let expected = if row < rows { values[row * stride + column] } else { 0.0 };
                assert_eq!(found.to_bits(), expected.to_bits(), "{rows} rows, at {row}, {column}");
            }
        }
    }
}
