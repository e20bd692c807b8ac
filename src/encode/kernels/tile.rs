//! Tiles: some rows by a panel of columns, the unit in which matrix products are computed.

use rten_simd::Isa;
use rten_simd::ops::{BitOps, NumOps};

/// The most rows of a tile. With [`COLUMNS`] it fills 24 of the 32 registers of AVX-512.
pub(in crate::encode) const ROWS: usize = 12;

/// The columns of a panel.
pub(in crate::encode) const COLUMNS: usize = 32;

/// The result of one tile, row by row, [`COLUMNS`] apart.
#[repr(align(64))]
pub(in crate::encode) struct Tile<T>(pub(in crate::encode) [T; ROWS * COLUMNS]);

impl<T: Copy + Default> Default for Tile<T> {
    fn default() -> Self {
        Self([T::default(); ROWS * COLUMNS])
    }
}

/// A matrix in memory, row by row: row `r` begins at `values[r * stride]`.
#[derive(Clone, Copy)]
pub(in crate::encode) struct Matrix<'a, T> {
    pub(in crate::encode) values: &'a [T],
    pub(in crate::encode) stride: usize,
}

impl<T> Matrix<'_, T> {
    /// The same matrix from a row and a column on.
    pub(in crate::encode) fn at(self, row: usize, column: usize) -> Self {
        Self { values: &self.values[row * self.stride + column..], stride: self.stride }
    }

    /// Panics unless the matrix holds `rows` rows of `columns`.
    pub(in crate::encode) fn check(&self, rows: usize, columns: usize) {
        let last = rows.checked_sub(1).map_or(0, |last| last * self.stride + columns);
        assert!(columns <= self.stride && last <= self.values.len(), "matrix out of bounds");
    }
}

/// The left side of a product: a matrix, or one on its side.
#[derive(Clone, Copy)]
pub(in crate::encode) struct Left<'a> {
    values: &'a [f32],
    /// From a row to the next.
    stride: usize,
    /// From a summand to the next.
    step: usize,
}

impl<'a> Left<'a> {
    pub(in crate::encode) fn rows(matrix: Matrix<'a, f32>) -> Self {
        Self { values: matrix.values, stride: matrix.stride, step: 1 }
    }

    pub(in crate::encode) fn columns(matrix: Matrix<'a, f32>) -> Self {
        Self { values: matrix.values, stride: 1, step: matrix.stride }
    }

    fn below(self, row: usize) -> Self {
        Self { values: &self.values[row * self.stride..], ..self }
    }

    fn check(&self, rows: usize, depth: usize) {
        assert!(
            rows == 0 || depth == 0 || (rows - 1) * self.stride + (depth - 1) * self.step < self.values.len(),
            "matrix out of bounds"
        );
    }
}

/// `out[r][c] = sum over k of a[r][k] * b[k][c]`, added up in the order of `k`, for up to [`ROWS`] rows and `columns` columns
/// (at most [`COLUMNS`], a multiple of 16).
///
/// `out` holds rows of [`COLUMNS`] numbers; behind the last row, up to the next multiple of four, anything may be left.
#[inline(always)]
pub(in crate::encode) fn multiply<I: Isa>(
    isa: I,
    rows: usize,
    a: Left<'_>,
    depth: usize,
    b: Matrix<'_, f32>,
    columns: usize,
    out: &mut [f32],
) {
    assert!(rows <= ROWS && columns <= COLUMNS && columns.is_multiple_of(super::LANES));
    a.check(rows, depth);
    b.check(depth, columns);
    let mut row = 0;
    macro_rules! step {
        ($rows:literal, $vectors:literal) => {{
            block::<I, $rows, $vectors>(isa, $rows, a.below(row), depth, b, &mut out[row * COLUMNS..]);
            row += $rows;
        }};
    }
    // As many rows as the registers hold. The widths are constants of the instruction set: one of these is compiled.
    while row < rows {
        let left = rows - row;
        if const { lanes::<I>() == 16 } {
            // Less than four rows take as long as four: sums wait for each other.
            match (columns, left) {
                (32, 12..) => step!(12, 2),
                (32, 8..) => step!(8, 2),
                (32, 4..) => step!(4, 2),
                (_, 12..) => step!(12, 1),
                (_, 8..) => step!(8, 1),
                (_, 4..) => step!(4, 1),
                _ => {
                    let (a, out) = (a.below(row), &mut out[row * COLUMNS..]);
                    if columns == 32 {
                        block::<I, 4, 2>(isa, left, a, depth, b, out);
                    } else {
                        block::<I, 4, 1>(isa, left, a, depth, b, out);
                    }
                    row = rows;
                }
            }
        } else if const { lanes::<I>() == 8 } {
            match (columns, left) {
                (32, 3..) => step!(3, 4),
                (32, _) => step!(1, 4),
                (_, 4..) => step!(4, 2),
                (_, _) => step!(1, 2),
            }
        } else if const { lanes::<I>() == 4 } {
            match (columns, left) {
                (32, 2..) => step!(2, 8),
                (32, _) => step!(1, 8),
                (_, 2..) => step!(2, 4),
                (_, _) => step!(1, 4),
            }
        } else {
            unreachable!("vectors of 4, 8 or 16 numbers");
        }
    }
}

/// Numbers in a vector.
const fn lanes<I: Isa>() -> usize {
    size_of::<I::F32>() / size_of::<f32>()
}

/// `N` rows by `V` vectors, all in registers. Of `a` there are `rows`; the last stands for those behind it.
#[inline(always)]
fn block<I: Isa, const N: usize, const V: usize>(
    isa: I,
    rows: usize,
    a: Left<'_>,
    depth: usize,
    b: Matrix<'_, f32>,
    out: &mut [f32],
) {
    let ops = isa.f32();
    let lanes = ops.len();
    assert!((1..=N).contains(&rows));
    a.check(rows, depth);
    b.check(depth, V * lanes);
    assert!((N - 1) * COLUMNS + V * lanes <= out.len());
    let mut sums = [[ops.zero(); V]; N];
    for k in 0..depth {
        // Safety:
        // - Row k of b holds V vectors: `b.check` above.
        #[expect(unsafe_code, reason = "a bounds check a load would take as long as the products")]
        let columns: [I::F32; V] =
            std::array::from_fn(|v| unsafe { ops.load_ptr(b.values.as_ptr().add(k * b.stride + v * lanes)) });
        for (n, sums) in sums.iter_mut().enumerate() {
            // Safety:
            // - The row, below `rows`, holds a number at k < depth: `a.check` above.
            #[expect(unsafe_code, reason = "a bounds check a load would take as long as the products")]
            let value = ops.splat(unsafe { *a.values.get_unchecked(n.min(rows - 1) * a.stride + k * a.step) });
            for (sum, column) in sums.iter_mut().zip(columns) {
                *sum = ops.mul_add(value, column, *sum);
            }
        }
    }
    for (n, sums) in sums.into_iter().enumerate() {
        for (v, sum) in sums.into_iter().enumerate() {
            let start = n * COLUMNS + v * lanes;
            ops.store(sum, &mut out[start..start + lanes]);
        }
    }
}
