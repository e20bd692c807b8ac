"""Masked language model over the unlabelled text, from the word vectors; optional.

Runs for the given minutes of training, over restarts too, and leaves `pretrained.pt` for train.py --start."""

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from batches import CLS, MASK, SEP
from model import Sentir

LENGTH, ROWS, HIDDEN, RATE = 64, 64, 0.2, 8e-4


class Text:
    """Windows of 64 tokens cut anywhere in a document; a document gives windows in proportion to its length."""

    def __init__(self, work):
        stored = np.load(work / "text.npz")
        self.ids, lengths = stored["ids"], stored["lengths"]
        self.ends = np.cumsum(lengths)
        self.starts = self.ends - lengths

    def batch(self, random):
        at = random.integers(0, len(self.ids), ROWS)
        document = np.searchsorted(self.ends, at, side="right")
        rows = []
        for place, d in zip(at, document):
            first = max(self.starts[d], min(place, self.ends[d] - LENGTH + 2))
            rows.append(np.concatenate([[CLS], self.ids[first:min(self.ends[d], first + LENGTH - 2)], [SEP]]))
        width = max(map(len, rows))
        ids = np.zeros((ROWS, width), dtype=np.int64)
        for i, row in enumerate(rows):
            ids[i, :len(row)] = row
        return torch.from_numpy(ids)


def step_loss(model, bias, ids, vocabulary):
    present = ids > 0
    chosen = (torch.rand(ids.shape) < HIDDEN) & (ids > MASK)
    # BERT's recipe: of the chosen ones 80 % are hidden, 10 % replaced, 10 % left.
    lot = torch.rand(ids.shape)
    shown = torch.where(chosen & (lot < 0.8), MASK, ids)
    shown = torch.where(chosen & (lot > 0.9), torch.randint(MASK + 1, vocabulary, ids.shape), shown)
    states = model.bert(shown, torch.zeros_like(ids), present)[chosen]
    logits = states @ model.bert.embeddings.word_embeddings.weight.T + bias
    return functional.cross_entropy(logits, ids[chosen])


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--threads", type=int, default=1, help="more than one helps only on cores that nothing else uses")
    chosen = options.parse_args()
    work = chosen.work
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(14)

    text, vectors = Text(work), torch.from_numpy(np.load(work / "vectors.npy"))
    model, bias = Sentir(len(vectors)), torch.nn.Parameter(torch.zeros(len(vectors)))
    with torch.no_grad():
        # Logits are products with these rows: at the vectors' own length they would start out far too sure.
        model.bert.embeddings.word_embeddings.weight.copy_(vectors / vectors.norm(dim=1).mean() * 0.6)
    parameters = [p for n, p in model.named_parameters() if n.startswith("bert")] + [bias]
    adam = torch.optim.AdamW(parameters, lr=RATE, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    step, spent, path = 0, 0.0, work / "pretraining.pt"
    if path.exists():
        stored = torch.load(path, weights_only=False)
        model.load_state_dict(stored["model"])
        bias.data.copy_(stored["bias"])
        adam.load_state_dict(stored["adam"])
        step, spent = stored["step"], stored["spent"]
        print("resumed at step", step, flush=True)

    def save():
        torch.save({"model": model.state_dict(), "bias": bias.data, "adam": adam.state_dict(), "step": step, "spent": spent}, path)

    random, total, count, budget = np.random.default_rng(14 + step), 0.0, 0, chosen.minutes * 60
    model.train()
    while spent < budget:
        started = time.time()
        done = spent / budget
        rate = RATE * min(1.0, step / 200 + 0.01) * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * done)))
        for part in adam.param_groups:
            part["lr"] = rate
        loss = step_loss(model, bias, text.batch(random), len(vectors))
        adam.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        adam.step()
        total, count, step, spent = total + float(loss.detach()), count + 1, step + 1, spent + time.time() - started
        if step % 100 == 0:
            print(f"step {step} loss {total / count:.3f} {spent:.0f} of {budget:.0f} s", flush=True)
            total, count = 0.0, 0
        if step % 500 == 0:
            save()
    save()
    torch.save(model.state_dict(), work / "pretrained.pt")
    print("pretrained", step, "steps")


if __name__ == "__main__":
    main()
