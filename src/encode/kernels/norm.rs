//! Layer normalisation (Ba, Kiros and Hinton 2016) of a sum.

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};

use super::{BLOCK, CHAINS, LANES};

/// Scale and shift of a layer normalisation.
#[derive(Debug)]
pub(in crate::encode) struct Norm {
    pub(in crate::encode) scale: Vec<f32>,
    pub(in crate::encode) shift: Vec<f32>,
    pub(in crate::encode) epsilon: f32,
}

impl Norm {
    /// `x = norm(x + y)`, row by row.
    pub(in crate::encode) fn add(&self, x: &mut [f32], y: &[f32]) {
        AddNorm { norm: self, x, y }.dispatch();
    }
}

struct AddNorm<'a> {
    norm: &'a Norm,
    x: &'a mut [f32],
    y: &'a [f32],
}

impl SimdOp for AddNorm<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let ops = isa.f32();
        let (lanes, Norm { scale, shift, epsilon }) = (ops.len(), self.norm);
        let width = scale.len();
        // What the chains take together.
        let whole = width / (CHAINS * lanes) * (CHAINS * lanes);
        debug_assert!(width.is_multiple_of(LANES) && self.x.len() == self.y.len());
        for (x, y) in self.x.chunks_mut(BLOCK * width).zip(self.y.chunks(BLOCK * width)) {
            let (mut means, mut inverses) = ([ops.zero(); BLOCK], [ops.zero(); BLOCK]);
            for ((x, y), mean) in x.chunks_exact_mut(width).zip(y.chunks_exact(width)).zip(&mut means) {
                let mut sums = [ops.zero(); CHAINS];
                let (wholes, rest) = x.split_at_mut(whole);
                let parts = wholes.chunks_exact_mut(CHAINS * lanes).zip(y.chunks_exact(CHAINS * lanes));
                for (x, y) in parts {
                    for (sum, (x, y)) in sums.iter_mut().zip(x.chunks_exact_mut(lanes).zip(y.chunks_exact(lanes))) {
                        *sum = ops.add(*sum, add(isa, x, y));
                    }
                }
                for (x, y) in rest.chunks_exact_mut(lanes).zip(y[whole..].chunks_exact(lanes)) {
                    sums[0] = ops.add(sums[0], add(isa, x, y));
                }
                *mean = ops.splat(total(isa, sums) / width as f32);
            }
            for ((x, mean), inverse) in x.chunks_exact(width).zip(means).zip(&mut inverses) {
                let mut squares = [ops.zero(); CHAINS];
                for x in x[..whole].chunks_exact(CHAINS * lanes) {
                    for (squares, x) in squares.iter_mut().zip(x.chunks_exact(lanes)) {
                        let apart = ops.sub(ops.load(x), mean);
                        *squares = ops.mul_add(apart, apart, *squares);
                    }
                }
                for x in x[whole..].chunks_exact(lanes) {
                    let apart = ops.sub(ops.load(x), mean);
                    squares[0] = ops.mul_add(apart, apart, squares[0]);
                }
                let deviation = (total(isa, squares) / width as f32 + epsilon).sqrt();
                *inverse = ops.splat(1.0 / deviation);
            }
            for (x, (mean, inverse)) in x.chunks_exact_mut(width).zip(means.into_iter().zip(inverses)) {
                let parts = scale.chunks_exact(lanes).zip(shift.chunks_exact(lanes));
                for (x, (scale, shift)) in x.chunks_exact_mut(lanes).zip(parts) {
                    let value = ops.mul(ops.sub(ops.load(x), mean), inverse);
                    ops.store(ops.mul_add(value, ops.load(scale), ops.load(shift)), x);
                }
            }
        }
    }
}

/// `x += y`, one vector; gives the sum.
#[inline(always)]
fn add<I: Isa>(isa: I, x: &mut [f32], y: &[f32]) -> I::F32 {
    let ops = isa.f32();
    let value = ops.add(ops.load(x), ops.load(y));
    ops.store(value, x);
    value
}

#[inline(always)]
fn total<I: Isa>(isa: I, sums: [I::F32; CHAINS]) -> f32 {
    let ops = isa.f32();
    ops.sum(ops.add(ops.add(sums[0], sums[1]), ops.add(sums[2], sums[3])))
}

#[cfg(test)]
mod tests {
    use super::super::Instructions;
    use super::{AddNorm, Norm};

    #[test]
    fn is_the_formula() {
        let width = 48;
        let value = |n: usize| ((n * 37 % 101) as f32 - 50.0) / 17.0;
        let norm = Norm {
            scale: (0..width).map(|n| 1.0 + value(n) / 9.0).collect(),
            shift: (0..width).map(|n| value(n + 5)).collect(),
            epsilon: 1e-5,
        };
        let y: Vec<f32> = (0..2 * width).map(|n| value(3 * n)).collect();
        let before: Vec<f32> = (0..2 * width).map(value).collect();
        for instructions in Instructions::all() {
            let mut x = before.clone();
            instructions.run(AddNorm { norm: &norm, x: &mut x, y: &y });
            check(instructions, &norm, &before, &y, &x);
        }
    }

    fn check(instructions: Instructions, norm: &Norm, before: &[f32], y: &[f32], x: &[f32]) {
        let width = norm.scale.len();
        for row in 0..x.len() / width {
            let sums: Vec<f64> = (row * width..(row + 1) * width).map(|n| f64::from(before[n] + y[n])).collect();
            let mean = sums.iter().sum::<f64>() / width as f64;
            let variance = sums.iter().map(|sum| (sum - mean).powi(2)).sum::<f64>() / width as f64;
            for (n, sum) in sums.iter().enumerate() {
                let expected =
                    (sum - mean) / (variance + 1e-5).sqrt() * f64::from(norm.scale[n]) + f64::from(norm.shift[n]);
                let found = f64::from(x[row * width + n]);
                assert!((found - expected).abs() < 1e-5, "{instructions:?}: {found} for {expected}");
            }
        }
    }
}
