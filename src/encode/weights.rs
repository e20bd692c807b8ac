//! The tensors of a model by name, from one safetensors file or from several shards.

use candle_core::safetensors::SliceSafetensors;
use candle_core::{DType, Device};
use half::f16;
use half::slice::HalfFloatSliceExt;

use crate::error::{Error, Result};
use crate::model::Files;

/// Half floats that are turned together.
const HALVES: usize = 1024;

/// Tensors that are read one by one, as f32 whatever their type.
pub(crate) struct Weights<'a> {
    shards: Vec<SliceSafetensors<'a>>,
    model: &'a str,
    /// What messages call the file.
    file: &'a str,
}

impl<'a> Weights<'a> {
    pub(crate) fn open(files: &'a Files) -> Result<Self> {
        Self::of(&files.name, "model.safetensors", std::iter::once(("model.safetensors", &*files.weights)))
    }

    /// The tensors of several files of a model, each with its name; `index` is what messages name for all.
    pub(crate) fn of(
        model: &'a str,
        index: &'a str,
        shards: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<Self> {
        let shards = shards
            .into_iter()
            .map(|(file, bytes)| {
                SliceSafetensors::new(bytes).map_err(|error| Error::model(model, format!("{file}: {error}")))
            })
            .collect::<Result<_>>()?;
        Ok(Self { shards, model, file: index })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.shard(name).is_some()
    }

    /// The numbers of a tensor that must have this shape, row by row.
    pub(crate) fn take(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let old = old_name(name).filter(|old| !self.has(name) && self.has(old));
        let name = old.as_deref().unwrap_or(name);
        let shard = self.shard(name).ok_or_else(|| {
            self.fault(&format!("there is no tensor {name}; a model of this kind has one, of shape {shape:?}"))
        })?;
        let fault = |error: candle_core::Error| self.fault(&format!("{name}: {error}"));
        let view = shard.get(name).map_err(fault)?;
        if view.shape() != shape {
            return Err(self.fault(&format!("{name} is {:?}, must be {shape:?}", view.shape())));
        }
        match DType::try_from(view.dtype()).map_err(fault)? {
            DType::F32 => Ok(view.data().as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()),
            DType::F16 => Ok(widened(view.data())),
            _ => {
                let tensor = shard.load(name, &Device::Cpu).and_then(|tensor| tensor.to_dtype(DType::F32));
                tensor.and_then(|tensor| tensor.flatten_all()?.to_vec1()).map_err(fault)
            }
        }
    }

    /// The number of rows of a tensor, where there is one.
    pub(crate) fn rows(&self, name: &str) -> Option<usize> {
        self.shard(name)?.get(name).ok()?.shape().first().copied()
    }

    fn shard(&self, name: &str) -> Option<&SliceSafetensors<'a>> {
        self.shards.iter().find(|shard| shard.get(name).is_ok())
    }

    fn fault(&self, what: &str) -> Error {
        Error::model(self.model, format!("{}: {what}", self.file))
    }
}

/// Half floats as floats, without a copy of all of them in between: models are loaded at every start.
fn widened(bytes: &[u8]) -> Vec<f32> {
    let mut floats = vec![0.0; bytes.len() / size_of::<f16>()];
    let mut halves = [f16::ZERO; HALVES];
    let parts = floats.chunks_mut(HALVES).zip(bytes.chunks(HALVES * size_of::<f16>()));
    for (floats, bytes) in parts {
        for (half, bytes) in halves.iter_mut().zip(bytes.as_chunks().0) {
            *half = f16::from_le_bytes(*bytes);
        }
        halves[..floats.len()].convert_to_f32_slice(floats);
    }
    floats
}

/// What scale and shift of a layer normalisation are called in files converted from TensorFlow.
fn old_name(name: &str) -> Option<String> {
    let renamed = |new: &str, old: &str| name.strip_suffix(new).map(|stem| format!("{stem}{old}"));
    renamed("LayerNorm.weight", "LayerNorm.gamma").or_else(|| renamed("LayerNorm.bias", "LayerNorm.beta"))
}
