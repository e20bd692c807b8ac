"""Read the shared data folder; write unlabelled text, sentence pairs and labelled rows in our terms to the work folder.

text.es.txt, text.en.txt   a document a line, capped a source
pairs.tsv                  Spanish TAB English
public.jsonl               labelled rows: text, set, weight and what their label says in our scheme
sources.json               rows used, a source and a use
"""

import argparse
import gzip
import io
import json
import random
import re
import tomllib
from pathlib import Path

import zstandard

from corpus import split
from labels import EMOTIONS, SENTIMENTS, STATES, TOUCHPOINTS

HERE = Path(__file__).resolve().parent
HANDLE = re.compile(r"(?<!\w)@\w+")
LINK = re.compile(r"https?://\S+|\[URL\]")
STAR_ROWS = 12000


def lines_of(path):
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as text:
            yield from text
    else:
        with open(path, "rb") as packed:
            yield from io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8")


def clean(text):
    return " ".join(LINK.sub("http", HANDLE.sub("@user", text)).split())


def language(path):
    return path.name.split(".")[1]


def documents(path):
    for line in lines_of(path):
        if ".jsonl" in path.name:
            row = json.loads(line)
            yield clean(row["text"]), row
        else:
            yield clean(line), {}


def opinion(row):
    """Stars or recommendation as sentiment: three stars are neither clearly good nor clearly bad."""
    if "stars" in row:
        stars = float(row["stars"])
        return ["positive"] if stars >= 4 else ["negative"] if stars <= 2 else ["mixed", "neutral", "negative"] if stars < 4 else None
    if "recommended" in row:
        return ["positive"] if row["recommended"] in ("True", "Recommended") else ["negative"]
    return None


def read_raw(folder, sources, texts, used):
    rated = []
    for source in sources:
        rows = 0
        for path in sorted((folder / source["name"]).glob("text.*.zst")):
            left, mine = source["megabytes"] * 1e6, []
            everything = list(documents(path))
            random.shuffle(everything)
            for text, row in everything:
                if left <= 0:
                    break
                left -= len(text.encode())
                mine.append(text)
                verdict = opinion(row) if source.get("stars") or source.get("recommended") else None
                if verdict and len(text) < 1200:
                    rated.append({"set": source["name"], "lang": language(path), "text": text[:400], "weight": source["weight"],
                                  "sentiment": index(SENTIMENTS, verdict), "among": [0, 1, 2, 3]})
            texts[language(path)] += mine
            rows += len(mine)
        used.append({"name": source["name"], "licence": source["licence"], "rows": rows,
                     "use": "pretraining, training" if source.get("weight") else "pretraining"})
    return balanced(rated)


