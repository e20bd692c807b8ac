//! Attention that asks how far apart two tokens are: only within a window (Beltagy, Peters and Cohan 2020), or with scores for the
//! distance itself (He and others 2021).

use rten_simd::{Isa, SimdOp};
use rten_vecmath::Softmax;

use super::LANES;
use super::buffer::Buffer;
use super::tile::{COLUMNS, Left, Matrix, ROWS, Tile, multiply};
use super::transpose::transpose;

/// Queries whose scores are computed together.
const QUERIES: usize = 2 * ROWS;

/// Which keys a query sees, and what distance adds to its scores.
#[derive(Clone, Copy)]
pub(in crate::encode) enum Reach<'a> {
    /// Every key.
    All,
    /// Keys at most this many tokens away.
    Window(usize),
    /// Every key; a score is the sum of query by key, query by distance and distance by key.
    Distances(&'a Distances, &'a Columns),
}

/// What queries and keys are multiplied with to score a distance, in one layer.
pub(in crate::encode) struct Distances {
    /// For queries: head by head, `head_width` rows of one number a column.
    for_queries: Option<Buffer<f32>>,
    /// For keys.
    for_keys: Option<Buffer<f32>>,
    columns: usize,
    head_width: usize,
}

impl Distances {
    /// From vectors of `heads * head_width` numbers, one a distance that is told apart; those for keys are scaled already.
    pub(in crate::encode) fn new(
        for_queries: Option<&[f32]>,
        for_keys: Option<&[f32]>,
        heads: usize,
        head_width: usize,
    ) -> Self {
        let width = heads * head_width;
        let rows = for_queries.or(for_keys).map_or(0, |vectors| vectors.len() / width);
        let columns = rows.next_multiple_of(LANES);
        let turn = |vectors: &[f32]| {
            let mut turned = Buffer::zeros(width * columns);
            for (head, turned) in turned.take(width * columns).chunks_exact_mut(head_width * columns).enumerate() {
                let vectors = Matrix { values: vectors, stride: width }.at(0, head * head_width);
                transpose(vectors, rows, head_width, columns, turned);
            }
            turned
        };
        Self { for_queries: for_queries.map(turn), for_keys: for_keys.map(turn), columns, head_width }
    }

    fn table<'a>(&self, all: &'a Buffer<f32>, heads: usize, head: usize) -> Matrix<'a, f32> {
        let values = all.get(heads * self.head_width * self.columns);
        Matrix { values: &values[head * self.head_width * self.columns..], stride: self.columns }
    }
}

/// The column of each distance (the query's place less the key's) in [`Distances`].
pub(in crate::encode) struct Columns {
    /// From the most negative distance on.
    columns: Vec<usize>,
    longest: usize,
}

impl Columns {
    /// For sequences of up to `longest` tokens, from the column of a distance.
    pub(in crate::encode) fn new(longest: usize, column: impl Fn(isize) -> usize) -> Self {
        let most = longest.saturating_sub(1).cast_signed();
        Self { columns: (-most..=most).map(column).collect(), longest }
    }

    /// The columns of the distances in a sequence of `length` tokens.
    fn of(&self, length: usize) -> &[usize] {
        &self.columns[self.longest - length..][..2 * length - 1]
    }
}

/// Memory for one sequence and head.
#[derive(Debug, Default)]
pub(in crate::encode) struct NearScratch {
    keys: Buffer<f32>,
    scores: Buffer<f32>,
    by_query: Buffer<f32>,
    by_key: Buffer<f32>,
}

/// For every head of every sequence `softmax(scores) v`, over the keys within reach.
///
/// `projected` holds for each token its query (scaled already), key and value, each `heads * head_width` numbers; `lengths` the
/// tokens of each sequence; `context` takes `heads * head_width` numbers a token. `head_width` must be a multiple of 16.
pub(in crate::encode) fn attend_near(
    projected: &[f32],
    lengths: &[usize],
    (heads, head_width): (usize, usize),
    reach: Reach<'_>,
    scratch: &mut NearScratch,
    context: &mut [f32],
) {
    assert!(head_width.is_multiple_of(LANES));
    Attend { projected, lengths, heads, head_width, reach, scratch, context }.dispatch();
}

struct Attend<'a> {
    projected: &'a [f32],
    lengths: &'a [usize],
    heads: usize,
    head_width: usize,
    reach: Reach<'a>,
    scratch: &'a mut NearScratch,
    context: &'a mut [f32],
}

