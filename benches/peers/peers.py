"""One engine in a process of its own, so that neither memory nor state is shared: `peers.py ENGINE SETTINGS FOLDER`.

FOLDER holds what export.py wrote. Every line of JSON on standard input is a command, and a line of JSON on standard
output its answer; a first answer says that the model is loaded. The end of input ends the process, and so does an error,
which the last answer tells."""

import csv
import json
import multiprocessing
import os
import queue
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

MODEL = Path(__file__).resolve().parents[2] / "models" / "sentir-es-en"
MANIFEST = tomllib.loads((MODEL / "model.toml").read_text(encoding="utf-8"))
HEADS = MANIFEST["heads"]
TASKS = ("sentiment", "emotion", "touchpoints")
SENTIMENTS, EMOTIONS, TOUCHPOINTS = (HEADS[task]["labels"] for task in TASKS)
STATES = HEADS["touchpoints"]["states"]
LONGEST = MANIFEST["max_tokens"]


# What all peers do around the encoder.

def tokenizer(truncated=True):
    from tokenizers import Tokenizer

    tokens = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokens.no_padding()
    if truncated:
        tokens.enable_truncation(LONGEST)
    return tokens


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return [list(column) for column in zip(*rows)]


def write(path, names, probabilities):
    sentiment, emotion, touchpoints = probabilities
    present = 1 - touchpoints[:, :, 0] >= np.asarray(HEADS["touchpoints"]["thresholds"], dtype=np.float32)
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "sentiment", "emotion", "touchpoints"])
        for name, s, e, there in zip(names, sentiment.argmax(1), emotion.argmax(1), present):
            found = ";".join(TOUCHPOINTS[index] for index in there.nonzero()[0])
            rows.writerow([name, SENTIMENTS[s], EMOTIONS[e], found])


def softmax(logits, task):
    logits = logits / HEADS[task]["temperature"]
    exponentials = np.exp(logits - logits.max(-1, keepdims=True))
    return exponentials / exponentials.sum(-1, keepdims=True)


def probabilities(logits):
    """Of the three tasks, from their logits side by side."""
    sentiment, emotion, touchpoints = np.split(logits, [len(SENTIMENTS), len(SENTIMENTS) + len(EMOTIONS)], axis=1)
    touchpoints = touchpoints.reshape(len(logits), len(TOUCHPOINTS), len(STATES))
    return softmax(sentiment, "sentiment"), softmax(emotion, "emotion"), softmax(touchpoints, "touchpoints")


