//! The statistics of evaluation and comparison: intervals, paired tests, corrections.
//!
//! Everything that draws at random does so from a stated seed, so that a report can be had again to the last digit.

pub mod change_points;
pub mod control;
pub mod correction;
pub mod decomposition;
pub mod difference;
pub mod discovery;
pub mod interval;
pub mod log_odds;
pub mod normal;
pub mod paired;
mod random;
pub mod regression;
pub mod resample;
pub mod student;

pub use discovery::benjamini_hochberg;
pub use interval::{Interval, Z_95, bootstrap, net_interval, quantile, wilson, wilson_weighted};
pub use log_odds::{LogOdds, least_z, log_odds};
pub use normal::{cumulative, two_sided};
pub use paired::{detectable_difference, holm, mcnemar, randomisation};
pub use regression::Sums;
pub use resample::{cross_validate, resample};
