"""What every training loop shares: losses, the optimiser's groups, the running average of the weights, held-out scores."""

import math

import numpy as np
import torch
from torch import distributed
from torch.nn import functional

from batches import TASKS, encode, pack
from calibrate import softmax
from corpus import targets
from evaluate import decide, micro_f1
from labels import EMOTIONS

SMOOTHING = {"sentiment": 0.08, "emotion": 0.08, "touchpoints": 0.02}


def label_loss(logits, allowed, among, smooth, class_weight=None):
    """Minus the log of the probability that falls in the allowed classes, with smoothing; one value a row."""
    least = torch.finfo(logits.dtype).min / 4
    hit = torch.logsumexp(logits.masked_fill(~allowed, least), -1)
    every = torch.logsumexp(logits.masked_fill(~among, least), -1)
    loss = every - hit
    if class_weight is not None:
        # Only where the label is one class; a set of classes keeps weight one.
        loss = loss * torch.where(allowed.sum(-1) == 1, (allowed * class_weight).sum(-1), 1.0)
    smooth = smooth.view(-1, *[1] * (loss.dim() - 1))
    loss = (1 - smooth) * loss - smooth * functional.log_softmax(logits, -1).mean(-1)
    return loss.sum(-1) if loss.dim() == 2 else loss


def soft_loss(logits, probabilities):
    """Cross-entropy against a distribution; one value a row."""
    loss = -(probabilities * functional.log_softmax(logits, -1)).sum(-1)
    return loss.sum(-1) if loss.dim() == 2 else loss


def class_weights(rows):
    """Rare emotions weigh more, by the fourth root of their rarity, about one on average."""
    counts = np.bincount(targets(rows)[1], minlength=len(EMOTIONS))
    weights = (counts.mean() / counts) ** 0.25
    return torch.tensor(weights / (weights * counts).sum() * counts.sum(), dtype=torch.float32)


def by_task(flat):
    """Rows of 4 + 13 + 75 values, as tensors a task."""
    cuts, start = {}, 0
    for task, shape in TASKS:
        size = math.prod(shape)
        cuts[task] = flat[:, start:start + size].view(len(flat), *shape)
        start += size
    return cuts


def optimiser(model, rates, decay):
    """AdamW with a learning rate a kind of parameter: `rates` maps a part of the name to it, "" the rest."""
    groups = {}
    for name, parameter in model.named_parameters():
        rate = next(r for part, r in rates.items() if part in name)
        table = "word_embeddings" in name
        groups.setdefault((rate, decay if parameter.dim() > 1 and not table else 0.0), []).append(parameter)
    return torch.optim.AdamW([{"params": part, "lr": rate, "peak": rate, "weight_decay": d} for (rate, d), part in groups.items()],
                             betas=(0.9, 0.98), fused=True)


def set_rate(adam, done, warm=0.04, last=0.02):
    """Linear warm-up, then a cosine to `last` of the peak; `done` is the share of training behind us."""
    scale = min(1.0, done / warm + 0.02) * (last + (1 - last) * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))
    for part in adam.param_groups:
        part["lr"] = part["peak"] * scale


def rank():
    return distributed.get_rank() if distributed.is_initialized() else 0


def my_share(batch):
    """Of a batch that several processes share: every process gets rows of like length."""
    return batch[rank()::distributed.get_world_size()] if distributed.is_initialized() else batch


def step(model, adam, loss):
    adam.zero_grad(set_to_none=False)
    loss.backward()
    if distributed.is_initialized():
        gradients = [p.grad for p in model.parameters()]
        flat = torch.cat([g.reshape(-1) for g in gradients])
        distributed.all_reduce(flat)
        flat /= distributed.get_world_size()
        for gradient, part in zip(gradients, flat.split([g.numel() for g in gradients])):
            gradient.copy_(part.view_as(gradient))
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    adam.step()


def follow(average, model, steps, keep=0.998):
    keep = min(keep, steps / (steps + 10))
    with torch.no_grad():
        for slow, fast in zip(average.parameters(), model.parameters()):
            slow.lerp_(fast, 1 - keep)


def predict(model, coded, rows=64):
    """Logits of each task, in the order given."""
    model.eval()
    order = sorted(range(len(coded)), key=lambda i: len(coded[i][0]))
    result = [None] * len(coded)
    with torch.no_grad():
        for start in range(0, len(order), rows):
            part = order[start:start + rows]
            outputs = model(*pack([coded[i] for i in part]))
            for row, i in enumerate(part):
                result[i] = [o[row].numpy() for o in outputs]
    return {task: np.stack([r[k] for r in result]) for k, (task, _) in enumerate(TASKS)}


def quick_scores(logits, rows):
    sentiment, emotion, touchpoints = targets(rows)
    states = decide(softmax(logits["touchpoints"]), [0.4] * touchpoints.shape[1])
    values = {
        "sentiment": float((logits["sentiment"].argmax(1) == sentiment).mean()),
        "emotion": float((logits["emotion"].argmax(1) == emotion).mean()),
        "touchpoint": micro_f1((states > 0) * 1, (touchpoints > 0) * 1),
        "touchpoint_sentiment": micro_f1(states, touchpoints),
    }
    return {**values, "sum": sum(values.values())}


def held_scores(model, tokenizer, held):
    return quick_scores(predict(model, encode(tokenizer, held)), held)


def line(values):
    return " ".join(f"{k}={v:.4f}" for k, v in values.items())
