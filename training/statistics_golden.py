"""Golden values for src/statistics and src/evaluate from scipy, statsmodels and scikit-learn: `statistics_golden.py [--out FILE]`, one
JSON object."""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.stats import binomtest, norm
from sklearn.metrics import accuracy_score, f1_score, matthews_corrcoef, precision_recall_fscore_support, recall_score
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from corpus import ROOT


def wilson():
    cases = [(0, 1), (0, 20), (3, 10), (10, 10), (57, 213), (999, 1000), (40_000, 1_000_000)]
    return [{"count": c, "n": n, "low": low, "high": high} for c, n in cases
            for low, high in [proportion_confint(c, n, 0.05, "wilson")]]


def mcnemar():
    cases = [(0, 0), (1, 0), (5, 5), (3, 12), (20, 41), (150, 201), (10_000, 10_300)]
    return [{"first": a, "second": b, "p": binomtest(a, a + b).pvalue if a + b else 1.0} for a, b in cases]


def holm():
    cases = [[0.04], [0.01, 0.04, 0.03], [0.2, 0.001, 0.04, 0.001, 0.9]]
    return [{"p": p, "corrected": multipletests(p, method="holm")[1].tolist()} for p in cases]


def detectable():
    """Solved on a fine grid by the formula itself."""
    found, (z95, z80) = [], (norm.ppf(0.975), norm.ppf(0.8))
    for n, discordant in [(1533, 0.2), (500, 0.1), (10_000, 0.05)]:
        d = np.linspace(0, discordant, 2_000_001)
        enough = n * d**2 >= (z95 * discordant**0.5 + z80 * np.sqrt(discordant - d**2)) ** 2
        found.append({"n": n, "discordant": discordant, "difference": float(d[enough.argmax()])})
    return found


def quantiles():
    values = sorted([0.3, 0.1, 0.9, 0.4, 0.45, 0.2, 0.8])
    return [{"values": values, "at": at, "value": float(np.quantile(values, at))} for at in (0.0, 0.025, 0.5, 0.975, 1.0)]


def confusions():
    """Several classes; some that only one side has, one class only, everything wrong."""
    generator, found = np.random.default_rng(5), []
    for classes, n, noise in [(4, 200, 0.3), (13, 300, 0.5), (4, 30, 1.0), (3, 5, 0.0)]:
        gold = generator.integers(0, classes, n)
        found.append((classes, gold, np.where(generator.random(n) < noise, generator.integers(0, classes, n), gold)))
    found += [(4, np.array([0, 0, 0]), np.array([0, 0, 0])), (4, np.array([0, 1, 1]), np.array([2, 2, 3])),
              (5, np.array([0, 1, 1, 4]), np.array([0, 1, 2, 4]))]
    return [{
        "classes": classes, "gold": gold.tolist(), "predicted": said.tolist(), "accuracy": accuracy_score(gold, said),
        "macro_f1": f1_score(gold, said, average="macro", zero_division=0), "matthews": matthews_corrcoef(gold, said),
        "macro_recall": recall_score(gold, said, labels=sorted(set(gold.tolist())), average="macro", zero_division=0),
        "of_class": np.array(precision_recall_fscore_support(
            gold, said, labels=range(classes), zero_division=0)[:3]).T.tolist(),
    } for classes, gold, said in found]


def sets():
    generator = np.random.default_rng(6)
    gold, said = generator.random((60, 15)) < 0.15, generator.random((60, 15)) < 0.12
    said |= gold & (generator.random((60, 15)) < 0.6)
    gold[:, 14] = said[:, 14] = False
    there = [k for k in range(15) if gold[:, k].any() or said[:, k].any()]
    return {"gold": gold.astype(int).tolist(), "predicted": said.astype(int).tolist(),
            "micro_f1": f1_score(gold, said, average="micro"), "macro_f1": f1_score(gold[:, there], said[:, there], average="macro")}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "statistics.json")
    golden = {"wilson": wilson(), "mcnemar": mcnemar(), "holm": holm(), "detectable": detectable(), "quantiles": quantiles(),
              "confusions": confusions(), "sets": sets()}
    options.parse_args().out.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
