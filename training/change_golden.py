"""Golden values for what a report says of change, from scipy, statsmodels and plain numpy: `change_golden.py [--out FILE]`, one JSON
object."""

import argparse
import itertools
import json
from pathlib import Path

import numpy as np
from scipy.stats import binom, chi2, chi2_contingency, fisher_exact, t
from statsmodels.stats.proportion import confint_proportions_2indep

from corpus import ROOT


def differences():
    """Newcombe's interval by statsmodels, tests by scipy."""
    tables = [(48, 80, 56, 70), (3, 10, 9, 10), (0, 10, 0, 20), (10, 10, 20, 20), (0, 300, 9, 300), (120, 1000, 190, 1000),
              (5, 8, 1, 400), (400, 90_000, 520, 95_000), (1, 4000, 0, 3), (30, 30, 29, 30)]
    found = []
    for before, n_before, after, n_after in tables:
        low, high = confint_proportions_2indep(after, n_after, before, n_before, method="newcomb", compare="diff")
        table = np.array([[before, n_before - before], [after, n_after - after]])
        n = n_before + n_after
        if not table.any(axis=0).all():
            p = 1.0
        elif (np.outer(table.sum(1), table.sum(0)) / n).min() < 5:
            p = fisher_exact(table)[1]
        else:
            p = chi2.sf(chi2_contingency(table, correction=False)[0] * (n - 1) / n, 1)
        found.append({"before": [before, n_before], "after": [after, n_after], "low": low, "high": high, "p": float(p)})
    return found


def student():
    cases = [(0.3, 1.0), (2.0, 3.2), (-4.0, 7.5), (12.0, 6.0), (1.96, 1000.0), (0.01, 0.7), (30.0, 12.25), (6.0, 200.5)]
    return [{"t": x, "freedom": v, "p": float(2 * t.sf(abs(x), v))} for x, v in cases]


def charts():
    generator, found = np.random.default_rng(8), []
    for k, size, extra in [(12, 200, 0.0), (24, 20_000, 0.03), (2, 50, 0.0), (30, 40, 0.1)]:
        n = generator.integers(size // 2, size * 2, k)
        count = binom.rvs(n, np.clip(0.2 + extra * generator.standard_normal(k), 0, 1), random_state=generator)
        center = count.sum() / n.sum()
        sigma = np.sqrt(center * (1 - center) / n)
        z = (count / n - center) / sigma
        spread = np.mean(np.abs(np.diff(z))) / (2 / np.sqrt(np.pi))
        reach = 3 * sigma * max(1, spread)
        found.append({"n": n.tolist(), "count": count.tolist(), "center": center, "spread": spread, "z": z.tolist(),
                      "low": (center - reach).tolist(), "high": (center + reach).tolist()})
    return found


def cuts():
    """The cheapest of all cuts, tried one by one. The likelihood is scipy's, with its binomial coefficients, which any cut has alike."""
    generator, found = np.random.default_rng(9), []
    for k, levels, penalty in [(8, [0.1, 0.1], 6.2), (9, [0.1, 0.3], 6.6), (12, [0.1, 0.2, 0.1], 7.5), (13, [0.3, 0.1, 0.2, 0.4], 7.7),
                               (4, [0.1, 0.4], 2.0), (11, [0.0, 0.05], 7.2), (12, [0.2, 0.2], 1.0)]:
        n = generator.integers(100, 400, k)
        level = np.concatenate([np.full(len(part), p) for part, p in zip(np.array_split(np.arange(k), len(levels)), levels)])
        count = generator.binomial(n, level)

        def cost(a, b):
            return -2 * binom.logpmf(count[a:b], n[a:b], count[a:b].sum() / n[a:b].sum()).sum()

        def price(ends):
            return sum(cost(a, b) for a, b in itertools.pairwise(ends)) + penalty * (len(ends) - 2)

        every = ((0, *inner, k) for size in range(k // 2) for inner in itertools.combinations(range(2, k - 1), size))
        best = min((ends for ends in every if min(np.diff(ends)) >= 2), key=price)
        found.append({"n": n.tolist(), "count": count.tolist(), "penalty": penalty, "starts": list(best[1:-1]),
                      "saved": price((0, k)) - price(best)})
    return found


def kitagawa():
    """Through averages of the four standardised means, not cell by cell."""
    generator, found = np.random.default_rng(10), []
    for cells in (1, 3, 12):
        n = generator.integers(1, 60, (2, cells)).astype(float)
        rate = generator.uniform(-1, 1, (2, cells))
        if cells == 12:
            n[0, 3] = n[1, 7] = n[0, 9] = n[1, 9] = 0
        total = n * rate
        there = np.where(n > 0, rate, rate[::-1])
        share = n / n.sum(1, keepdims=True)
        mean = share @ there.T  # [side of the shares, side of the rates]
        found.append({"cells": np.stack([n[0], total[0], n[1], total[1]], 1).tolist(),
                      "within": ((mean[0, 1] - mean[0, 0]) + (mean[1, 1] - mean[1, 0])) / 2,
                      "mix": ((mean[1, 0] - mean[0, 0]) + (mean[1, 1] - mean[0, 1])) / 2,
                      "whole": total[1].sum() / n[1].sum() - total[0].sum() / n[0].sum()})
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "change.json")
    golden = {"differences": differences(), "student": student(), "charts": charts(), "cuts": cuts(), "kitagawa": kitagawa()}
    options.parse_args().out.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
