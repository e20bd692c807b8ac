"""Word vectors for the subword tokens: skip-gram over the unlabelled text, both languages in one space.

Sentence pairs are interleaved word by word, so that a word and its translation share contexts."""

import argparse
import random
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec
from tokenizers import Tokenizer

from model import WIDTH


def encode(tokenizer, path, batch=20000):
    with open(path, encoding="utf-8") as lines:
        texts = [line.rstrip("\n") for line in lines]
    for start in range(0, len(texts), batch):
        for coded in tokenizer.encode_batch(texts[start:start + batch], add_special_tokens=False):
            yield np.array(coded.ids, dtype=np.uint16)


def interleave(a, b):
    """Alternate two sentences in step, whatever their lengths."""
    placed = [((i + 0.5) / len(s), t) for s in (a, b) for i, t in enumerate(s)]
    return [t for _, t in sorted(placed)]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--epochs", type=int, default=2)
    options.add_argument("--threads", type=int, default=2, help="1 makes the result repeatable")
    chosen = options.parse_args()
    work = chosen.work
    random.seed(12)
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))

    documents = [ids for lang in ("es", "en") for ids in encode(tokenizer, work / f"text.{lang}.txt") if len(ids)]
    random.shuffle(documents)
    with open(work / "pairs.tsv", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t") for line in lines]
    sides = [tokenizer.encode_batch([p[k] for p in pairs], add_special_tokens=False) for k in (0, 1)]

    lines = [" ".join(map(str, d)) for d in documents]
    lines += [" ".join(map(str, interleave(a.ids, b.ids))) for a, b in zip(*sides)]
    random.shuffle(lines)
    stream = work / "text.ids"
    stream.write_text("\n".join(lines) + "\n")
    print(len(lines), "lines", sum(map(len, documents)) / 1e6, "M tokens", flush=True)

    learned = Word2Vec(corpus_file=str(stream), vector_size=WIDTH, window=6, min_count=1, sg=1, negative=5,
                       sample=3e-4, epochs=chosen.epochs, workers=chosen.threads, seed=12).wv
    table = np.random.default_rng(12).normal(0, 0.05, (tokenizer.get_vocab_size(), WIDTH)).astype(np.float32)
    for key in learned.index_to_key:
        table[int(key)] = learned[key]
    np.save(work / "vectors.npy", table)
    stream.unlink()
    for word in ("devolución", "cheap", "amable", "😡"):
        near = learned.most_similar(str(tokenizer.token_to_id(word)), topn=8) if tokenizer.token_to_id(word) else []
        print(word, [tokenizer.id_to_token(int(k)) for k, _ in near])


if __name__ == "__main__":
    main()
