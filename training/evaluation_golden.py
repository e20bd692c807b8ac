"""A gold set, two prediction files, and what scikit-learn and SciPy say of them: evaluation_golden.py [--out FOLDER].

tests/suite/evaluate.rs holds `sentir evaluate` and `sentir compare` against it."""

import argparse
import json
import random
from pathlib import Path

from scipy.stats import binomtest
from sklearn.metrics import (accuracy_score, brier_score_loss, confusion_matrix, f1_score, matthews_corrcoef, precision_score,
                             recall_score)
from sklearn.preprocessing import MultiLabelBinarizer

from corpus import ROOT
from labels import EMOTIONS, FAMILIES, FAMILY, SENTIMENTS, TOUCHPOINTS

ROWS = 80


def distribution(chance, labels, right, sureness):
    weights = [chance.random() + (sureness if label == right else 0) for label in labels]
    return [round(weight / sum(weights), 4) for weight in weights]


def record(chance, gold, sureness):
    said = {"id": gold["id"], "text": gold["text"], "lang": gold["lang"], "probs": {}}
    for task, labels in (("sentiment", SENTIMENTS), ("emotion", EMOTIONS)):
        p = distribution(chance, labels, gold[task], sureness)
        said[task] = labels[max(range(len(labels)), key=lambda n: p[n])]
        said["probs"][task] = dict(zip(labels, p))
    kept = {label: sentiment for label, sentiment in gold["touchpoints"].items() if chance.random() < 0.7}
    if chance.random() < 0.4:
        kept[chance.choice(TOUCHPOINTS)] = chance.choice(SENTIMENTS)
    said["touchpoints"] = [{"label": label, "sentiment": sentiment, "p": 0.9} for label, sentiment in kept.items()]
    return said


def single(gold, said, labels):
    return {
        "accuracy": accuracy_score(gold, said), "mcc": matthews_corrcoef(gold, said),
        "macro_f1": f1_score(gold, said, average="macro", zero_division=0, labels=sorted(set(gold) | set(said))),
        "macro_recall": recall_score(gold, said, average="macro", zero_division=0, labels=sorted(set(gold))),
        "confusion": confusion_matrix(gold, said, labels=labels).tolist(),
    }


def several(gold, said):
    binary = MultiLabelBinarizer().fit(gold + said)
    right, found = binary.transform(gold), binary.transform(said)
    return {
        "micro_f1": f1_score(right, found, average="micro"), "macro_f1": f1_score(right, found, average="macro", zero_division=0),
        "precision": precision_score(right, found, average="micro"), "recall": recall_score(right, found, average="micro"),
        "exact_match": accuracy_score(right, found),
    }


def figures(gold, said):
    sentiment = single([row["sentiment"] for row in gold], [row["sentiment"] for row in said], SENTIMENTS)
    normal = [{k: v / sum(row["probs"]["sentiment"].values()) for k, v in row["probs"]["sentiment"].items()} for row in said]
    sentiment["brier"] = brier_score_loss([row["sentiment"] for row in gold], [[p[s] for s in sorted(SENTIMENTS)] for p in normal],
                                          labels=sorted(SENTIMENTS), scale_by_half=False)
    pairs = [[f"{k} {v}" for k, v in row["touchpoints"].items()] for row in gold]
    found = [[f"{t['label']} {t['sentiment']}" for t in row["touchpoints"]] for row in said]
    return {
        "sentiment": sentiment,
        "emotion": single([row["emotion"] for row in gold], [row["emotion"] for row in said], EMOTIONS),
        "family": single([FAMILY[row["emotion"]] for row in gold], [FAMILY[row["emotion"]] for row in said], FAMILIES),
        "touchpoints": several([list(row["touchpoints"]) for row in gold], [[t["label"] for t in row["touchpoints"]] for row in said]),
        "touchpoints_with_sentiment": several(pairs, found),
    }


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "evaluation")
    folder = options.parse_args().out
    chance = random.Random(5)
    gold = []
    for n in range(ROWS):
        touchpoints = {label: chance.choice(SENTIMENTS) for label in chance.sample(TOUCHPOINTS, chance.choice((0, 1, 1, 2)))}
        gold.append({"id": f"g{n}", "text": f"comment number {n}" + " and more" * (n % 7), "lang": chance.choice(("es", "en")),
                     "sentiment": chance.choice(SENTIMENTS), "emotion": chance.choice(EMOTIONS[:6]), "touchpoints": touchpoints})
    files = {"gold": gold, "a": [record(chance, row, 0.9) for row in gold], "b": [record(chance, row, 0.4) for row in gold]}
    chance.shuffle(files["b"])
    for name, rows in files.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    files["b"].sort(key=lambda row: int(row["id"][1:]))
    right = {name: [row["sentiment"] == g["sentiment"] for row, g in zip(files[name], gold)] for name in "ab"}
    only = [sum(x and not y for x, y in zip(right[a], right[b])) for a, b in ("ab", "ba")]
    expected = {name: figures(gold, files[name]) for name in "ab"}
    expected["mcnemar"] = {"task": "sentiment", "only_a": only[0], "only_b": only[1], "p": binomtest(only[0], sum(only)).pvalue}
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
