//! From token sequences to one vector a sequence.
//!
//! Every encoder stands behind one trait. Whatever it does inside, the vector of a sequence must depend on that
//! sequence alone, to the last bit: never on what else is in the micro-batch.

pub(crate) mod activation;
pub mod alone;
pub mod candle;
mod config;
pub(crate) mod deberta;
pub mod fused;
mod kernels;
pub mod measure;
pub(crate) mod modernbert;
mod names;
mod parts;
mod pool;
mod weights;

use crate::error::{Error, Result};
use crate::model::{Files, Pooling};
use crate::tokenize::Sequence;
use candle::CandleBert;
pub(crate) use config::{Family, MODEL_TYPES, Shape};
use fused::FusedEncoder;
use kernels::dot::{self, Dot};
pub(crate) use weights::Weights;

/// What the kernels need of a model.
const WIDTHS: &str = "the widths (hidden, intermediate, of a head) must be multiples of 16";

/// Turns token sequences into vectors.
pub trait Encoder: Send + Sync {
    /// The width of a vector.
    fn width(&self) -> usize;

    /// Encodes a micro-batch: one vector of [`width`](Self::width) numbers a sequence, one after the other.
    ///
    /// The bits of a sequence's vector must be the same in every micro-batch that holds it.
    fn encode(&self, sequences: &[&Sequence]) -> Result<Vec<f32>>;
}

/// The numbers that an encoder computes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Precision {
    /// 32-bit floats, as the model was trained
    F32,
    /// Linear layers in 8-bit integers, with one scale per output (weights) and per token (activations)
    Int8,
}

impl Precision {
    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::Int8 => "int8",
        }
    }

    /// The faster one on this processor: bytes where it has instructions for their products.
    pub fn fastest() -> Self {
        if dot::detect().pays() { Self::Int8 } else { Self::F32 }
    }

    /// How bytes are multiplied, where they are.
    fn dot(self) -> Option<&'static dyn Dot> {
        match self {
            Self::F32 => None,
            Self::Int8 => Some(dot::detect()),
        }
    }
}

/// Where and with what an encoder computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compute {
    /// On the processor.
    Cpu(Precision),
    /// On the first NVIDIA card, in 32-bit floats (a build with the feature `cuda`).
    Cuda,
}

impl Compute {
    /// The fastest way on this processor.
    pub fn fastest() -> Self {
        Self::Cpu(Precision::fastest())
    }

    /// As it is said in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu(precision) => precision.name(),
            Self::Cuda => "cuda",
        }
    }
}

/// An encoder for a model: on the processor the fused one, or the reference where the model's widths do not fill whole vectors.
pub(crate) fn open(files: &Files, shape: &Shape, pooling: Pooling, compute: Compute) -> Result<Box<dyn Encoder>> {
    Ok(match compute {
        Compute::Cuda => Box::new(CandleBert::load_on_cuda(files, pooling)?),
        Compute::Cpu(_) if shape.family == Family::Bert && !shape.fits_vectors() => {
            Box::new(CandleBert::load(files, pooling)?)
        }
        Compute::Cpu(precision) => Box::new(FusedEncoder::load(files, pooling, precision)?),
    })
}

/// That every sequence fits an encoder of so many positions and tokens.
fn check(sequences: &[&Sequence], positions: usize, tokens: usize) -> Result<()> {
    let fits =
        |sequence: &&&Sequence| sequence.len() <= positions && sequence.ids.iter().all(|id| (*id as usize) < tokens);
    let Some(sequence) = sequences.iter().find(|sequence| !fits(sequence)) else { return Ok(()) };
    let (length, most) = (sequence.len(), sequence.ids.iter().max().copied().unwrap_or_default());
    Err(Error::internal(format!(
        "a sequence of {length} tokens up to number {most}, for a model of {positions} positions and {tokens} tokens"
    )))
}
