//! A linear layer: `activation(x * weights + bias)`, in floats or in bytes.

use rten_simd::ops::{BitOps, NumOps, ToFloat};
use rten_simd::{Isa, SimdOp, SimdUnaryOp};
use rten_vecmath::Gelu as ExactGelu;

use super::LANES;
use super::buffer::Buffer;
use super::dot::{Dot, GROUP};
use super::gelu::Gelu;
use super::quantize::{Quantized, QuantizedRows};
use super::tile::{COLUMNS, Left, Matrix, ROWS, Tile, multiply};

/// The greatest weight as a byte; -128 stays unused, so that the scale is symmetric.
const LARGEST: f32 = 127.0;

/// 1.5 times 2^23: floats of this size have no fraction.
const ROUNDING: f32 = 12_582_912.0;

/// What follows the linear map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::encode) enum Activation {
    Identity,
    Gelu,
}

/// A linear layer with its weights packed in panels of [`COLUMNS`] outputs.
pub(in crate::encode) struct Linear {
    inputs: usize,
    outputs: usize,
    activation: Activation,
    /// Padded to whole panels, as is all that holds a number an output.
    bias: Buffer<f32>,
    weights: Weights,
}

enum Weights {
    /// Panel by panel, input by input.
    Float(Buffer<f32>),
    /// Panel by panel, as [`Dot::multiply`] wants it.
    Int8 {
        dot: &'static dyn Dot,
        bytes: Buffer<i8>,
        /// What a weight's byte is to be multiplied with, an output.
        scales: Buffer<f32>,
        /// The sum of an output's weights as they are after rounding: what an input's zero stands for.
        sums: Buffer<f32>,
    },
}

impl Linear {
    /// From weights `[outputs, inputs]` and a bias, in floats or, with a kernel for them, in bytes: symmetric, with a scale an
    /// output.
    ///
    /// `inputs` must be a multiple of four, `outputs` of 16.
    pub(in crate::encode) fn new(
        weights: &[f32],
        bias: &[f32],
        activation: Activation,
        dot: Option<&'static dyn Dot>,
    ) -> Self {
        let outputs = bias.len();
        let inputs = weights.len() / outputs;
        assert!(inputs.is_multiple_of(GROUP) && outputs.is_multiple_of(LANES));
        let padded = outputs.next_multiple_of(COLUMNS);
        let mut bias_there = Buffer::zeros(padded);
        bias_there.take(padded)[..outputs].copy_from_slice(bias);
        let rows = weights.chunks_exact(inputs).enumerate();
        let weights = if let Some(dot) = dot {
            let (mut bytes, mut scales, mut sums) =
                (Buffer::zeros(padded * inputs), Buffer::zeros(padded), Buffer::zeros(padded));
            for (output, row) in rows {
                let panel = &mut bytes.take(padded * inputs)[output / COLUMNS * COLUMNS * inputs..];
                let greatest = row.iter().fold(f32::MIN_POSITIVE, |most, weight| weight.abs().max(most));
                let scale = greatest / LARGEST;
                let inverse = 1.0 / scale;
                let mut sum = 0_i32;
                let groups = panel.chunks_exact_mut(COLUMNS * GROUP).zip(row.chunks_exact(GROUP));
                for (group, weights) in groups {
                    let place = output % COLUMNS * GROUP;
                    for (byte, weight) in group[place..place + GROUP].iter_mut().zip(weights) {
                        // What is left of a number added to this one and taken away again is a whole number, ties to even.
                        *byte = ((weight * inverse + ROUNDING) - ROUNDING) as i8;
                        sum += i32::from(*byte);
                    }
                }
                scales.take(padded)[output] = scale;
                sums.take(padded)[output] = scale * sum as f32;
            }
            Weights::Int8 { dot, bytes, scales, sums }
        } else {
            let mut panels = Buffer::zeros(padded * inputs);
            for (output, row) in rows {
                let panel = &mut panels.take(padded * inputs)[output / COLUMNS * COLUMNS * inputs..];
                for (input, weight) in row.iter().enumerate() {
                    panel[input * COLUMNS + output % COLUMNS] = *weight;
                }
            }
            Weights::Float(panels)
        };
        Self { inputs, outputs, activation, bias: bias_there, weights }
    }

    /// Numbers in a row of the output.
    pub(in crate::encode) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Applies the layer to rows of `inputs` numbers; `out` takes as many rows of `outputs`.
    pub(in crate::encode) fn apply(&self, x: &[f32], quantized: &mut Quantized, out: &mut [f32]) {
        assert_eq!(x.len() / self.inputs, out.len() / self.outputs);
        match &self.weights {
            Weights::Float(panels) => FloatProduct { linear: self, panels, x, out }.dispatch(),
            Weights::Int8 { dot, bytes, scales, sums } => {
                let x = quantized.fill(x, self.inputs);
                ByteProduct { linear: self, dot: *dot, panels: bytes, scales, sums, x, out }.dispatch();
            }
        }
    }

