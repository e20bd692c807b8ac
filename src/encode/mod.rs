//! From token sequences to one vector a sequence.
//!
//! Every encoder stands behind one trait. Whatever it does inside, the vector of a sequence must depend on that
//! sequence alone, to the last bit: never on what else is in the micro-batch.

pub mod candle;
mod pool;

use crate::error::Result;
use crate::tokenize::Sequence;

/// Turns token sequences into vectors.
pub trait Encoder: Send + Sync {
    /// The width of a vector.
    fn width(&self) -> usize;

    /// Encodes a micro-batch: one vector of [`width`](Self::width) numbers a sequence, one after the other.
    ///
    /// The bits of a sequence's vector must be the same in every micro-batch that holds it.
    fn encode(&self, sequences: &[&Sequence]) -> Result<Vec<f32>>;
}
