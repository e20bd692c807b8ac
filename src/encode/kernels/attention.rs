//! Scaled dot-product attention (Vaswani and others 2017) within each of several sequences that lie one behind the other.

use rten_simd::ops::{BitOps, FloatOps, NumOps};
use rten_simd::{Isa, SimdOp, SimdUnaryOp};

use super::LANES;
use super::buffer::Buffer;
use super::exponential::Exponential;
use super::tile::{COLUMNS, Left, Matrix, ROWS, Tile, multiply};
use super::transpose::transpose;

/// Memory for one sequence and head.
#[derive(Debug, Default)]
pub(in crate::encode) struct AttentionScratch {
    queries: Buffer<f32>,
    scores: Buffer<f32>,
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
        for length in lengths.iter().filter(|length| **length > 0) {
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

/// Scores lie key by key, queries side by side, so that greatest and sum over the keys need no step within a vector.
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
    let turned = scratch.queries.take(head_width * padded);
    transpose(queries, length, head_width, padded, turned);
    let queries = Matrix { values: &*turned, stride: padded };
    let mut tile = Tile::default();
    for first in (0..padded).step_by(COLUMNS) {
        let columns = COLUMNS.min(padded - first);
        let scores = scratch.scores.take(length.next_multiple_of(ROWS) * COLUMNS);
        for (key, scores) in (0..length).step_by(ROWS).zip(scores.chunks_exact_mut(ROWS * COLUMNS)) {
            let rows = ROWS.min(length - key);
            multiply(isa, rows, Left::rows(keys.at(key, 0)), head_width, queries.at(0, first), columns, scores);
        }
        let scores = &mut scores[..length * COLUMNS];
        let mut inverses = [0.0; COLUMNS];
        for query in (0..columns).step_by(lanes) {
            let sum = exponentials(isa, scores, query);
            ops.store(ops.reciprocal(sum), &mut inverses[query..query + lanes]);
        }
        let weights = Matrix { values: &*scores, stride: COLUMNS };
        let there = columns.min(length - first);
        for query in (0..there).step_by(ROWS) {
            let rows = ROWS.min(there - query);
            for start in (0..head_width).step_by(COLUMNS) {
                let columns = COLUMNS.min(head_width - start);
                let weights = Left::columns(weights.at(0, query));
                multiply(isa, rows, weights, length, values.at(0, start), columns, &mut tile.0);
                for (row, (sums, inverse)) in
                    tile.0.chunks_exact(COLUMNS).zip(&inverses[query..]).take(rows).enumerate()
                {
                    let place = (first + query + row) * stride + column + start;
                    let out = context[place..place + columns].chunks_exact_mut(lanes);
                    for (sum, out) in sums.chunks_exact(lanes).zip(out) {
                        ops.store(ops.mul(ops.load(sum), ops.splat(*inverse)), out);
                    }
                }
            }
        }
    }
}

/// Replaces the scores of one vector of queries by their exponentials, each query's greatest being 1; gives the sums.
#[inline(always)]
fn exponentials<I: Isa>(isa: I, scores: &mut [f32], query: usize) -> I::F32 {
    let ops = isa.f32();
    let vector = query..query + ops.len();
    let mut greatest = ops.splat(f32::NEG_INFINITY);
    for scores in scores.chunks_exact(COLUMNS) {
        greatest = ops.max(greatest, ops.load(&scores[vector.clone()]));
    }
    let mut sum = ops.zero();
    for scores in scores.chunks_exact_mut(COLUMNS) {
        let scores = &mut scores[vector.clone()];
        let value = Exponential.eval(isa, ops.sub(ops.load(scores), greatest));
        sum = ops.add(sum, value);
        ops.store(value, scores);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::Instructions;
    use super::{Attend, AttentionScratch};

    #[test]
    fn is_the_formula_within_each_sequence() {
        let (heads, head_width) = (2, 48);
        let width = heads * head_width;
        let lengths = [1, 0, 17, 40];
        let tokens: usize = lengths.iter().sum();
        let projected: Vec<f32> = (0..tokens * 3 * width).map(|n| (n as f32 * 0.37).sin() * 0.4).collect();
        let mut contexts = Vec::new();
        for instructions in Instructions::all() {
            let mut context = vec![f32::NAN; tokens * width];
            let scratch = &mut AttentionScratch::default();
            let (projected, lengths, context_there) = (&projected[..], &lengths[..], &mut context[..]);
            instructions.run(Attend { projected, lengths, heads, head_width, scratch, context: context_there });
            contexts.push((instructions, context));
        }
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
                    for (instructions, context) in &contexts {
                        let found = f64::from(context[token * width + n]);
                        assert!((found - expected).abs() < 1e-5, "{instructions:?}: {found} for {expected}");
                    }
                }
            }
            first += length;
        }
    }
}
