//! The Gaussian error linear unit, `x * Phi(x)` (Hendrycks and Gimpel 2016).

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdUnaryOp};

/// Beyond this, `Phi` is taken as what it is here.
const EDGE: f32 = 3.5;

/// `(Phi(x) - 1/2) / x` within the edges as a polynomial in `x * x`: least greatest error of `x * Phi(x)`, by reweighted least
/// squares.
const COEFFICIENTS: [f32; 6] =
    [3.974_995_6e-1, -6.389_935e-2, 8.380_27e-3, -7.098_084_3e-4, 3.406_595_4e-5, -6.954_14e-7];

/// The greatest error of [`Gelu`], as a share of |x| where that is more than one.
#[cfg(test)]
pub(super) const ERROR: f32 = 3.2e-4;

/// GELU to three decimals, far below the step of 8-bit activations, for a third of the time of the exact one.
pub(super) struct Gelu;

impl SimdUnaryOp<f32> for Gelu {
    #[inline(always)]
    fn eval<I: Isa>(&self, isa: I, x: I::F32) -> I::F32 {
        let ops = isa.f32();
        let near = ops.clamp(x, ops.splat(-EDGE), ops.splat(EDGE));
        let square = ops.mul(near, near);
        let mut value = ops.splat(COEFFICIENTS[5]);
        for coefficient in COEFFICIENTS[..5].iter().rev() {
            value = ops.mul_add(value, square, ops.splat(*coefficient));
        }
        ops.mul(x, ops.mul_add(value, near, ops.splat(0.5)))
    }
}

#[cfg(test)]
mod tests {
    use rten_simd::ops::BitOps;
    use rten_simd::{Isa, SimdOp, SimdUnaryOp};

    use super::super::Instructions;
    use super::{ERROR, Gelu};

    #[test]
    fn is_near_the_exact_function() {
        let inputs: Vec<f32> = (-100_000..=100_000_i32).map(|n| n as f32 / 5_000.0).collect();
        for instructions in Instructions::all() {
            let mut values = inputs.clone();
            instructions.run(InPlace(&mut values));
            for (x, value) in inputs.iter().zip(&values) {
                let exact = 0.5 * x * (1.0 + libm::erff(x / 2_f32.sqrt()));
                assert!(
                    (value - exact).abs() <= ERROR * x.abs().max(1.0),
                    "{instructions:?}: {x}: {value} for {exact}"
                );
            }
        }
    }

    struct InPlace<'a>(&'a mut [f32]);

    impl SimdOp for InPlace<'_> {
        type Output = ();

        fn eval<I: Isa>(self, isa: I) {
            let ops = isa.f32();
            // The last values fill no whole vector.
            for values in self.0.chunks_exact_mut(ops.len()) {
                ops.store(Gelu.eval(isa, ops.load(values)), values);
            }
            for value in self.0.chunks_exact_mut(ops.len()).into_remainder() {
                *value = Gelu.scalar_eval(*value);
            }
        }
    }
}
