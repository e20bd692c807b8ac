//! A fault of the program itself: where it is, never what was worked on.

use std::panic::{self, AssertUnwindSafe};

use super::talk::Talk;

/// The exit code of a fault (`EX_SOFTWARE` of sysexits.h).
pub(super) const FAULT: u8 = 70;

/// Runs `work`, which gives an exit code. A panic in any thread is told by its place alone, as its message may hold words of a
/// comment; one that reaches this far ends in [`FAULT`].
pub(super) fn told(work: impl FnOnce() -> u8) -> u8 {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        Talk::error(&format_args!("internal error: a panic at {place}"));
    }));
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(FAULT)
}

#[cfg(test)]
mod tests {
    use super::{FAULT, told};

    #[test]
    fn a_panic_is_a_fault() {
        assert_eq!(told(|| 3), 3);
        assert_eq!(told(|| "día".split_at(2).0.len() as u8), FAULT);
    }
}
