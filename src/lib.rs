//! Tags survey and review comments in Spanish and English with sentiment, emotion and touchpoints, offline.
//!
//! The library's front door is [`Tagger`]: a model, ready to tag. The `sentir` command is built on the same stages,
//! through which data flows one way: [`read`], normalize, detect the [`language`], [`tokenize`], [`batch`], [`encode`],
//! [`heads`], [`calibrate`], [`aggregate`], [`write`].

pub mod aggregate;
pub mod batch;
pub mod calibrate;
pub mod classifier;
pub mod encode;
pub mod error;
pub mod evaluate;
mod fold;
pub mod heads;
pub mod hub;
pub mod inspect;
pub mod journal;
pub mod labels;
pub mod language;
pub mod model;
pub mod normalize;
pub mod pipeline;
pub mod placeholder;
pub mod read;
pub mod record;
mod repeats;
pub mod report;
pub mod schema;
pub mod shown;
pub mod statistics;
pub mod summary;
pub mod table;
mod tagger;
mod tags;
pub mod tokenize;
pub mod write;

pub use error::{Error, ErrorKind, Position, Result};
pub use labels::{Emotion, Family, Language, Sentiment, Stage, Touchpoint};
pub use record::{Record, Tags, TouchpointTag};
pub use tagger::{Comment, Tagger};
