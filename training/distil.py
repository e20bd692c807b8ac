"""Train the student from the teacher's labels. Every stage leaves checkpoints and a rerun goes on from the last.

copy   each token's state and each text's logits as the teacher has them: public rows, unlabelled text, corpus
tune   the corpus with its own labels and the teacher's, disturbed anew every epoch, and some public rows in their own label spaces
refine the same from a released model, which stands in for the teacher on public rows and on corpus texts that it has seen
"""

import argparse
import json
import random
import time
from datetime import timedelta
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import distributed, multiprocessing, nn

from batches import Known, TASKS, disturb, encode, group, hide_words, pack, read_public
from corpus import second_reading, split
from learn import (SMOOTHING, by_task, class_weights, follow, held_scores, label_loss, line, my_share, optimiser, predict, quick_scores,
                   rank, set_rate, soft_loss, step)
from model import WIDTH, Sentir
from released import FOLDER, Model
from seen import BYTES, fingerprint
from teach import LABEL_LONGEST
from teacher import WIDTH as TEACHER_WIDTH

STATES_WEIGHT, GOLD, SECOND = 2.0, 0.6, 0.3
SEEDS = {"copy": 5000, "tune": 6000, "refine": 7000}
RESULTS = {"tune": "final"}
OWN_PUBLIC = 12000


class Labelled:
    """What the teacher said of some texts."""

    def __init__(self, work, name, tokenizer):
        folder = work / "taught"
        with open(folder / f"{name}.jsonl", encoding="utf-8") as lines:
            self.rows = [json.loads(line) for line in lines]
        self.logits = np.load(folder / f"{name}.logits.npy")
        self.starts = np.load(folder / f"{name}.starts.npy")
        self.states = np.load(folder / f"{name}.states.npy", mmap_mode="r")
        self.coded = encode(tokenizer, self.rows, LABEL_LONGEST[name])


def seen_before(folder):
    """Training rows whose texts a released model has seen, and how many it has not."""
    known = (folder / "seen.bin").read_bytes()
    known = {known[at:at + BYTES] for at in range(0, len(known), BYTES)}
    rows = split()[0]
    seen = [r for r in rows if fingerprint(r["text"]) in known]
    return seen, len(rows) - len(seen)


class OwnAnswers:
    """What a released model says of some texts."""

    def __init__(self, model, rows, longest):
        self.rows, self.coded = rows, encode(model.tokenizer, rows, longest)
        said = predict(model.network, self.coded)
        self.logits = np.concatenate([said[task].reshape(len(rows), -1) for task, _ in TASKS], 1).astype(np.float16)

    @staticmethod
    def of_corpus(model, folder):
        seen, fresh = seen_before(folder)
        if rank() == 0:
            print(len(seen), "rows seen,", fresh, "new", flush=True)
        return OwnAnswers(model, seen, LABEL_LONGEST["corpus"])

    @staticmethod
    def of_public(model, work):
        rows = read_public(work)
        return OwnAnswers(model, random.Random(3).sample(rows, min(OWN_PUBLIC, len(rows))), LABEL_LONGEST["public"])


class Progress:
    """A stage's checkpoint: student, its running average, the optimiser, the steps done and the best held-out sum."""

    def __init__(self, work, name, parts, adam, started_from):
        self.path, self.parts, self.adam, self.done, self.best = work / f"{name}.checkpoint.pt", parts, adam, 0, 0.0
        if self.path.exists():
            stored = torch.load(self.path, weights_only=True)
            for part, weights in zip(parts, stored["parts"]):
                part.load_state_dict(weights)
            adam.load_state_dict(stored["adam"])
            self.done, self.best = stored["done"], stored["best"]
            print("resumed", name, self.done, flush=True)
        elif started_from:
            for part in parts[:2]:
                part.load_state_dict(started_from)

    def save(self, done):
        fresh = self.path.with_suffix(".new")
        torch.save({"parts": [p.state_dict() for p in self.parts], "adam": self.adam.state_dict(), "done": done, "best": self.best}, fresh)
        fresh.replace(self.path)


def soft_targets(logits):
    return {task: torch.softmax(values, -1) for task, values in by_task(torch.from_numpy(logits.astype(np.float32))).items()}


