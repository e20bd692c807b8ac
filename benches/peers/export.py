"""The model's weights in the formats of the other engines: `export.py FOLDER`.

Writes ONNX graphs, a CTranslate2 model and the heads as numpy arrays, and notes.json: what was fused, and what could
not be made and why."""

import json
import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertModel

MODEL = Path(__file__).resolve().parents[2] / "models" / "sentir-es-en"
TASKS = ("sentiment", "emotion", "touchpoints")


def weights():
    return {name: value.float() for name, value in load_file(MODEL / "model.safetensors").items()}


def heads(tensors):
    """The three heads as one layer. There are no questions here, so the columns for the question's mean meet zeros
    only and are left away."""
    weight = torch.cat([tensors[f"heads.{task}.weight"] for task in TASKS])
    bias = torch.cat([tensors[f"heads.{task}.bias"] for task in TASKS])
    return weight[:, :2 * weight.shape[1] // 3].contiguous(), bias


class Tagger(torch.nn.Module):
    """transformers' BertModel with sentir's pooling and heads."""

    def __init__(self, attention="sdpa"):
        super().__init__()
        tensors = weights()
        self.bert = BertModel(BertConfig.from_pretrained(MODEL, attn_implementation=attention), add_pooling_layer=False)
        prefix = "bert."
        self.bert.load_state_dict({name[len(prefix):]: value for name, value in tensors.items() if name.startswith(prefix)})
        weight, bias = heads(tensors)
        self.heads = torch.nn.Linear(weight.shape[1], weight.shape[0])
        self.heads.load_state_dict({"weight": weight, "bias": bias})
        self.eval()

    def forward(self, ids, mask):
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        present = mask[:, :, None].to(states.dtype)
        mean = (states * present).sum(1) / present.sum(1)
        top = (states + (present - 1) * 1e4).amax(1)
        return self.heads(torch.cat([mean, top], 1))


def export_onnx(folder, notes):
    """plain.onnx as PyTorch writes it, fused.onnx with ONNX Runtime's BERT fusions, and both in 8 bits."""
    # The fusions know attention by the operators that `eager` leaves, in the graphs of the tracing exporter.
    example = torch.ones(2, 7, dtype=torch.long)
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        Tagger("eager"), (example, example), folder / "plain.onnx", input_names=["ids", "mask"], output_names=["logits"],
        dynamic_axes={"ids": axes, "mask": axes, "logits": {0: "batch"}}, opset_version=17, dynamo=False)
    graphs = ["plain"]
    try:
        fuse(folder, notes)
        graphs.append("fused")
    except Exception as error:
        notes["onnx_fusion"] = f"none: {error}"
    notes["onnx_graphs"] = graphs
    try:
        for graph in graphs:
            quantize(folder, graph)
    except Exception as error:
        notes["left_out"]["onnxruntime_int8"] = str(error)


def fuse(folder, notes):
    from onnxruntime.transformers import optimizer

    config = json.loads((MODEL / "config.json").read_text())
    model = optimizer.optimize_model(
        str(folder / "plain.onnx"), model_type="bert", num_heads=config["num_attention_heads"],
        hidden_size=config["hidden_size"])
    model.save_model_to_file(str(folder / "fused.onnx"))
    notes["onnx_fusion"] = {name: count for name, count in model.get_fused_operator_statistics().items() if count}


def quantize(folder, graph):
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    for name, per_channel in (("int8", False), ("int8-channel", True)):
        quantize_dynamic(
            folder / f"{graph}.onnx", folder / f"{graph}-{name}.onnx", per_channel=per_channel, weight_type=QuantType.QInt8,
            # Shape inference knows nothing of the fused operators.
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})


def export_ctranslate2(folder):
    from ctranslate2.specs import common_spec, transformer_spec
    from tokenizers import Tokenizer

    tensors = {name: value.numpy() for name, value in weights().items()}
    config = json.loads((MODEL / "config.json").read_text())
    encoder = transformer_spec.TransformerEncoderSpec(
        config["num_hidden_layers"], config["num_attention_heads"], pre_norm=False,
        activation=common_spec.Activation.GELU, layernorm_embedding=True)
    encoder.scale_embeddings = False

    def linear(spec, *names):
        spec.weight = np.concatenate([tensors[f"{name}.weight"] for name in names])
        spec.bias = np.concatenate([tensors[f"{name}.bias"] for name in names])

    def norm(spec, name):
        spec.gamma, spec.beta = tensors[f"{name}.weight"], tensors[f"{name}.bias"]

    table = "bert.embeddings.{}_embeddings.weight".format
    encoder.embeddings[0].weight = tensors[table("word")]
    # Every token is of segment 0, so that its embedding joins those of the positions.
    encoder.position_encodings.encodings = tensors[table("position")] + tensors[table("token_type")][0]
    norm(encoder.layernorm_embedding, "bert.embeddings.LayerNorm")
    for index, layer in enumerate(encoder.layer):
        name = f"bert.encoder.layer.{index}"
        linear(layer.self_attention.linear[0], *(f"{name}.attention.self.{part}" for part in ("query", "key", "value")))
        linear(layer.self_attention.linear[1], f"{name}.attention.output.dense")
        norm(layer.self_attention.layer_norm, f"{name}.attention.output.LayerNorm")
        linear(layer.ffn.linear_0, f"{name}.intermediate.dense")
        linear(layer.ffn.linear_1, f"{name}.output.dense")
        norm(layer.ffn.layer_norm, f"{name}.output.LayerNorm")
    spec = transformer_spec.TransformerEncoderModelSpec(encoder)
    vocabulary = Tokenizer.from_file(str(MODEL / "tokenizer.json")).get_vocab()
    spec.register_vocabulary(sorted(vocabulary, key=vocabulary.get))
    spec.config.unk_token = "[UNK]"
    spec.config.layer_norm_epsilon = config["layer_norm_eps"]
    spec.validate()
    spec.optimize()
    (folder / "ctranslate2").mkdir()
    spec.save(str(folder / "ctranslate2"))


def main():
    folder = Path(sys.argv[1])
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    notes = {"left_out": {}}
    np.savez(folder / "heads.npz", **dict(zip(("weight", "bias"), (part.numpy() for part in heads(weights())))))
    exports = {"onnxruntime": lambda: export_onnx(folder, notes), "ctranslate2": lambda: export_ctranslate2(folder)}
    for engine, export in exports.items():
        try:
            export()
        except Exception as error:
            notes["left_out"][engine] = f"{type(error).__name__}: {error}"
    (folder / "notes.json").write_text(json.dumps(notes))


if __name__ == "__main__":
    main()