def balanced(rated):
    """Five-star reviews drown the rest: as many positive rows as others, a language."""
    result = []
    for lang in ("es", "en"):
        mine = [r for r in rated if r["lang"] == lang]
        good, other = [r for r in mine if r["sentiment"] == [0]], [r for r in mine if r["sentiment"] != [0]]
        random.shuffle(other)
        random.shuffle(good)
        half = min(len(good), len(other), STAR_ROWS // 2)
        result += good[:half] + other[:half]
    return result


def index(classes, names):
    return sorted(classes.index(n) for n in names)


def read_labelled(folder, sources, mapping, texts, used):
    rows = []
    for source in sources:
        rules, mine = mapping[source["name"]], []
        for line in lines_of(folder / source["name"] / "train.jsonl.zst"):
            raw = json.loads(line)
            text = clean(raw["text"])
            texts[raw["lang"]].append(text)
            said = translate(raw["label"], rules)
            if said:
                mine.append({"set": source["name"], "lang": raw["lang"], "text": text[:600], "weight": source["weight"], **said})
        rows += mine
        used.append({"name": source["name"], "licence": source["licence"], "rows": len(mine), "use": "pretraining, training"})
    return rows


def translate(label, rules):
    if "emotion" in rules:
        names = label if isinstance(label, list) else [label]
        known = {e for n in names or [""] for e in rules["emotion"].get(n, [])}
        return {"emotion": index(EMOTIONS, known)} if known else None
    if "sentiment" in rules:
        return {"sentiment": index(SENTIMENTS, rules["sentiment"][label]), "among": index(SENTIMENTS, rules["sentiment"]["among"])}
    if "intent" in rules:
        touched = first_match(label, rules["intent"]["match"])
        said = {"emotion": index(EMOTIONS, ["neutral", "confusion", "worry", "frustration"])}
        return {**said, "touchpoints": {touched: [STATES.index("neutral"), STATES.index("negative")]}} if touched else said
    return from_aspects(label, rules["aspect"])


def first_match(name, patterns):
    return next((t for pattern, t in patterns if re.search(pattern, name)), None)


def from_aspects(aspects, rules):
    if not aspects:
        return None
    polarities = {a["polarity"] for a in aspects}
    states = {t: [0] for t in rules["covers"]}
    found = {}
    for aspect in aspects:
        touched = first_match(aspect["category"], rules["match"])
        if touched:
            found.setdefault(touched, set()).add(aspect["polarity"])
    for touched, seen in found.items():
        # The public sets call a bare mention neutral, as the scheme does; several polarities are mixed.
        one = seen.pop() if len(seen) == 1 else "mixed"
        states[touched] = [STATES.index(one if one in STATES else "mixed")]
    said = {"touchpoints": {t: s for t, s in states.items() if t in TOUCHPOINTS}}
    if polarities == {"positive"} or polarities == {"negative"}:
        said |= {"sentiment": index(SENTIMENTS, polarities), "among": [0, 1, 2, 3]}
    elif {"positive", "negative"} <= polarities:
        said |= {"sentiment": [0, 1, 2], "among": [0, 1, 2, 3]}
    return said


def read_pairs(folder, sources, texts, used):
    pairs = []
    for source in sources:
        before = len(pairs)
        for line in lines_of(folder / source["name"] / "pairs.tsv.gz"):
            spanish, english = line.rstrip("\n").split("\t")[:2]
            pairs.append((clean(spanish), clean(english)))
        used.append({"name": source["name"], "licence": source["licence"], "rows": len(pairs) - before, "use": "pretraining"})
    for lang, side in (("es", 0), ("en", 1)):
        # Tatoeba repeats a sentence for each of its translations.
        texts[lang] += sorted({p[side] for p in pairs})
    return pairs


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True, help="folder with raw/ and public/")
    options.add_argument("--work", type=Path, required=True)
    chosen = options.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    random.seed(11)
    table = tomllib.loads((HERE / "sources.toml").read_text())
    mapping = tomllib.loads((HERE / "mapping.toml").read_text())

    texts, used = {"es": [], "en": []}, []
    rated = read_raw(chosen.data / "raw", table["raw"], texts, used)
    pairs = read_pairs(chosen.data / "raw", table["pairs"], texts, used)
    rows = read_labelled(chosen.data / "public", table["labelled"], mapping, texts, used) + rated
    kept, _, _ = split()
    for row in kept:
        for text in filter(None, (row["text"], row.get("question"))):
            texts["en" if row["lang"] == "en" else "es"].append(clean(text))
    random.shuffle(rows)

    for lang, lines in texts.items():
        random.shuffle(lines)
        (chosen.work / f"text.{lang}.txt").write_text("\n".join(t for t in lines if t) + "\n", encoding="utf-8")
        print(lang, len(lines), "lines", sum(map(len, lines)) / 1e6, "M characters")
    (chosen.work / "pairs.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in pairs), encoding="utf-8")
    with open(chosen.work / "public.jsonl", "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    used.append({**table["teacher"], "use": "teacher"})
    corpus_row = {"name": "corpus", "licence": "written for this project", "rows": len(kept), "use": "training"}
    (chosen.work / "sources.json").write_text(json.dumps([corpus_row] + used, indent=1))
    print(len(rows), "labelled rows")


if __name__ == "__main__":
    main()