def copy(work, tokenizer, epochs, rate, most, start):
    stores = [Labelled(work, name, tokenizer) for name in ("corpus", "public", "unlabelled")]
    coded = [c for s in stores for c in s.coded]
    origin = [(k, i) for k, s in enumerate(stores) for i in range(len(s.rows))]
    _, held, _ = split()
    # Without dropout: there is no end of text to copy, and a fifth of the time goes into it.
    student, average = Sentir(tokenizer.get_vocab_size(), 0.0), Sentir(tokenizer.get_vocab_size())
    with torch.no_grad():
        student.bert.embeddings.word_embeddings.weight.copy_(torch.from_numpy(np.load(work / "vectors.npy")))
    average.load_state_dict(student.state_dict())
    widen = nn.Linear(WIDTH, TEACHER_WIDTH)
    both = nn.ModuleDict({"student": student, "widen": widen})
    adam = optimiser(both, {"word_embeddings": 2 * rate, "": rate}, 0.02)
    progress = Progress(work, "copy", [student, average, widen], adam, start and torch.load(start, weights_only=True))
    plan = []
    for epoch in range(epochs):
        random.seed(SEEDS["copy"] + epoch)
        order = list(range(len(coded)))
        random.shuffle(order)
        plan += [b for b in group(coded, order, 4096, 128) if len(b) > 1]  # every process needs a row
    plan = plan[:most]
    if rank() == 0:
        print(len(plan), "steps,", sum(len(ids) for ids, _ in coded), "tokens an epoch", flush=True)
    started, totals = time.time(), np.zeros(3)
    student.train()
    for at in range(progress.done, len(plan)):
        batch = my_share(plan[at])
        set_rate(adam, at / len(plan), 0.03)
        torch.manual_seed((SEEDS["copy"] + rank()) * 100000 + at)
        ids, segments, present = pack([coded[i] for i in batch])
        wanted = torch.zeros(*ids.shape, TEACHER_WIDTH)
        for row, i in enumerate(batch):
            store, place = stores[origin[i][0]], origin[i][1]
            first, last = store.starts[place], store.starts[place + 1]
            wanted[row, :last - first] = torch.from_numpy(store.states[first:last].astype(np.float32))
        soft = soft_targets(np.stack([stores[k].logits[i] for k, i in (origin[i] for i in batch)]))
        states = student.bert(hide_words(ids, 0.2 * float(torch.rand(()))), segments, present)
        outputs = student.judge(states, segments, present)
        apart = ((widen(states)[present] - wanted[present]) ** 2).mean()
        said = sum(soft_loss(o, soft[t]).mean() for (t, _), o in zip(TASKS, outputs))
        step(both, adam, STATES_WEIGHT * apart + said)
        follow(average, student, at)
        if rank():
            continue
        totals += [float(apart.detach()), float(said.detach()), 1]
        if (at + 1) % 50 == 0:
            print(f"  copy {at + 1}/{len(plan)} states {totals[0] / totals[2]:.4f} soft {totals[1] / totals[2]:.4f} "
                  f"{time.time() - started:.0f} s", flush=True)
            totals[:] = 0
        if (at + 1) % 500 == 0:
            progress.save(at + 1)
            print("copy held-out", line(held_scores(average, tokenizer, held)), flush=True)
    if rank() == 0:
        print("copy end held-out", line(held_scores(average, tokenizer, held)), flush=True)
        torch.save(average.state_dict(), work / "copied.pt")


def tune(work, tokenizer, name, start, labelled, public, epochs, rate, public_share, seed, fresh=1.0, repeat=1.0):
    rows, held, _ = split()
    place = {row["id"]: i for i, row in enumerate(labelled.rows)}
    # A row written after the labelling has no soft labels: its own count alone.
    where = np.array([place.get(r["id"], -1) for r in rows])
    tables = Known.of_corpus(rows), Known.of_public(public.rows)
    allowed, among = ({t: torch.from_numpy(np.concatenate([getattr(k, part)[t] for k in tables])) for t, _ in TASKS}
                      for part in ("allowed", "among"))
    weight, smooth = (torch.from_numpy(np.concatenate([getattr(k, part) for k in tables])) for part in ("weight", "smooth"))
    weight[:len(rows)][torch.from_numpy(where < 0)] = fresh
    second, read = second_reading(rows)
    second = {t: torch.from_numpy(v) for t, v in second.items()}
    weights = class_weights(rows)

    student, average = Sentir(tokenizer.get_vocab_size()), Sentir(tokenizer.get_vocab_size())
    adam = optimiser(student, {"heads": 2 * rate, "": rate}, 0.02)
    progress = Progress(work, name, [student, average], adam, start)
    for epoch in range(progress.done, epochs):
        random.seed(seed + epoch)
        origin = list(range(len(rows))) if repeat == 1.0 else [i for i in range(len(rows)) if where[i] < 0 or random.random() < repeat]
        coded = encode(tokenizer, [disturb(rows[i]) for i in origin])
        chosen = random.sample(range(len(public.rows)), min(len(public.rows), int(public_share * len(origin))))
        coded += [public.coded[i] for i in chosen]
        origin += [len(rows) + i for i in chosen]
        order = list(range(len(coded)))
        random.shuffle(order)
        batches, total, started = [b for b in group(coded, order, 4096, 64) if len(b) > 1], 0.0, time.time()
        student.train()
        for at, batch in enumerate(batches):
            batch = my_share(batch)
            torch.manual_seed((seed + rank()) * 100000 + epoch * len(batches) + at)
            set_rate(adam, (epoch + at / len(batches)) / epochs)
            ids, segments, present = pack([coded[i] for i in batch])
            mine = np.array([origin[i] for i in batch])
            outputs = student(hide_words(ids, 0.08), segments, present)
            ours = mine < len(rows)
            flat = np.zeros((len(batch), labelled.logits.shape[1]), dtype=np.float16)
            told = ours & (where[np.minimum(mine, len(rows) - 1)] >= 0)
            flat[told] = labelled.logits[where[mine[told]]]
            flat[~ours] = public.logits[mine[~ours] - len(rows)]
            soft, has_soft = soft_targets(flat), torch.from_numpy(told | ~ours)
            gold_share = torch.where(has_soft, GOLD, 1.0)
            twice = torch.from_numpy(ours & read[np.minimum(mine, len(rows) - 1)])
            other = np.minimum(mine, len(rows) - 1)
            at_rows = torch.from_numpy(mine)
            loss = 0.0
            for (task, _), logits in zip(TASKS, outputs):
                gold = label_loss(logits, allowed[task][at_rows], among[task][at_rows], smooth[at_rows] * SMOOTHING[task],
                                  weights if task == "emotion" else None)
                again = soft_loss(logits, torch.nn.functional.one_hot(second[task][other], logits.shape[-1]).float())
                gold = torch.where(twice, (1 - SECOND) * gold + SECOND * again, gold)
                each = gold_share * gold + (1 - gold_share) * soft_loss(logits, soft[task])
                loss = loss + (each * weight[at_rows]).mean()
            step(student, adam, loss)
            follow(average, student, epoch * len(batches) + at, 0.996)
            total += float(loss.detach())
        if rank():
            continue
        found = held_scores(average, tokenizer, held)
        print(f"{name} {epoch} loss {total / len(batches):.3f} {time.time() - started:.0f} s held-out", line(found), flush=True)
        if found["sum"] > progress.best:
            progress.best = found["sum"]
            torch.save(average.state_dict(), work / f"{RESULTS.get(name, name)}.pt")
        progress.save(epoch + 1)


