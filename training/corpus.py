"""Read the corpus and set aside the part of train that steers training (early stopping, temperatures, thresholds)."""

import hashlib
import json
from pathlib import Path

import numpy as np

from labels import EMOTIONS, SENTIMENTS, STATES, TOUCHPOINTS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "data" / "corpus"
HELD_PERCENT = 6


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def held(row):
    """By hash of the contrast set where there is one, so that its members stay on one side."""
    key = f"set-{row['set']}" if "set" in row else row["id"]
    digest = hashlib.sha256(f"held:{key}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < HELD_PERCENT


def split():
    """train, held-out, dev."""
    rows = read(FOLDER / "train.jsonl")
    return [r for r in rows if not held(r)], [r for r in rows if held(r)], read(FOLDER / "dev.jsonl")


def measured():
    """The sets that are only reported on: neither trained on nor chosen by their labels. data/corpus/README.md says what each is."""
    return {name: read(FOLDER / f"{name}.jsonl") for name in ("dev", "test", "everyday", "hard")}


def targets(rows):
    """Class indices: sentiment [n], emotion [n], touchpoints [n, 15]."""
    sentiment = np.array([SENTIMENTS.index(r["sentiment"]) for r in rows])
    emotion = np.array([EMOTIONS.index(r["emotion"]) for r in rows])
    touchpoints = np.zeros((len(rows), len(TOUCHPOINTS)), dtype=np.int64)
    for i, row in enumerate(rows):
        for name, state in row["touchpoints"].items():
            touchpoints[i, TOUCHPOINTS.index(name)] = STATES.index(state)
    return sentiment, emotion, touchpoints


def second_reading(rows):
    """A second reader's labels as class indices, and which rows have one."""
    read = np.array(["second" in r for r in rows])
    labels = targets([{**r, **r.get("second", {})} for r in rows])
    return dict(zip(("sentiment", "emotion", "touchpoints"), labels)), read
