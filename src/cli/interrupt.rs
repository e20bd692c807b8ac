//! Ctrl-C: the first one ends the run in order, the second one at once.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sentir::{Error, Result};

/// What an interrupt has to know.
#[derive(Clone, Default)]
pub(super) struct Interrupt {
    asked: Arc<AtomicBool>,
    part: Arc<Mutex<Option<PathBuf>>>,
}

impl Interrupt {
    /// Starts listening.
    pub(super) fn listen() -> Result<Self> {
        let interrupt = Self::default();
        let heard = interrupt.clone();
        ctrlc::set_handler(move || {
            if heard.asked.swap(true, Ordering::Relaxed) {
                if let Some(part) = heard.part.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    // There is nobody left to tell if it fails.
                    let _ = std::fs::remove_file(part);
                }
                std::process::exit(130);
            }
        })
        .map_err(Error::internal)?;
        Ok(interrupt)
    }

    /// Whether it was asked for.
    pub(super) fn asked(&self) -> &AtomicBool {
        &self.asked
    }

    /// Names the half-written file that must not stay behind.
    pub(super) fn leaves(&self, part: Option<&Path>) {
        *self.part.lock().unwrap_or_else(PoisonError::into_inner) = part.map(Path::to_owned);
    }
}
