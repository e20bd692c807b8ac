//! How the figures that may change are named and written.

use super::findings::said_of;
use super::overview::many;
use super::paper::{Paper, Tongue};
use crate::report::change::{Level, Measure};
use crate::report::drivers::Polarity;
use crate::report::kpi::{Net, Share};

/// The figure's name with its article, in the middle of a sentence.
pub(super) fn in_sentence(paper: &Paper, measure: Measure) -> String {
    match (measure, paper.tongue) {
        (Measure::Net, Tongue::En) => "net sentiment".to_owned(),
        (Measure::Net, Tongue::Es) => "el sentimiento neto".to_owned(),
        (Measure::Sentiment(label), Tongue::En) => format!("{} comments", paper.name(label)),
        (Measure::Sentiment(label), Tongue::Es) => format!("los comentarios {}", many(paper, label)),
        (Measure::Complaint(label), _) => said_of(paper, label, Polarity::Complaint),
        (Measure::Praise(label), _) => said_of(paper, label, Polarity::Praise),
    }
}

/// The figure's name in a table.
pub(super) fn figure(paper: &Paper, measure: Measure) -> String {
    let (what, label) = match measure {
        Measure::Net => return paper.say("net sentiment", "sentimiento neto").to_owned(),
        Measure::Sentiment(label) => {
            return match paper.tongue {
                Tongue::En => format!("{} comments", paper.name(label)),
                Tongue::Es => format!("comentarios {}", many(paper, label)),
            };
        }
        Measure::Complaint(label) => (paper.say("complaints: ", "quejas: "), label),
        Measure::Praise(label) => (paper.say("praise: ", "elogios: "), label),
    };
    format!("{what}{}", paper.name(label))
}

/// The figure with its interval.
pub(super) fn level(paper: &Paper, measure: Measure, level: &Level) -> String {
    let Level { value, low, high, n } = *level;
    match measure {
        Measure::Net => paper.net(&Net { net: value, low, high, n }),
        _ => paper.share(&Share { count: n * value.unwrap_or_default(), n, share: value, low, high }),
    }
}
