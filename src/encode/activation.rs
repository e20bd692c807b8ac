//! Activation functions by the names that `config.json` gives them.

use rten_simd::SimdUnaryOp;
use rten_vecmath::{ApproxGelu, Gelu, Silu, Tanh};

use crate::error::{Error, Result};

/// A function of one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    /// The exact Gaussian error linear unit.
    Gelu,
    /// The same by its approximation with a hyperbolic tangent.
    GeluTanh,
    Relu,
    Silu,
    Tanh,
}

const NAMES: [(&str, Function); 9] = [
    ("gelu", Function::Gelu),
    ("gelu_python", Function::Gelu),
    ("gelu_new", Function::GeluTanh),
    ("gelu_fast", Function::GeluTanh),
    ("gelu_pytorch_tanh", Function::GeluTanh),
    ("relu", Function::Relu),
    ("silu", Function::Silu),
    ("swish", Function::Silu),
    ("tanh", Function::Tanh),
];

impl Function {
    /// The function of a name in the entry `key` of `config.json`.
    pub(crate) fn named(model: &str, key: &str, name: &str) -> Result<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, function)| *function).ok_or_else(|| {
            let known: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
            Error::model(model, format!("config.json: {key} is {name}; what is read: {}", known.join(", ")))
        })
    }

    /// Replaces each number by its value.
    pub(crate) fn apply(self, values: &mut [f32]) {
        match self {
            Self::Gelu => Gelu {}.map_mut(values),
            Self::GeluTanh => ApproxGelu {}.map_mut(values),
            Self::Relu => values.iter_mut().for_each(|value| *value = value.max(0.0)),
            Self::Silu => Silu {}.map_mut(values),
            Self::Tanh => Tanh {}.map_mut(values),
        }
    }
}
