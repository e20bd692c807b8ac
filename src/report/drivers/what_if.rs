//! What goes with another share of praise or complaint.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Effect, Estimate, Polarity, Standing};
use crate::error::{Error, Result};
use crate::labels::Touchpoint;

/// A share of praise or complaint to reckon with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WhatIf {
    /// Of which touchpoint.
    pub touchpoint: Touchpoint,
    /// Praise or complaint.
    pub polarity: Polarity,
    /// The share, 0 to 1.
    pub to: f64,
}

impl WhatIf {
    /// Reads `delivery.negative=10%`: a touchpoint, `negative` (or `complaint`) or `positive` (or `praise`), and a
    /// percentage of comments.
    ///
    /// # Errors
    ///
    /// Anything else, with what would be right.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = |what: String| {
            Error::usage(format!("\"{text}\" {what}"))
                .hint("write a touchpoint, a side and a share: delivery.negative=10%")
        };
        let Some((what, share)) = text.split_once('=') else {
            return Err(wrong("has no share: there is no = in it".into()));
        };
        let Some((touchpoint, polarity)) = what.trim().split_once('.') else {
            return Err(wrong("does not say which side: there is no . in it".into()));
        };
        let touchpoint = Touchpoint::parse(touchpoint).ok_or_else(|| {
            let names: Vec<&str> = Touchpoint::ALL.iter().map(|label| label.name()).collect();
            Error::usage(format!("\"{text}\": there is no touchpoint \"{touchpoint}\""))
                .hint(format!("there are {}", names.join(", ")))
        })?;
        let polarity = match polarity {
            "negative" | "complaint" => Polarity::Complaint,
            "positive" | "praise" => Polarity::Praise,
            other => {
                return Err(Error::usage(format!("\"{text}\": \"{other}\" is no side of {touchpoint}"))
                    .hint("there are negative (complaints) and positive (praise); mixed mentions are in both"));
            }
        };
        let Some(to) = crate::report::number::percent(share) else {
            return Err(wrong(format!("has no percentage behind the =, but \"{}\"", share.trim())));
        };
        if !(0.0..=1.0).contains(&to) {
            return Err(wrong("asks for a share outside 0% to 100%".into()));
        }
        Ok(Self { touchpoint, polarity, to })
    }
}

/// Another share, and the change of the outcome's mean that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// Of which touchpoint.
    pub touchpoint: Touchpoint,
    /// Praise or complaint.
    pub polarity: Polarity,
    /// The share there is, 0 to 1.
    pub from: f64,
    /// The share reckoned with.
    pub to: f64,
    /// Whether it was asked for; else it is half of the complaints there are.
    pub asked: bool,
    /// How sure the effect is.
    pub standing: Standing,
    /// The change of the outcome's mean; none where there is no effect to reckon with.
    pub change: Option<Estimate>,
}

impl Change {
    pub(super) fn of(effect: &Effect, from: f64, to: f64, asked: bool) -> Self {
        let (touchpoint, polarity, standing) = (effect.touchpoint, effect.polarity, effect.standing);
        Self { touchpoint, polarity, from, to, asked, standing, change: effect.what_if(from, to) }
    }
}

impl Effect {
    /// The change of the outcome's mean that goes with a change of the share of such comments, all else equal: the
    /// effect times the change of the share. The interval is the effect's; the shares are taken as they are given.
    pub fn what_if(&self, from: f64, to: f64) -> Option<Estimate> {
        self.effect.map(|effect| effect.times(to - from))
    }
}
