"""Times this project's tokenizer beside tiktoken, gigatoken and Hugging Face's tokenizers on one text.

    swift build -c release
    python Benchmarks/tokenizers.py TEXT [--gpt2 FOLDER] [--vocabulary N] [--rounds N]

`FOLDER` holds GPT-2's `vocab.bpe` and `encoder.json`; without it only training is timed. Each workload runs on both
sides in turn, and medians are printed: encoding one document for the first time on one core (the vocabulary is
loaded, no text was seen), encoding it again on all cores, and training on it. The ids are compared first. Needs the
packages of `requirements-tokenizers.txt`.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SPLIT = r"""'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"""


def timed(work, rounds):
    """The median wall time and processor time of a call, in milliseconds, and its last result."""
    walls, processors = [], []
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        result = work()
        walls.append(1e3 * (time.perf_counter() - wall))
        processors.append(1e3 * (time.process_time() - processor))
    return statistics.median(walls), statistics.median(processors), result


def ours(arguments):
    command = ["swift", "build", "-c", "release", "--show-bin-path"]
    labs = pathlib.Path(subprocess.check_output(command, cwd=HERE.parent, text=True).strip()) / "labs"
    command = [labs, "bench", "tokenizers", "--text", arguments.text, "--vocabulary", str(arguments.vocabulary), "--json"]
    if arguments.gpt2:
        command += ["--gpt2", arguments.gpt2]
    return {row["workload"]: row for row in json.loads(subprocess.check_output(command))}


def peers(arguments):
    import tokenizers

    text = pathlib.Path(arguments.text).read_bytes().decode()
    rows = {}
    if arguments.gpt2:
        import gigatoken
        import tiktoken
        from tiktoken.load import data_gym_to_mergeable_bpe_ranks

        folder = pathlib.Path(arguments.gpt2)
        ranks = data_gym_to_mergeable_bpe_ranks(
            vocab_bpe_file=str(folder / "vocab.bpe"), encoder_json_file=str(folder / "encoder.json"))
        encoding = tiktoken.Encoding(
            "gpt2", pat_str=SPLIT, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": 50256})
        wall, processor, ids = timed(lambda: encoding.encode_ordinary(text), arguments.rounds)
        rows["first"] = ("tiktoken", wall, processor, len(ids))

        file = tokenizers.Tokenizer(tokenizers.models.BPE.from_file(
            str(folder / "encoder.json"), str(folder / "vocab.bpe")))
        file.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
        fast = gigatoken.Tokenizer.from_json(file.to_str())
        fast.encode(text)
        wall, processor, ids = timed(lambda: fast.encode(text), 5 * arguments.rounds)
        rows["again"] = ("gigatoken", wall, processor, len(ids))

    def train():
        tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
        tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
        alphabet = tokenizers.pre_tokenizers.ByteLevel.alphabet()
        tokenizer.train([arguments.text], tokenizers.trainers.BpeTrainer(
            vocab_size=arguments.vocabulary, show_progress=False, initial_alphabet=alphabet, min_frequency=2))
        return tokenizer

    wall, processor, tokenizer = timed(train, max(1, arguments.rounds // 3))
    rows["train"] = ("tokenizers", wall, processor, tokenizer.get_vocab_size())
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text")
    parser.add_argument("--gpt2")
    parser.add_argument("--vocabulary", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    if not os.path.exists(arguments.text):
        sys.exit(f"{arguments.text} is not there")
    mine, others = ours(arguments), peers(arguments)
    print(f"{'workload':10}{'ours ms':>10}{'peer ms':>10}{'ratio':>8}  peer")
    for workload, (name, wall, _, count) in others.items():
        row = mine[workload]
        if row["tokens"] != count:
            sys.exit(f"{workload}: {row['tokens']} tokens here, {count} by {name}")
        print(f"{workload:10}{row['milliseconds']:10.2f}{wall:10.2f}{row['milliseconds'] / wall:8.3f}  {name}")


if __name__ == "__main__":
    main()
