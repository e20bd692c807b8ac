"""Comments a second of sentir and of other engines with the same weights, measured in turn on the same file.

`run [--quick] --json FILE [--rows N]` calls it. SENTIR names a binary to measure instead of building one.

All engines run in turn for some rounds; then sentir, its fastest rival and the bare matrix products take turns for some more, because
the speed of a machine that others share changes from minute to minute. Ratios and shares are medians over the rounds."""

import argparse
import csv
import datetime
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import peers
from machine import CORES, HERE, ROOT, build, gemm_rate, machine, ops_per_token, versions

TUNING_ROWS, SAMPLE_ROWS = 500, 200
BUDGETS, FIRST_BUDGET = (256, 512, 1024, 2048), 512
LEAST_AGREEMENT = 0.99
CHANGED = 1e-6

# One worker with all cores, or one a core.
LAYOUTS = [{"workers": CORES, "threads": 1}] + [{"workers": 1, "threads": CORES}] * (CORES > 1)

NOTES = {
    "transformers": "BertModel with sentir's pooling and heads in a plain loop, batches of 32 in the order of the file: "
                    "`pipeline()` has no head like these. Of the first rows of the file only (see rows)",
    "onnxruntime": "graph: fused is onnxruntime.transformers.optimizer's, plain the exporter's with what a session fuses, lean "
                   "the same without SkipLayerNormFusion and BiasGeluFusion",
    "torch": "with several workers each is a process with all of PyTorch in memory",
    "ctranslate2": "encoder only; pooling and heads in numpy",
    "sentir": "the whole process less the time of one that tags a single comment (start_s), measured in the same round: the other "
              "engines stay loaded and only their work is timed. Detects languages, checks and hashes rows, which the others do not. "
              "Long comments are read to their end in windows, which the others cut at the model's length",
}


class Child:
    """An engine in its process (see peers.py)."""

    def __init__(self, engine, settings, folder):
        environment = os.environ | {"TOKENIZERS_PARALLELISM": "true", "OPENBLAS_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, HERE / "peers.py", engine, json.dumps(settings), folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process ended with {self.process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def ask(self, do, **given):
        print(json.dumps({"do": do} | given), file=self.process.stdin, flush=True)
        return self.answer()

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Contestant:
    """An engine with one precision: its alternatives, the settings that were chosen, and what was measured."""

    def __init__(self, name, engine, precision, fixed=None, graphs=None, tuned=True, rows=None):
        self.name, self.engine, self.precision, self.graphs, self.tuned, self.rows = name, engine, precision, graphs, tuned, rows
        self.settings, self.budget, self.child, self.peak = dict(fixed or {}), None, None, None
        self.seconds, self.starts = [], []

    def tune(self, folder, file, repeats):
        """Graphs first, then the split of the cores and the budget of tokens, with the best graph."""
        if not self.tuned:
            return
        if self.graphs:
            trials = [({**self.settings, **graph}, (FIRST_BUDGET,)) for graph in self.graphs]
            self.settings, _ = best(self.engine, [({**s, **LAYOUTS[0]}, b) for s, b in trials], folder, file, repeats)
        trials = [({**self.settings, **layout}, BUDGETS) for layout in LAYOUTS]
        self.settings, self.budget = best(self.engine, trials, folder, file, repeats)

    def run(self, source, target, **more):
        return self.child.ask("run", source=str(source), target=str(target), budget=self.budget, **more)["seconds"]

    def measure(self, source, target, single):
        """One more round."""
        self.starts.append(self.run(single, target.with_name("one.csv")) if self.engine == "sentir" else 0.0)
        self.seconds.append(self.run(source, target))


def best(engine, trials, folder, file, repeats):
    """The settings and the budget that take the least time."""
    times = []
    for settings, budgets in trials:
        child = Child(engine, settings, folder)

        def seconds(budget):
            return child.ask("run", source=str(file), target=str(folder / "out.csv"), budget=budget)["seconds"]

        try:
            seconds(budgets[0])
            times += [(min(seconds(budget) for _ in range(repeats)), settings, budget) for budget in budgets]
        finally:
            child.stop()
    _, settings, budget = min(times, key=lambda trial: trial[0])
    return settings, budget


def contestants(notes, binary, quick):
    graphs = [{"graph": graph} for graph in notes.get("onnx_graphs", []) + ["lean"]]
    bytewise = [{**graph, "per_channel": each} for graph in graphs for each in (False, True)]
    every = [
        Contestant("sentir_int8", "sentir", "int8", {"binary": binary, "precision": "int8"}, tuned=False),
        Contestant("sentir_f32", "sentir", "f32", {"binary": binary, "precision": "f32"}, tuned=False),
        Contestant("transformers", "transformers", "f32", tuned=False, rows=300 if quick else 1000),
        Contestant("torch", "torch", "f32"),
        Contestant("onnxruntime_f32", "onnxruntime", "f32", graphs=graphs),
        Contestant("onnxruntime_int8", "onnxruntime", "int8", graphs=bytewise),
        Contestant("ctranslate2_f32", "ctranslate2", "f32", {"compute_type": "float32"}),
        Contestant("ctranslate2_int8", "ctranslate2", "int8", {"compute_type": "int8"}),
    ]
    return [one for one in every if not {one.name, one.engine} & set(notes["left_out"])]


def comments(count):
    """Distinct texts of dev and test, and of train as far as they do not suffice, in random order."""
    texts = {}
    for name in ("dev", "test", "train"):
        with open(ROOT / "data" / "corpus" / f"{name}.jsonl", encoding="utf-8") as lines:
            found = [json.loads(line)["text"] for line in lines]
        if name == "train":
            random.Random(1).shuffle(found)
        texts |= dict.fromkeys(found)
    chosen = list(texts)[:count]
    random.Random(2).shuffle(chosen)
    return list(enumerate(chosen))


def save(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "comment"), *rows])
    return path


