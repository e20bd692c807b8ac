"""The hashes of the corpus rows that the model was trained on, by which `sentir evaluate` tells gold texts it has seen.

seen.py [--out FILE]: five bytes of SHA-256 each over the text's letters and digits, in lower case, words apart by one blank; sorted."""

import argparse
import hashlib
import json
from pathlib import Path

from corpus import ROOT

BYTES = 5


def fingerprint(text):
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    return hashlib.sha256(" ".join(words).encode()).digest()[:BYTES]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "models" / "sentir-es-en" / "seen.bin")
    out = options.parse_args().out
    with open(ROOT / "data" / "corpus" / "train.jsonl", encoding="utf-8") as lines:
        found = {fingerprint(json.loads(line)["text"]) for line in lines}
    out.write_bytes(b"".join(sorted(found)))


if __name__ == "__main__":
    main()