def work_on(process, chosen):
    torch.set_num_threads(1)
    if chosen.processes > 1:
        distributed.init_process_group("gloo", init_method=f"file://{chosen.work / 'meeting'}", rank=process,
                                       world_size=chosen.processes, timeout=timedelta(hours=1))
    torch.manual_seed(13)  # every process starts from the same numbers
    tokenizer = Tokenizer.from_file(str((chosen.model if chosen.stage == "refine" else chosen.work) / "tokenizer.json"))
    if chosen.stage == "copy":
        copy(chosen.work, tokenizer, chosen.epochs or 2, chosen.rate or 1e-3, chosen.steps, chosen.start)
        return
    name = "tune" if chosen.stage == "tune" else f"refined-{chosen.seed}"
    if chosen.stage == "tune":
        start = torch.load(chosen.work / "copied.pt", weights_only=True)
        labelled, public = (Labelled(chosen.work, part, tokenizer) for part in ("corpus", "public"))
        tune(chosen.work, tokenizer, name, start, labelled, public, chosen.epochs or 8, chosen.rate or 5e-4, chosen.public, SEEDS["tune"])
    else:
        model = Model(chosen.model)
        labelled, public = OwnAnswers.of_corpus(model, chosen.model), OwnAnswers.of_public(model, chosen.work)
        tune(chosen.work, tokenizer, name, model.network.state_dict(), labelled, public, chosen.epochs or 4, chosen.rate or 5e-4,
             chosen.public, SEEDS["refine"] + 100 * chosen.seed, chosen.fresh, chosen.repeat)
    if rank() == 0:
        _, _, dev = split()
        student = Sentir(tokenizer.get_vocab_size())
        student.load_state_dict(torch.load(chosen.work / f"{RESULTS.get(name, name)}.pt", weights_only=True))
        print("dev", line(quick_scores(predict(student, encode(tokenizer, dev)), dev)), flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("stage", choices=["copy", "tune", "refine"])
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--epochs", type=int, help="default: copy 2, tune 8, refine 4")
    options.add_argument("--rate", type=float, help="default: copy 1e-3, tune and refine 5e-4")
    options.add_argument("--start", type=Path, help="copy: go on from a student copied before")
    options.add_argument("--model", type=Path, default=FOLDER, help="refine: the model that was released before the corpus grew")
    options.add_argument("--fresh", type=float, default=1.5, help="refine: weight of rows that the released model has not seen")
    options.add_argument("--repeat", type=float, default=1.0, help="refine: share of the rows it has seen that an epoch takes")
    options.add_argument("--seed", type=int, default=0, help="refine: another order and other noise, for an average of several runs")
    options.add_argument("--steps", type=int, help="end copy here")
    options.add_argument("--public", type=float, default=0.15, help="public rows a corpus row, in tune and refine")
    options.add_argument("--processes", type=int, default=2, help="one thread each: faster than threads at this size")
    chosen = options.parse_args()
    chosen.work = chosen.work.resolve()  # the processes meet at a file URL, which takes no relative path
    if chosen.stage == "refine" and not seen_before(chosen.model)[1]:
        options.error(f"{chosen.model} has seen every row of the corpus; --model takes the model released before it grew")
    (chosen.work / "meeting").unlink(missing_ok=True)
    if chosen.processes > 1:
        multiprocessing.spawn(work_on, (chosen,), chosen.processes)
    else:
        work_on(0, chosen)


if __name__ == "__main__":
    main()
