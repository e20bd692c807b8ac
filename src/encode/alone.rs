//! The encoder's kernels one at a time, at the sizes of a model: what `cargo bench --bench kernels` measures.

use super::kernels::attention::{AttentionScratch, attend};
use super::kernels::linear::{Activation, Linear};
use super::kernels::norm::Norm;
use super::kernels::quantize::Quantized;
use super::{Precision, Shape};
use crate::batch::TOKEN_BUDGET;
use crate::error::Result;
use crate::model::Files;

/// Tokens of a sequence in the attention that is measured: the shortest, short ones, long ones, a whole window.
const LENGTHS: [usize; 4] = [8, 32, 96, 256];

/// A kernel with its operands, a full micro-batch of them.
pub struct Kernel {
    /// What it is and its sizes, as in `project 256 -> 768`.
    pub name: String,
    /// The tokens that one run takes.
    pub tokens: usize,
    run: Box<dyn FnMut()>,
}

impl Kernel {
    /// Runs it once.
    pub fn run(&mut self) {
        (self.run)();
    }
}

/// The kernels of one layer: its four linear maps, with the activation behind the third, attention among sequences of several
/// lengths, and the norm of a sum. Weights are made up; they do not matter for the time.
///
/// # Errors
///
/// If the model's `config.json` cannot be read.
pub fn kernels(files: &Files, precision: Precision) -> Result<Vec<Kernel>> {
    let shape = Shape::read(files)?;
    let (width, inner) = (shape.width, shape.inner);
    let mut kernels = vec![
        linear("project", width, 3 * width, Activation::Identity, precision),
        linear("join", width, width, Activation::Identity, precision),
        linear("widen and GELU", width, inner, Activation::Gelu, precision),
        linear("narrow", inner, width, Activation::Identity, precision),
    ];
    // What follows is floats in either precision.
    if precision == Precision::F32 {
        kernels.extend(LENGTHS.map(|length| attention(length, shape.heads, width / shape.heads)));
        kernels.push(norm(width, shape.epsilon));
    }
    Ok(kernels)
}

fn linear(name: &str, inputs: usize, outputs: usize, activation: Activation, precision: Precision) -> Kernel {
    let layer = Linear::new(&numbers(inputs * outputs), &numbers(outputs), activation, precision.dot());
    let (x, mut out) = (numbers(TOKEN_BUDGET * inputs), vec![0.0; TOKEN_BUDGET * outputs]);
    let mut quantized = Quantized::default();
    Kernel {
        name: format!("{name} {inputs} -> {outputs}"),
        tokens: TOKEN_BUDGET,
        run: Box::new(move || layer.apply(&x, &mut quantized, &mut out)),
    }
}

fn attention(length: usize, heads: usize, head_width: usize) -> Kernel {
    let lengths = vec![length; TOKEN_BUDGET / length];
    let tokens = lengths.len() * length;
    let (projected, mut context) = (numbers(tokens * 3 * heads * head_width), vec![0.0; tokens * heads * head_width]);
    let mut scratch = AttentionScratch::default();
    Kernel {
        name: format!("attention, {} of {length}", lengths.len()),
        tokens,
        run: Box::new(move || attend(&projected, &lengths, heads, head_width, &mut scratch, &mut context)),
    }
}

fn norm(width: usize, epsilon: f32) -> Kernel {
    let norm = Norm { scale: vec![1.0; width], shift: vec![0.0; width], epsilon };
    let (mut x, y) = (numbers(TOKEN_BUDGET * width), numbers(TOKEN_BUDGET * width));
    Kernel {
        name: format!("norm of a sum, {width}"),
        tokens: TOKEN_BUDGET,
        run: Box::new(move || norm.add(&mut x, &y)),
    }
}

/// Numbers between -1 and 1 that do not repeat soon.
fn numbers(count: usize) -> Vec<f32> {
    (0..count).map(|place| (place as f32 * 0.7).sin()).collect()
}
