"""Golden values for src/statistics/{regression,resample,discovery} and src/report/drivers from numpy, statsmodels and
scikit-learn: `drivers_golden.py [--out FILE]`, one JSON object."""

import argparse
import json
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import Ridge
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.outliers_influence import variance_inflation_factor

from corpus import ROOT

PENALTIES = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0]


def ridge(x, y, weight, penalty):
    fit = Ridge(alpha=penalty, solver="cholesky", tol=0).fit(x, y, sample_weight=weight)
    return float(fit.intercept_), fit.coef_


def almost_unbiased(x, y, weight, penalty):
    """(I - k^2 (X'X + k I)^-2) times the slopes of least squares, in the eigenvectors' coordinates."""
    total = weight.sum()
    centred, outcome = x - weight @ x / total, y - weight @ y / total
    values, vectors = np.linalg.eigh(centred.T @ (weight[:, None] * centred))
    along = vectors.T @ (centred.T @ (weight * outcome))
    slopes = vectors @ (along * (values + 2 * penalty) / (values + penalty) ** 2)
    return float(weight @ (y - x @ slopes) / total), slopes


def regression():
    generator = np.random.default_rng(11)
    x = (generator.random((120, 5)) < [0.4, 0.2, 0.1, 0.5, 0.3]).astype(float)
    x[:, 3] = generator.normal(2, 3, 120)
    x[:, 4] = np.where(generator.random(120) < 0.8, x[:, 0], x[:, 4])
    y = 7 + x @ [-2, 1, 0, 0.3, -1] + generator.normal(0, 1.5, 120)
    weight = np.where(generator.random(120) < 0.3, 0.5, 1.0)
    fits = []
    least = sm.WLS(y, sm.add_constant(x), weights=weight).fit()
    for penalty in [0.0, 0.1, 3.0, 40.0]:
        intercept, slopes = (least.params[0], least.params[1:]) if penalty == 0 else ridge(x, y, weight, penalty)
        corrected = almost_unbiased(x, y, weight, penalty)
        error = float(weight @ (y - intercept - x @ slopes) ** 2)
        fits.append({"penalty": penalty, "intercept": float(intercept), "slopes": slopes.tolist(),
                     "squared_error": error, "corrected_intercept": corrected[0], "corrected_slopes": corrected[1].tolist()})
    plain = sm.add_constant(x)
    errors = []
    for penalty in PENALTIES:
        error = 0.0
        for fold in range(5):
            inside = np.arange(120) % 20 % 5 == fold
            intercept, slopes = ridge(x[~inside], y[~inside], weight[~inside], penalty)
            error += float(weight[inside] @ (y - intercept - x @ slopes)[inside] ** 2)
        errors.append(error)
    return {"x": x.tolist(), "y": y.tolist(), "weight": weight.tolist(), "fits": fits, "r2": float(least.rsquared),
            "tolerances": [1 / variance_inflation_factor(plain, k + 1) for k in range(5)],
            "correlation": float(np.corrcoef(x[:, 0], x[:, 4])[0, 1]),
            "folds": {"penalties": PENALTIES, "errors": errors}}


def discovery():
    cases = [[0.04], [0.01, 0.04, 0.03], [0.2, 0.001, 0.04, 0.001, 0.9, 1.0], [0.0, 0.5, 0.5, 0.049, 0.012, 0.03]]
    return [{"p": p, "corrected": multipletests(p, method="fdr_bh")[1].tolist()} for p in cases]


TOUCHPOINTS = ["delivery", "price", "staff", "product"]
SENTIMENTS = ["positive", "negative", "mixed", "neutral"]


def comments():
    """Rows as `sentir classify` would tag them."""
    generator = np.random.default_rng(12)
    rows = []
    for row in range(500):
        said = {name: str(generator.choice(SENTIMENTS, p=[0.35, 0.4, 0.15, 0.1]))
                for name, share in zip(TOUCHPOINTS, [0.5, 0.4, 0.3, 0.3]) if generator.random() < share}
        channel = str(generator.choice(["web", "shop", "phone", ""], p=[0.4, 0.3, 0.2, 0.1]))
        tenure = None if generator.random() < 0.1 else round(float(generator.gamma(2, 3)), 2)
        lean = 7 + (channel == "web") - 0.1 * (tenure or 5) + sum(
            {"positive": 0.8, "negative": -1.8, "mixed": -0.7, "neutral": 0}[value] for value in said.values())
        score = int(np.clip(round(lean + generator.normal(0, 2)), 0, 10)) if generator.random() > 0.05 else None
        rows.append({"touchpoints": said, "channel": channel, "tenure": tenure, "score": score,
                     "customer": f"c{generator.integers(0, 300)}"})
    return rows


def whole_report(rows, customers):
    """The effects at each penalty that the report may choose."""
    tenures = np.array([row["tenure"] for row in rows if row["tenure"] is not None])
    kept = [row for row in rows if row["score"] is not None]
    # A customer's vote is shared by those comments that have the outcome.
    written = {row["customer"]: 0 for row in kept}
    for row in kept:
        written[row["customer"]] += 1
    weight = np.array([1 / written[row["customer"]] if customers else 1.0 for row in kept])
    points = np.array([100.0 if row["score"] >= 9 else -100.0 if row["score"] <= 6 else 0.0 for row in kept])
    effects = [(name, side) for name in TOUCHPOINTS for side in ("praise", "complaint")]
    holds = {"praise": ("positive", "mixed"), "complaint": ("negative", "mixed")}
    said = np.array([[row["touchpoints"].get(name) in holds[side] for name, side in effects] for row in kept], float)
    levels = np.array([[row["channel"] == value for value in ("web", "shop", "phone", "")] for row in kept], float)
    amount = np.array([[0, 1] if row["tenure"] is None else [(row["tenure"] - tenures.mean()) / tenures.std(), 0]
                       for row in kept], float)
    x = np.hstack([said, levels, amount])
    mean = float(weight @ points / weight.sum())

    def leave_out(inside):
        return mean - float((weight * ~inside) @ points / (weight * ~inside).sum())

    return {
        "mean": mean, "n": len(kept),
        "effects": [{"touchpoint": name, "polarity": side, "n": int(said[:, k].sum()),
                     "share": float(weight @ said[:, k] / weight.sum()), "leave_one_out": leave_out(said[:, k] > 0),
                     "by_penalty": {str(penalty): float(almost_unbiased(x, points, weight, penalty)[1][k])
                                    for penalty in PENALTIES}}
                    for k, (name, side) in enumerate(effects)],
        "spoken": [{"touchpoint": name,
                    "leave_one_out": leave_out(np.array([name in row["touchpoints"] for row in kept]))}
                   for name in TOUCHPOINTS],
        "r2_by_penalty": {str(penalty): 1 - float(weight @ (points - almost_unbiased(x, points, weight, penalty)[0]
                          - x @ almost_unbiased(x, points, weight, penalty)[1]) ** 2 / (weight @ (points - mean) ** 2))
                          for penalty in PENALTIES},
    }


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "drivers.json")
    rows = comments()
    golden = {"regression": regression(), "discovery": discovery(), "rows": rows, "comments": whole_report(rows, False),
              "customers": whole_report(rows, True)}
    options.parse_args().out.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
