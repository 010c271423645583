"""The engine's workloads in PyTorch: the same names, sizes and weights as `labs bench engine`.

    python engine.py [--only WORKLOAD] [--weights FOLDER] [--threads N]

prints the same JSON: a list of workloads with the median and the shortest time in milliseconds. The peer gets
what makes it fast in eager mode: fused attention, fused AdamW, gradients dropped and not zeroed, one matrix for
queries, keys and values, inference mode and a preallocated cache for generation. Left out: `torch.compile`,
which needs a C++ compiler at run time and is not what people run on a laptop's processor.
"""

import argparse
import json
import math
import struct
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional as F

SECONDS = 2.0


def times(body, prepare=lambda: None):
    """Milliseconds of each repetition for two seconds; the first three do not count, nor does what prepares one."""
    for _ in range(3):
        prepare()
        body()
    result, start = [], time.perf_counter()
    while True:
        prepare()
        begin = time.perf_counter()
        body()
        result.append((time.perf_counter() - begin) * 1e3)
        if time.perf_counter() - start > SECONDS:
            return result


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.output = nn.Linear(width, width, bias=False)

    def forward(self, x):
        batch, tokens, width = x.shape
        q, k, v = (
            y.view(batch, tokens, self.heads, -1).transpose(1, 2) for y in self.qkv(x).split(width, dim=2)
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.output(y.transpose(1, 2).reshape(batch, tokens, width))

    def step(self, x, cache, position):
        """One token [1, width] over a cache [2, heads, context, dHead]."""
        q, k, v = (y.view(self.heads, 1, -1) for y in self.qkv(x).split(x.shape[1], dim=1))
        cache[0, :, position] = k[:, 0]
        cache[1, :, position] = v[:, 0]
        keys, values = cache[0, :, : position + 1], cache[1, :, : position + 1]
        weights = torch.softmax(q @ keys.transpose(1, 2) / math.sqrt(q.shape[2]), dim=2)
        return self.output((weights @ values).view(1, -1))


class Norm(nn.Module):
    """LayerNorm without a bias."""

    def __init__(self, width):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.layer_norm(x, self.gain.shape, self.gain, None, 1e-5)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attention_norm, self.mlp_norm = Norm(width), Norm(width)
        self.attention = Attention(width, heads)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)

    def mlp(self, x):
        return self.down(F.gelu(self.up(self.mlp_norm(x))))

    def forward(self, x):
        x = x + self.attention(self.attention_norm(x))
        return x + self.mlp(x)

    def step(self, x, cache, position):
        x = x + self.attention.step(self.attention_norm(x), cache, position)
        return x + self.mlp(x)


class Model(nn.Module):
    """nanoGPT's arrangement: learned positions, pre-norm, GELU, tied head, no biases, no dropout."""

    def __init__(self, vocabulary, context, width, layers, heads):
        super().__init__()
        self.context, self.width, self.heads = context, width, heads
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(context, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm = Norm(width)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, ids):
        x = self.tokens(ids) + self.positions(torch.arange(ids.shape[1]))
        for block in self.blocks:
            x = block(x)
        return F.linear(self.norm(x), self.tokens.weight)

    def step(self, token, caches, position):
        """The scores after one more token: a plain loop that caches keys and values."""
        x = self.tokens.weight[token : token + 1] + self.positions.weight[position : position + 1]
        for block, cache in zip(self.blocks, caches):
            x = block.step(x, cache, position)
        return F.linear(self.norm(x), self.tokens.weight)

    def load(self, path):
        """Weights that the engine wrote."""
        arrays = read_safetensors(path)
        with torch.no_grad():
            self.tokens.weight.copy_(arrays["embedding.tokens"])
            self.positions.weight.copy_(arrays["embedding.positions"])
            self.norm.gain.copy_(arrays["norm.gain"])
            for i, block in enumerate(self.blocks):
                for parameter, name in (
                    (block.attention_norm.gain, "attention.norm.gain"),
                    (block.attention.qkv.weight, "attention.qkv.weight"),
                    (block.attention.output.weight, "attention.output.weight"),
                    (block.mlp_norm.gain, "mlp.norm.gain"),
                    (block.up.weight, "mlp.up.weight"),
                    (block.down.weight, "mlp.down.weight"),
                ):
                    parameter.copy_(arrays[f"layers.{i}.{name}"])