    fn padded(&self) -> usize {
        self.outputs.next_multiple_of(COLUMNS)
    }
}

/// The outputs of a panel that there are: all but in the last one.
fn width(outputs: usize, panel: usize) -> usize {
    COLUMNS.min(outputs - panel * COLUMNS)
}

struct FloatProduct<'a> {
    linear: &'a Linear,
    panels: &'a Buffer<f32>,
    x: &'a [f32],
    out: &'a mut [f32],
}

impl SimdOp for FloatProduct<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self { linear, panels, x, out } = self;
        let Linear { inputs, outputs, activation, .. } = *linear;
        let ops = isa.f32();
        let lanes = ops.len();
        let padded = linear.padded();
        let mut tile = Tile::default();
        let panels = panels.get(padded * inputs).chunks_exact(COLUMNS * inputs);
        for (panel, (weights, bias)) in panels.zip(linear.bias.get(padded).chunks_exact(COLUMNS)).enumerate() {
            let width = width(outputs, panel);
            let rows = x.chunks(ROWS * inputs).zip(out.chunks_mut(ROWS * outputs));
            for (x, out) in rows {
                let x = Left::rows(Matrix { values: x, stride: inputs });
                let weights = Matrix { values: weights, stride: COLUMNS };
                multiply(isa, out.len() / outputs, x, inputs, weights, width, &mut tile.0);
                for (sums, out) in tile.0.chunks_exact(COLUMNS).zip(out.chunks_exact_mut(outputs)) {
                    let out = &mut out[panel * COLUMNS..panel * COLUMNS + width];
                    let parts = sums.chunks_exact(lanes).zip(bias.chunks_exact(lanes));
                    for ((sum, bias), out) in parts.zip(out.chunks_exact_mut(lanes)) {
                        let mut value = ops.add(ops.load(sum), ops.load(bias));
                        if activation == Activation::Gelu {
                            value = ExactGelu {}.eval(isa, value);
                        }
                        ops.store(value, out);
                    }
                }
            }
        }
    }
}

struct ByteProduct<'a> {
    linear: &'a Linear,
    dot: &'static dyn Dot,
    panels: &'a Buffer<i8>,
    scales: &'a Buffer<f32>,
    sums: &'a Buffer<f32>,
    x: QuantizedRows<'a>,
    out: &'a mut [f32],
}

impl SimdOp for ByteProduct<'_> {
    type Output = ();

    /// With x = s q + o and w = t v, the sum of x w is s t (sum of q v) + o (t times the sum of v).
    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self { linear, dot, panels, scales, sums, x, out } = self;
        let Linear { inputs, outputs, activation, .. } = *linear;
        let lanes = isa.f32().len();
        let padded = linear.padded();
        let mut tile = Tile::default();
        let (scales, sums) = (scales.get(padded), sums.get(padded));
        for (panel, weights) in panels.get(padded * inputs).chunks_exact(COLUMNS * inputs).enumerate() {
            let (start, width) = (panel * COLUMNS, width(outputs, panel));
            let rows = x.bytes.chunks(ROWS * inputs).zip(out.chunks_mut(ROWS * outputs));
            let factors = x.scales.chunks(ROWS).zip(x.offsets.chunks(ROWS));
            for ((bytes, out), (factors, offsets)) in rows.zip(factors) {
                dot.multiply(factors.len(), Matrix { values: bytes, stride: inputs }, weights, &mut tile);
                let finish = Finish { linear, scales, sums, factors, offsets };
                let mut column = 0;
                while column < width {
                    let sums = &tile.0[column..];
                    let two = width - column >= 2 * lanes;
                    match (two, activation) {
                        (true, Activation::Gelu) => finish.eval::<I, 2, true>(isa, sums, start + column, out),
                        (true, Activation::Identity) => finish.eval::<I, 2, false>(isa, sums, start + column, out),
                        (false, Activation::Gelu) => finish.eval::<I, 1, true>(isa, sums, start + column, out),
                        (false, Activation::Identity) => finish.eval::<I, 1, false>(isa, sums, start + column, out),
                    }
                    column += if two { 2 * lanes } else { lanes };
                }
            }
        }
    }
}

/// What makes floats of the sums of products of some rows.
struct Finish<'a> {
    linear: &'a Linear,
    scales: &'a [f32],
    sums: &'a [f32],
    factors: &'a [f32],
    offsets: &'a [f32],
}