def pad(codes):
    """Ids and mask of a batch."""
    ids = np.zeros((len(codes), max(map(len, codes))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, code in enumerate(codes):
        ids[row, :len(code)] = code
        mask[row, :len(code)] = 1
    return ids, mask


def batches(codes, budget):
    """Indexes of comments of like length, the longest first, `budget` tokens with padding; one by one without one."""
    groups, group = [], []
    for index in sorted(range(len(codes)), key=lambda index: -len(codes[index])):
        if group and (not budget or (len(group) + 1) * len(codes[group[0]]) > budget):
            groups.append(group)
            group = []
        group.append(index)
    return groups + [group]


# The engines.

class Engine:
    """`forward` gives the logits of a batch; `workers` batches are under way at once."""

    def __init__(self, settings, folder):
        self.tokens = tokenizer()
        self.pool = ThreadPoolExecutor(settings["workers"]) if settings["workers"] > 1 else None

    def each(self, groups):
        return (self.pool.map if self.pool else map)(self.forward, groups)

    def logits(self, texts, budget):
        codes = [code.ids for code in self.tokens.encode_batch_fast(texts)]
        groups = batches(codes, budget)
        results = self.each([[codes[index] for index in group] for group in groups])
        return np.concatenate(list(results))[np.argsort(np.concatenate(groups))]

    def run(self, source, target, budget):
        started = time.perf_counter()
        names, texts = read(source)
        write(target, names, probabilities(self.logits(texts, budget)))
        return {"seconds": time.perf_counter() - started}

    def peak(self):
        """MB at the most, of this process and its workers."""
        workers = [child.pid for child in multiprocessing.active_children()]
        return sum(high_water(process) for process in [os.getpid(), *workers])


def high_water(process):
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return float("nan")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


class Transformers(Engine):
    """As the documentation shows it: batches of 32 in the order of the file."""

    def __init__(self, settings, folder):
        super().__init__({"workers": 1}, folder)
        from export import Tagger
        self.model = Tagger()

    def logits(self, texts, budget):
        import torch

        parts = []
        for start in range(0, len(texts), 32):
            ids, mask = pad([code.ids for code in self.tokens.encode_batch(texts[start:start + 32])])
            with torch.no_grad():
                parts.append(self.model(torch.from_numpy(ids), torch.from_numpy(mask)).numpy())
        return np.concatenate(parts)


class Torch(Engine):
    """PyTorch on several threads, or in several processes: within one, its interpreter's lock is in the way."""

    def __init__(self, settings, folder):
        super().__init__({"workers": 1}, folder)
        if settings["workers"] > 1:
            context = multiprocessing.get_context("spawn")
            loaded = context.Barrier(settings["workers"] + 1)
            self.pool = context.Pool(settings["workers"], start_torch, [settings["threads"], loaded])
            loaded.wait()
        else:
            start_torch(settings["threads"])

    def each(self, groups):
        return self.pool.imap(run_torch, groups) if self.pool else map(run_torch, groups)


def start_torch(threads, loaded=None):
    import torch

    from export import Tagger
    global MODULE
    torch.set_num_threads(threads)
    MODULE = Tagger()
    if loaded:
        loaded.wait()


def run_torch(codes):
    import torch

    ids, mask = pad(codes)
    with torch.inference_mode():
        return MODULE(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()


class Onnx(Engine):
    """A session a worker."""

    def __init__(self, settings, folder):
        super().__init__(settings, folder)
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = settings["threads"], 1
        options.log_severity_level = 3
        graph = settings["graph"]
        more = {}
        if graph == "lean":
            # These two operators are slower on some processors than what they replace.
            graph, more = "plain", {"disabled_optimizers": ["SkipLayerNormFusion", "BiasGeluFusion"]}
        kind = {None: "", False: "-int8", True: "-int8-channel"}[settings.get("per_channel")]
        self.free = queue.SimpleQueue()
        for _ in range(settings["workers"]):
            self.free.put(onnxruntime.InferenceSession(
                str(folder / f"{graph}{kind}.onnx"), options, providers=["CPUExecutionProvider"], **more))

    def forward(self, codes):
        ids, mask = pad(codes)
        session = self.free.get()
        logits, = session.run(["logits"], {"ids": ids, "mask": mask})
        self.free.put(session)
        return logits


class CTranslate2(Engine):
    """The encoder; pooling and heads are numpy's."""

    def __init__(self, settings, folder):
        super().__init__(settings, folder)
        import ctranslate2

        self.encoder = ctranslate2.Encoder(
            str(folder / "ctranslate2"), compute_type=settings["compute_type"], inter_threads=settings["workers"],
            intra_threads=settings["threads"])
        heads = np.load(folder / "heads.npz")
        self.weight, self.bias = heads["weight"].T.copy(), heads["bias"]

    def forward(self, codes):
        states = np.array(self.encoder.forward_batch(codes).last_hidden_state)
        lengths = np.array([len(code) for code in codes])
        if (lengths < states.shape[1]).any():
            outside = (np.arange(states.shape[1]) >= lengths[:, None])[:, :, None]
            top = np.where(outside, np.float32(-1e4), states).max(1)
            states = np.where(outside, np.float32(0), states)
        else:
            top = states.max(1)
        mean = states.sum(1) / lengths[:, None].astype(np.float32)
        return np.concatenate([mean, top], 1) @ self.weight + self.bias


class Sentir:
    """The program: every run starts it anew and is timed from its start."""

    def __init__(self, settings, folder):
        self.command = [
            settings["binary"], "classify", "--quiet", "--force", "--lang", "es", "--precision", settings["precision"]]
        self.most = 0

    def run(self, source, target, budget, more=()):
        started = time.perf_counter()
        process = subprocess.Popen([*self.command, *more, source, "-o", target], stdout=sys.stderr)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"sentir ended with {process.returncode}")
        self.most = max(self.most, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))
        return {"seconds": seconds}

    def peak(self):
        return self.most


ENGINES = {"transformers": Transformers, "torch": Torch, "onnxruntime": Onnx, "ctranslate2": CTranslate2, "sentir": Sentir}


def obey(engine, do, **given):
    if do == "run":
        return engine.run(**given)
    if do == "peak":
        return {"mb": engine.peak()}
    if do == "probabilities":
        parts = probabilities(engine.logits(read(given["source"])[1], given["budget"]))
        np.save(given["target"], np.concatenate([part.reshape(len(part), -1) for part in parts], 1))
        return {}
    raise ValueError(do)


def serve(name, settings, folder):
    engine = ENGINES[name](json.loads(settings), Path(folder))
    yield {}
    for line in sys.stdin:
        yield obey(engine, **json.loads(line))


def main():
    # Libraries may print; answers go where nothing else does.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        for answer in serve(*sys.argv[1:]):
            print(json.dumps(answer), file=answers, flush=True)
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), file=answers, flush=True)
        raise


if __name__ == "__main__":
    main()
