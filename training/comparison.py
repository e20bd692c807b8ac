"""Two tiny classifiers in Hugging Face's layout, from scratch, for the README's comparison: minutes on a core.
The yardstick's answers there are from `baseline.py --answers`."""

import argparse
import random
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import BertConfig, BertForSequenceClassification, DistilBertConfig, DistilBertForSequenceClassification

from corpus import ROOT, measured, split, targets
from labels import EMOTIONS, SENTIMENTS

WORDS, LONGEST, BATCH = 4000, 96, 64
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
RATE = 1e-3


def bert(names):
    config = BertConfig(vocab_size=WORDS, hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128,
                        max_position_embeddings=128, id2label=dict(enumerate(names)), label2id={n: i for i, n in enumerate(names)})
    return BertForSequenceClassification(config)


def distilbert(names):
    config = DistilBertConfig(vocab_size=WORDS, dim=64, n_layers=1, n_heads=2, hidden_dim=128, max_position_embeddings=128,
                              id2label=dict(enumerate(names)), label2id={n: i for i, n in enumerate(names)})
    return DistilBertForSequenceClassification(config)


def pieces(texts):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=WORDS, special_tokens=SPECIAL, show_progress=False))
    cls, sep = (tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]"))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", sep), ("[CLS]", cls))
    return tokenizer


def batches(coded, order):
    for at in range(0, len(order), BATCH):
        part = order[at:at + BATCH]
        longest = max(len(coded[i]) for i in part)
        ids = torch.tensor([coded[i] + [0] * (longest - len(coded[i])) for i in part])
        yield part, ids, (ids != 0).long()


def answers(model, coded):
    model.eval()
    with torch.inference_mode():
        parts = [model(input_ids=ids, attention_mask=there).logits for _, ids, there in batches(coded, list(range(len(coded))))]
    return torch.cat(parts)


def train(model, coded, classes, epochs):
    adam = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    steps = epochs * -(-len(coded) // BATCH)
    plan = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, total_steps=steps)
    for epoch in range(epochs):
        order = sorted(range(len(coded)), key=lambda i: len(coded[i]) + random.random() * 8)
        blocks = [order[at:at + BATCH] for at in range(0, len(order), BATCH)]
        random.shuffle(blocks)
        total = 0.0
        model.train()
        for part, ids, there in batches(coded, [i for block in blocks for i in block]):
            loss = torch.nn.functional.cross_entropy(model(input_ids=ids, attention_mask=there).logits, classes[part], label_smoothing=0.05)
            adam.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adam.step()
            plan.step()
            total += float(loss.detach())
        print(f"epoch {epoch} loss {total / len(blocks):.3f}", flush=True)


def classifier(out, name, make, names, task, epochs):
    """A folder as save_pretrained writes it, in half precision."""
    kept, held, _ = split()
    tokenizer = pieces(r["text"] for r in kept)
    tokenizer.enable_truncation(LONGEST)
    encode = lambda rows: [e.ids for e in tokenizer.encode_batch([r["text"] for r in rows])]
    model = make(names)
    train(model, encode(kept), torch.from_numpy(targets(kept)[task]), epochs)
    for part, rows in (("held-out", held), ("test", measured()["test"])):
        right = answers(model, encode(rows)).argmax(-1) == torch.from_numpy(targets(rows)[task])
        print(name, part, f"accuracy {right.float().mean():.4f}", flush=True)
    model.half().save_pretrained(out / name)
    tokenizer.no_truncation()
    tokenizer.save(str(out / name / "tokenizer.json"), pretty=False)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=ROOT / "data" / "comparison")
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    chosen.out.mkdir(parents=True, exist_ok=True)
    random.seed(5)
    torch.manual_seed(5)
    classifier(chosen.out, "tiny-bert", bert, SENTIMENTS, 0, 6)
    classifier(chosen.out, "tiny-distilbert", distilbert, EMOTIONS, 1, 6)


if __name__ == "__main__":
    main()
