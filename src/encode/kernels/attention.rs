//! Scaled dot-product attention (Vaswani and others 2017) within each of several sequences that lie one behind the other.

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, Simd, SimdOp, SimdUnaryOp};
use rten_vecmath::Exp;

use super::LANES;
use super::buffer::Buffer;
use super::quantize::fold;
use super::tile::{COLUMNS, Matrix, ROWS, Tile, multiply};
use super::transpose::transpose;

/// Memory for one sequence and head.
#[derive(Debug, Default)]
pub(in crate::encode) struct AttentionScratch {
    keys: Buffer<f32>,
    weights: Buffer<f32>,
}

/// For every head of every sequence `softmax(q k') v`.
///
/// `projected` holds for each token its query (scaled already), key and value, each `heads * head_width` numbers; `lengths` the
/// tokens of each sequence; `context` takes `heads * head_width` numbers a token. `head_width` must be a multiple of 16.
pub(in crate::encode) fn attend(
    projected: &[f32],
    lengths: &[usize],
    heads: usize,
    head_width: usize,
    scratch: &mut AttentionScratch,
    context: &mut [f32],
) {
    assert!(head_width.is_multiple_of(LANES));
    Attend { projected, lengths, heads, head_width, scratch, context }.dispatch();
}

struct Attend<'a> {
    projected: &'a [f32],
    lengths: &'a [usize],
    heads: usize,
    head_width: usize,
    scratch: &'a mut AttentionScratch,
    context: &'a mut [f32],
}

impl SimdOp for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self { projected, lengths, heads, head_width, scratch, context } = self;
        let width = heads * head_width;
        let mut first = 0;
        for length in lengths {
            let rows = &projected[first * 3 * width..(first + length) * 3 * width];
            let context = &mut context[first * width..(first + length) * width];
            for head in 0..heads {
                let part =
                    |which: usize| Matrix { values: rows, stride: 3 * width }.at(0, which * width + head * head_width);
                one_head(
                    isa,
                    [part(0), part(1), part(2)],
                    *length,
                    head_width,
                    scratch,
                    context,
                    width,
                    head * head_width,
                );
            }
            first += length;
        }
    }
}

#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "an inner loop, called from one place")]
fn one_head<I: Isa>(
    isa: I,
    [queries, keys, values]: [Matrix<'_, f32>; 3],
    length: usize,
    head_width: usize,
    scratch: &mut AttentionScratch,
    context: &mut [f32],
    stride: usize,
    column: usize,
) {
    let ops = isa.f32();
    let lanes = ops.len();
    let padded = length.next_multiple_of(LANES);
    let transposed = scratch.keys.take(head_width * padded);
    transpose(keys, length, head_width, padded, transposed);
    let keys = Matrix { values: &*transposed, stride: padded };
    let mut tile = Tile::default();
    for first in (0..length).step_by(ROWS) {
        let rows = ROWS.min(length - first);
        let weights = scratch.weights.take(rows * padded);
        for start in (0..padded).step_by(COLUMNS) {
            let columns = COLUMNS.min(padded - start);
            multiply(isa, rows, queries.at(first, 0), head_width, keys.at(0, start), columns, &mut tile);
            for (scores, weights) in tile.0.chunks_exact(COLUMNS).zip(weights.chunks_exact_mut(padded)) {
                weights[start..start + columns].copy_from_slice(&scores[..columns]);
            }
        }
        let mut inverses = [0.0; ROWS];
        for (weights, inverse) in weights.chunks_exact_mut(padded).zip(&mut inverses) {
            *inverse = 1.0 / exponentials(isa, weights, length);
        }
        let weights = Matrix { values: &*weights, stride: padded };
        for start in (0..head_width).step_by(COLUMNS) {
            let columns = COLUMNS.min(head_width - start);
            multiply(isa, rows, weights, length, values.at(0, start), columns, &mut tile);
            for (row, (sums, inverse)) in tile.0.chunks_exact(COLUMNS).zip(inverses).take(rows).enumerate() {
                let place = (first + row) * stride + column + start;
                let out = context[place..place + columns].chunks_exact_mut(lanes);
                for (sum, out) in sums.chunks_exact(lanes).zip(out) {
                    ops.store(ops.mul(ops.load(sum), ops.splat(inverse)), out);
                }
            }
        }
    }
}

/// Replaces the first `length` scores by their exponentials, the greatest being 1, and the padding by zeros; gives the sum.
#[inline(always)]
fn exponentials<I: Isa>(isa: I, scores: &mut [f32], length: usize) -> f32 {
    let ops = isa.f32();
    let lanes = ops.len();
    let lowest = ops.splat(f32::NEG_INFINITY);
    let mut greatest = lowest;
    for (chunk, scores) in scores.chunks_exact_mut(lanes).enumerate() {
        let there = ops.first_n_mask(length.saturating_sub(chunk * lanes).min(lanes));
        let value = ops.select(ops.load(scores), lowest, there);
        greatest = ops.max(greatest, value);
        ops.store(value, scores);
    }
    let greatest = ops.splat(fold(greatest.to_array().as_ref(), |a, b| if a > b { a } else { b }));
    let mut sum = ops.zero();
    for scores in scores.chunks_exact_mut(lanes) {
        let value = Exp {}.eval(isa, ops.sub(ops.load(scores), greatest));
        sum = ops.add(sum, value);
        ops.store(value, scores);
    }
    ops.sum(sum)
}

#[cfg(test)]
mod tests {
    use super::{AttentionScratch, attend};

    #[test]
    fn is_the_formula_within_each_sequence() {
        let (heads, head_width) = (2, 48);
        let width = heads * head_width;
        let lengths = [1, 17, 40];
        let tokens: usize = lengths.iter().sum();
        let projected: Vec<f32> = (0..tokens * 3 * width).map(|n| (n as f32 * 0.37).sin() * 0.4).collect();
        let mut context = vec![f32::NAN; tokens * width];
        attend(&projected, &lengths, heads, head_width, &mut AttentionScratch::default(), &mut context);
        let at = |token: usize, which: usize, n: usize| f64::from(projected[token * 3 * width + which * width + n]);
        let mut first = 0;
        for length in lengths {
            for (token, head) in (first..first + length).flat_map(|token| [(token, 0), (token, 1)]) {
                let columns = head * head_width..(head + 1) * head_width;
                let score =
                    |other: usize| columns.clone().map(|n| at(token, 0, n) * at(other, 1, n)).sum::<f64>().exp();
                let total: f64 = (first..first + length).map(score).sum();
                for n in columns.clone() {
                    let expected =
                        (first..first + length).map(|other| score(other) * at(other, 2, n)).sum::<f64>() / total;
                    assert!((f64::from(context[token * width + n]) - expected).abs() < 1e-5);
                }
            }
            first += length;
        }
    }
}
