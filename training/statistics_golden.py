"""Golden values for src/statistics from scipy and statsmodels: `statistics_golden.py [--out FILE]`, one JSON object."""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.stats import binomtest, norm
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


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "statistics.json")
    golden = {"wilson": wilson(), "mcnemar": mcnemar(), "holm": holm(), "detectable": detectable(), "quantiles": quantiles()}
    options.parse_args().out.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
