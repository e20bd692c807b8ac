//! The exponential of what is not positive: all that a softmax needs.

use rten_simd::ops::{BitOps, IntOps, NumOps};
use rten_simd::{Isa, Simd, SimdUnaryOp};

/// Below this the result is that of this: the smallest normal numbers.
const EDGE: f32 = -87.0;

/// 1.5 times 2^23: the last bits of a float of this size are a whole number.
const ROUNDING: f32 = 12_582_912.0;

/// `exp(r) = 1 + r + r^2 q(r)` for `|r| <= ln(2) / 2`: the coefficients of q, least greatest relative error.
const COEFFICIENTS: [f32; 4] = [4.999_923e-1, 1.666_711_6e-1, 4.189_033e-2, 8.312_501e-3];

/// The greatest relative error of [`Exponential`], where a product is rounded before it is added; a tenth of it elsewhere.
#[cfg(test)]
pub(super) const ERROR: f32 = 6e-6;

/// `exp(x)` for `x <= 0` as `2^k exp(r)` with `k` the whole number nearest to `x / ln(2)`, in a third of the steps that all of the
/// function's domain takes.
pub(super) struct Exponential;

impl SimdUnaryOp<f32> for Exponential {
    #[inline(always)]
    fn eval<I: Isa>(&self, isa: I, x: I::F32) -> I::F32 {
        let (ops, integers) = (isa.f32(), isa.i32());
        let x = ops.max(x, ops.splat(EDGE));
        let rounded = ops.mul_add(x, ops.splat(std::f32::consts::LOG2_E), ops.splat(ROUNDING));
        let k = ops.sub(rounded, ops.splat(ROUNDING));
        let r = ops.mul_add(k, ops.splat(-std::f32::consts::LN_2), x);
        let mut value = ops.splat(COEFFICIENTS[3]);
        for coefficient in COEFFICIENTS[..3].iter().rev() {
            value = ops.mul_add(value, r, ops.splat(*coefficient));
        }
        let one = ops.splat(1.0);
        let value = ops.mul_add(ops.mul_add(value, r, one), r, one);
        // The exponent's bits are above the 23 of the fraction; what is above the last bits of `rounded` is shifted out.
        let exponent = integers.shift_left::<23>(rounded.reinterpret_cast());
        integers.add(value.reinterpret_cast(), exponent).reinterpret_cast()
    }
}

#[cfg(test)]
mod tests {
    use rten_simd::ops::BitOps;
    use rten_simd::{Isa, SimdOp, SimdUnaryOp};

    use super::super::Instructions;
    use super::{EDGE, ERROR, Exponential};

    #[test]
    fn is_near_the_exact_function() {
        let inputs: Vec<f32> = (0..=1_600_000_i32).map(|n| -(n as f32) / 16_000.0).collect();
        for instructions in Instructions::all() {
            let mut values = inputs.clone();
            instructions.run(InPlace(&mut values));
            for (x, value) in inputs.iter().zip(&values) {
                let exact = f64::from(x.max(EDGE)).exp();
                let apart = (f64::from(*value) - exact).abs();
                assert!(apart <= f64::from(ERROR) * exact, "{instructions:?}: {x}: {value} for {exact}");
            }
            assert_eq!(values[0].to_bits(), 1_f32.to_bits());
        }
    }

    struct InPlace<'a>(&'a mut [f32]);

    impl SimdOp for InPlace<'_> {
        type Output = ();

        fn eval<I: Isa>(self, isa: I) {
            let ops = isa.f32();
            let whole = self.0.len() / ops.len() * ops.len();
            for values in self.0[..whole].chunks_exact_mut(ops.len()) {
                ops.store(Exponential.eval(isa, ops.load(values)), values);
            }
            self.0[whole..].iter_mut().for_each(|value| *value = Exponential.scalar_eval(*value));
        }
    }
}
