"""Behaviour suites (after CheckList, Ribeiro et al. 2020): how many cases of tests/behaviour pass."""

import json

from corpus import ROOT
from evaluate import decide
from labels import EMOTIONS, SENTIMENTS, STATES, TOUCHPOINTS

FOLDER = ROOT / "tests" / "behaviour"


def holds(expected, sentiment, emotion, states):
    if SENTIMENTS[sentiment] != expected["sentiment"]:
        return False
    if "emotion" in expected and EMOTIONS[emotion] != expected["emotion"]:
        return False
    if "touchpoints" in expected:
        found = {TOUCHPOINTS[k]: STATES[s] for k, s in enumerate(states) if s}
        wanted = expected["touchpoints"]
        return found == {} if not wanted else all(found.get(name) == state for name, state in wanted.items())
    return True


def pass_rates(predict_rows, thresholds):
    """`predict_rows` gives the probabilities of each task for rows with a text and perhaps a question."""
    rates = {}
    for path in sorted(FOLDER.glob("*.jsonl")):
        cases = [json.loads(line)["texts"] for line in path.read_text(encoding="utf-8").splitlines()]
        rows = [text for case in cases for text in case]
        said = predict_rows(rows)
        states = decide(said["touchpoints"], thresholds)
        held = iter([holds(row, s, e, t) for row, s, e, t in zip(rows, said["sentiment"].argmax(1), said["emotion"].argmax(1), states)])
        rates[path.stem] = {"cases": len(cases), "passed": sum(all([next(held) for _ in case]) for case in cases)}
    return rates
