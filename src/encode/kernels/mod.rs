//! The arithmetic of the fused encoder.
//!
//! Vector code is written once against `rten_simd`, which picks AVX-512, AVX2, NEON or a portable version at run time; the
//! product of 8-bit integers has kernels of its own ([`dot`]). Nothing here depends on how many rows are computed
//! together: each row's numbers are added up in one order.

#![expect(clippy::inline_always, reason = "vector instructions are only used within the function that asks for them")]

pub(super) mod attention;
pub(super) mod buffer;
pub(super) mod dot;
mod exponential;
pub(super) mod gelu;
pub(super) mod linear;
pub(super) mod near;
pub(super) mod norm;
pub(super) mod quantize;
pub(super) mod tile;
mod transpose;

/// Vector lanes divide this number on every processor, so rows whose width is a multiple of it have no remainder.
pub(super) const LANES: usize = 16;

/// Sums (or extremes) that are kept apart until the end, because each waits for the one before it.
const CHAINS: usize = 4;

/// Rows whose sums (or extremes) are found one behind the other before any is used, because each row's are used at once.
const BLOCK: usize = 4;

/// The instruction sets that can be tried on this processor.
#[cfg(test)]
#[derive(Debug, Clone, Copy)]
enum Instructions {
    Detected,
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

#[cfg(test)]
impl Instructions {
    fn all() -> impl Iterator<Item = Self> {
        let more = [
            #[cfg(target_arch = "x86_64")]
            rten_simd::isa::Avx2Isa::new().map(|_| Self::Avx2),
        ];
        [Self::Detected, Self::Portable].into_iter().chain(more.into_iter().flatten())
    }

    fn run<Op: rten_simd::SimdOp>(self, op: Op) -> Op::Output {
        match self {
            Self::Detected => op.dispatch(),
            Self::Portable => op.eval(rten_simd::isa::GenericIsa::new()),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => op.eval(rten_simd::isa::Avx2Isa::new().expect("it was there")),
        }
    }
}
