//! The reference encoder: candle's BERT in f32, on the CPU or, in a build with the feature `cuda`, on a graphics card.
//!
//! Sequences of one length go through together, without padding and so without a mask. The order in which candle's
//! matrix products add up does not depend on the number of rows, so a sequence's vector does not depend on its batch;
//! `tests/suite/invariance.rs` holds it to that.
//!
//! candle sizes its threads by `RAYON_NUM_THREADS` and `CANDLE_NUM_THREADS`, read at run time. The binary sets both to 1
//! and runs one encoder a core; a library user who runs several encodes at once should do the same.

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};

use super::{Encoder, Family, Shape, pool};
use crate::error::{Error, Result};
use crate::model::{Files, Pooling};
use crate::tokenize::Sequence;

/// A BERT encoder on candle.
pub struct CandleBert {
    model: BertModel,
    hidden: usize,
    pooling: Pooling,
    device: Device,
}

impl CandleBert {
    /// Loads `config.json` and `model.safetensors`; weights of any float type become f32.
    pub fn load(files: &Files, pooling: Pooling) -> Result<Self> {
        Self::load_on(files, pooling, Device::Cpu)
    }

    /// The same on the first graphics card.
    pub fn load_on_cuda(files: &Files, pooling: Pooling) -> Result<Self> {
        let device = Device::new_cuda(0).map_err(|error| {
            let usage = Error::usage(format!("--device cuda: {error}"));
            if cfg!(feature = "cuda") {
                usage
            } else {
                usage.hint("build with `cargo build --release --features cuda`")
            }
        })?;
        Self::load_on(files, pooling, device)
    }

    fn load_on(files: &Files, pooling: Pooling, device: Device) -> Result<Self> {
        if Shape::read(files)?.family != Family::Bert {
            return Err(Error::model(&*files.name, "config.json: the reference encoder reads BERT only"));
        }
        let config: Config = serde_json::from_slice(&files.config)
            .map_err(|error| Error::model(&*files.name, format!("config.json: {error}")))?;
        let weights = VarBuilder::from_slice_safetensors(&files.weights, DType::F32, &device)
            .map_err(|error| Error::model(&*files.name, format!("model.safetensors: {error}")))?;
        let model = BertModel::load(weights.pp("bert"), &config)
            .map_err(|error| Error::model(&*files.name, format!("model.safetensors: {error}")))?;
        Ok(Self { model, hidden: config.hidden_size, pooling, device })
    }

    fn hidden_states(&self, run: &[&Sequence], length: usize) -> candle_core::Result<Vec<f32>> {
        let shape = (run.len(), length);
        let ids: Vec<u32> = run.iter().flat_map(|sequence| sequence.ids.iter().copied()).collect();
        let segments: Vec<u32> = run.iter().flat_map(|sequence| sequence.segments.iter().copied()).collect();
        let ids = Tensor::from_vec(ids, shape, &self.device)?;
        let segments = Tensor::from_vec(segments, shape, &self.device)?;
        self.model.forward(&ids, &segments, None)?.flatten_all()?.to_vec1::<f32>()
    }
}

impl Encoder for CandleBert {
    fn width(&self) -> usize {
        pool::width(self.pooling, self.hidden)
    }

    fn encode(&self, sequences: &[&Sequence]) -> Result<Vec<f32>> {
        let mut pooled = Vec::with_capacity(sequences.len() * self.width());
        for run in sequences.chunk_by(|a, b| a.len() == b.len()) {
            let length = run[0].len();
            let hidden =
                self.hidden_states(run, length).map_err(|error| Error::internal(format!("encoder: {error}")))?;
            for (sequence, hidden) in run.iter().zip(hidden.chunks_exact(length * self.hidden)) {
                pool::pool(self.pooling, hidden, &sequence.segments, self.hidden, &mut pooled);
            }
        }
        Ok(pooled)
    }
}
