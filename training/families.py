"""Golden vectors for the encoder families: tiny models whose weights are a formula, run by transformers.

families.py [--out FILE]: one JSON line a case with the config, the token ids and segments, and the vector (mean and maximum over
segment 0, mean over segment 1). tests/suite/families.rs makes the same models."""

import argparse
import json
import math
from pathlib import Path

import torch
from transformers import (BertConfig, BertModel, CamembertConfig, CamembertModel, DistilBertConfig, DistilBertModel, RobertaConfig,
                          RobertaModel, XLMRobertaConfig, XLMRobertaModel)

from corpus import ROOT
from model import pool

SIZES = {"vocab_size": 50, "max_position_embeddings": 40}
COMMON = {**SIZES, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
DISTIL = {**SIZES, "dim": 32, "n_layers": 2, "n_heads": 2, "hidden_dim": 64}
FAMILIES = [
    (BertModel, BertConfig(**COMMON)),
    (DistilBertModel, DistilBertConfig(**DISTIL)),
    (RobertaModel, RobertaConfig(**COMMON, type_vocab_size=1, layer_norm_eps=1e-5)),
    (XLMRobertaModel, XLMRobertaConfig(**COMMON, type_vocab_size=1, layer_norm_eps=1e-5)),
    (CamembertModel, CamembertConfig(**COMMON, type_vocab_size=1, layer_norm_eps=1e-5, pad_token_id=3)),
]
LENGTHS = (2, 17, 36)


def fill(model):
    """Number `i` of the tensor `t` (by name) is 0.1 sin(0.7 i + 1.3 t); the scales of norms are one more."""
    with torch.no_grad():
        for t, (name, tensor) in enumerate(sorted(model.state_dict().items())):
            one = 1.0 if "norm" in name.lower() and name.endswith("weight") else 0.0
            values = [one + 0.1 * math.sin(0.7 * i + 1.3 * t) for i in range(tensor.numel())]
            tensor.copy_(torch.tensor(values, dtype=torch.float64).float().view(tensor.shape))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "families.jsonl")
    with open(options.parse_args().out, "w", encoding="utf-8") as out:
        for kind, config in FAMILIES:
            extra = {} if kind is DistilBertModel else {"add_pooling_layer": False}
            model = kind(config, **extra).eval()
            fill(model)
            names = sorted((name, list(tensor.shape)) for name, tensor in model.state_dict().items())
            for length in LENGTHS:
                # Never the padding's number: RoBERTa numbers positions by it.
                ids = torch.tensor([[4 + (7 * i + length) % 45 for i in range(length)]])
                asked = length // 3 if kind is BertModel else 0
                segments = torch.tensor([[1] * asked + [0] * (length - asked)])
                given = {"token_type_ids": segments} if kind is BertModel else {}
                with torch.inference_mode():
                    states = model(input_ids=ids, **given).last_hidden_state
                vector = pool(states, segments, torch.ones_like(ids, dtype=torch.bool))[0]
                out.write(json.dumps({
                    "config": json.loads(config.to_json_string(use_diff=False)), "tensors": names, "ids": ids[0].tolist(),
                    "segments": segments[0].tolist(), "vector": [float(f"{v:.6f}") for v in vector],
                }) + "\n")


if __name__ == "__main__":
    main()
