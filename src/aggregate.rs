//! From the windows of a long comment to the comment.
//!
//! Sentiment and emotion are the means of the windows', weighted by their tokens. A touchpoint is spoken of as surely as
//! in the window that speaks of it most surely; its sentiment is the mean of the windows', weighted by how surely
//! each speaks of it.

use crate::calibrate::Prediction;
use crate::heads::STATES;

/// Aggregates windows, given with their numbers of tokens. `None` for no window at all.
pub fn aggregate<'a>(windows: impl IntoIterator<Item = (usize, &'a Prediction)>) -> Option<Prediction> {
    let windows: Vec<(usize, &Prediction)> = windows.into_iter().collect();
    let (&(_, first), rest) = windows.split_first()?;
    if rest.is_empty() {
        return Some(first.clone());
    }
    let total: f32 = windows.iter().map(|(tokens, _)| *tokens as f32).sum();
    let mut comment = Prediction::default();
    for (tokens, window) in &windows {
        let weight = *tokens as f32 / total;
        for (sum, p) in comment.sentiment.iter_mut().zip(window.sentiment) {
            *sum += weight * p;
        }
        for (sum, p) in comment.emotion.iter_mut().zip(window.emotion) {
            *sum += weight * p;
        }
    }
    for (index, states) in comment.touchpoints.iter_mut().enumerate() {
        let spoken: f32 = windows.iter().map(|(_, window)| present(&window.touchpoints[index])).fold(0.0, f32::max);
        for (_, window) in &windows {
            for (sum, p) in states[1..].iter_mut().zip(&window.touchpoints[index][1..]) {
                *sum += p;
            }
        }
        let sum: f32 = states[1..].iter().sum();
        if sum > 0.0 {
            states[1..].iter_mut().for_each(|p| *p *= spoken / sum);
        }
        states[0] = 1.0 - spoken;
    }
    Some(comment)
}

/// The probability that a touchpoint is spoken of.
pub(crate) fn present(states: &[f32; STATES]) -> f32 {
    states[1..].iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(positive: f32, staff: [f32; STATES]) -> Prediction {
        let mut touchpoints = [[1.0, 0.0, 0.0, 0.0, 0.0]; 15];
        touchpoints[6] = staff;
        let mut emotion = [0.0; 13];
        emotion[0] = 1.0;
        Prediction { sentiment: [positive, 1.0 - positive, 0.0, 0.0], emotion, touchpoints }
    }

    #[test]
    fn one_window_is_the_comment() {
        let only = window(0.3, [0.5, 0.5, 0.0, 0.0, 0.0]);
        assert_eq!(aggregate([(12, &only)]), Some(only.clone()));
    }

    #[test]
    fn windows_weigh_by_tokens_and_the_surest_touchpoint_stays() {
        let praise = window(1.0, [0.1, 0.9, 0.0, 0.0, 0.0]);
        let silence = window(0.0, [0.9, 0.0, 0.1, 0.0, 0.0]);
        let comment = aggregate([(300, &praise), (100, &silence)]).expect("two windows");
        assert!((comment.sentiment[0] - 0.75).abs() < 1e-6);
        assert!((present(&comment.touchpoints[6]) - 0.9).abs() < 1e-6);
        assert!((comment.touchpoints[6][1] - 0.81).abs() < 1e-6);
        assert!((comment.touchpoints[6].iter().sum::<f32>() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn no_window_is_no_comment() {
        assert_eq!(aggregate([]), None);
    }
}
