"""Runs the engine and PyTorch in turn and prints medians, ratios and peak memory.

    python Benchmarks/compare.py [--rounds N] [--only WORKLOAD] [--threads N]

Each workload runs in a process of its own, first one side and then the other, in every round in the other order,
so that a machine that speeds up or slows down does so for both. Needs a checkout that has been built
(`swift build -c release`) and the packages of `requirements.txt`; only the standard library is used here.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

# This project's time over PyTorch's.
GOALS = {
    "matmul-512": 0.8,
    "matmul-1024": 0.8,
    "attention-8x1024x64": 0.4,
    "train-0.8M": 0.6,
    "train-10.7M": 1.0,
    "generate-0.8M": 0.3,
    "generate-10.7M": 0.3,
}


def build_folder():
    command = ["swift", "build", "-c", "release", "--show-bin-path"]
    return pathlib.Path(subprocess.check_output(command, cwd=HERE.parent, text=True).strip())


def run(command):
    """The first result that a benchmark prints, with its process's peak memory in MB."""
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    result = json.loads(output)[0]
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    result["memory"] = usage.ru_maxrss / unit
    return result


def largest_difference(ours, peer):
    return max(abs(a - b) for a, b in zip(ours["logits"], peer["logits"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=GOALS)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    labs = build_folder() / "labs"
    if not labs.exists():
        sys.exit("build first: swift build -c release")

    print(f"{'workload':22}{'engine ms':>12}{'PyTorch ms':>12}{'ratio':>8}{'goal':>6}{'engine MB':>11}{'PyTorch MB':>12}")
    with tempfile.TemporaryDirectory() as weights:
        for workload in [arguments.only] if arguments.only else GOALS:
            ours = [labs, "bench", "engine", "--json", "--only", workload, "--weights", weights]
            peer = [sys.executable, HERE / "engine.py", "--only", workload, "--weights", weights]
            peer += ["--threads", arguments.threads]
            pairs = []
            for round in range(arguments.rounds):
                # The engine goes first in the first round: it writes the weights that both run.
                if round % 2 == 0:
                    mine = run(ours)
                    pairs.append((mine, run(peer)))
                else:
                    theirs = run(peer)
                    pairs.append((run(ours), theirs))
            report(workload, pairs)


def report(workload, pairs):
    times = [statistics.median(result["milliseconds"] for result in side) for side in zip(*pairs)]
    ratio = statistics.median(mine["milliseconds"] / theirs["milliseconds"] for mine, theirs in pairs)
    memory = [max(result["memory"] for result in side) for side in zip(*pairs)]
    print(
        f"{workload:22}{times[0]:12.3f}{times[1]:12.3f}{ratio:8.2f}{GOALS[workload]:6.1f}"
        f"{memory[0]:11.0f}{memory[1]:12.0f}",
        flush=True,
    )
    mine, theirs = pairs[-1]
    if mine.get("logits"):
        print(f"{'':22}largest difference of a logit after the last token: {largest_difference(mine, theirs):.1e}")


if __name__ == "__main__":
    main()
