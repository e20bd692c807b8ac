//! Predictions against gold labels.

pub mod confusion;
pub mod reliability;
pub mod sets;
