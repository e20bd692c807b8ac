"""Golden values for src/statistics/log_odds.rs (numpy) and two_shares.rs (statsmodels, scipy): `causes_golden.py [--out FILE]`, one JSON
object."""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.stats import chi2, chi2_contingency, norm
from statsmodels.stats.proportion import confint_proportions_2indep

from corpus import ROOT


def log_odds():
    """All terms of two corpora at once, as the paper writes it: vectors of counts and of the prior."""
    generator, found = np.random.default_rng(8), []
    for first_total, second_total, size in [(300, 9000, None), (4000, 4000, None), (50, 200, 10.0), (2000, 90_000, 500.0)]:
        shares = generator.dirichlet(np.full(40, 0.3))
        other = generator.dirichlet(40 * shares + 0.05)
        first, second = generator.multinomial(first_total, other), generator.multinomial(second_total, shares)
        kept = first + second > 0
        first, second = first[kept].astype(float), second[kept].astype(float)
        prior_total = np.sqrt(first.sum() * second.sum()) if size is None else size
        prior = prior_total * (first + second) / (first + second).sum()
        omega = [(y + prior) / (y.sum() + prior.sum() - y - prior) for y in (first, second)]
        delta = np.log(omega[0]) - np.log(omega[1])
        z = delta / np.sqrt(1 / (first + prior) + 1 / (second + prior))
        found.append({"first": first.tolist(), "second": second.tolist(), "size": prior_total,
                      "difference": delta.tolist(), "z": z.tolist()})
    return found


def two_shares():
    found = []
    for a, n, b, m in [(12, 41, 60, 859), (0, 10, 5, 30), (10, 10, 0, 20), (41, 200, 40, 200), (3, 9, 200, 4000), (1, 2, 1, 2),
                       (900, 100_000, 1100, 100_000)]:
        low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
        table = np.array([[a, n - a], [b, m - b]])
        statistic, _, _, expected = chi2_contingency(table, correction=False)
        p = float(chi2.sf(statistic * (n + m - 1) / (n + m), 1)) if expected.min() >= 1 else None
        found.append({"first": [a, n], "second": [b, m], "low": low, "high": high, "p": p})
    return found


def least_z():
    return [{"terms": terms, "level": level, "z": float(norm.isf(level / terms))}
            for terms, level in [(1, 0.05), (20, 0.05), (3000, 0.05), (1_000_000, 0.01)]]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "causes.json")
    golden = {"log_odds": log_odds(), "two_shares": two_shares(), "least_z": least_z()}
    options.parse_args().out.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
