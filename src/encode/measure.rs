//! The rate of the bare matrix products: what bounds the encoder on this processor.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rten_simd::{Isa, SimdOp};

use super::kernels::buffer::Buffer;
use super::kernels::dot;
use super::kernels::tile::{COLUMNS, Left, Matrix, ROWS, Tile, multiply};
use super::{Precision, Shape};
use crate::batch::TOKEN_BUDGET;
use crate::error::Result;
use crate::model::Files;

/// Operations a second, of which a product has two: it multiplies and adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The products of a model's linear layers for a full micro-batch, layer after layer, so that weights come from the cache that
    /// holds them all; the sums are left as they are.
    pub products: f64,
    /// One tile again and again, its operands in the nearest cache: the kernel at its best.
    pub tile: f64,
}

/// Measures `threads` threads at once for about `time`: the sum of their medians, because threads that share a core, or a machine
/// that others share, must not show at their luckiest.
///
/// # Errors
///
/// If the model's `config.json` cannot be read.
pub fn product_rate(files: &Files, precision: Precision, threads: usize, time: Duration) -> Result<Rate> {
    let shape = Shape::read(files)?;
    let (width, inner) = (shape.width, shape.inner);
    let layer = [(width, 3 * width), (width, width), (width, inner), (inner, width)];
    let layers: Vec<(usize, usize)> = (0..shape.layers).flat_map(|_| layer).collect();
    let thread = || {
        let rate = |layers: &[(usize, usize)], rows: usize| match precision {
            Precision::F32 => Floats { layers, rows, time: time / 2 }.dispatch(),
            Precision::Int8 => bytes(layers, rows, time / 2),
        };
        Rate { products: rate(&layers, TOKEN_BUDGET), tile: rate(&[(width, COLUMNS)], ROWS) }
    };
    let rates: Vec<Rate> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(thread)).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    Ok(Rate { products: rates.iter().map(|rate| rate.products).sum(), tile: rates.iter().map(|rate| rate.tile).sum() })
}

/// Layers are given by their inputs and outputs.
fn bytes(layers: &[(usize, usize)], rows: usize, time: Duration) -> f64 {
    let kernel = dot::detect();
    let weights: Vec<_> = layers.iter().map(|(inputs, outputs)| filled(inputs * outputs, 5_i8)).collect();
    let x = vec![3_u8; rows * widest(layers)];
    let mut tile = Tile::default();
    median(layers, rows, time, || {
        for ((inputs, outputs), weights) in layers.iter().zip(&weights) {
            for panel in weights.get(inputs * outputs).chunks_exact(COLUMNS * inputs) {
                for x in x[..rows * inputs].chunks(ROWS * inputs) {
                    kernel.multiply(x.len() / inputs, Matrix { values: x, stride: *inputs }, panel, &mut tile);
                    black_box(&tile);
                }
            }
        }
    })
}

struct Floats<'a> {
    layers: &'a [(usize, usize)],
    rows: usize,
    time: Duration,
}

impl SimdOp for Floats<'_> {
    type Output = f64;

    #[expect(
        clippy::inline_always,
        reason = "vector instructions are only used within the function that asks for them"
    )]
    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) -> f64 {
        let Self { layers, rows, time } = self;
        let weights: Vec<_> = layers.iter().map(|(inputs, outputs)| filled(inputs * outputs, 0.5_f32)).collect();
        let x = vec![3.0; rows * widest(layers)];
        let mut tile = Tile::default();
        median(layers, rows, time, || {
            for ((inputs, outputs), weights) in layers.iter().zip(&weights) {
                for panel in weights.get(inputs * outputs).chunks_exact(COLUMNS * inputs) {
                    for x in x[..rows * inputs].chunks(ROWS * inputs) {
                        let left = Left::rows(Matrix { values: x, stride: *inputs });
                        let panel = Matrix { values: panel, stride: COLUMNS };
                        multiply(isa, x.len() / inputs, left, *inputs, panel, COLUMNS, &mut tile.0);
                        black_box(&tile);
                    }
                }
            }
        })
    }
}

fn filled<T: Copy + Default>(length: usize, value: T) -> Buffer<T> {
    let mut buffer = Buffer::zeros(length);
    buffer.take(length).fill(value);
    buffer
}

fn widest(layers: &[(usize, usize)]) -> usize {
    layers.iter().map(|(inputs, _)| *inputs).max().unwrap_or(0)
}

/// The operations a second of the middle one of as many passes as there is time for.
#[expect(clippy::inline_always, reason = "vector instructions are only used within the function that asks for them")]
#[inline(always)]
fn median(layers: &[(usize, usize)], rows: usize, time: Duration, mut pass: impl FnMut()) -> f64 {
    let operations: usize = layers.iter().map(|(inputs, outputs)| 2 * rows * inputs * outputs).sum();
    // A pass over one tile is over before a clock could tell.
    let again = (MEASURABLE / operations.max(1)).max(1);
    let (mut rates, started) = (Vec::new(), Instant::now());
    while rates.is_empty() || started.elapsed() < time {
        let begun = Instant::now();
        for _ in 0..again {
            pass();
        }
        rates.push((again * operations) as f64 / begun.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// Operations that take some tenths of a millisecond or more.
const MEASURABLE: usize = 100_000_000;
