//! Keeps a panic of a foreign parser on damaged bytes from ending the program.
//!
//! The parsers of workbooks and of Parquet are not ours and may panic on a damaged file. Their calls go through
//! [`contain`], which turns the panic into a value and keeps its message off standard error. This needs the
//! `unwind` panic strategy, Rust's default; under `abort` such a file would end the program.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static CONTAINED: Cell<bool> = const { Cell::new(false) };
}

/// A foreign parser panicked.
#[derive(Debug)]
pub(crate) struct Panicked;

/// Runs `work`; a panic in it becomes an error. What `work` borrowed must not be used after one.
pub(crate) fn contain<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !CONTAINED.get() {
                report(info);
            }
        }));
    });
    let before = CONTAINED.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(before);
    outcome.map_err(|_| Panicked)
}
