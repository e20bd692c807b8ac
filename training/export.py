"""Write the model folder and the golden cases.

Weights are rounded to half precision first; temperatures, thresholds, scores and golden values all come from the
rounded weights, so that they describe what ships."""

import argparse
import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from batches import encode
from behaviour import pass_rates
from calibrate import fit_temperature, fit_thresholds, softmax
from corpus import ROOT, measured, split, targets
from evaluate import describe, score_by_language
from golden import chosen
from labels import EMOTIONS, SENTIMENTS, STATES, TOUCHPOINTS
from learn import predict
from model import MAX_TOKENS, QUESTION_TOKENS, Sentir, config

NAME, VERSION = "sentir-es-en", "0.5.0"


def rounded(weights):
    return {name: value.half() for name, value in weights.items()}


def probabilities(logits, temperatures):
    return {task: softmax(values / temperatures[task]) for task, values in logits.items()}


def calibrate(model, tokenizer, held):
    logits = predict(model, encode(tokenizer, held))
    truth = dict(zip(("sentiment", "emotion", "touchpoints"), targets(held)))
    temperatures = {task: round(fit_temperature(logits[task], truth[task]), 3) for task in logits}
    thresholds = fit_thresholds(probabilities(logits, temperatures)["touchpoints"], truth["touchpoints"])
    return temperatures, thresholds


def write_golden(model, tokenizer, path):
    """One case at a time and without padding, as the engine runs them."""
    cases = chosen()
    with open(path, "w", encoding="utf-8") as out:
        for case in cases:
            row = {"question": case.get("question"), "text": case["text"]}
            (ids, segments), = encode(tokenizer, [row])
            coded = tokenizer.encode(row["text"]) if row["question"] is None else tokenizer.encode(row["question"], row["text"])
            # The template and our framing agree, except where a long question is cut.
            assert (coded.ids, coded.type_ids) == (ids, segments) or len(coded.ids) > len(ids), row
            logits = predict(model, [(ids, segments)])
            values = {task: [float(f"{v:.6f}") for v in array.reshape(-1)] for task, array in logits.items()}
            out.write(json.dumps({**row, "ids": ids, "segments": segments, **values}, ensure_ascii=False) + "\n")
    return len(cases)


def number(value):
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def table(name, values):
    return [f"[{name}]"] + [f"{key} = {number(value)}" for key, value in values.items()] + [""]


def listed(names):
    return "[" + ", ".join(json.dumps(n) for n in names) + "]"


def manifest(folder, temperatures, thresholds, scores, sources):
    lines = [
        'schema = "sentir.model/1"', f'name = "{NAME}"', f'version = "{VERSION}"', 'languages = ["es", "en"]',
        'licence = "MIT OR Apache-2.0"', 'pooling = "segment-mean-max"',
        f"max_tokens = {MAX_TOKENS}", f"question_tokens = {QUESTION_TOKENS}", "", "[sha256]",
    ]
    for file in ("config.json", "tokenizer.json", "model.safetensors", "seen.bin"):
        lines.append(f'"{file}" = "{hashlib.sha256((folder / file).read_bytes()).hexdigest()}"')
    lines += ["", "[heads.sentiment]", f"labels = {listed(SENTIMENTS)}", f"temperature = {temperatures['sentiment']}", "",
              "[heads.emotion]", f"labels = {listed(EMOTIONS)}", f"temperature = {temperatures['emotion']}", "",
              "[heads.touchpoints]", f"labels = {listed(TOUCHPOINTS)}", f"states = {listed(STATES)}",
              f"temperature = {temperatures['touchpoints']}", f"thresholds = {thresholds}", ""]
    for name, parts in scores.items():
        if "all" in parts:
            lines += table(f"scores.{name}", parts["all"])
        for part in parts:
            if part != "all":
                lines += table(f"scores.{name}.{part}", parts[part])
    for source in sources:
        lines += ["[[sources]]"] + [f"{key} = {json.dumps(value)}" for key, value in source.items()] + [""]
    (folder / "model.toml").write_text("\n".join(lines), encoding="utf-8")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--out", type=Path, default=ROOT / "models" / NAME)
    options.add_argument("--golden", type=Path, default=ROOT / "tests" / "golden" / f"{NAME}.jsonl")
    given = options.parse_args()
    work, folder = given.work, given.out
    folder.mkdir(parents=True, exist_ok=True)
    given.golden.parent.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)

    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    weights = rounded(torch.load(work / "final.pt", weights_only=True))
    (folder / "config.json").write_text(json.dumps(config(tokenizer.get_vocab_size()), indent=2) + "\n")
    (folder / "tokenizer.json").write_bytes((work / "tokenizer.json").read_bytes())
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)

    model = Sentir(tokenizer.get_vocab_size())
    model.load_state_dict({name: value.float() for name, value in weights.items()})
    _, held, _ = split()
    temperatures, thresholds = calibrate(model, tokenizer, held)

    def said(rows):
        return probabilities(predict(model, encode(tokenizer, rows)), temperatures)

    scores = {name: score_by_language(said(rows), thresholds, rows) for name, rows in measured().items()}
    baseline = json.loads((work / "baseline.json").read_text())["scores"]
    scores |= {f"baseline_{name}": baseline[name] for name in measured()}
    scores["behaviour"] = pass_rates(said, thresholds)
    manifest(folder, temperatures, thresholds, scores, json.loads((work / "sources.json").read_text()))
    print(write_golden(model, tokenizer, given.golden), "golden cases")
    for name, parts in scores.items():
        for part, values in parts.items():
            print(name, part, describe(values))
    print("size", sum(f.stat().st_size for f in folder.iterdir()) / 1e6, "MB")


if __name__ == "__main__":
    main()
