"""A model folder as it ships: tokenizer, network, temperatures and thresholds."""

import tomllib

from safetensors.torch import load_file
from tokenizers import Tokenizer

from batches import encode
from calibrate import softmax
from corpus import ROOT
from learn import predict
from model import Sentir

FOLDER = ROOT / "models" / "sentir-es-en"


class Model:
    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.network = Sentir(self.tokenizer.get_vocab_size())
        self.network.load_state_dict({k: v.float() for k, v in load_file(folder / "model.safetensors").items()})
        heads = tomllib.loads((folder / "model.toml").read_text())["heads"]
        self.temperatures = {task: heads[task]["temperature"] for task in heads}
        self.thresholds = heads["touchpoints"]["thresholds"]

    def probabilities(self, rows):
        logits = predict(self.network, encode(self.tokenizer, rows))
        return {task: softmax(values / self.temperatures[task]) for task, values in logits.items()}
