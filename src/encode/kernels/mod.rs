//! The arithmetic of the fused encoder.
//!
//! Vector code is written once against `rten_simd`, which picks AVX-512, AVX2, NEON or a portable version at run time; the
//! product of 8-bit integers has kernels of its own ([`dot`]). Nothing here depends on how many rows are computed
//! together: each row's numbers are added up in one order.

#![expect(clippy::inline_always, reason = "vector instructions are only used within the function that asks for them")]

pub(super) mod attention;
pub(super) mod buffer;
pub(super) mod dot;
pub(super) mod gelu;
pub(super) mod linear;
pub(super) mod norm;
pub(super) mod quantize;
pub(super) mod tile;
mod transpose;

/// Vector lanes divide this number on every processor, so rows whose width is a multiple of it have no remainder.
pub(super) const LANES: usize = 16;