def read_safetensors(path):
    """The float32 arrays of a safetensors file."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        array = numpy.frombuffer(data[begin:end], numpy.float32).reshape(entry["shape"])
        arrays[name] = torch.from_numpy(array.copy())
    return arrays


MODELS = {
    "0.8M": dict(sizes=dict(vocabulary=65, context=64, width=128, layers=4, heads=4), batch=12),
    "10.7M": dict(sizes=dict(vocabulary=65, context=256, width=384, layers=6, heads=6), batch=4),
}


def matmul(size):
    a, b, c = torch.randn(size, size), torch.randn(size, size), torch.empty(size, size)
    return times(lambda: torch.mm(a, b, out=c)), None


def attention():
    q, k, v = (torch.randn(1, 8, 1024, 64) for _ in range(3))
    with torch.inference_mode():
        return times(lambda: F.scaled_dot_product_attention(q, k, v, is_causal=True)), None


def train(name):
    """A batch, forward, backward, clipping to 1, AdamW with decay on the matrices."""
    model = Model(**MODELS[name]["sizes"])
    batch = MODELS[name]["batch"]
    matrices = [p for p in model.parameters() if p.dim() > 1]
    gains = [p for p in model.parameters() if p.dim() == 1]
    groups = [dict(params=matrices, weight_decay=0.1), dict(params=gains, weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.95), fused=True)
    text = torch.randint(65, (100_000,))

    def step():
        starts = torch.randint(len(text) - model.context - 1, (batch,))
        windows = torch.stack([text[i : i + model.context + 1] for i in starts.tolist()])
        logits = model(windows[:, :-1])
        loss = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), windows[:, 1:].reshape(-1))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    return times(step), None


def generate(name, weights):
    """Greedy, from a prompt of 16 tokens to the end of the context; milliseconds a token."""
    model = Model(**MODELS[name]["sizes"]).eval()
    if weights:
        model.load(f"{weights}/{name}.safetensors")
    prompt = list(range(16))
    new_tokens = model.context - len(prompt)
    caches = torch.zeros(len(model.blocks), 2, model.heads, model.context, model.width // model.heads)
    logits = None

    def read_prompt():
        nonlocal logits
        for position, token in enumerate(prompt):
            logits = model.step(token, caches, position)

    def continue_it():
        nonlocal logits
        for position in range(len(prompt), model.context):
            logits = model.step(int(logits.argmax()), caches, position)

    with torch.inference_mode():
        measured = times(continue_it, prepare=read_prompt)
    return [t / new_tokens for t in measured], logits[0].tolist()


WORKLOADS = {
    "matmul-512": lambda weights: matmul(512),
    "matmul-1024": lambda weights: matmul(1024),
    "attention-8x1024x64": lambda weights: attention(),
    "train-0.8M": lambda weights: train("0.8M"),
    "train-10.7M": lambda weights: train("10.7M"),
    "generate-0.8M": lambda weights: generate("0.8M", weights),
    "generate-10.7M": lambda weights: generate("10.7M", weights),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=WORKLOADS)
    parser.add_argument("--weights", help="the folder `labs bench engine --weights` wrote to")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    results = []
    for name in [arguments.only] if arguments.only else WORKLOADS:
        measured, logits = WORKLOADS[name](arguments.weights)
        measured.sort()
        results.append(
            dict(
                workload=name,
                milliseconds=measured[len(measured) // 2],
                fastest=measured[0],
                repetitions=len(measured),
                logits=logits,
            )
        )
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
