//! The statistics of evaluation and comparison: intervals, paired tests, corrections.
//!
//! Everything that draws at random does so from a stated seed, so that a report can be had again to the last digit.

pub mod interval;
pub mod paired;
mod random;

pub use interval::{Interval, bootstrap, quantile, wilson};
pub use paired::{detectable_difference, holm, mcnemar, randomisation};
