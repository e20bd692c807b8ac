"""Golden values for src/statistics/log_odds.rs from numpy, scipy and statsmodels: `causes_golden.py [--out FILE]`, one JSON object."""

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

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


def least_z():
    """The least z that Benjamini and Hochberg's correction rejects, else Bonferroni's."""
    generator, found = np.random.default_rng(9), []
    for n, real, level in [(1, 0, 0.05), (40, 0, 0.05), (500, 25, 0.05), (900, 90, 0.01)]:
        z = generator.normal(size=n)
        z[:real] += 4
        rejected = multipletests(norm.sf(z), level, method="fdr_bh")[0]
        least = z[rejected].min() if rejected.any() else norm.isf(level / n)
        found.append({"values": z.tolist(), "level": level, "z": float(least)})
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "causes.json")
    golden = {"log_odds": log_odds(), "least_z": least_z()}
    options.parse_args().out.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
