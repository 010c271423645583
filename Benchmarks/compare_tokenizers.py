"""Times this project's tokenizer beside tiktoken, gigatoken and Hugging Face's tokenizers on one text.

    swift build -c release
    python Benchmarks/compare_tokenizers.py TEXT [--gpt2 FOLDER] [--rounds N] [--large]

`FOLDER` holds GPT-2's `vocab.bpe` and `encoder.json`; without it only training is timed. Each workload runs in a
process of its own, first on one side and then on the other, in every round in the other order; medians are printed.
`--large` also trains 32,000 tokens on 100 MB of words that this program makes up. Needs the packages of
`requirements-tokenizers.txt`.
"""

import argparse
import itertools
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SPLIT = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"""

# Each workload's peer, and the goal for this project's time over the peer's.
GOALS = {
    "first": ("tiktoken", 1 / 12),
    "again": ("gigatoken", 1 / 0.7),
    "train": ("tokenizers", 0.2),
    "train-large": ("tokenizers", 1),
}


def timed(work, seconds=1.0):
    """The medians of a call's wall time and processor time in milliseconds, and the length of its result."""
    walls, processors, start = [], [], time.perf_counter()
    while True:
        wall, processor = time.perf_counter(), time.process_time()
        result = work()
        walls.append(1e3 * (time.perf_counter() - wall))
        processors.append(1e3 * (time.process_time() - processor))
        if time.perf_counter() - start > seconds:
            break
    return {
        "milliseconds": statistics.median(walls),
        "processorMilliseconds": statistics.median(processors),
        "tokens": len(result),
    }


# The peers. Each function prepares and returns the call that is timed.


def tiktoken_first(arguments):
    import tiktoken
    from tiktoken.load import data_gym_to_mergeable_bpe_ranks

    folder = pathlib.Path(arguments.gpt2)
    ranks = data_gym_to_mergeable_bpe_ranks(
        vocab_bpe_file=str(folder / "vocab.bpe"), encoder_json_file=str(folder / "encoder.json"))
    encoding = tiktoken.Encoding("gpt2", pat_str=SPLIT, mergeable_ranks=ranks, special_tokens={})
    text = pathlib.Path(arguments.text).read_bytes().decode()
    return lambda: encoding.encode_ordinary(text)


def gigatoken_again(arguments):
    import gigatoken
    import tokenizers

    folder = pathlib.Path(arguments.gpt2)
    file = tokenizers.Tokenizer(tokenizers.models.BPE.from_file(
        str(folder / "encoder.json"), str(folder / "vocab.bpe")))
    file.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    fast = gigatoken.Tokenizer.from_json(file.to_str())
    text = pathlib.Path(arguments.text).read_bytes().decode()
    for _ in range(5):
        fast.encode(text)
    return lambda: fast.encode(text)


def tokenizers_train(arguments):
    import tokenizers

    def train():
        tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
        tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.train([arguments.text], tokenizers.trainers.BpeTrainer(
            vocab_size=arguments.vocabulary, show_progress=False, min_frequency=2,
            initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet()))
        return tokenizer.get_vocab()

    return train


PEERS = {"first": tiktoken_first, "again": gigatoken_again, "train": tokenizers_train}


def run(command):
    """What a process prints as JSON, with the most memory it held, in MB."""
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return json.loads(output)[0] | {"memory": usage.ru_maxrss / unit}


def build_folder():
    command = ["swift", "build", "-c", "release", "--show-bin-path"]
    return pathlib.Path(subprocess.check_output(command, cwd=HERE.parent, text=True).strip())


def compare(workload, arguments, text, vocabulary, rounds):
    """Rows of medians: this project's and, for a workload that a peer has, the peer's."""
    options = ["--vocabulary", vocabulary] + (["--gpt2", arguments.gpt2] if arguments.gpt2 else [])
    labs = build_folder() / "labs"
    commands = [[labs, "bench", "tokenizers", "--json", "--only", workload, "--text", text, *options]]
    if workload in PEERS:
        commands.append([sys.executable, __file__, text, "--peer", workload, *options])
    results = [[] for _ in commands]
    for number in range(rounds):
        for side in range(len(commands))[:: 1 if number % 2 == 0 else -1]:
            results[side].append(run(commands[side]))
    return [
        rows[0] | {key: statistics.median(row[key] for row in rows)
                   for key in ("milliseconds", "processorMilliseconds", "memory")}
        for rows in results
    ]


def report(name, mine, other, peer, goal):
    """Prints the times of two results and their ratios beside the goal."""
    wall, processor = (mine[key] / other[key] for key in ("milliseconds", "processorMilliseconds"))
    print(f"{name:12}{mine['milliseconds']:10.2f}{other['milliseconds']:10.2f}{wall:10.3f}{goal:10.3f}{processor:10.3f}"
          f"{mine['memory']:9.0f}{other['memory']:9.0f}  {peer}")


def report_peer(name, rows):
    """Both sides must give the same number of tokens."""
    (mine, other), (peer, goal) = rows, GOALS[name]
    if mine["tokens"] != other["tokens"]:
        sys.exit(f"{name}: {mine['tokens']} tokens here, {other['tokens']} by {peer}")
    report(name, mine, other, peer, goal)


def scaled(row, size):
    """The times of a text of `size` bytes at the same speed."""
    return row | {key: row[key] * size / row["bytes"] for key in ("milliseconds", "processorMilliseconds")}


def write_words(path, size, kinds=1_500_000, seed=2024):
    """Writes `size` bytes of made-up words: the n-th kind is drawn 1/n times as often as the first."""
    chance = random.Random(seed)
    syllables = [a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 5))) for _ in range(kinds)]
    weights = list(itertools.accumulate(1 / n for n in range(1, kinds + 1)))
    with open(path, "w") as file:
        while file.tell() < size:
            file.write(" ".join(chance.choices(words, cum_weights=weights, k=200_000)) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text")
    parser.add_argument("--gpt2")
    parser.add_argument("--vocabulary", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not os.path.exists(arguments.text):
        sys.exit(f"{arguments.text} is not there")
    if arguments.peer:
        print(json.dumps([timed(PEERS[arguments.peer](arguments))]))
        return

    def rows(workload):
        return compare(workload, arguments, arguments.text, arguments.vocabulary, arguments.rounds)

    print(f"{'workload':12}{'ours ms':>10}{'peer ms':>10}{'ratio':>10}{'goal':>10}{'cpu ratio':>10}"
          f"{'ours MB':>9}{'peer MB':>9}  peer")
    if arguments.gpt2:
        first = rows("first")
        report_peer("first", first)
        report_peer("again", rows("again"))
        for workload in ("letters", "spaces"):
            mine = rows(workload)[0]
            report(workload, mine, scaled(first[0], mine["bytes"]), "our own first pass, byte for byte", 3)
    report_peer("train", rows("train"))
    if arguments.large:
        with tempfile.TemporaryDirectory() as folder:
            text = pathlib.Path(folder) / "words.txt"
            write_words(text, 100_000_000)
            large = compare("train", arguments, text, 32_000, 1)
            print(f"\n{large[0]['bytes'] / 1e6:.0f} MB with {large[0]['distinctPieces']:,} different pre-tokens:")
            report_peer("train-large", large)


if __name__ == "__main__":
    main()
