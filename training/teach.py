"""Fine-tune the bilingual teacher on the corpus, then let it label: `--label` writes its logits, and its last layer's states,
for the corpus, the public rows and unlabelled text."""

import argparse
import json
import math
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import layer_norm

from batches import Known, TASKS, disturb, encode, group, hide_words, pack, read_public
from corpus import split
from learn import SMOOTHING, class_weights, label_loss, line, optimiser, quick_scores, set_rate, step
from teacher import WIDTH, Teacher, is_spanish, predict

LONGEST = 128
LABEL_LONGEST = {"corpus": 128, "public": 64, "unlabelled": 64}
SET_ROWS = 8000
VALUES = sum(math.prod(shape) for _, shape in TASKS)


def fine_tune(work, tokenizer, epochs, start, rate):
    rows, held, dev = split()
    teacher = Teacher(vocabulary=tokenizer.get_vocab_size())
    teacher.load_state_dict(torch.load(start or work / "adapted.pt", weights_only=True))
    known, spanish, weights = Known.of_corpus(rows), is_spanish(rows), class_weights(rows)
    allowed = {t: torch.from_numpy(known.allowed[t]) for t, _ in TASKS}
    among = {t: torch.from_numpy(known.among[t]) for t, _ in TASKS}
    adam = optimiser(teacher, {"heads": 13 * rate, "word_embeddings": 3 * rate, "": rate}, 0.01)
    checkpoint, first, behind = work / "teach.checkpoint.pt", 0, 0
    if checkpoint.exists():
        stored = torch.load(checkpoint, weights_only=True)
        teacher.load_state_dict(stored["teacher"])
        adam.load_state_dict(stored["adam"])
        first, behind = stored["done"]
        print("resumed", stored["done"], flush=True)
    started = time.time()
    for epoch in range(first, epochs):
        random.seed(300 + epoch)
        coded = encode(tokenizer, [disturb(r) for r in rows], LONGEST)
        order = list(range(len(rows)))
        random.shuffle(order)
        batches, total = group(coded, order, 4096, 48), 0.0
        teacher.train()
        for at, batch in enumerate(batches):
            if epoch == first and at < behind:
                continue
            torch.manual_seed(300000 + 1000 * epoch + at)
            set_rate(adam, (epoch + at / len(batches)) / epochs)
            ids, segments, present = pack([coded[i] for i in batch])
            logits, _ = teacher(hide_words(ids, 0.05), segments, present, spanish[batch])
            loss = sum(label_loss(o, allowed[t][batch], among[t][batch], torch.full((len(batch),), SMOOTHING[t]),
                                  weights if t == "emotion" else None).mean() for (t, _), o in zip(TASKS, logits))
            step(teacher, adam, loss)
            total += float(loss.detach())
            if (at + 1) % 100 == 0:
                torch.save({"teacher": teacher.state_dict(), "adam": adam.state_dict(), "done": [epoch, at + 1]}, work / "teach.new")
                (work / "teach.new").replace(checkpoint)
                print(f"  {epoch} {at + 1}/{len(batches)} loss {total / (at + 1):.3f} {time.time() - started:.0f} s", flush=True)
        print("epoch", epoch, "held-out", line(quick_scores(predict(teacher, tokenizer, held), held)), flush=True)
        torch.save(teacher.state_dict(), work / "teacher.new")
    print("dev", line(quick_scores(predict(teacher, tokenizer, dev), dev)), flush=True)
    (work / "teacher.new").replace(work / "teacher.pt")


def texts(work, corpus, unlabelled):
    """The corpus, public rows (some thousands a set), lines of the unlabelled text, as many a language."""
    result, counts = {"corpus": corpus, "public": [], "unlabelled": []}, Counter()
    for row in read_public(work):  # in random order
        counts[row["set"]] += 1
        if counts[row["set"]] <= SET_ROWS:
            result["public"].append(row)
    for lang in ("es", "en"):
        with open(work / f"text.{lang}.txt", encoding="utf-8") as lines:
            mine = [line.rstrip("\n") for line in lines]
        mine = [text for text in mine if 20 <= len(text) <= 300]
        result["unlabelled"] += [{"text": t, "lang": lang} for t in random.sample(mine, unlabelled)]
    return result


def label(teacher, tokenizer, rows, work, name):
    """taught/NAME.jsonl, .logits.npy [rows, VALUES], .states.npy [tokens, 384] with .starts.npy, one row after another."""
    teacher.eval()
    folder = work / "taught"
    folder.mkdir(exist_ok=True)
    coded, spanish = encode(tokenizer, rows, LABEL_LONGEST[name]), is_spanish(rows)
    lengths = np.array([len(ids) for ids, _ in coded])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    states = np.lib.format.open_memmap(folder / f"{name}.states.npy", "w+", np.float16, (int(starts[-1]), WIDTH))
    logits = np.zeros((len(rows), VALUES), dtype=np.float16)
    order, done, started = np.argsort(lengths, kind="stable"), 0, time.time()
    with torch.inference_mode():
        for at in range(0, len(rows), 96):
            part = order[at:at + 96]
            ids, segments, present = pack([coded[i] for i in part])
            outputs, last = teacher(ids, segments, present, spanish[part])
            logits[part] = torch.cat([o.flatten(1) for o in outputs], 1).numpy()
            last = layer_norm(last, (WIDTH,)).half().numpy()
            for row, i in enumerate(part):
                states[starts[i]:starts[i + 1]] = last[row, :lengths[i]]
            done += int(present.sum())
            if at // 96 % 100 == 99:
                print(f"  {name} {at}/{len(rows)} {done / (time.time() - started):.0f} tokens/s", flush=True)
    states.flush()
    np.save(folder / f"{name}.logits.npy", logits)
    np.save(folder / f"{name}.starts.npy", starts)
    with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--epochs", type=int, default=3)
    options.add_argument("--rate", type=float, default=1.5e-4)
    options.add_argument("--start", type=Path, help="go on from these weights and not from the adapted ones")
    options.add_argument("--unlabelled", type=int, default=10000, help="lines of unlabelled text a language")
    options.add_argument("--label", nargs="*", help=f"label instead: of {', '.join(LABEL_LONGEST)}; all without a name")
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(3)
    random.seed(3)
    tokenizer = Tokenizer.from_file(str(chosen.work / "tokenizer.json"))
    if chosen.label is None:
        fine_tune(chosen.work, tokenizer, chosen.epochs, chosen.start, chosen.rate)
        return
    teacher = Teacher(vocabulary=tokenizer.get_vocab_size())
    teacher.load_state_dict(torch.load(chosen.work / "teacher.pt", weights_only=True))
    for name, rows in texts(chosen.work, split()[0], chosen.unlabelled).items():
        if not chosen.label or name in chosen.label:
            label(teacher, tokenizer, rows, chosen.work, name)


if __name__ == "__main__":
    main()