impl SimdOp for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self { projected, lengths, heads, head_width, reach, scratch, context } = self;
        let width = heads * head_width;
        let mut first = 0;
        for length in lengths.iter().copied().filter(|length| *length > 0) {
            let rows = &projected[first * 3 * width..(first + length) * 3 * width];
            let context = &mut context[first * width..(first + length) * width];
            for head in 0..heads {
                let part =
                    |which: usize| Matrix { values: rows, stride: 3 * width }.at(0, which * width + head * head_width);
                let one = OneHead { parts: [part(0), part(1), part(2)], length, heads, head, head_width };
                one.attend(isa, reach, scratch, context);
            }
            first += length;
        }
    }
}

/// One head of one sequence.
struct OneHead<'a> {
    /// Queries, keys and values.
    parts: [Matrix<'a, f32>; 3],
    length: usize,
    heads: usize,
    head: usize,
    head_width: usize,
}

impl OneHead<'_> {
    #[inline(always)]
    fn attend<I: Isa>(&self, isa: I, reach: Reach<'_>, scratch: &mut NearScratch, context: &mut [f32]) {
        let Self { parts: [queries, keys, values], length, heads, head, head_width } = *self;
        let NearScratch { keys: turned, scores, by_query, by_key } = scratch;
        let padded = length.next_multiple_of(LANES);
        let turned = turned.take(head_width * padded);
        transpose(keys, length, head_width, padded, turned);
        let turned = Matrix { values: &*turned, stride: padded };
        // The part of the table that this sequence's distances use.
        let used = match reach {
            Reach::Distances(distances, columns) if distances.columns > 0 => {
                let columns = columns.of(length);
                let (low, high) =
                    columns.iter().fold((usize::MAX, 0), |(low, high), column| (low.min(*column), high.max(*column)));
                let first = low / LANES * LANES;
                Some((distances, columns, first, (high + 1).next_multiple_of(LANES) - first))
            }
            _ => None,
        };
        if let Some((distances, _, first, count)) = used
            && let Some(all) = &distances.for_keys
        {
            let table = distances.table(all, heads, head).at(0, first);
            product(isa, keys, length, head_width, table, count, by_key.take(length * count), count);
        }
        let window = if let Reach::Window(window) = reach { window } else { length };
        let (width, column) = (heads * head_width, head * head_width);
        for query in (0..length).step_by(QUERIES) {
            let rows = QUERIES.min(length - query);
            let from = query.saturating_sub(window) / LANES * LANES;
            let end = length.min((query + rows).saturating_add(window));
            let columns = (end - from).next_multiple_of(LANES);
            let scores = scores.take(rows * columns);
            product(isa, queries.at(query, 0), rows, head_width, turned.at(0, from), columns, scores, columns);
            if let Some((distances, places, first, count)) = used {
                if let Some(all) = &distances.for_queries {
                    let table = distances.table(all, heads, head).at(0, first);
                    let by_query = by_query.take(rows * count);
                    product(isa, queries.at(query, 0), rows, head_width, table, count, by_query, count);
                    for (row, scores) in scores.chunks_exact_mut(columns).enumerate() {
                        let by_query = &by_query[row * count..(row + 1) * count];
                        for (key, score) in scores[..length].iter_mut().enumerate() {
                            *score += by_query[places[query + row + length - 1 - key] - first];
                        }
                    }
                }
                if distances.for_keys.is_some() {
                    let by_key = by_key.get(length * count);
                    for (row, scores) in scores.chunks_exact_mut(columns).enumerate() {
                        for (key, (score, by_key)) in scores.iter_mut().zip(by_key.chunks_exact(count)).enumerate() {
                            *score += by_key[places[query + row + length - 1 - key] - first];
                        }
                    }
                }
            }
            for (row, scores) in scores.chunks_exact_mut(columns).enumerate() {
                let place = query + row;
                let low = place.saturating_sub(window).max(from) - from;
                let high = length.min(place.saturating_add(window).saturating_add(1)) - from;
                scores[..low].fill(0.0);
                scores[high..].fill(0.0);
                Softmax::new_mut(&mut scores[low..high]).eval(isa);
            }
            let weights = Matrix { values: &*scores, stride: columns };
            let out = &mut context[query * width + column..];
            product(isa, weights, rows, end - from, values.at(from, 0), head_width, out, width);
        }
    }
}

