//! JSON Schemas (draft 2020-12) of all that is written as JSON.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};

use crate::evaluate::comparison::Comparison;
use crate::evaluate::evaluation::Evaluation;
use crate::labels::{Emotion, Family, Language, Sentiment, Stage, Touchpoint};
use crate::record::{Record, SCHEMA};
use crate::report::Report;
use crate::report::commitments::Check;

/// What there are schemas of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Document {
    /// A line that classify writes
    Record,
    /// What evaluate reports
    Evaluation,
    /// What compare reports
    Comparison,
    /// What report writes as JSON
    Report,
    /// What check reports
    Check,
}

/// The schema of a document.
pub fn schema(document: Document) -> Schema {
    match document {
        Document::Record => schema_for!(Record),
        Document::Evaluation => schema_for!(Evaluation),
        Document::Comparison => schema_for!(Comparison<'static>),
        Document::Report => schema_for!(Report),
        Document::Check => schema_for!(Check),
    }
}

impl JsonSchema for Record {
    fn schema_name() -> Cow<'static, str> {
        "Record".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let probability = json_schema!({ "type": ["number", "null"], "minimum": 0, "maximum": 1 });
        let p = json_schema!({ "type": "number", "minimum": 0, "maximum": 1 });
        let sentiment = generator.subschema_for::<Sentiment>();
        json_schema!({
            "type": "object",
            "description": "One comment. Tags are null unless its status is ok. Fields are only ever added.",
            "properties": {
                "schema": { "const": SCHEMA },
                "id": { "type": "string" },
                "row": { "type": "integer", "minimum": 1 },
                "source": { "type": "string" },
                "column": { "type": "string" },
                "question": { "type": ["string", "null"] },
                "text": { "type": "string" },
                "lang": generator.subschema_for::<Option<Language>>(),
                "lang_p": probability,
                "sentiment": generator.subschema_for::<Option<Sentiment>>(),
                "sentiment_p": probability,
                "sentiment_score": { "type": ["number", "null"], "minimum": -1, "maximum": 1 },
                "emotion": generator.subschema_for::<Option<Emotion>>(),
                "emotion_p": probability,
                "emotion_family": generator.subschema_for::<Option<Family>>(),
                "emotion_family_p": probability,
                "touchpoints": {
                    "type": ["array", "null"],
                    "items": {
                        "type": "object",
                        "properties": {
                            "label": generator.subschema_for::<Touchpoint>(),
                            "stage": generator.subschema_for::<Stage>(),
                            "p": p,
                            "sentiment": sentiment,
                            "sentiment_p": p
                        },
                        "required": ["label", "stage", "p", "sentiment", "sentiment_p"]
                    }
                },
                "probs": { "type": "object", "description": "The full distributions, with --probs." },
                "flags": { "type": "array", "items": { "type": "string" } },
                "status": { "enum": ["ok", "skipped", "error"] },
                "model": { "type": ["string", "null"] },
                "error": { "type": "string" },
                "fields": { "type": "object", "additionalProperties": { "type": "string" } }
            },
            "required": [
                "schema", "id", "row", "source", "column", "question", "text", "lang", "lang_p", "sentiment", "sentiment_p",
                "sentiment_score", "emotion", "emotion_p", "emotion_family", "emotion_family_p", "touchpoints", "flags",
                "status", "model", "fields"
            ]
        })
    }
}
