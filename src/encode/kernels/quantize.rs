//! Rows of numbers as rows of bytes, each row with a scale and a zero of its own.

use std::mem::MaybeUninit;

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, Simd, SimdOp};
use rten_vecmath::Quantize;

use super::buffer::Buffer;
use super::{BLOCK, CHAINS, LANES};

/// Numbers that are looked through twice in a row: they stay in the first cache.
const NUMBERS: usize = 2048;

/// Rows as `scale * byte + offset`.
#[derive(Debug, Default)]
pub(in crate::encode) struct Quantized {
    bytes: Buffer<u8>,
    scales: Buffer<f32>,
    offsets: Buffer<f32>,
}

/// A view of [`Quantized`].
pub(super) struct QuantizedRows<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) scales: &'a [f32],
    pub(super) offsets: &'a [f32],
}

impl Quantized {
    /// Quantises rows of `width` numbers, a multiple of 16. A row's bytes depend on that row alone.
    pub(super) fn fill(&mut self, x: &[f32], width: usize) -> QuantizedRows<'_> {
        let rows = x.len() / width;
        let bytes = self.bytes.take(x.len());
        Fill { x, width, bytes, scales: self.scales.take(rows), offsets: self.offsets.take(rows) }.dispatch();
        QuantizedRows { bytes: self.bytes.get(x.len()), scales: self.scales.get(rows), offsets: self.offsets.get(rows) }
    }
}

struct Fill<'a> {
    x: &'a [f32],
    width: usize,
    bytes: &'a mut [u8],
    scales: &'a mut [f32],
    offsets: &'a mut [f32],
}

impl SimdOp for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self { x, width, bytes, scales, offsets } = self;
        let mut steps = [(0.0, 0.0); BLOCK];
        let block = (NUMBERS / width).clamp(1, BLOCK);
        let blocks = x.chunks(block * width).zip(bytes.chunks_mut(block * width));
        for ((x, bytes), (scales, offsets)) in blocks.zip(scales.chunks_mut(block).zip(offsets.chunks_mut(block))) {
            let rows = x.chunks_exact(width).zip(&mut steps).zip(scales.iter_mut().zip(offsets));
            for ((row, (inverse, zero)), (scale, offset)) in rows {
                let (least, greatest) = range(isa, row);
                *scale = ((greatest - least) / 255.0).max(f32::MIN_POSITIVE);
                *inverse = 1.0 / *scale;
                // Zero is always exact.
                *zero = (-least * *inverse).round_ties_even();
                *offset = -*scale * *zero;
            }
            for ((row, bytes), (inverse, zero)) in x.chunks_exact(width).zip(bytes.chunks_exact_mut(width)).zip(steps) {
                Quantize::new(row, uninit(bytes), inverse, zero as u8).eval(isa);
            }
        }
    }
}

/// The least and the greatest of some numbers and zero.
#[inline(always)]
fn range<I: Isa>(isa: I, row: &[f32]) -> (f32, f32) {
    let ops = isa.f32();
    let mut least = [ops.zero(); CHAINS];
    let mut greatest = [ops.zero(); CHAINS];
    let mut parts = row.chunks_exact(CHAINS * ops.len());
    for part in parts.by_ref() {
        for (values, (least, greatest)) in part.chunks_exact(ops.len()).zip(least.iter_mut().zip(&mut greatest)) {
            let values = ops.load(values);
            *least = ops.min(*least, values);
            *greatest = ops.max(*greatest, values);
        }
    }
    for values in parts.remainder().chunks_exact(ops.len()) {
        let values = ops.load(values);
        least[0] = ops.min(least[0], values);
        greatest[0] = ops.max(greatest[0], values);
    }
    let least = ops.min(ops.min(least[0], least[1]), ops.min(least[2], least[3]));
    let greatest = ops.max(ops.max(greatest[0], greatest[1]), ops.max(greatest[2], greatest[3]));
    (
        fold(least.to_array().as_ref(), |a, b| if a < b { a } else { b }),
        fold(greatest.to_array().as_ref(), |a, b| if a > b { a } else { b }),
    )
}

/// One number out of up to 16, by halves: vector instructions again.
#[inline(always)]
fn fold(values: &[f32], pick: impl Fn(f32, f32) -> f32) -> f32 {
    let mut rest = [0.0; LANES];
    let mut length = values.len().min(LANES);
    rest[..length].copy_from_slice(&values[..length]);
    while length > 1 {
        length /= 2;
        let (low, high) = rest.split_at_mut(length);
        for (low, high) in low.iter_mut().zip(high) {
            *low = pick(*low, *high);
        }
    }
    rest[0]
}

fn uninit(bytes: &mut [u8]) -> &mut [MaybeUninit<u8>] {
    // Safety:
    // - A byte may stand where a byte that need not be initialised may stand, and `Quantize` only writes whole bytes.
    #[expect(unsafe_code, reason = "the quantiser asks for uninitialised memory, ours is reused")]
    unsafe {
        &mut *(std::ptr::from_mut(bytes) as *mut [MaybeUninit<u8>])
    }
}

#[cfg(test)]
mod tests {
    use super::super::Instructions;
    use super::{Fill, Quantized};

    #[test]
    fn is_within_half_a_step() {
        let width = 48;
        let x: Vec<f32> = (0..3 * width).map(|n| (n as f32).sin() * (1.0 + n as f32)).collect();
        for instructions in Instructions::all() {
            let (mut bytes, mut scales, mut offsets) = (vec![0; 3 * width], [0.0; 3], [0.0; 3]);
            let fill = Fill { x: &x, width, bytes: &mut bytes, scales: &mut scales, offsets: &mut offsets };
            instructions.run(fill);
            for (n, value) in x.iter().enumerate() {
                let (scale, offset) = (scales[n / width], offsets[n / width]);
                let back = scale * f32::from(bytes[n]) + offset;
                assert!((back - value).abs() <= 0.51 * scale, "{instructions:?}: {value}: {back}");
            }
        }
    }

    #[test]
    fn takes_rows_of_one_number() {
        for value in [0.0, 3.5, -2.0] {
            let mut quantized = Quantized::default();
            let rows = quantized.fill(&[value; 16], 16);
            let back = rows.scales[0] * f32::from(rows.bytes[0]) + rows.offsets[0];
            assert!((back - value).abs() <= 1e-6);
        }
    }
}
