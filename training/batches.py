"""Rows to tensors: tokens and segments, what is known of the labels, noise, and batches of like length."""

import json
import random
import unicodedata

import numpy as np
import torch

from corpus import targets
from labels import EMOTIONS, SENTIMENTS, STATES, TOUCHPOINTS
from model import MAX_TOKENS, QUESTION_TOKENS

PAD, CLS, SEP, MASK = 0, 2, 3, 4
TASKS = (("sentiment", (len(SENTIMENTS),)), ("emotion", (len(EMOTIONS),)), ("touchpoints", (len(TOUCHPOINTS), len(STATES))))


class Known:
    """What a row's label says: for each task the classes that it allows and those that it tells apart.
    All classes allowed means that nothing is known."""

    def __init__(self, count):
        self.allowed = {task: np.ones((count,) + shape, dtype=bool) for task, shape in TASKS}
        self.among = {task: np.ones((count,) + shape, dtype=bool) for task, shape in TASKS}
        self.weight = np.ones(count, dtype=np.float32)
        self.smooth = np.zeros(count, dtype=np.float32)

    @staticmethod
    def of_corpus(rows):
        known = Known(len(rows))
        sentiment, emotion, touchpoints = targets(rows)
        known.allowed["sentiment"] = np.eye(len(SENTIMENTS), dtype=bool)[sentiment]
        known.allowed["emotion"] = np.eye(len(EMOTIONS), dtype=bool)[emotion]
        known.allowed["touchpoints"] = np.eye(len(STATES), dtype=bool)[touchpoints]
        known.smooth[:] = 1  # one certain class: this is what label smoothing is for
        return known

    @staticmethod
    def of_public(rows):
        known = Known(len(rows))
        for i, row in enumerate(rows):
            known.weight[i] = row["weight"]
            for task, where in (("sentiment", row.get("sentiment")), ("emotion", row.get("emotion"))):
                if where:
                    known.allowed[task][i] = False
                    known.allowed[task][i, where] = True
            if "among" in row:
                known.among["sentiment"][i] = False
                known.among["sentiment"][i, row["among"]] = True
            for name, states in row.get("touchpoints", {}).items():
                known.allowed["touchpoints"][i, TOUCHPOINTS.index(name)] = False
                known.allowed["touchpoints"][i, TOUCHPOINTS.index(name), states] = True
        return known


def read_public(work):
    with open(work / "public.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def frame(text, question=None, longest=MAX_TOKENS):
    """Ids and segments as the tokenizer's template lays them out, cut to length."""
    if question is None:
        ids = [CLS] + text[:longest - 2] + [SEP]
        return ids, [0] * len(ids)
    head = [CLS] + question[:QUESTION_TOKENS - 2] + [SEP]
    body = text[:longest - len(head) - 1] + [SEP]
    return head + body, [1] * len(head) + [0] * len(body)


def encode(tokenizer, rows, longest=MAX_TOKENS):
    texts = tokenizer.encode_batch([r["text"] for r in rows], add_special_tokens=False)
    asked = sorted({r["question"] for r in rows if r.get("question")})
    questions = dict(zip(asked, (e.ids for e in tokenizer.encode_batch(asked, add_special_tokens=False))))
    return [frame(t.ids, questions.get(r.get("question")), longest) for t, r in zip(texts, rows)]


def plain(text):
    """Without accents, as many type on a phone; the tilde of ñ goes too, now and then."""
    keep = random.random() < 0.7
    text = text.replace("ñ", "\0").replace("Ñ", "\1") if keep else text
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", text).replace("\0", "ñ").replace("\1", "Ñ")


def slip(text):
    """One typing slip: two letters swapped, one dropped or one doubled."""
    at = random.randrange(max(1, len(text) - 1))
    if not text[at:at + 2].isalpha():
        return text
    return text[:at] + random.choice([text[at + 1:at + 2] + text[at:at + 1], text[at + 1:at + 2], text[at:at + 1] * 2 + text[at + 1:at + 2]]) + text[at + 2:]


def disturb(row):
    """Light noise. A question is dropped only where the answer says enough without it."""
    text, question = row["text"], row.get("question")
    if random.random() < 0.2:
        text = plain(text)
    for _ in range(random.choice((0, 0, 0, 0, 1, 2))):
        text = slip(text)
    if random.random() < 0.1:
        text = text.rstrip(".!") or text
    if random.random() < 0.05:
        text = text.replace(",", "").replace("¿", "").replace("¡", "") or text
    if question and len(text.split()) > 7 and random.random() < 0.25:
        question = None
    return {"text": text, "question": question}


def pack(coded):
    """Pad to the longest."""
    length = max(len(ids) for ids, _ in coded)
    ids = torch.full((len(coded), length), PAD)
    segments = torch.zeros((len(coded), length), dtype=torch.long)
    present = torch.zeros((len(coded), length), dtype=torch.bool)
    for i, (tokens, parts) in enumerate(coded):
        ids[i, :len(tokens)] = torch.tensor(tokens)
        segments[i, :len(tokens)] = torch.tensor(parts)
        present[i, :len(tokens)] = True
    return ids, segments, present


def group(coded, order, tokens, rows):
    """Batches of like length: up to `rows` rows and `tokens` tokens with padding, in random order."""
    chunk, batches = rows * 40, []
    for start in range(0, len(order), chunk):
        part, batch = sorted(order[start:start + chunk], key=lambda i: len(coded[i][0])), []
        for i in part:
            if batch and (len(batch) == rows or (len(batch) + 1) * len(coded[i][0]) > tokens):
                batches.append(batch)
                batch = []
            batch.append(i)
        batches.append(batch)
    random.shuffle(batches)
    return batches


def hide_words(ids, share):
    """Word dropout: some ordinary tokens become [MASK]."""
    struck = (torch.rand(ids.shape) < share) & (ids > MASK)
    return ids.masked_fill(struck, MASK)