def tags(path):
    """id: (sentiment, emotion, set of touchpoints), of the rows that have them."""
    with open(path, encoding="utf-8", newline="") as file:
        return {row["id"]: (row["sentiment"], row["emotion"], frozenset(filter(None, row["touchpoints"].split(";"))))
                for row in csv.DictReader(file) if row["sentiment"]}


def agreement(found, reference, names):
    both = [(found[name], reference[name]) for name in names if name in found]
    shares = [round(sum(a[part] == b[part] for a, b in both) / len(both), 5) for part in range(3)]
    return dict(zip(peers.TASKS, shares)) | {"rows": len(both)}


def dependence(one, folder, rows):
    """The share of comments that come out otherwise in other company."""
    source = save(folder / "sample.csv", rows)
    first, second = folder / "first", folder / "second"
    if one.engine == "sentir":
        shuffled = save(folder / "shuffled.csv", random.Random(3).sample(rows, len(rows)))
        lines = []
        for file in (source, shuffled):
            one.run(file, f"{first}.csv", more=["--probs"])
            with open(f"{first}.csv", encoding="utf-8", newline="") as written:
                lines.append({row["id"]: row for row in csv.DictReader(written)})
        changed = [lines[0][name] != lines[1][name] for name in lines[0]]
    else:
        for target, budget in ((first, None), (second, one.budget)):
            one.child.ask("probabilities", source=str(source), target=f"{target}.npy", budget=budget)
        changed = np.abs(np.load(f"{first}.npy") - np.load(f"{second}.npy")).max(1) > CHANGED
    return round(float(np.mean(changed)), 4)


def compete(every, folder, tuning, measured, single, rounds, repeats, left_out):
    """Tunes each engine alone, then lets all of them run in turn. Gives those that could."""
    able = []
    for one in every:
        try:
            say(f"{one.name}: tuning" if one.tuned else one.name)
            one.tune(folder, tuning, repeats)
            one.child = Child(one.engine, one.settings, folder)
            one.run(tuning, folder / "out.csv")
            able.append(one)
        except (RuntimeError, OSError) as error:
            if one.engine == "sentir":
                raise
            left_out[one.name] = str(error)
    for turn in range(rounds):
        # Forth and back, so that no engine always follows the same one.
        for one in able[::-1] if turn % 2 else able:
            one.measure(one.file or measured, folder / f"{one.name}.csv", single)
        say(f"round {turn + 1} of {rounds}: " + "  ".join(f"{one.name} {one.seconds[-1]:.1f} s" for one in able))
    for one in able:
        peak = one.child.ask("peak")["mb"]
        one.peak = round(peak, 1) if peak == peak else None
    return able


