"""The encoder on public sets, by the recipe of the published figures: fine-tuned on the set's own train split with a new
linear head, scored once on its dev split. A tenth of train chooses the epoch (and GoEmotions' threshold).

Published figures are on the sets' test splits, ours on their dev splits: near, not the same rows."""

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import f1_score, recall_score
from torch import nn
from torch.nn import functional

from batches import encode, group, hide_words, pack
from learn import optimiser, set_rate, step
from model import WIDTH, pool
from prepare import clean, lines_of
from released import FOLDER, Model

EKMAN = {
    "anger": ["anger", "annoyance", "disapproval"], "disgust": ["disgust"], "fear": ["fear", "nervousness"],
    "joy": ["joy", "amusement", "approval", "excitement", "gratitude", "love", "optimism", "relief", "pride", "admiration",
            "desire", "caring"],
    "sadness": ["sadness", "disappointment", "embarrassment", "grief", "remorse"],
    "surprise": ["surprise", "realization", "confusion", "curiosity"], "neutral": ["neutral"],
}
EKMAN_OF = {fine: family for family, members in EKMAN.items() for fine in members}
# Rows of sets with "several" may have more than one class.
SETS = {
    "xlmt_sentiment": {"set": "xlmt_sentiment", "lang": ("es", "en"), "epochs": 6, "metric": "macro_f1",
                       "published": "fastText 50.1 es, 50.9 en; XLM-T 68.5 es, 70.6 en"},
    "emoevent_es": {"set": "emoevent", "lang": ("es",), "epochs": 6, "metric": "macro_f1", "published": "small 46.3; RoBERTuito 55.3"},
    "tweeteval_emotion": {"set": "tweeteval_emotion", "lang": ("en",), "epochs": 8, "metric": "macro_f1",
                          "published": "fastText 65.2; BERTweet 79.3; TimeLMs 80.2"},
    "goemotions_ekman": {"set": "goemotions", "lang": ("en",), "epochs": 3, "metric": "macro_f1",
                         "published": "BiLSTM 53; BERT 62.4", "several": True},
    "tweeteval_sentiment": {"set": "tweeteval_sentiment", "lang": ("en",), "epochs": 2, "metric": "macro_recall",
                            "published": "fastText 62.9; BERTweet 73.4; TimeLMs 73.7"},
}


def read(folder, name, part, langs, several):
    rows = []
    for raw in map(json.loads, lines_of(folder / name / f"{part}.jsonl.zst")):
        if raw["lang"] in langs:
            label = sorted({EKMAN_OF[n] for n in raw["label"]}) if several else [raw["label"]]
            rows.append({"text": clean(raw["text"]), "lang": raw["lang"], "label": label})
    return rows


class Classifier(nn.Module):
    def __init__(self, base, classes):
        super().__init__()
        self.bert, self.head = base.bert, nn.Linear(3 * WIDTH, classes)
        nn.init.normal_(self.head.weight, std=0.01)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids, segments, present):
        return self.head(functional.dropout(pool(self.bert(ids, segments, present), segments, present), 0.3, self.training))


def logits_of(model, coded):
    model.eval()
    order = sorted(range(len(coded)), key=lambda i: len(coded[i][0]))
    result = [None] * len(coded)
    with torch.no_grad():
        for start in range(0, len(order), 64):
            part = order[start:start + 64]
            for i, row in zip(part, model(*pack([coded[i] for i in part])).numpy()):
                result[i] = row
    return np.stack(result)


def measure(logits, truth, metric, threshold):
    if truth.sum(1).max() > 1 or threshold is not None:
        found = 1 / (1 + np.exp(-logits)) >= threshold
        return float(f1_score(truth, found, average="macro", zero_division=0))
    right, found = truth.argmax(1), logits.argmax(1)
    return float(recall_score(right, found, average="macro") if metric == "macro_recall" else f1_score(right, found, average="macro"))


def run(task, folder, given):
    several, released = task.get("several", False), Model(given)
    tokenizer = released.tokenizer
    rows = read(folder, task["set"], "train", task["lang"], several)
    dev = read(folder, task["set"], "dev", task["lang"], several)
    names = sorted({n for r in rows for n in r["label"]})
    random.seed(7)
    torch.manual_seed(7)
    random.shuffle(rows)
    cut = len(rows) // 10

    def table(part):
        return np.array([[n in r["label"] for n in names] for r in part], dtype=np.float32)

    held, kept = rows[:cut], rows[cut:]
    coded, held_coded, truth = encode(tokenizer, kept, 96), encode(tokenizer, held, 96), torch.from_numpy(table(kept))
    model = Classifier(released.network, len(names))
    adam = optimiser(model, {"head": 2e-3, "": 3e-4}, 0.02)
    best, kept_state, threshold = -1.0, None, None
    for epoch in range(task["epochs"]):
        order = list(range(len(kept)))
        random.shuffle(order)
        batches = group(coded, order, 4096, 64)
        model.train()
        for at, batch in enumerate(batches):
            set_rate(adam, (epoch + at / len(batches)) / task["epochs"])
            ids, segments, present = pack([coded[i] for i in batch])
            logits = model(hide_words(ids, 0.1), segments, present)
            loss = functional.binary_cross_entropy_with_logits(logits, truth[batch]) * len(names) if several else \
                functional.cross_entropy(logits, truth[batch].argmax(1), label_smoothing=0.05)
            step(model, adam, loss)
        said, gold = logits_of(model, held_coded), table(held)
        for each in (np.arange(0.2, 0.61, 0.05) if several else (None,)):
            value = measure(said, gold, task["metric"], each)
            if value > best:
                best, threshold = value, each
                kept_state = {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(kept_state)
    scores = {}
    for lang in task["lang"]:
        mine = [r for r in dev if r["lang"] == lang]
        scores[lang] = round(100 * measure(logits_of(model, encode(tokenizer, mine, 96)), table(mine), task["metric"], threshold), 1)
    return scores, len(kept), len(dev)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True, help="folder with public/")
    options.add_argument("--model", type=Path, default=FOLDER, help="model folder")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("sets", nargs="*", help=f"of {', '.join(SETS)}; all without a name")
    chosen = options.parse_args()
    if unknown := [name for name in chosen.sets if name not in SETS]:
        options.error(f"no set {unknown[0]!r}; there are {', '.join(SETS)}")
    torch.set_num_threads(chosen.threads)
    for name in chosen.sets or SETS:
        started = time.time()
        scores, rows, dev = run(SETS[name], chosen.data / "public", chosen.model)
        print(name, SETS[name]["metric"], scores, f"{rows} rows of train, {dev} of dev, {time.time() - started:.0f} s;",
              "published:", SETS[name]["published"], flush=True)


if __name__ == "__main__":
    main()
