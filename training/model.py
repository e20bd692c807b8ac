"""A small post-norm BERT with three linear heads, named as Hugging Face names it."""

import torch
from torch import nn
from torch.nn import functional

from labels import EMOTIONS, SENTIMENTS, STATES, TOUCHPOINTS

WIDTH, LAYERS, HEADS, INNER, POSITIONS, SEGMENTS = 256, 6, 4, 1024, 256, 2
EPSILON = 1e-12
QUESTION_TOKENS, MAX_TOKENS = 64, 256


def config(vocabulary):
    return {
        "architectures": ["BertModel"], "model_type": "bert", "vocab_size": vocabulary,
        "hidden_size": WIDTH, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS,
        "intermediate_size": INNER, "hidden_act": "gelu", "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1, "max_position_embeddings": POSITIONS,
        "type_vocab_size": SEGMENTS, "initializer_range": 0.02, "layer_norm_eps": EPSILON,
        "pad_token_id": 0, "position_embedding_type": "absolute", "use_cache": False,
    }


class Holder(nn.Module):
    """Modules under given names: BERT calls one of them `self`."""

    def __init__(self, /, **parts):
        super().__init__()
        for name, part in parts.items():
            self.add_module(name, part)

    def __getitem__(self, name):
        return self._modules[name]


def norm():
    return nn.LayerNorm(WIDTH, eps=EPSILON)


class Embeddings(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.word_embeddings = nn.Embedding(vocabulary, WIDTH)
        self.position_embeddings = nn.Embedding(POSITIONS, WIDTH)
        self.token_type_embeddings = nn.Embedding(SEGMENTS, WIDTH)
        self.LayerNorm = norm()

    def forward(self, ids, segments):
        places = torch.arange(ids.shape[1], device=ids.device)
        total = self.word_embeddings(ids) + self.position_embeddings(places)[None] + self.token_type_embeddings(segments)
        return self.LayerNorm(total)


class Layer(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        attend = Holder(query=nn.Linear(WIDTH, WIDTH), key=nn.Linear(WIDTH, WIDTH), value=nn.Linear(WIDTH, WIDTH))
        self.attention = Holder(self=attend, output=Holder(dense=nn.Linear(WIDTH, WIDTH), LayerNorm=norm()))
        self.intermediate = Holder(dense=nn.Linear(WIDTH, INNER))
        self.output = Holder(dense=nn.Linear(INNER, WIDTH), LayerNorm=norm())
        self.dropout = dropout

    def drop(self, x):
        return functional.dropout(x, self.dropout, self.training)

    def forward(self, x, mask):
        batch, length, _ = x.shape
        project, out = self.attention["self"], self.attention["output"]
        q, k, v = (project[n](x).view(batch, length, HEADS, -1).transpose(1, 2) for n in ("query", "key", "value"))
        mixed = functional.scaled_dot_product_attention(
            q, k, v, attn_mask=mask, dropout_p=self.dropout if self.training else 0.0)
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        x = out["LayerNorm"](x + self.drop(out["dense"](mixed)))
        inner = functional.gelu(self.intermediate["dense"](x))
        return self.output["LayerNorm"](x + self.drop(self.output["dense"](inner)))


class Bert(nn.Module):
    def __init__(self, vocabulary, dropout):
        super().__init__()
        self.embeddings = Embeddings(vocabulary)
        self.encoder = Holder(layer=nn.ModuleList(Layer(dropout) for _ in range(LAYERS)))
        self.dropout = dropout
        self.apply(self.start)

    @staticmethod
    def start(module):
        """Every layer starts as nearly nothing, so that the network begins as a bag of its word vectors:
        after one normalisation the following ones change nothing while the branches add nothing."""
        if isinstance(module, Layer):
            for branch in (module.attention["output"], module.output):
                nn.init.normal_(branch["dense"].weight, std=0.001)
        elif isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.02 if module.out_features != WIDTH else 0.04)
            nn.init.zeros_(module.bias)
        elif isinstance(module, Embeddings):
            for table in (module.position_embeddings, module.token_type_embeddings):
                nn.init.normal_(table.weight, std=0.001)

    def forward(self, ids, segments, present):
        x = functional.dropout(self.embeddings(ids, segments), self.dropout, self.training)
        mask = None if bool(present.all()) else present[:, None, None, :]
        for layer in self.encoder["layer"]:
            x = layer(x, mask)
        return x


class Sentir(nn.Module):
    def __init__(self, vocabulary, dropout=0.1, pooled_dropout=0.3):
        super().__init__()
        self.bert = Bert(vocabulary, dropout)
        sizes = {"sentiment": len(SENTIMENTS), "emotion": len(EMOTIONS), "touchpoints": len(TOUCHPOINTS) * len(STATES)}
        self.heads = nn.ModuleDict({name: nn.Linear(3 * WIDTH, size) for name, size in sizes.items()})
        for head in self.heads.values():
            nn.init.zeros_(head.bias)
            nn.init.normal_(head.weight, std=0.01)
        with torch.no_grad():
            # A touchpoint is absent nine times in ten.
            self.heads["touchpoints"].bias.view(-1, len(STATES))[:, 0] = 3.0
        self.pooled_dropout = pooled_dropout

    def judge(self, states, segments, present):
        """Logits of the three tasks from the encoder's states."""
        pooled = functional.dropout(pool(states, segments, present), self.pooled_dropout, self.training)
        sentiment, emotion, touchpoints = (self.heads[n](pooled) for n in ("sentiment", "emotion", "touchpoints"))
        return sentiment, emotion, touchpoints.view(len(states), len(TOUCHPOINTS), len(STATES))

    def forward(self, ids, segments, present):
        return self.judge(self.bert(ids, segments, present), segments, present)


def pool(x, segments, present):
    """segment-mean-max: mean and maximum over the text's tokens, mean over the question's (zeros without one)."""
    text = ((segments == 0) & present)[:, :, None]
    question = ((segments == 1) & present)[:, :, None]
    mean = (x * text).sum(1) / text.sum(1)
    top = x.masked_fill(~text, -1e4).amax(1)
    asked = (x * question).sum(1) / question.sum(1).clamp(min=1)
    return torch.cat([mean, top, asked], 1)
