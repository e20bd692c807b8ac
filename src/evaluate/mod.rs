//! Predictions against gold labels: how good, how sure, and which is better.

pub mod combine;
pub mod comparison;
pub mod confusion;
pub mod evaluation;
pub mod figures;
pub mod files;
pub mod foreign;
pub mod gate;
pub mod gold;
pub mod judge;
pub mod mapping;
pub mod page;
pub mod prediction;
pub mod reliability;
pub mod seen;
pub mod sets;
pub mod space;
pub mod table;
