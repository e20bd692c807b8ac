"""Train in stages; every epoch ends in a checkpoint and a rerun goes on from it.

bag      word vectors and heads alone, the layers skipped, on the corpus and the public sets: an epoch takes a minute
words    the same on the corpus alone
network  the whole network on the corpus, with public rows again where time allows
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from batches import Known, TASKS, disturb, encode, group, hide_words, pack, read_public
from calibrate import softmax
from corpus import split, targets
from evaluate import decide, micro_f1
from labels import EMOTIONS
from model import Sentir

STAGES = [
    # name, whether the layers are skipped, epochs, share of the public rows, repeats of the corpus, learning rate, rows a batch
    {"name": "bag", "bag": True, "epochs": 4, "public": 0.25, "corpus": 2, "rate": 2e-3, "rows": 256},
    {"name": "words", "bag": True, "epochs": 5, "public": 0.0, "corpus": 3, "rate": 2e-3, "rows": 256},
    {"name": "network", "bag": False, "epochs": 4, "public": 0.0, "corpus": 1, "rate": 5e-4, "rows": 64},
]
HEAD_RATE = 3.0  # the heads' learning rate over the rest's
TASK_WEIGHT = {"sentiment": 1.0, "emotion": 1.0, "touchpoints": 1.0}
TAUGHT_WEIGHT = 0.5
SMOOTHING = {"sentiment": 0.08, "emotion": 0.08, "touchpoints": 0.02}
PUBLIC_LONGEST = 96
AVERAGE = 0.995


def task_loss(logits, allowed, among, smooth, taught, class_weight=None):
    """Minus the log of the probability that falls in the allowed classes, with smoothing and soft labels; one value a row."""
    least = torch.finfo(logits.dtype).min / 4
    hit = torch.logsumexp(logits.masked_fill(~allowed, least), -1)
    every = torch.logsumexp(logits.masked_fill(~among, least), -1)
    loss = every - hit
    if class_weight is not None:
        # Only where the label is one class; a set of classes keeps weight one.
        single = allowed.sum(-1) == 1
        loss = loss * torch.where(single, (allowed * class_weight).sum(-1), 1.0)
    logs = functional.log_softmax(logits, -1)
    smooth = smooth.view(-1, *[1] * (loss.dim() - 1))
    loss = (1 - smooth) * loss - smooth * logs.mean(-1)
    if taught is not None:
        loss = loss + TAUGHT_WEIGHT * (taught * (torch.log(taught.clamp(min=1e-6)) - logs)).sum(-1)
    return loss.sum(-1) if loss.dim() == 2 else loss


def class_weights(rows):
    """Rare emotions weigh more, by the fourth root of their rarity, about one on average."""
    counts = np.bincount(targets(rows)[1], minlength=len(EMOTIONS))
    weights = (counts.mean() / counts) ** 0.25
    return torch.tensor(weights / (weights * counts).sum() * counts.sum(), dtype=torch.float32)


class Data:
    """Corpus and public rows side by side: corpus first."""

    def __init__(self, work, tokenizer):
        self.tokenizer = tokenizer
        self.rows, self.held, _ = split()
        public = read_public(work)
        self.public = encode(tokenizer, public, PUBLIC_LONGEST)
        corpus_known, public_known = Known.of_corpus(self.rows), Known.of_public(public)
        self.allowed, self.among = (
            {t: torch.from_numpy(np.concatenate([getattr(k, part)[t] for k in (corpus_known, public_known)])) for t, _ in TASKS}
            for part in ("allowed", "among"))
        self.weight, self.smooth = (
            torch.from_numpy(np.concatenate([getattr(k, part) for k in (corpus_known, public_known)])) for part in ("weight", "smooth"))
        self.taught = np.load(work / "taught.npy")
        self.held_coded = encode(tokenizer, self.held)

    def epoch(self, stage):
        """Batches of one epoch: (tensors, indices)."""
        corpus = [encode(self.tokenizer, [disturb(r) for r in self.rows]) for _ in range(stage["corpus"])]
        coded = [c for copy in corpus for c in copy]
        origin = list(range(len(self.rows))) * stage["corpus"]
        chosen = random.sample(range(len(self.public)), int(stage["public"] * len(self.public)))
        coded += [self.public[i] for i in chosen]
        origin += [len(self.rows) + i for i in chosen]
        order = list(range(len(coded)))
        random.shuffle(order)
        for batch in group(coded, order, 8192, stage["rows"]):
            yield pack([coded[i] for i in batch]), torch.tensor([origin[i] for i in batch])

    def soft(self, where):
        """The baseline's opinion of public rows; none of corpus rows, which it has seen with their labels."""
        first = len(self.rows)
        table = torch.zeros(len(where), self.taught.shape[1])
        outside = where >= first
        table[outside] = torch.from_numpy(self.taught[(where[outside] - first).numpy()].astype(np.float32))
        cuts, start = {}, 0
        for task, shape in TASKS:
            size = math.prod(shape)
            cuts[task] = table[:, start:start + size].view(len(where), *shape)
            start += size
        return cuts if bool(outside.any()) else None


