//! From probabilities to tags: the labels that hold, in the shape of the record.

use serde_json::{Map, Value, json};

use crate::aggregate::present;
use crate::calibrate::Prediction;
use crate::labels::{Emotion, Family, Sentiment, Touchpoint};
use crate::language::Detection;
use crate::record::{Probs, Tags, TouchpointTag};

/// The sentiments of a touchpoint in the order of the model's outputs, behind `absent`.
pub(crate) const STATE_SENTIMENTS: [Sentiment; 4] =
    [Sentiment::Positive, Sentiment::Negative, Sentiment::Neutral, Sentiment::Mixed];

/// The tags of a comment. `thresholds` holds, for each touchpoint, the probability at which it counts as present;
/// `probs` asks for the full distributions.
pub(crate) fn describe(prediction: &Prediction, thresholds: &[f32], language: Detection, probs: bool) -> Tags {
    let (sentiment, sentiment_p) = best(Sentiment::ALL, &prediction.sentiment);
    let score = prediction.sentiment[Sentiment::Positive.index()] - prediction.sentiment[Sentiment::Negative.index()];
    let (emotion, emotion_p) = best(Emotion::ALL, &prediction.emotion);
    let family = emotion.family();
    Tags {
        lang: language.lang,
        lang_p: round(language.p),
        sentiment,
        sentiment_p: round(sentiment_p),
        sentiment_score: round(f64::from(score)),
        emotion,
        emotion_p: round(emotion_p),
        emotion_family: family,
        emotion_family_p: round(family_p(family, &prediction.emotion)),
        touchpoints: touchpoints(prediction, thresholds),
        probs: probs.then(|| distributions(prediction)),
    }
}

fn touchpoints(prediction: &Prediction, thresholds: &[f32]) -> Vec<TouchpointTag> {
    let mut tags: Vec<(f32, TouchpointTag)> = Touchpoint::ALL
        .iter()
        .zip(&prediction.touchpoints)
        .zip(thresholds)
        .filter_map(|((label, states), threshold)| {
            let p = present(states);
            let (sentiment, sentiment_p) = best(&STATE_SENTIMENTS, &states[1..]);
            let tag = TouchpointTag {
                label: *label,
                stage: label.stage(),
                p: round(f64::from(p)),
                sentiment,
                sentiment_p: round(sentiment_p / f64::from(p)),
            };
            (p >= *threshold && p > 0.0).then_some((p, tag))
        })
        .collect();
    // A stable sort: equal probabilities stay in the scheme's order.
    tags.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    tags.into_iter().map(|(_, tag)| tag).collect()
}

/// The most probable label; the first of equals.
pub(crate) fn best<L: Copy>(labels: &[L], probabilities: &[f32]) -> (L, f64) {
    let mut best = 0;
    for (index, p) in probabilities.iter().enumerate() {
        if *p > probabilities[best] {
            best = index;
        }
    }
    (labels[best], f64::from(probabilities[best]))
}

fn family_p(family: Family, emotions: &[f32]) -> f64 {
    Emotion::ALL.iter().zip(emotions).filter(|(label, _)| label.family() == family).map(|(_, p)| f64::from(*p)).sum()
}

fn distributions(prediction: &Prediction) -> Probs {
    fn named<L: Copy>(labels: &[L], p: &[f32], name: impl Fn(L) -> &'static str) -> Map<String, Value> {
        labels.iter().zip(p).map(|(label, p)| (name(*label).to_owned(), json!(round(f64::from(*p))))).collect()
    }
    let touchpoints = Touchpoint::ALL.iter().zip(&prediction.touchpoints).map(|(label, states)| {
        let p = present(states);
        let given: Vec<f32> = states[1..].iter().map(|state| if p > 0.0 { state / p } else { 0.0 }).collect();
        let sentiments = named(&STATE_SENTIMENTS, &given, Sentiment::name);
        (label.name().to_owned(), json!({"p": round(f64::from(p)), "sentiment": sentiments}))
    });
    Probs {
        sentiment: named(Sentiment::ALL, &prediction.sentiment, Sentiment::name),
        emotion: named(Emotion::ALL, &prediction.emotion, Emotion::name),
        touchpoints: touchpoints.collect(),
    }
}

/// Four decimals: what files show, so that what is computed from a file is what was computed here.
fn round(value: f64) -> f64 {
    let rounded = (value * 1e4).round() / 1e4;
    // No negative zero in files.
    rounded + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::{Language, Stage};

    fn prediction() -> Prediction {
        let mut emotion = [0.0; 13];
        emotion[Emotion::Anger.index()] = 0.25;
        emotion[Emotion::Frustration.index()] = 0.35;
        emotion[Emotion::Neutral.index()] = 0.4;
        let mut touchpoints = [[1.0, 0.0, 0.0, 0.0, 0.0]; 15];
        touchpoints[Touchpoint::Product.index()] = [0.3, 0.6, 0.1, 0.0, 0.0];
        touchpoints[Touchpoint::Delivery.index()] = [0.1, 0.0, 0.9, 0.0, 0.0];
        touchpoints[Touchpoint::Price.index()] = [0.55, 0.0, 0.45, 0.0, 0.0];
        Prediction { sentiment: [0.2, 0.24, 0.5, 0.06], emotion, touchpoints }
    }

    #[test]
    fn tags_follow_the_scheme() {
        let language = Detection { lang: Language::Es, p: 0.998_04, other: false };
        let tags = describe(&prediction(), &[0.5; 15], language, false);
        assert_eq!((tags.sentiment, tags.sentiment_p, tags.sentiment_score), (Sentiment::Mixed, 0.5, -0.04));
        assert_eq!((tags.emotion, tags.emotion_p), (Emotion::Neutral, 0.4));
        assert_eq!((tags.emotion_family, tags.emotion_family_p), (Family::Neutral, 0.4));
        assert!((tags.lang_p - 0.998).abs() < 1e-9);
        let found: Vec<_> = tags.touchpoints.iter().map(|tag| (tag.label, tag.stage, tag.p, tag.sentiment)).collect();
        assert_eq!(
            found,
            [
                (Touchpoint::Delivery, Stage::Receive, 0.9, Sentiment::Negative),
                (Touchpoint::Product, Stage::Use, 0.7, Sentiment::Positive)
            ]
        );
        assert!((tags.touchpoints[1].sentiment_p - 0.857_1).abs() < 1e-9);
        assert_eq!(tags.probs, None);
    }

    #[test]
    fn full_distributions_name_every_label() {
        let language = Detection { lang: Language::En, p: 1.0, other: false };
        let probs = describe(&prediction(), &[0.5; 15], language, true).probs.expect("asked for");
        assert_eq!(probs.sentiment.len(), 4);
        assert_eq!(probs.emotion["frustration"], json!(0.35));
        assert_eq!(probs.touchpoints["price"]["p"], json!(0.45));
        assert_eq!(probs.touchpoints["product"]["sentiment"]["positive"], json!(0.8571));
    }
}
