//! What a predictor says of the comments of a gold set.

use std::collections::BTreeMap;

use super::space::Space;
use crate::aggregate::present;
use crate::calibrate::Prediction;
use crate::labels::{Sentiment, Touchpoint};
use crate::tags::{STATE_SENTIMENTS, best};

/// What it says of one comment, in a task with one class a comment.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// No answer: what it left out counts as wrong.
    Nothing,
    /// A class of its space, with its probability where that is known.
    Class {
        /// The class.
        class: usize,
        /// Its probability.
        p: Option<f64>,
    },
    /// A probability for each class of its space.
    Distribution(Vec<f64>),
}

/// The touchpoints of one comment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SaidTouchpoints {
    /// Those it speaks of, with their sentiments where the predictor gives them.
    pub present: BTreeMap<Touchpoint, Option<Sentiment>>,
    /// The probability that the comment speaks of it, for each touchpoint, where they are known.
    pub probabilities: Option<Vec<f64>>,
}

/// All that a predictor says of a gold set: for each task it knows, an answer a row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Predictions {
    /// The predictor's name in reports.
    pub name: String,
    /// What it is: a model with its version, or a file with the tool that wrote it.
    pub origin: String,
    /// Sentiments, in its own space.
    pub sentiment: Option<(Space, Vec<Said>)>,
    /// Emotions, in its own space.
    pub emotion: Option<(Space, Vec<Said>)>,
    /// Touchpoints.
    pub touchpoints: Option<Vec<SaidTouchpoints>>,
    /// Whether touchpoints come with sentiments.
    pub touchpoint_sentiments: bool,
    /// Rows without any answer.
    pub unanswered: usize,
    /// What a reader of its figures must know.
    pub warnings: Vec<String>,
}

impl Predictions {
    /// Those of a model of our own; `thresholds` are the probabilities from which on a touchpoint counts as present.
    pub fn of_model(name: String, origin: String, predictions: &[Prediction], thresholds: &[f32]) -> Self {
        let distribution = |values: &[f32]| Said::Distribution(values.iter().map(|p| f64::from(*p)).collect());
        let touchpoints = |prediction: &Prediction| {
            let states = Touchpoint::ALL.iter().zip(&prediction.touchpoints);
            SaidTouchpoints {
                present: states
                    .clone()
                    .zip(thresholds)
                    .filter(|((_, states), threshold)| present(states) >= **threshold)
                    .map(|((label, states), _)| (*label, Some(best(&STATE_SENTIMENTS, &states[1..]).0)))
                    .collect(),
                probabilities: Some(states.map(|(_, states)| f64::from(present(states))).collect()),
            }
        };
        Self {
            name,
            origin,
            sentiment: Some((Space::sentiments(), predictions.iter().map(|p| distribution(&p.sentiment)).collect())),
            emotion: Some((Space::emotions(), predictions.iter().map(|p| distribution(&p.emotion)).collect())),
            touchpoints: Some(predictions.iter().map(touchpoints).collect()),
            touchpoint_sentiments: true,
            unanswered: 0,
            warnings: Vec::new(),
        }
    }
}
