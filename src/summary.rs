//! What a run came to: counts, languages, and the touchpoints that stand out.

use std::fmt;

use crate::labels::{Language, Sentiment, Touchpoint};
use crate::record::{Record, Status};

/// How many findings a summary shows.
const FINDINGS: usize = 3;

/// Counts over the records of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows read.
    pub rows: u64,
    /// Records with tags.
    pub tagged: u64,
    /// Records without a text.
    pub skipped: u64,
    /// Records that could not be read.
    pub errors: u64,
    /// Tagged records of each language.
    pub languages: [u64; Language::ALL.len()],
    /// Tagged records that speak of each touchpoint, by its sentiment.
    pub touchpoints: [[u64; Sentiment::ALL.len()]; Touchpoint::ALL.len()],
}

/// A touchpoint that stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub touchpoint: Touchpoint,
    /// Comments that speak of it.
    pub comments: u64,
    /// Of these, how many speak well of it: its own sentiment is positive.
    pub positive: u64,
    /// Of these, how many speak ill of it: its own sentiment is negative. Mixed ones are in neither.
    pub negative: u64,
}

impl Summary {
    /// Counts the records of one row.
    pub fn add(&mut self, records: &[Record]) {
        self.rows += 1;
        for record in records {
            match record.status {
                Status::Ok => self.tagged += 1,
                Status::Skipped => self.skipped += 1,
                Status::Error => self.errors += 1,
            }
            if let Some(tags) = &record.tags {
                self.languages[tags.lang.index()] += 1;
                for tag in &tags.touchpoints {
                    self.touchpoints[tag.label.index()][tag.sentiment.index()] += 1;
                }
            }
        }
    }

    /// The touchpoints where complaint most outnumbers praise, or praise complaint: at most three, the strongest first.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Touchpoint::ALL
            .iter()
            .zip(&self.touchpoints)
            .map(|(touchpoint, counts)| Finding {
                touchpoint: *touchpoint,
                comments: counts.iter().sum(),
                positive: counts[Sentiment::Positive.index()],
                negative: counts[Sentiment::Negative.index()],
            })
            .filter(|finding| finding.positive != finding.negative)
            .collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.positive.abs_diff(finding.negative)));
        findings.truncate(FINDINGS);
        findings
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, tagged, skipped, errors, .. } = self;
        let (rows, tagged_, errors) = (counted(*rows, "row"), counted(*tagged, "comment"), counted(*errors, "error"));
        write!(f, "{rows}: {tagged_} tagged, {skipped} skipped (no text), {errors}")?;
        if *tagged == 0 {
            return Ok(());
        }
        f.write_str("\nlanguages:")?;
        let languages = Language::ALL.iter().zip(self.languages).filter(|(_, count)| *count > 0);
        for (index, (language, count)) in languages.enumerate() {
            write!(f, "{} {count} {language}", if index == 0 { "" } else { "," })?;
        }
        for (index, finding) in self.findings().iter().enumerate() {
            let Finding { touchpoint, comments, positive, negative } = finding;
            let share = 100.0 * *comments as f64 / *tagged as f64;
            let lead = if index == 0 { "most one-sided:" } else { "" };
            write!(
                f,
                "\n{lead:<15} {touchpoint:<12} {} ({share:.0} %), {negative} negative, {positive} positive",
                counted(*comments, "comment")
            )?;
        }
        Ok(())
    }
}

fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
