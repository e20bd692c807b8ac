"""The mean of the weights of several refined runs, and of the released model that they started from.

Of six shares of the released model, up to a half, the one that scores best on the held-out rows is kept, or --share. Runs
that share their start often score better averaged than alone (model soups, Wortsman et al. 2022, arXiv:2203.05482), also
with the start itself (WiSE-FT, Wortsman et al. 2022, arXiv:2109.01903)."""

import argparse
from pathlib import Path

import torch

from corpus import split
from learn import held_scores, line
from released import Model

SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)


def mixed(released, runs, share):
    return {name: share * value + (1 - share) * sum(run[name] for run in runs) / len(runs) for name, value in released.items()}


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--work", type=Path, required=True, help="where final.pt and tokenizer.json go, for export.py")
    options.add_argument("--model", type=Path, required=True, help="the model that was released before the corpus grew")
    options.add_argument("--share", type=float, help="of the released model; the best without it")
    options.add_argument("runs", type=Path, nargs="+", help="weights of refined runs")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    chosen.work.mkdir(parents=True, exist_ok=True)
    (chosen.work / "tokenizer.json").write_bytes((chosen.model / "tokenizer.json").read_bytes())
    model, (_, held, _) = Model(chosen.model), split()
    released = {name: value.clone() for name, value in model.network.state_dict().items()}
    print("released model held-out", line(held_scores(model.network, model.tokenizer, held)), flush=True)
    runs, best = [torch.load(path, weights_only=True) for path in chosen.runs], 0.0
    for share in SHARES if chosen.share is None else (chosen.share,):
        weights = mixed(released, runs, share)
        model.network.load_state_dict(weights)
        found = held_scores(model.network, model.tokenizer, held)
        print(f"released share {share} held-out", line(found), flush=True)
        if found["sum"] > best:
            best = found["sum"]
            torch.save(weights, chosen.work / "final.pt")


if __name__ == "__main__":
    main()