def predict(model, coded, rows=64):
    """Logits of each task, in the order given."""
    model.eval()
    order = sorted(range(len(coded)), key=lambda i: len(coded[i][0]))
    result = [None] * len(coded)
    bag = getattr(model, "as_bag", False)
    with torch.no_grad():
        for start in range(0, len(order), rows):
            batch = order[start:start + rows]
            outputs = model(*pack([coded[i] for i in batch]), bag=bag)
            for row, i in enumerate(batch):
                result[i] = [o[row].numpy() for o in outputs]
    return {task: np.stack([r[k] for r in result]) for k, (task, _) in enumerate(TASKS)}


def check(model, data):
    logits = predict(model, data.held_coded)
    sentiment, emotion, touchpoints = targets(data.held)
    states = decide(softmax(logits["touchpoints"]), [0.4] * touchpoints.shape[1])
    values = {
        "sentiment": float((logits["sentiment"].argmax(1) == sentiment).mean()),
        "emotion": float((logits["emotion"].argmax(1) == emotion).mean()),
        "touchpoint": micro_f1((states > 0) * 1, (touchpoints > 0) * 1),
        "touchpoint_sentiment": micro_f1(states, touchpoints),
    }
    return {**values, "sum": sum(values.values())}


def optimiser(model, stage):
    bag = stage["bag"]
    for name, parameter in model.named_parameters():
        # In the bag stage the first normalisation stays plain, so that the layers' own leave its result alone.
        parameter.requires_grad = not bag or (name != "bert.embeddings.LayerNorm.weight" and name != "bert.embeddings.LayerNorm.bias"
                                              and ("encoder" not in name or "layer.3.output.LayerNorm" in name))
    groups = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups.setdefault(("heads" in name, parameter.dim() > 1), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": part, "weight_decay": 0.02 if matrix else 0.0, "scale": HEAD_RATE if head else 1.0}
         for (head, matrix), part in groups.items()],
        lr=stage["rate"], betas=(0.9, 0.98), fused=True)


def run_stage(model, average, stage, data, work, state, weights, every=200):
    if state["epoch"] >= stage["epochs"]:
        return
    steps = 0
    adam = optimiser(model, stage)
    if state.get("adam"):
        adam.load_state_dict(state["adam"])
    model.as_bag = average.as_bag = stage["bag"]
    for epoch in range(state["epoch"], stage["epochs"]):
        seed = 1000 * (1 + [s["name"] for s in STAGES].index(stage["name"])) + epoch
        random.seed(seed)
        torch.manual_seed(seed)
        batches, started, total = list(data.epoch(stage)), time.time(), 0.0
        model.train()
        for at, (tensors, where) in enumerate(batches):
            done = (epoch + at / len(batches)) / stage["epochs"]
            rate = stage["rate"] * min(1.0, done / 0.04 + 0.02) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
            for part in adam.param_groups:
                part["lr"] = rate * part["scale"]
            ids, segments, present = tensors
            outputs = model(hide_words(ids, 0.08), segments, present, bag=model.as_bag)
            soft = data.soft(where)
            loss = 0.0
            for (task, _), logits in zip(TASKS, outputs):
                each = task_loss(logits, data.allowed[task][where], data.among[task][where], data.smooth[where] * SMOOTHING[task],
                                 soft[task] if soft else None, weights if task == "emotion" else None)
                loss = loss + TASK_WEIGHT[task] * (each * data.weight[where]).mean()
            adam.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adam.step()
            steps += 1
            with torch.no_grad():
                keep = min(AVERAGE, steps / (steps + 10))
                for slow, fast in zip(average.parameters(), model.parameters()):
                    slow.lerp_(fast, 1 - keep)
            total += float(loss.detach())
            if (at + 1) % every == 0:
                print(f"  {stage['name']} {epoch} {at + 1}/{len(batches)} loss {total / (at + 1):.3f} {time.time() - started:.0f} s", flush=True)
        found = check(average, data)
        print(f"{stage['name']} epoch {epoch} loss {total / len(batches):.3f} {time.time() - started:.0f} s held-out "
              + " ".join(f"{k}={v:.4f}" for k, v in found.items()), flush=True)
        if found["sum"] > state["best"]:
            state["best"] = found["sum"]
            torch.save(average.state_dict(), work / "best.pt")
        state["epoch"] = epoch + 1
        save(work, model, average, adam, state)


