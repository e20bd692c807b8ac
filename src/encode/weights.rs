//! The tensors of a `model.safetensors` by name.

use candle_core::safetensors::SliceSafetensors;
use candle_core::{DType, Device};

use crate::error::{Error, Result};
use crate::model::Files;

/// Tensors that are read one by one, as f32 whatever their type.
pub(crate) struct Weights<'a> {
    tensors: SliceSafetensors<'a>,
    model: &'a str,
}

impl<'a> Weights<'a> {
    pub(crate) fn open(files: &'a Files) -> Result<Self> {
        let tensors = SliceSafetensors::new(&files.weights)
            .map_err(|error| Error::model(&*files.name, format!("model.safetensors: {error}")))?;
        Ok(Self { tensors, model: &files.name })
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.tensors.get(name).is_ok()
    }

    /// The numbers of a tensor that must have this shape, row by row.
    pub(crate) fn take(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let tensor = self
            .tensors
            .load(name, &Device::Cpu)
            .and_then(|tensor| tensor.to_dtype(DType::F32))
            .map_err(|error| self.fault(&format!("{name}: {error}")))?;
        if tensor.dims() != shape {
            return Err(self.fault(&format!("{name} is {:?}, must be {shape:?}", tensor.dims())));
        }
        tensor.flatten_all().and_then(|tensor| tensor.to_vec1::<f32>()).map_err(Error::internal)
    }

    fn fault(&self, what: &str) -> Error {
        Error::model(self.model, format!("model.safetensors: {what}"))
    }
}
