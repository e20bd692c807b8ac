"""The yardstick: TF-IDF (words 1-2, characters 2-5, words of the question) and logistic regression, one per task."""

import argparse
import csv
import json
import time
from pathlib import Path

import joblib
import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from calibrate import fit_thresholds
from corpus import measured, split, targets
from evaluate import describe, score_by_language
from labels import EMOTIONS, SENTIMENTS, STATES, TOUCHPOINTS


class Features:
    def __init__(self):
        word = r"(?u)\w+|[^\w\s]"
        self.words = TfidfVectorizer(ngram_range=(1, 2), token_pattern=word, min_df=2, sublinear_tf=True, dtype=np.float32)
        self.characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=4, sublinear_tf=True, dtype=np.float32)
        self.question = TfidfVectorizer(ngram_range=(1, 2), token_pattern=word, min_df=2, sublinear_tf=True, dtype=np.float32)

    def parts(self, rows):
        texts = [r["text"] for r in rows]
        questions = [r.get("question") or "" for r in rows]
        return (self.words, texts), (self.characters, texts), (self.question, questions)

    def fit(self, rows):
        return hstack([v.fit_transform(t) for v, t in self.parts(rows)]).tocsr()

    def apply(self, rows):
        return hstack([v.transform(t) for v, t in self.parts(rows)]).tocsr()


def learn(x, y):
    return LogisticRegression(C=8.0, max_iter=120, tol=1e-3).fit(x, y)


def spread(model, x, classes):
    """Probabilities over all classes, also those that the training rows lack."""
    full = np.zeros((x.shape[0], classes), dtype=np.float32)
    full[:, model.classes_] = model.predict_proba(x)
    return full


def predict(models, x):
    return {
        "sentiment": spread(models["sentiment"], x, len(SENTIMENTS)),
        "emotion": spread(models["emotion"], x, len(EMOTIONS)),
        "touchpoints": np.stack([spread(m, x, len(STATES)) for m in models["touchpoints"]], 1),
    }


def fit(work):
    kept, held, _ = split()
    features, started = Features(), time.time()
    x = features.fit(kept)
    sentiment, emotion, touchpoints = targets(kept)
    print("features", x.shape, flush=True)
    models = {"sentiment": learn(x, sentiment), "emotion": learn(x, emotion), "touchpoints": []}
    print(f"sentiment and emotion: {time.time() - started:.0f} s", flush=True)
    for k, name in enumerate(TOUCHPOINTS):
        models["touchpoints"].append(learn(x, touchpoints[:, k]))
        print(f"{name}: {time.time() - started:.0f} s", flush=True)
    thresholds = fit_thresholds(predict(models, features.apply(held))["touchpoints"], targets(held)[2])
    scores = {name: score_by_language(predict(models, features.apply(rows)), thresholds, rows)
              for name, rows in measured().items()}
    joblib.dump((features, models), work / "baseline.joblib")
    (work / "baseline.json").write_text(json.dumps({"thresholds": thresholds, "scores": scores}, indent=1))
    for name, parts in scores.items():
        for part, values in parts.items():
            print(name, part, describe(values))


def answer(work, path):
    """Its answers on the test set, as another tool would write them: `data/comparison/tfidf.toml` explains the columns."""
    features, models = joblib.load(work / "baseline.joblib")
    thresholds = json.loads((work / "baseline.json").read_text())["thresholds"]
    rows = measured()["test"]
    found = predict(models, features.apply(rows))
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["comment_id", "polarity", *(f"p({name})" for name in SENTIMENTS), "feeling", "feeling_p", "topics",
                        *(f"topic_{name}" for name in TOUCHPOINTS)])
        for row, sentiment, emotion, topics in zip(rows, *found.values()):
            states = [STATES[1 + p[1:].argmax()] if 1 - p[0] >= t else "" for p, t in zip(topics, thresholds)]
            table.writerow([row["id"], SENTIMENTS[sentiment.argmax()].upper(), *(f"{p:.4f}" for p in sentiment),
                            EMOTIONS[emotion.argmax()], f"{emotion.max():.4f}",
                            ";".join(name for name, state in zip(TOUCHPOINTS, states) if state), *states])


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--answers", type=Path, metavar="FILE", help="write what it answers on the test set, after it was fitted")
    chosen = options.parse_args()
    if chosen.answers:
        answer(chosen.work, chosen.answers)
        return
    chosen.work.mkdir(parents=True, exist_ok=True)
    fit(chosen.work)


if __name__ == "__main__":
    main()
