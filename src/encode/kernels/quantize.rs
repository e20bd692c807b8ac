//! Rows of numbers as rows of bytes, each row with a scale and a zero of its own.

use std::mem::MaybeUninit;

use rten_simd::{Isa, SimdOp};
use rten_vecmath::{MinMax, Quantize};

use super::buffer::Buffer;

/// Rows as `scale * (byte - zero)`.
#[derive(Debug, Default)]
pub(in crate::encode) struct Quantized {
    bytes: Buffer<u8>,
    scales: Buffer<f32>,
    zeros: Buffer<f32>,
}

/// A view of [`Quantized`].
pub(super) struct QuantizedRows<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) scales: &'a [f32],
    pub(super) zeros: &'a [f32],
}

impl Quantized {
    /// Quantises rows of `width` numbers. A row's bytes depend on that row alone.
    pub(super) fn fill(&mut self, x: &[f32], width: usize) -> QuantizedRows<'_> {
        let rows = x.len() / width;
        let fill = Fill {
            x,
            width,
            bytes: self.bytes.take(x.len()),
            scales: self.scales.take(rows),
            zeros: self.zeros.take(rows),
        };
        fill.dispatch();
        QuantizedRows { bytes: self.bytes.get(x.len()), scales: self.scales.get(rows), zeros: self.zeros.get(rows) }
    }
}

struct Fill<'a> {
    x: &'a [f32],
    width: usize,
    bytes: &'a mut [u8],
    scales: &'a mut [f32],
    zeros: &'a mut [f32],
}

impl SimdOp for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let rows = self.x.chunks_exact(self.width).zip(self.bytes.chunks_exact_mut(self.width));
        for ((row, bytes), (scale, zero)) in rows.zip(self.scales.iter_mut().zip(self.zeros)) {
            let (least, greatest) = MinMax::new(row).eval(isa);
            // Zero is always exact.
            let (least, greatest) = (least.min(0.0), greatest.max(0.0));
            *scale = ((greatest - least) / 255.0).max(f32::MIN_POSITIVE);
            *zero = (-least / *scale).round_ties_even();
            Quantize::new(row, uninit(bytes), 1.0 / *scale, *zero as u8).eval(isa);
        }
    }
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
    use super::Quantized;

    #[test]
    fn is_within_half_a_step() {
        let width = 48;
        let x: Vec<f32> = (0..3 * width).map(|n| (n as f32).sin() * (1.0 + n as f32)).collect();
        let mut quantized = Quantized::default();
        let rows = quantized.fill(&x, width);
        for (n, value) in x.iter().enumerate() {
            let (scale, zero) = (rows.scales[n / width], rows.zeros[n / width]);
            let back = scale * (f32::from(rows.bytes[n]) - zero);
            assert!((back - value).abs() <= 0.51 * scale, "{value}: {back}");
        }
    }

    #[test]
    fn takes_rows_of_one_number() {
        for value in [0.0, 3.5, -2.0] {
            let mut quantized = Quantized::default();
            let rows = quantized.fill(&[value; 16], 16);
            let back = rows.scales[0] * (f32::from(rows.bytes[0]) - rows.zeros[0]);
            assert!((back - value).abs() <= 1e-6);
        }
    }
}
