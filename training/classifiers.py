"""Golden logits for whole classifiers: tiny models whose weights are a formula, run by transformers.

classifiers.py [--out FILE]: one JSON line a case with the config, the tensors' names and shapes, and a list of token ids, segments and
logits. tests/suite/tiny_models.rs writes the same models as files, classifiers.rs classifies the texts that these ids stand for."""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from transformers import (BertConfig, BertForSequenceClassification, CamembertConfig, CamembertForSequenceClassification, DebertaV2Config,
                          DebertaV2ForSequenceClassification, DistilBertConfig, DistilBertForSequenceClassification, ModernBertConfig,
                          ModernBertForSequenceClassification, RobertaConfig, RobertaForSequenceClassification, XLMRobertaConfig,
                          XLMRobertaForSequenceClassification)

from corpus import ROOT

SIZES = {"vocab_size": 50, "max_position_embeddings": 40}
COMMON = {**SIZES, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
THREE = {"id2label": {0: "negative", 1: "neutral", 2: "positive"}}
INFERENCE = {"id2label": {0: "ENTAILMENT", 1: "NEUTRAL", 2: "CONTRADICTION"}}
MULTI = {"id2label": {0: "anger", 1: "joy", 2: "fear", 3: "surprise"}, "problem_type": "multi_label_classification"}
ROBERTA = {**COMMON, **THREE, "type_vocab_size": 1, "layer_norm_eps": 1e-5}
# What the third version has by its authors' choice.
DEBERTA = {**COMMON, "relative_attention": True, "max_relative_positions": -1, "position_buckets": 8, "norm_rel_ebd": "layer_norm",
           "share_att_key": True, "pos_att_type": "p2c|c2p", "position_biased_input": False, "type_vocab_size": 0, "pooler_hidden_act": "gelu"}
MODERN = {**COMMON, "num_hidden_layers": 4, "local_attention": 8, "pad_token_id": 1, "bos_token_id": 2, "eos_token_id": 3, "cls_token_id": 2,
          "sep_token_id": 3}
CASES = [
    ("bert", BertForSequenceClassification, BertConfig(**COMMON, **INFERENCE)),
    ("bert-multi-label", BertForSequenceClassification, BertConfig(**COMMON, **MULTI)),
    ("bert-tanh-gelu", BertForSequenceClassification, BertConfig(**COMMON, **THREE, hidden_act="gelu_new")),
    ("bert-relu", BertForSequenceClassification, BertConfig(**COMMON, **THREE, hidden_act="relu")),
    ("distilbert", DistilBertForSequenceClassification, DistilBertConfig(**SIZES, dim=32, n_layers=2, n_heads=2, hidden_dim=64, **THREE)),
    ("roberta", RobertaForSequenceClassification, RobertaConfig(**ROBERTA)),
    ("xlm-roberta", XLMRobertaForSequenceClassification, XLMRobertaConfig(**ROBERTA)),
    ("camembert", CamembertForSequenceClassification, CamembertConfig(**ROBERTA, pad_token_id=1)),
    ("deberta-v3", DebertaV2ForSequenceClassification, DebertaV2Config(**DEBERTA, **THREE)),
    # The second version's own keys and queries for distances, segments, positions, a convolution, a narrower embedding.
    ("deberta-v2", DebertaV2ForSequenceClassification, DebertaV2Config(**{
        **DEBERTA, **MULTI, "share_att_key": False, "position_biased_input": True, "type_vocab_size": 2, "conv_kernel_size": 3,
        "conv_act": "gelu", "embedding_size": 16, "pooler_hidden_act": "tanh"})),
    # One direction only, distances without buckets, none normalised.
    ("deberta-c2p", DebertaV2ForSequenceClassification, DebertaV2Config(**{
        **DEBERTA, **THREE, "share_att_key": False, "pos_att_type": "c2p", "position_buckets": -1, "max_relative_positions": 6,
        "norm_rel_ebd": "none"})),
    ("deberta-absolute", DebertaV2ForSequenceClassification, DebertaV2Config(**COMMON, **THREE)),
    ("modernbert", ModernBertForSequenceClassification, ModernBertConfig(**MODERN, **THREE)),
    ("modernbert-mean", ModernBertForSequenceClassification, ModernBertConfig(
        **MODERN, **MULTI, classifier_pooling="mean", classifier_bias=True, norm_bias=True, attention_bias=True, mlp_bias=True)),
]
# Lengths of a text, or of the two texts of a pair, without special tokens; the longest fills the positions.
LENGTHS = [(0,), (5,), (24,), (-1,), (3, 4), (13, 8)]
FIRST_WORD = 8


def fill(model):
    """Number `i` of the tensor `t` (by name) is its hash, within 0.35 of zero; the scales of norms are one more."""
    with torch.no_grad():
        for t, (name, tensor) in enumerate(sorted(model.state_dict().items())):
            one = 1.0 if "norm" in name.lower() and name.endswith("weight") else 0.0
            state = np.arange(tensor.numel(), dtype=np.uint64) * 2654435761 + (t + 1) * 40503
            for shift, factor in ((15, 2246822519), (13, 3266489917)):
                state = state % 2**32
                state = (state ^ (state >> shift)) * factor
            values = one + 0.7 * ((state % 2**32).astype(np.float64) / 2**32 - 0.5)
            tensor.copy_(torch.tensor(values).float().view(tensor.shape))


def inputs(length, config):
    """Token ids and segments as the tests' tokenizer makes them: 2 first, 3 behind each text, words from FIRST_WORD on."""
    longest = config.max_position_embeddings - (config.pad_token_id + 1 if isinstance(config, RobertaConfig | XLMRobertaConfig | CamembertConfig) else 0)
    ids, segments = [2], [0]
    for segment, count in enumerate(length):
        count = longest - 2 if count < 0 else count
        ids += [FIRST_WORD + (7 * i + count + 3 * segment) % 40 for i in range(count)] + [3]
        segments += [segment] * (count + 1)
    return ids, segments


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "tests" / "golden" / "classifiers.jsonl")
    with open(options.parse_args().out, "w", encoding="utf-8") as out:
        for name, kind, config in CASES:
            model = kind(config).eval()
            fill(model)
            runs = []
            for length in LENGTHS:
                ids, segments = inputs(length, config)
                given = {"token_type_ids": torch.tensor([segments])} if kind in (
                    BertForSequenceClassification, DebertaV2ForSequenceClassification) else {}
                with torch.inference_mode():
                    logits = model(input_ids=torch.tensor([ids]), **given).logits[0]
                runs.append({"ids": ids, "segments": segments, "logits": [float(f"{v:.6f}") for v in logits]})
            plain = json.loads(config.to_json_string())
            plain["architectures"] = [kind.__name__]
            tensors = sorted((name, list(tensor.shape)) for name, tensor in model.state_dict().items())
            out.write(json.dumps({"name": name, "config": plain, "tensors": tensors, "runs": runs}) + "\n")


if __name__ == "__main__":
    main()
