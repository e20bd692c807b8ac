//! Tags survey and review comments in Spanish and English with sentiment, emotion and touchpoints, offline.
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod error;
pub mod labels;
pub mod language;
pub mod normalize;
pub mod placeholder;
pub mod read;
pub mod record;
pub mod table;
pub mod write;

pub use error::{Error, ErrorKind, Position, Result};
