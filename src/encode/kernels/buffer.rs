//! Scratch memory that starts on a cache line, grows and never shrinks.

/// A vector load that crosses a cache line costs two.
pub(super) const ALIGNMENT: usize = 64;

/// Numbers from a cache line's first byte on.
#[derive(Debug, Default)]
pub(in crate::encode) struct Buffer<T> {
    memory: Vec<T>,
    start: usize,
}

impl<T: Copy + Default> Buffer<T> {
    /// A buffer of `length` numbers, zero.
    pub(in crate::encode) fn zeros(length: usize) -> Self {
        let mut buffer = Self { memory: Vec::new(), start: 0 };
        buffer.take(length);
        buffer
    }

    /// The first `length` numbers, whatever was left in them.
    pub(in crate::encode) fn take(&mut self, length: usize) -> &mut [T] {
        let spare = ALIGNMENT / size_of::<T>();
        if self.memory.len() < length + spare {
            self.memory = vec![T::default(); length + spare];
            self.start = self.memory.as_ptr().align_offset(ALIGNMENT).min(spare);
        }
        &mut self.memory[self.start..self.start + length]
    }

    /// The first `length` numbers.
    pub(in crate::encode) fn get(&self, length: usize) -> &[T] {
        &self.memory[self.start..self.start + length]
    }
}
