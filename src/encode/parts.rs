//! Layers from named tensors.

use super::Precision;
use super::kernels::dot::Dot;
use super::kernels::linear::{Activation, Linear};
use super::kernels::norm::Norm;
use super::weights::Weights;
use crate::error::Result;

/// What layers are made of.
pub(super) struct Parts<'a> {
    pub(super) weights: &'a Weights<'a>,
    pub(super) dot: Option<&'static dyn Dot>,
    /// What the names begin with.
    pub(super) prefix: &'static str,
    /// Of layer normalisations.
    pub(super) epsilon: f32,
}

impl<'a> Parts<'a> {
    pub(super) fn new(weights: &'a Weights<'a>, precision: Precision, prefix: &'static str, epsilon: f32) -> Self {
        Self { weights, dot: precision.dot(), prefix, epsilon }
    }

    /// A tensor of this shape, row by row.
    pub(super) fn tensor(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        self.weights.take(&format!("{}{name}", self.prefix), shape)
    }

    /// The weights and bias of a linear layer, or weights and zeros where the family has no bias there.
    pub(super) fn plain(&self, name: &str, outputs: usize, inputs: usize, bias: bool) -> Result<(Vec<f32>, Vec<f32>)> {
        let weight = self.tensor(&format!("{name}.weight"), &[outputs, inputs])?;
        let bias = if bias { self.tensor(&format!("{name}.bias"), &[outputs])? } else { vec![0.0; outputs] };
        Ok((weight, bias))
    }

    pub(super) fn linear(&self, name: &str, outputs: usize, inputs: usize, bias: bool) -> Result<Linear> {
        Ok(self.pack(self.plain(name, outputs, inputs, bias)?, Activation::Identity))
    }

    pub(super) fn pack(&self, (weight, bias): (Vec<f32>, Vec<f32>), activation: Activation) -> Linear {
        Linear::new(&weight, &bias, activation, self.dot)
    }

    pub(super) fn norm(&self, name: &str, width: usize, bias: bool) -> Result<Norm> {
        Ok(Norm {
            scale: self.tensor(&format!("{name}.weight"), &[width])?,
            shift: if bias { self.tensor(&format!("{name}.bias"), &[width])? } else { vec![0.0; width] },
            epsilon: self.epsilon,
        })
    }
}