def duel(ours, rival, binary, folder, measured, single, rounds):
    """sentir, its rival and the bare products in turn. Gives the rates of the products, a round."""
    products = []
    for turn in range(rounds):
        pair = [one for one in (ours, rival) if one]
        for one in pair[::-1] if turn % 2 else pair:
            one.measure(measured, folder / f"{one.name}.csv", single)
        products.append(gemm_rate(binary))
        say(f"duel {turn + 1} of {rounds}: " + "  ".join(f"{one.name} {one.seconds[-1]:.1f} s" for one in pair)
            + f"  products {products[-1][0]:.0f} Gop/s")
    return products


def rate(one, turn, with_start=False):
    return one.counted / (one.seconds[turn] - (0.0 if with_start else one.starts[turn]))


def ratio(a, b, with_start=False):
    """Over the rounds that both ran in, which are the first of each or, in a duel, all of both."""
    turns = range(min(len(a.seconds), len(b.seconds)))
    return round(statistics.median(rate(a, turn, with_start) / rate(b, turn, with_start) for turn in turns), 3)


def described(one, reference, agreements):
    rates = [round(rate(one, turn), 1) for turn in range(len(one.seconds))]
    settings = {key: value for key, value in one.settings.items() if key != "binary"}
    return {
        "name": one.name, "precision": one.precision, "settings": settings | ({"token_budget": one.budget} if one.budget else {}),
        "comments_per_s": round(statistics.median(rates), 1), "rounds": rates, "start_s": round(statistics.median(one.starts), 3),
        "rows": one.counted, "peak_memory_mb": one.peak,
        "agreement": agreements[one.name] | {"with": reference.name}, "note": NOTES.get(one.engine),
    }


def say(text):
    print(text, file=sys.stderr, flush=True)


def table(report):
    lines = ["| engine | settings | comments/s | sentir int8 is … times as fast | agreement with fp32 (s / e / t) | peak MB |",
             "| --- | --- | --- | --- | --- | --- |"]
    for engine in sorted(report["engines"], key=lambda engine: -engine["comments_per_s"]):
        settings = ", ".join(f"{key} {value}" for key, value in engine["settings"].items())
        shares = " / ".join(f"{engine['agreement'][task]:.4f}" for task in peers.TASKS)
        times = report["ratios"].get(engine["name"], {}).get("int8", "")
        lines.append(f"| {engine['name']} | {settings} | {engine['comments_per_s']:.0f} | {times} | {shares} | "
                     f"{engine['peak_memory_mb'] or ''} |")
    return "\n".join(lines)


def main():
    options = argparse.ArgumentParser(prog="run", description="Measures sentir beside other engines with the same weights.")
    options.add_argument("--quick", action="store_true", help="4,000 rows, three rounds and eight duels")
    options.add_argument("--rows", type=int, help="comments to measure with (10,000)")
    options.add_argument("--json", type=Path, required=True, help="where the report goes")
    given = options.parse_args()
    wanted = given.rows or (4_000 if given.quick else 10_000)
    binary = build()
    with tempfile.TemporaryDirectory() as temporary:
        report = measure(Path(temporary), binary, wanted, given.quick)
    given.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(table(report))
    poor = [engine["name"] for engine in report["engines"] if engine["precision"] == "f32"
            and min(engine["agreement"][task] for task in peers.TASKS) < LEAST_AGREEMENT]
    if poor:
        sys.exit(f"not the same model: {', '.join(poor)} agrees with the reference on less than {LEAST_AGREEMENT} of the comments")