def blend(work, average, data):
    """Between the words stage and the network: the layers, new to few examples, forget some of what the words knew.
    Both lie in one basin, so a weighted mean of their weights is a network too; held-out rows choose the share."""
    best = torch.load(work / "best.pt", weights_only=True)
    words = torch.load(work / "words.pt", weights_only=True) if (work / "words.pt").exists() else best
    top = 0.0
    for share in (0.0, 0.25, 0.5):
        average.load_state_dict({name: torch.lerp(best[name], words[name], share) for name in best})
        found = check(average, data)
        print(f"blend {share} held-out " + " ".join(f"{k}={v:.4f}" for k, v in found.items()), flush=True)
        if found["sum"] > top:
            top = found["sum"]
            torch.save(average.state_dict(), work / "final.pt")


def save(work, model, average, adam, state):
    kept = {k: v for k, v in state.items() if k != "adam"}
    fresh = work / "checkpoint.new"
    torch.save({"model": model.state_dict(), "average": average.state_dict(), "adam": adam.state_dict(), "state": kept}, fresh)
    fresh.replace(work / "checkpoint.pt")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--threads", type=int, default=1, help="more than one helps only on cores that nothing else uses")
    options.add_argument("--start", type=Path, help="weights to start from, such as pretrain.py's")
    options.add_argument("--epochs", type=json.loads, default={}, help='epochs by stage, such as {"corpus": 12}')
    chosen = options.parse_args()
    work = chosen.work
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(13)

    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    data = Data(work, tokenizer)
    size = tokenizer.get_vocab_size()
    model, average = Sentir(size), Sentir(size)
    state = {"stage": 0, "epoch": 0, "best": 0.0}
    if (work / "checkpoint.pt").exists():
        stored = torch.load(work / "checkpoint.pt", weights_only=False)
        model.load_state_dict(stored["model"])
        average.load_state_dict(stored["average"])
        state = {**stored["state"], "adam": stored["adam"]}
        print("resumed", stored["state"], flush=True)
    elif chosen.start:
        model.load_state_dict(torch.load(chosen.start, weights_only=True), strict=False)
        average.load_state_dict(model.state_dict())
        state["stage"] = 2  # trained layers are no longer transparent: no bag
    else:
        with torch.no_grad():
            model.bert.embeddings.word_embeddings.weight.copy_(torch.from_numpy(np.load(work / "vectors.npy")))
        average.load_state_dict(model.state_dict())
    weights = class_weights(data.rows)
    for number, stage in enumerate(STAGES):
        if number < state["stage"]:
            continue
        if number > state["stage"]:
            model.load_state_dict(average.state_dict())
            state = {"stage": number, "epoch": 0, "best": state["best"]}
            print("stage", stage["name"], flush=True)
        stage = {**stage, "epochs": chosen.epochs.get(stage["name"], stage["epochs"])}
        run_stage(model, average, stage, data, work, state, weights)
        if stage["name"] == "words":
            torch.save(average.state_dict(), work / "words.pt")
    average.as_bag = False
    blend(work, average, data)


if __name__ == "__main__":
    main()
