"""The metrics of the model card, from probabilities. Predictions are dicts of arrays:
sentiment [n, 4], emotion [n, 13], touchpoints [n, 15, 5], each a distribution over its last axis."""

import numpy as np
from sklearn.metrics import f1_score

from corpus import targets
from labels import EMOTIONS, FAMILIES, FAMILY_OF, SENTIMENTS, TOUCHPOINTS


def gap(confidence, right, bins=15):
    """Expected calibration error: the gap between confidence and how often it is right, weighted by bin size."""
    which = np.clip(np.ceil(confidence * bins).astype(int), 1, bins)
    gaps = [abs(right[which == b].mean() - confidence[which == b].mean()) * (which == b).mean() for b in np.unique(which)]
    return float(sum(gaps))


def calibration_error(probabilities, truth):
    """Of the predicted class."""
    return gap(probabilities.max(1), probabilities.argmax(1) == truth)


def micro_f1(found, truth):
    """Over touchpoints: `found` and `truth` hold a state each, 0 for absent."""
    hits = ((found == truth) & (truth > 0)).sum()
    total = (found > 0).sum() + (truth > 0).sum()
    return float(2 * hits / total) if total else 0.0


def decide(touchpoints, thresholds):
    """State of each touchpoint: absent below its threshold, else the likeliest of the four sentiments."""
    present = 1 - touchpoints[:, :, 0] >= np.asarray(thresholds)[None, :]
    return np.where(present, touchpoints[:, :, 1:].argmax(2) + 1, 0)


def macro_f1(truth, found, classes):
    return float(f1_score(truth, found, labels=range(classes), average="macro", zero_division=0))


def score(predictions, thresholds, rows):
    sentiment, emotion, touchpoints = targets(rows)
    family = np.asarray(FAMILY_OF)
    states = decide(predictions["touchpoints"], thresholds)
    s, e = predictions["sentiment"].argmax(1), predictions["emotion"].argmax(1)
    return {
        "rows": len(rows),
        "sentiment_accuracy": float((s == sentiment).mean()),
        "sentiment_macro_f1": macro_f1(sentiment, s, len(SENTIMENTS)),
        "emotion_accuracy": float((e == emotion).mean()),
        "emotion_macro_f1": macro_f1(emotion, e, len(EMOTIONS)),
        "emotion_family_macro_f1": macro_f1(family[emotion], family[e], len(FAMILIES)),
        "touchpoint_micro_f1": micro_f1((states > 0) * 1, (touchpoints > 0) * 1),
        "touchpoint_sentiment_micro_f1": micro_f1(states, touchpoints),
        "sentiment_ece": calibration_error(predictions["sentiment"], sentiment),
        "emotion_ece": calibration_error(predictions["emotion"], emotion),
    }


def score_by_language(predictions, thresholds, rows):
    """{"all": ..., "es": ..., "en": ...}"""
    result = {"all": score(predictions, thresholds, rows)}
    for lang in ("es", "en"):
        keep = np.array([r["lang"] == lang for r in rows])
        part = {task: values[keep] for task, values in predictions.items()}
        result[lang] = score(part, thresholds, [r for r in rows if r["lang"] == lang])
    return result


def per_touchpoint(predictions, thresholds, rows):
    truth, found = targets(rows)[2], decide(predictions["touchpoints"], thresholds)
    return {name: micro_f1((found[:, t] > 0) * 1, (truth[:, t] > 0) * 1) for t, name in enumerate(TOUCHPOINTS)}


def describe(scores):
    return "  ".join(f"{key}={value:.4f}" if isinstance(value, float) else f"{key}={value}"
                     for key, value in scores.items())
