//! The rate of the bare products, for `benches/gemm.rs`: what bounds every encoder on this processor.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rten_simd::{Isa, SimdOp};

use super::Precision;
use super::kernels::buffer::Buffer;
use super::kernels::dot;
use super::kernels::tile::{COLUMNS, Left, Matrix, ROWS, Tile, multiply};

/// Products between two looks at the clock.
const TILES: usize = 256;

/// Operations a second (two a product: multiply and add) of one thread whose operands are in its nearest cache: tiles of a
/// matrix product with `inputs` summands, their results left where they are. The median over `time`: threads that share a core, or a
/// machine that others share, must not show at their luckiest.
pub fn product_rate(precision: Precision, inputs: usize, time: Duration) -> f64 {
    match precision {
        Precision::F32 => FloatRate { inputs, time }.dispatch(),
        Precision::Int8 => {
            let kernel = dot::detect();
            let (a, mut panel) = (vec![3_u8; ROWS * inputs], Buffer::<i8>::zeros(COLUMNS * inputs));
            panel.take(COLUMNS * inputs).fill(5);
            let mut tile = Tile::default();
            rate(inputs, time, || {
                kernel.multiply(ROWS, Matrix { values: &a, stride: inputs }, panel.get(COLUMNS * inputs), &mut tile);
                black_box(&tile);
            })
        }
    }
}

struct FloatRate {
    inputs: usize,
    time: Duration,
}

impl SimdOp for FloatRate {
    type Output = f64;

    #[expect(
        clippy::inline_always,
        reason = "vector instructions are only used within the function that asks for them"
    )]
    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) -> f64 {
        let Self { inputs, time } = self;
        let (a, panel) = (vec![3.0; ROWS * inputs], Buffer::<f32>::zeros(COLUMNS * inputs));
        let mut tile = Tile::default();
        rate(inputs, time, || {
            let a = Left::rows(Matrix { values: &a, stride: inputs });
            let b = Matrix { values: panel.get(COLUMNS * inputs), stride: COLUMNS };
            multiply(isa, ROWS, a, inputs, b, COLUMNS, &mut tile);
            black_box(&tile);
        })
    }
}

#[expect(clippy::inline_always, reason = "vector instructions are only used within the function that asks for them")]
#[inline(always)]
fn rate(inputs: usize, time: Duration, mut product: impl FnMut()) -> f64 {
    let (mut rates, started) = (Vec::new(), Instant::now());
    while started.elapsed() < time {
        let begun = Instant::now();
        for _ in 0..TILES {
            product();
        }
        rates.push(operations(inputs) / begun.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

fn operations(inputs: usize) -> f64 {
    (2 * TILES * ROWS * COLUMNS * inputs) as f64
}