/// `out[r][c] = sum over k of a[r][k] * b[k][c]`, rows of `out` being `stride` apart; `columns` a multiple of 16.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "an inner loop, called from this file only")]
fn product<I: Isa>(
    isa: I,
    a: Matrix<'_, f32>,
    rows: usize,
    depth: usize,
    b: Matrix<'_, f32>,
    columns: usize,
    out: &mut [f32],
    stride: usize,
) {
    let mut tile = Tile::default();
    for row in (0..rows).step_by(ROWS) {
        let rows = ROWS.min(rows - row);
        for column in (0..columns).step_by(COLUMNS) {
            let columns = COLUMNS.min(columns - column);
            multiply(isa, rows, Left::rows(a.at(row, 0)), depth, b.at(0, column), columns, &mut tile.0);
            for (r, sums) in tile.0.chunks_exact(COLUMNS).take(rows).enumerate() {
                let start = (row + r) * stride + column;
                out[start..start + columns].copy_from_slice(&sums[..columns]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Instructions;
    use super::{Attend, Columns, Distances, NearScratch, Reach};

    const HEADS: usize = 2;
    const HEAD_WIDTH: usize = 16;
    const WIDTH: usize = HEADS * HEAD_WIDTH;
    /// Distances that are told apart: beyond four tokens none.
    const SPAN: isize = 4;

    fn value(n: usize, seed: usize) -> f32 {
        ((n * 37 + seed * 53) % 101) as f32 / 101.0 - 0.5
    }

    fn column(distance: isize) -> usize {
        (distance + SPAN).clamp(0, 2 * SPAN - 1) as usize
    }

    /// The formula, in f64.
    fn expected(
        projected: &[f32],
        first: usize,
        length: usize,
        window: usize,
        tables: Option<[&[f32]; 2]>,
    ) -> Vec<f64> {
        let at =
            |token: usize, part: usize, n: usize| f64::from(projected[(first + token) * 3 * WIDTH + part * WIDTH + n]);
        let mut out = vec![0.0; length * WIDTH];
        for head in 0..HEADS {
            let lanes = head * HEAD_WIDTH..(head + 1) * HEAD_WIDTH;
            for i in 0..length {
                let weight = |j: usize| {
                    if i.abs_diff(j) > window {
                        return 0.0;
                    }
                    let row = column(i.cast_signed() - j.cast_signed()) * WIDTH;
                    let score = lanes.clone().map(|n| {
                        let (q, k) = (at(i, 0, n), at(j, 1, n));
                        let distance = tables.map_or(0.0, |[for_queries, for_keys]| {
                            q * f64::from(for_queries[row + n]) + k * f64::from(for_keys[row + n])
                        });
                        q * k + distance
                    });
                    score.sum::<f64>().exp()
                };
                let weights: Vec<f64> = (0..length).map(weight).collect();
                let sum: f64 = weights.iter().sum();
                for n in lanes.clone() {
                    out[i * WIDTH + n] = (0..length).map(|j| weights[j] / sum * at(j, 2, n)).sum();
                }
            }
        }
        out
    }

    #[test]
    fn is_the_formula_whatever_the_company() {
        let lengths = [40, 1, 0, 17, 26];
        let tokens: usize = lengths.iter().sum();
        let projected: Vec<f32> = (0..tokens * 3 * WIDTH).map(|n| 4.0 * value(n, 1)).collect();
        let [for_queries, for_keys] =
            [2, 3].map(|seed| (0..2 * SPAN as usize * WIDTH).map(|n| value(n, seed)).collect());
        let (for_queries, for_keys): (Vec<f32>, Vec<f32>) = (for_queries, for_keys);
        let distances = Distances::new(Some(&for_queries), Some(&for_keys), HEADS, HEAD_WIDTH);
        let columns = Columns::new(48, column);
        let cases = [
            (Reach::All, usize::MAX, None),
            (Reach::Window(5), 5, None),
            (Reach::Distances(&distances, &columns), usize::MAX, Some([&*for_queries, &*for_keys])),
        ];
        for instructions in Instructions::all() {
            for (reach, window, tables) in cases {
                let run = |projected: &[f32], lengths: &[usize]| {
                    let mut context = vec![f32::NAN; projected.len() / 3];
                    let scratch = &mut NearScratch::default();
                    let (heads, head_width, context_there) = (HEADS, HEAD_WIDTH, &mut *context);
                    let context_is =
                        Attend { projected, lengths, heads, head_width, reach, scratch, context: context_there };
                    instructions.run(context_is);
                    context
                };
                let together = run(&projected, &lengths);
                let mut first = 0;
                for length in lengths {
                    let there = &together[first * WIDTH..(first + length) * WIDTH];
                    let alone = run(&projected[first * 3 * WIDTH..(first + length) * 3 * WIDTH], &[length]);
                    assert!(alone.iter().zip(there).all(|(a, b)| a.to_bits() == b.to_bits()));
                    for (found, expected) in there.iter().zip(expected(&projected, first, length, window, tables)) {
                        assert!(
                            (f64::from(*found) - expected).abs() < 1e-5,
                            "{instructions:?}: {found} for {expected}"
                        );
                    }
                    first += length;
                }
            }
        }
    }
}
