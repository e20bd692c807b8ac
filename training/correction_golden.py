"""Golden values for src/statistics/correction.rs: `correction_golden.py [--out FILE]`. The figure is computed another way, as the regression
(power-tuned prediction-powered) estimator; Wilson's intervals are statsmodels'."""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from corpus import ROOT

Z = norm.ppf(0.975)


def powered(said_all, said, true, sorts):
    """mean(f(all)) + mean(true - f(checked)) with the least-squares f of what was said: tuned for the least variance."""
    indicators = lambda said: np.eye(sorts)[said]
    tuned, *_ = np.linalg.lstsq(indicators(said), true, rcond=None)
    return (indicators(said_all) @ tuned).mean() + (true - indicators(said) @ tuned).mean()


def powered_by_one(said_all, said, true):
    """The same of yes and no, with the power-tuning lambda of PPI++ for all rows that include the checked ones."""
    tuned = np.cov(said, true, ddof=0)[0, 1] / np.var(said)
    return true.mean() + tuned * (said_all.mean() - said.mean())


def net_ends(positive, negative, n):
    p, q, m = (positive + 1) / (n + 2), (negative + 1) / (n + 2), n + 2
    reach = Z * np.sqrt((p + q - (p - q) ** 2) / m)
    return max(-1, p - q - reach), min(1, p - q + reach)


def share_case(generator, shares, truth, rows, checked):
    """`truth[j]` is the share of those said to be of sort j that have the label."""
    sorts = len(shares)
    said_all = generator.choice(sorts, rows, p=shares)
    true_all = generator.random(rows) < np.array(truth)[said_all]
    said, true = said_all[:checked], true_all[:checked].astype(float)
    value = powered(said_all, said, true, sorts)
    if sorts == 2:
        assert abs(value - powered_by_one(said_all.astype(float), said.astype(float), true)) < 1e-12
    below = above = between = 0.0
    strata = []
    for j in range(sorts):
        n, count, q = int((said == j).sum()), int(true[said == j].sum()), float((said_all == j).mean())
        low, high = proportion_confint(count, n, 0.05, "wilson")
        below, above = below + (q * (count / n - low)) ** 2, above + (q * (high - count / n)) ** 2
        between += q * (count / n - value) ** 2
        strata.append({"share": q, "positive": count, "negative": 0, "n": n})
    reach = Z**2 * between / rows
    return {"rows": rows, "net": False, "strata": strata, "value": value,
            "low": max(0.0, value - np.sqrt(below + reach)), "high": min(1.0, value + np.sqrt(above + reach))}


def net_case(generator, rows, checked):
    said_all = generator.choice(3, rows, p=[0.5, 0.3, 0.2])
    chances = np.array([[0.8, 0.05, 0.15], [0.1, 0.75, 0.15], [0.2, 0.2, 0.6]])
    true_all = np.array([1, -1, 0])[[generator.choice(3, p=chances[j]) for j in said_all]]
    said, true = said_all[:checked], true_all[:checked].astype(float)
    value = powered(said_all, said, true, 3)
    below = above = between = 0.0
    strata = []
    for j in range(3):
        of = true[said == j]
        n, positive, negative, q = len(of), int((of > 0).sum()), int((of < 0).sum()), float((said_all == j).mean())
        low, high = net_ends(positive, negative, n)
        below, above = below + (q * (of.mean() - low)) ** 2, above + (q * (high - of.mean())) ** 2
        between += q * (of.mean() - value) ** 2
        strata.append({"share": q, "positive": positive, "negative": negative, "n": n})
    reach = Z**2 * between / rows
    return {"rows": rows, "net": True, "strata": strata, "value": value,
            "low": max(-1.0, value - np.sqrt(below + reach)), "high": min(1.0, value + np.sqrt(above + reach))}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "correction.json")
    generator = np.random.default_rng(11)
    cases = [share_case(generator, *case) for case in [
        ([0.9, 0.1], [0.03, 0.75], 5000, 300), ([0.6, 0.4], [0.15, 0.8], 1000, 200), ([0.97, 0.03], [0.01, 0.6], 20000, 400),
        ([0.4, 0.3, 0.1, 0.2], [0.85, 0.05, 0.3, 0.1], 3000, 350), ([0.5, 0.5], [0.0, 1.0], 800, 100)]]
    cases += [net_case(generator, rows, checked) for rows, checked in [(4000, 300), (600, 60)]]
    options.parse_args().out.write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