def measure(folder, binary, wanted, quick):
    tuned = min(wanted, TUNING_ROWS)
    rows = comments(wanted + tuned)
    tuning, rows = rows[:tuned], rows[tuned:]
    codes = peers.tokenizer(truncated=False).encode_batch_fast([text for _, text in rows])
    lengths = np.array([len(code.ids) for code in codes])
    say(f"{len(rows)} comments; writing the weights in the other engines' formats")
    subprocess.run([sys.executable, HERE / "export.py", folder], check=True, stdout=sys.stderr)
    notes = json.loads((folder / "notes.json").read_text())
    every = contestants(notes, binary, quick)
    for one in every:
        one.file = save(folder / f"{one.name}-in.csv", rows[:one.rows]) if one.rows else None
    files = [save(folder / f"{name}.csv", part) for name, part in (("tuning", tuning), ("measured", rows), ("single", tuning[:1]))]
    rounds, duels, repeats = (3, 8, 1) if quick else (5, 15, 2)
    try:
        able = compete(every, folder, *files, rounds, repeats, notes["left_out"])
        ours, rival = (next((one for one in able if one.name == name), None) for name in ("sentir_int8", "onnxruntime_int8"))
        products = duel(ours, rival, binary, folder, *files[1:], duels)
        sample = [row for row, length in zip(rows, lengths) if length <= peers.LONGEST][:SAMPLE_ROWS]
        changed = {one.name: dependence(one, folder, sample) for one in able if one.engine != "transformers"}
    finally:
        for one in every:
            if one.child:
                one.child.stop()
    return reported(folder, able, rows, lengths, notes, changed, binary) | shares(ours, lengths, products)


def shares(ours, lengths, products):
    """What sentir reached of the rate of its own matrix products, in the duels."""
    ops = ops_per_token(json.loads((peers.MODEL / "config.json").read_text())) * float(lengths.mean())
    reached = [rate(ours, turn - len(products)) * ops / 1e9 for turn in range(len(products))]

    def share(which):
        return round(statistics.median(mine / rates[which] for mine, rates in zip(reached, products)), 4)

    return {"gemm_share": share(0), "gemm_tile_share": share(1), "gemm": {
        "int8_gops": [rates[0] for rates in products], "int8_tile_gops": [rates[1] for rates in products],
        "source": "sentir gemm, after each run", "ops_per_comment": round(ops)}}


def reported(folder, able, rows, lengths, notes, changed, binary):
    named = {one.name: one for one in able}
    found = {one.name: tags(folder / f"{one.name}.csv") for one in able}
    for one in able:
        # What sentir skips (no answer in it) is no work and does not count.
        one.counted = len(found[one.name]) if one.engine == "sentir" else min(one.rows or len(rows), len(rows))
    reference = next(one for one in [named.get("torch"), *able] if one and one.precision == "f32")
    names = [str(name) for (name, _), length in zip(rows, lengths) if length <= peers.LONGEST]
    names = [name for name in names if name in found["sentir_f32"] and name in found["sentir_int8"]]
    agreements = {name: agreement(tagged, found[reference.name], names) for name, tagged in found.items()}
    ours = {one.precision: one for one in able if one.engine == "sentir"}
    others = [one for one in able if one.engine != "sentir"]
    ratios = {one.name: {p: ratio(ours[p], one) for p in ("int8", "f32") if p in ("int8", one.precision)} for one in others}
    return {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"), "machine": machine(),
        "versions": versions(binary), "rows": len(rows), "sentir_skipped": len(rows) - ours["int8"].counted,
        "tokens": {"median": float(np.median(lengths)), "mean": round(float(lengths.mean()), 2),
                   "p95": round(float(np.percentile(lengths, 95)), 1), "longest": int(lengths.max()),
                   "beyond_model": int((lengths > peers.LONGEST).sum())},
        "engines": [described(one, reference, agreements) for one in able],
        "ratio_ort_int8": ratios.get("onnxruntime_int8", {}).get("int8"),
        "ratio_ort_int8_with_start": ratio(ours["int8"], named["onnxruntime_int8"], True) if "onnxruntime_int8" in named else None,
        "ratios": ratios,
        "batch_dependence": changed, "onnx_fusion": notes.get("onnx_fusion"), "left_out": notes["left_out"],
        "lost": [{"engine": name, "to": f"sentir_{p}", "ratio": value}
                 for name, each in ratios.items() for p, value in each.items() if value < 1],
    }


if __name__ == "__main__":
    main()
