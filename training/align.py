"""Start tables for the bilingual teacher: what each of our tokens means in the English encoder's space.

English tokens come from the encoder's own. A Spanish token is the mean of the English tokens that it translates to, by the
translation probabilities of IBM model 1 (Brown et al. 1993) on the sentence pairs; one that the pairs lack is the mean of
its neighbours in our word vectors (as RAMEN does, Tran 2020)."""

import argparse
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from teacher import FOLDER, SPECIALS, WIDTH, english_table, weights

ROUNDS, LONGEST, LEAST, SEEN = 8, 60, 0.08, 3


def translations(spanish, english, vocabulary):
    """IBM model 1, English given Spanish: arrays (spanish token, english token, probability). `vocabulary` is the null word."""
    sources, targets, slots, base = [], [], [], 0
    for s, t in zip(spanish, english):
        if not s or not t or max(len(s), len(t)) > LONGEST:
            continue
        s = s + [vocabulary]
        sources.append(np.tile(s, len(t)))
        targets.append(np.repeat(t, len(s)))
        slots.append(np.repeat(np.arange(base, base + len(t)), len(s)))
        base += len(t)
    sources, targets, slots = map(np.concatenate, (sources, targets, slots))
    kinds, which = np.unique(sources.astype(np.int64) * vocabulary + targets, return_inverse=True)
    source, target = kinds // vocabulary, kinds % vocabulary
    probability = np.ones(len(kinds))
    for _ in range(ROUNDS):
        share = probability[which]
        share /= np.bincount(slots, share, base)[slots]
        count = np.bincount(which, share, len(kinds))
        probability = count / np.bincount(source, count, vocabulary + 1)[source]
    return source, target, probability


def spanish_table(tokenizer, pairs, english, vectors):
    size = tokenizer.get_vocab_size()
    sides = [[e.ids for e in tokenizer.encode_batch([p[k] for p in pairs], add_special_tokens=False)] for k in (0, 1)]
    source, target, probability = translations(*sides, size)
    counts = np.bincount(np.concatenate([np.asarray(ids) for ids in sides[0]]), minlength=size)
    keep = (source < size) & (probability > LEAST)
    table, total = np.zeros((size, WIDTH), dtype=np.float32), np.zeros(size)
    np.add.at(table, source[keep], probability[keep, None] * english[target[keep]])
    np.add.at(total, source[keep], probability[keep])
    known = (total > 0) & (counts >= SEEN)
    table[known] /= total[known, None]

    vectors = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    found = np.where(known)[0]
    for token in np.where(~known)[0]:
        near = vectors[found] @ vectors[token]
        top = np.argpartition(-near, 10)[:10]
        share = np.exp(near[top] * 10)
        table[token] = 0.8 * (share[:, None] / share.sum() * table[found[top]]).sum(0)
    for token, place in tokenizer.get_vocab().items():
        if place < len(SPECIALS) or not any(c.isalpha() for c in token.replace("##", "")):
            table[place] = english[place]  # digits and marks mean the same in both
    print(int(known.sum()), "Spanish tokens translated,", int((~known).sum()), "by their neighbours")
    return table


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    work = options.parse_args().work
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    theirs = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    for each in (tokenizer, theirs):
        each.no_truncation()
        each.no_padding()
    english = english_table(tokenizer, theirs)
    known, own = theirs.get_vocab(), weights()["embeddings.word_embeddings.weight"].numpy()
    for place, name in enumerate(SPECIALS):
        english[place] = own[known[name]]
    with open(work / "pairs.tsv", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t") for line in lines]
    spanish = spanish_table(tokenizer, pairs, english, np.load(work / "vectors.npy").astype(np.float32))
    np.savez(work / "tables.npz", en=english, es=spanish)


if __name__ == "__main__":
    main()
