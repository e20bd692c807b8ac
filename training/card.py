"""The model card's tables, from the exported model folder: per task, language, length, kind and label, on each measured set.
Reads what ships (weights, temperatures, thresholds) and prints Markdown."""

import argparse
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import f1_score

from batches import TASKS
from corpus import measured, second_reading, targets
from evaluate import decide, gap, micro_f1, per_touchpoint, score
from labels import EMOTIONS, TOUCHPOINTS
from released import FOLDER, Model

LENGTHS = [("1 to 3 words", 1, 3), ("4 to 8", 4, 8), ("9 to 20", 9, 20), ("21 to 40", 21, 40), ("over 40", 41, 10**6)]
RESAMPLES = 1000
# With fewer rows, most labels have too few for a score of their own.
EACH_LABEL = 900


def certain(labels):
    """Class indices as distributions with all the weight in one place."""
    shapes = dict(TASKS)
    return {task: np.eye(shapes[task][-1])[values] for task, values in labels.items()}


def interval(rows, said, thresholds):
    """Half the width of the 95 % bootstrap interval of the four main scores."""
    sentiment, emotion, touchpoints = targets(rows)
    states, right = decide(said["touchpoints"], thresholds), {}
    right["sentiment"] = said["sentiment"].argmax(1) == sentiment
    right["emotion"] = said["emotion"].argmax(1) == emotion
    generator, found = np.random.default_rng(1), {"sentiment": [], "emotion": [], "touchpoints": []}
    for _ in range(RESAMPLES):
        pick = generator.integers(0, len(rows), len(rows))
        for task in right:
            found[task].append(right[task][pick].mean())
        found["touchpoints"].append(micro_f1((states[pick] > 0) * 1, (touchpoints[pick] > 0) * 1))
    return {task: float(np.percentile(v, 97.5) - np.percentile(v, 2.5)) / 2 for task, v in found.items()}


def line(name, values):
    keys = ("sentiment_accuracy", "sentiment_macro_f1", "emotion_accuracy", "emotion_macro_f1", "emotion_family_macro_f1",
            "touchpoint_micro_f1", "touchpoint_sentiment_micro_f1", "sentiment_ece", "emotion_ece")
    return f"| {name} | {values['rows']} | " + " | ".join(f"{values[k]:.3f}" for k in keys) + " |"


HEAD = ("| part | n | sentiment acc. | sentiment macro-F1 | emotion acc. | emotion macro-F1 | families macro-F1 | touchpoint F1 "
        "| with sentiment F1 | sentiment ECE | emotion ECE |\n|" + " --- |" * 11)


def parts(rows):
    yield "all", np.ones(len(rows), dtype=bool)
    for lang in ("es", "en"):
        yield lang, np.array([r["lang"] == lang for r in rows])
    for name, least, most in LENGTHS:
        yield name, np.array([least <= len(r["text"].split()) <= most for r in rows])
    asked = np.array(["question" in r for r in rows])
    yield "with its question", asked
    yield "without a question", ~asked
    yield "members of contrast sets", np.array(["set" in r for r in rows])


def report(model, name, rows):
    said = model.probabilities(rows)
    print(f"\n## {name}\n\n{HEAD}")
    for part, keep in parts(rows):
        if keep.sum() >= 20:
            mine = [r for r, k in zip(rows, keep) if k]
            print(line(part, score({t: v[keep] for t, v in said.items()}, model.thresholds, mine)))
    second, read = second_reading(rows)
    if read.all() and name != "test":  # there the second reading has settled the labels
        print(line("a second reader", score(certain(second), [0.5] * len(TOUCHPOINTS), rows)))
    sure, right = said["sentiment"].max(1), said["sentiment"].argmax(1) == targets(rows)[0]
    print(f"\nsentiment: {sure.mean():.3f} sure on average, {right.mean():.3f} right")
    half = interval(rows, said, model.thresholds)
    print("\n95 % intervals (bootstrap over comments), plus or minus: " + ", ".join(f"{k} {v:.3f}" for k, v in half.items()))
    if len(rows) < EACH_LABEL:
        return
    sentiment, emotion, touchpoints = targets(rows)
    each = f1_score(emotion, said["emotion"].argmax(1), labels=range(len(EMOTIONS)), average=None, zero_division=0)
    print("\n| emotion | n | F1 |\n| --- | --- | --- |")
    for k in np.argsort(-each):
        print(f"| {EMOTIONS[k]} | {(emotion == k).sum()} | {each[k]:.2f} |")
    found = per_touchpoint(said, model.thresholds, rows)
    print("\n| touchpoint | n | F1 |\n| --- | --- | --- |")
    for k in sorted(range(len(TOUCHPOINTS)), key=lambda k: -found[TOUCHPOINTS[k]]):
        print(f"| {TOUCHPOINTS[k]} | {(touchpoints[:, k] > 0).sum()} | {found[TOUCHPOINTS[k]]:.2f} |")
    present = 1 - said["touchpoints"][:, :, 0].reshape(-1)
    print(f"\ntouchpoint presence, expected calibration error {gap(present, (touchpoints > 0).reshape(-1)):.3f}")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", type=Path, default=FOLDER, help="model folder")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    model = Model(chosen.model)
    for name, rows in measured().items():
        report(model, name, rows)


if __name__ == "__main__":
    main()
