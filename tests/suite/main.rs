//! The tests, in one binary: one link, and every test beside the next.
//!
//! They see the crate through its public surface: whole runs of the binary, files in and records out. `fixtures` and
//! `golden` lie beside this folder. `PROPTEST_CASES=10000 cargo test --test suite fuzz` runs the fuzzers longer.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail, and may print what it measures")]

// What is read.
mod formats_fuzz;
mod inputs;
mod inspect;
mod read_broken;
mod read_exports;
mod read_fuzz;
mod read_jsonl;
mod read_parquet;
mod read_xlsx;
mod role_comments;
mod role_names;
mod role_questions;
mod roles;

// What is made of it.
mod behaviour;
mod classifier_faults;
mod classifiers;
mod families;
mod golden;
#[cfg(feature = "hub")]
mod hub;
mod invariance;
mod language;
mod normalize;
mod placeholder;
mod sample;
mod scores;
mod tokenize;
mod zero_shot;

// What is reckoned.
mod audit;
mod causes;
mod change;
mod change_statistics;
mod check;
mod drivers;
mod evaluate;
mod mask;
mod metrics;
mod predictors;
mod promise;
mod regression;
mod report;
mod schema;
mod statistics;
mod votes;

// What is written.
mod browser;
mod cli;
mod page;
mod resume;
mod write_delimited;
mod write_formats;
mod write_jsonl;
mod write_parquet;
mod write_targets;
mod write_xlsx;

// What several of them need.
mod common;
mod exports;
mod opened;
mod tiny_models;
mod written;
