//! The statistics of evaluation, comparison and reports: intervals, tests, corrections, regression, change.
//!
//! Everything that draws at random does so from a stated seed, so that a report can be had again to the last digit.

pub mod change_points;
pub mod control;
pub mod correction;
pub mod decomposition;
pub mod difference;
pub mod interval;
pub mod log_odds;
pub mod moderation;
pub mod multiple;
pub mod normal;
pub mod paired;
mod random;
pub mod regression;
pub mod resample;
pub mod scan;
pub mod student;

pub use interval::{Interval, Z_95, net_interval, quantile, wilson, wilson_weighted};
pub use log_odds::{LogOdds, log_odds};
pub use multiple::{LEVEL, benjamini_hochberg, holm, least_z};
pub use normal::{cumulative, two_sided};
pub use paired::{detectable_difference, mcnemar, randomisation};
pub use regression::Sums;
pub use resample::{bootstrap, cross_validate, resample};
