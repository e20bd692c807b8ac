"""Teach the bilingual teacher its new tokens: both sides of a sentence pair are to have the vector that the English
encoder gives the English side (Reimers and Gurevych 2020)."""

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import normalize

from batches import frame, pack
from learn import optimiser, set_rate, step
from teacher import FOLDER, Teacher, english_encoder

ROWS, HELD = 64, 1000


def mean(states, present):
    here = present[:, :, None]
    return (states * here).sum(1) / here.sum(1)


def target_vectors(pairs, path):
    """Vectors of the English sides by the untouched encoder with its own tokens."""
    if path.exists():
        return torch.from_numpy(np.load(path).astype(np.float32))
    encoder, theirs = english_encoder(0.0).eval(), Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    theirs.no_padding()
    theirs.enable_truncation(64)
    coded = [(e.ids, [0] * len(e.ids)) for e in theirs.encode_batch([p[1] for p in pairs])]
    order = sorted(range(len(coded)), key=lambda i: len(coded[i][0]))
    result = np.zeros((len(pairs), 384), dtype=np.float16)
    with torch.inference_mode():
        for start in range(0, len(order), 128):
            part = order[start:start + 128]
            ids, _, present = pack([coded[i] for i in part])
            states = encoder(input_ids=ids, attention_mask=present.long()).last_hidden_state
            result[part] = normalize(mean(states, present), dim=1).numpy()
    np.save(path, result)
    return torch.from_numpy(result.astype(np.float32))


def vectors(teacher, coded, spanish):
    ids, segments, present = pack(coded)
    states = teacher.states(ids, segments, present, torch.full((len(ids),), spanish))
    return normalize(mean(states, present), dim=1)


def check(teacher, sides, targets):
    """Cosine and retrieval accuracy on held-out pairs."""
    teacher.eval()
    found = {}
    with torch.inference_mode():
        for name, coded in sides.items():
            near = torch.cat([vectors(teacher, coded[s:s + 100], name == "es") for s in range(0, HELD, 100)]) @ targets[:HELD].T
            found[name] = (round(float(near.diag().mean()), 4), round(float((near.argmax(1) == torch.arange(HELD)).float().mean()), 4))
    teacher.train()
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--pairs", type=int, default=32000)
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    work = chosen.work
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(1)
    random.seed(1)

    with open(work / "pairs.tsv", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t") for line in lines]
    pairs = [p for p in pairs if len(p[0]) < 260]
    random.shuffle(pairs)
    targets = target_vectors(pairs, work / "targets.npy")
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    sides = {lang: [frame(e.ids, longest=64) for e in tokenizer.encode_batch([p[k] for p in pairs], add_special_tokens=False)]
             for k, lang in enumerate(("es", "en"))}
    teacher = Teacher(np.load(work / "tables.npz"), dropout=0.0)
    adam = optimiser(teacher, {"word_embeddings": 1e-3, "": 1e-4}, 0.01)
    print("before", check(teacher, sides, targets), flush=True)

    order = [i for i in range(HELD, len(pairs)) if 5 <= len(sides["es"][i][0]) <= 40]
    random.shuffle(order)
    order, batches = order[:chosen.pairs], []
    for start in range(0, len(order), 100 * ROWS):
        part = sorted(order[start:start + 100 * ROWS], key=lambda i: len(sides["es"][i][0]))
        mine = [part[i:i + ROWS] for i in range(0, len(part), ROWS)]
        random.shuffle(mine)
        batches += mine
    started, total = time.time(), 0.0
    for at, batch in enumerate(batches):
        set_rate(adam, at / len(batches))
        loss = sum((1 - (vectors(teacher, [sides[lang][i] for i in batch], lang == "es") * targets[batch]).sum(1)).mean() for lang in sides)
        step(teacher, adam, loss)
        total += float(loss.detach())
        if (at + 1) % 50 == 0:
            print(f"{at + 1}/{len(batches)} loss {total / 50:.4f} {time.time() - started:.0f} s", flush=True)
            total = 0.0
    print("after", check(teacher, sides, targets), flush=True)
    torch.save(teacher.state_dict(), work / "adapted.pt")


if __name__ == "__main__":
    main()
