"""What a measurement was made on and with."""

import json
import os
import platform
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
FEATURES = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_int8", "asimddp", "i8mm")


def machine():
    try:
        cpu = Path("/proc/cpuinfo").read_text()
    except OSError:
        cpu = ""
    model = re.search(r"model name\s*: (.*)", cpu)
    flags = set(cpu.split())
    return {"cpu": model[1] if model else platform.processor() or platform.machine(), "cores": CORES,
            "features": [name for name in FEATURES if name in flags], "os": platform.platform()}


def output(*command):
    try:
        return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def versions(binary):
    changes = output("git", "status", "--porcelain", "--untracked-files=no")
    found = {"python": platform.python_version(), "sentir": output(binary, "--version"),
             "sentir_commit": output("git", "rev-parse", "HEAD"), "sentir_changed": None if changes is None else bool(changes)}
    for line in (HERE / "requirements.txt").read_text().split():
        name = line.split("==")[0]
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def build():
    """sentir's binary."""
    if "SENTIR" in os.environ:
        return str(Path(os.environ["SENTIR"]).resolve())
    subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True, stdout=sys.stderr)
    return str(ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "release" / "sentir")


def gemm_rate(binary):
    """Gop/s of the 8-bit matrix products of the model, on all cores, and of a tile of them that stays in the nearest cache."""
    said = json.loads(output(binary, "gemm", "--seconds", "1"))
    return said["int8_gops"], said["int8_tile_gops"]


def ops_per_token(config):
    """Of the linear layers; a multiplication and an addition are two."""
    width, inner = config["hidden_size"], config["intermediate_size"]
    return 2 * config["num_hidden_layers"] * (4 * width * width + 2 * width * inner)