impl Finish<'_> {
    /// For `N` vectors of outputs from number `start` on; `tile` begins at the first row's.
    #[inline(always)]
    fn eval<I: Isa, const N: usize, const GELU: bool>(&self, isa: I, tile: &[i32], start: usize, out: &mut [f32]) {
        let (ops, integers) = (isa.f32(), isa.i32());
        let outputs = self.linear.outputs;
        let lanes = ops.len();
        let load = |from: &[f32]| {
            let mut vectors = [ops.zero(); N];
            for (vector, values) in vectors.iter_mut().zip(from[start..].chunks_exact(lanes)) {
                *vector = ops.load(values);
            }
            vectors
        };
        let bias = load(self.linear.bias.get(self.linear.padded()));
        let (scales, sums) = (load(self.scales), load(self.sums));
        let last = self.factors.len() - 1;
        assert!(last * COLUMNS + N * lanes <= tile.len() && last * outputs + start + N * lanes <= out.len());
        for (row, (factor, offset)) in self.factors.iter().zip(self.offsets).enumerate() {
            let (factor, offset) = (ops.splat(*factor), ops.splat(*offset));
            for vector in 0..N {
                // Safety:
                // - The tile and `out` hold this vector in the last row (asserted above), and so in those before it.
                #[expect(unsafe_code, reason = "bounds checks a vector are a fifth of the time here")]
                unsafe {
                    let product = integers.load_ptr(tile.as_ptr().add(row * COLUMNS + vector * lanes));
                    let shift = ops.mul_add(offset, sums[vector], bias[vector]);
                    let mut value = ops.mul_add(integers.to_float(product), ops.mul(factor, scales[vector]), shift);
                    if GELU {
                        value = Gelu.eval(isa, value);
                    }
                    ops.store_ptr(value, out.as_mut_ptr().add(row * outputs + start + vector * lanes));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Instructions;
    use super::super::dot::detect;
    use super::{Activation, ByteProduct, FloatProduct, Linear, Quantized, Weights};

    /// Of the greatest output: the steps of weights and inputs, added up over 64 inputs at random.
    const BYTE_ERROR: f32 = 0.02;

    fn noise(count: usize, seed: u64) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / 8_388_608.0 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    fn naive(x: &[f32], weights: &[f32], bias: &[f32], activation: Activation) -> Vec<f32> {
        let inputs = weights.len() / bias.len();
        let mut out = Vec::new();
        for x in x.chunks_exact(inputs) {
            for (weights, bias) in weights.chunks_exact(inputs).zip(bias) {
                let sum = x.iter().zip(weights).map(|(x, w)| f64::from(*x) * f64::from(*w)).sum::<f64>() as f32 + bias;
                let gelu = 0.5 * sum * (1.0 + libm::erff(sum / 2_f32.sqrt()));
                out.push(if activation == Activation::Gelu { gelu } else { sum });
            }
        }
        out
    }

    #[test]
    fn is_the_plain_product() {
        for (rows, inputs, outputs) in [(1, 16, 16), (13, 64, 48), (29, 64, 96)] {
            let (x, weights, bias) = (noise(rows * inputs, 1), noise(outputs * inputs, 2), noise(outputs, 3));
            for activation in [Activation::Identity, Activation::Gelu] {
                let expected = naive(&x, &weights, &bias, activation);
                let largest = expected.iter().fold(0_f32, |most, value| value.abs().max(most));
                for (dot, error) in [(None, 1e-5), (Some(detect()), BYTE_ERROR)] {
                    let linear = Linear::new(&weights, &bias, activation, dot);
                    for instructions in Instructions::all() {
                        let mut out = vec![f32::NAN; rows * outputs];
                        apply(instructions, &linear, &x, &mut out);
                        for (found, expected) in out.iter().zip(&expected) {
                            let apart = (found - expected).abs();
                            assert!(apart <= error * largest, "{instructions:?}: {found} for {expected}");
                        }
                    }
                }
            }
        }
    }

    /// [`Linear::apply`] with chosen instructions.
    fn apply(instructions: Instructions, linear: &Linear, x: &[f32], out: &mut [f32]) {
        match &linear.weights {
            Weights::Float(panels) => instructions.run(FloatProduct { linear, panels, x, out }),
            Weights::Int8 { dot, bytes, scales, sums } => {
                let mut quantized = Quantized::default();
                let x = quantized.fill(x, linear.inputs);
                instructions.run(ByteProduct { linear, dot: *dot, panels: bytes, scales, sums, x, out });
            }
        }
    }

    #[test]
    fn rows_do_not_depend_on_each_other() {
        let (rows, inputs, outputs) = (31, 64, 96);
        let (x, weights, bias) = (noise(rows * inputs, 4), noise(outputs * inputs, 5), noise(outputs, 6));
        for dot in [None, Some(detect())] {
            let linear = Linear::new(&weights, &bias, Activation::Gelu, dot);
            let mut together = vec![0.0; rows * outputs];
            linear.apply(&x, &mut Quantized::default(), &mut together);
            for (x, expected) in x.chunks_exact(inputs).zip(together.chunks_exact(outputs)) {
                let mut alone = vec![0.0; outputs];
                linear.apply(x, &mut Quantized::default(), &mut alone);
                assert_eq!(
                    alone.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
                    expected.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
                );
            }
        }
    }
}
