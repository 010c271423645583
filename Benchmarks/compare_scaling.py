"""Times this project's fit of a scaling law beside SciPy's L-BFGS-B, from the same starts with the same stopping rule.

    swift build -c release
    python Benchmarks/compare_scaling.py RUNS.csv [--rounds N]

RUNS.csv has the columns `Model Size`, `Training FLOP` and `loss`, such as Epoch AI's reading of figure 4 of Hoffmann
et al. 2022. Both sides minimise the summed Huber loss (delta 0.001) of log L with gradients in closed form, without the
five runs of highest loss. Needs the packages of `requirements-scaling.txt`.

SciPy runs its searches one after the other. Its gradient comes with the value in one pass over the runs, and all that
does not depend on the parameters is computed before the clock starts.
"""

import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

# SciPy's own algebra is on ten numbers: threads that wait for each other make it many times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.optimize import minimize

HERE = pathlib.Path(__file__).resolve().parent
DELTA, DROPPED, GOAL = 1e-3, 5, 0.1


def read(path):
    """log N, log D and log L of the runs that are fitted."""
    with open(path, newline="") as file:
        rows = [(float(row["Model Size"]), float(row["Training FLOP"]), float(row["loss"]))
                for row in csv.DictReader(file)]
    n, c, loss = np.array(sorted(rows, key=lambda row: row[2])[:-DROPPED]).T
    return np.log(n), np.log(c / (6 * n)), np.log(loss)


def objective(runs):
    """The value and the slopes at (log E, log A, alpha, log B, beta)."""
    n, d, loss = runs
    terms = np.empty((3, len(n)))

    def evaluate(p):
        terms[0] = p[0]
        np.subtract(p[1], p[2] * n, out=terms[1])
        np.subtract(p[3], p[4] * d, out=terms[2])
        largest = terms.max(axis=0)
        powers = np.exp(terms - largest)
        total = powers.sum(axis=0)
        residual = largest + np.log(total) - loss
        slope = np.clip(residual, -DELTA, DELTA)
        parts = powers * (slope / total)
        gradient = np.array(
            [parts[0].sum(), parts[1].sum(), -parts[1].dot(n), parts[2].sum(), -parts[2].dot(d)])
        return slope.dot(residual - 0.5 * slope), gradient

    return evaluate


def search(runs, ours):
    """What SciPy reaches from our starts, and what it takes."""
    evaluate = objective(runs)
    options = {"gtol": ours["gradientTolerance"], "ftol": ours["decreaseTolerance"],
               "maxiter": ours["maximumIterations"], "maxfun": 10**6, "maxcor": 10}
    wall, processor = time.perf_counter(), time.process_time()
    results = [minimize(evaluate, start, jac=True, method="L-BFGS-B", options=options) for start in ours["starts"]]
    return {
        "milliseconds": 1e3 * (time.perf_counter() - wall),
        "processorMilliseconds": 1e3 * (time.process_time() - processor),
        "reached": [float(result.fun) for result in results],
        "evaluations": sum(result.nfev for result in results),
    }


def labs(path):
    command = ["swift", "build", "-c", "release", "--show-bin-path"]
    folder = pathlib.Path(subprocess.check_output(command, cwd=HERE.parent, text=True).strip())
    output = subprocess.check_output(
        [str(folder / "labs"), "bench", "scaling", "--data", path, "--rounds", "3", "--json"], text=True)
    return json.loads(output)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    path = str(pathlib.Path(arguments.runs).resolve())
    runs = read(path)
    ours, theirs = [], []
    for _ in range(max(1, arguments.rounds)):
        ours.append(labs(path))
        theirs.append(search(runs, ours[-1]))
    check = objective(runs)(np.array(ours[0]["parameters"]))[0]
    if abs(check - ours[0]["objective"]) > 1e-12:
        sys.exit(f"the objectives differ: {ours[0]['objective']} here, {check} there")

    best = min(ours[0]["reached"] + theirs[0]["reached"])
    bound = best * (1 + 1e-4)
    print(f"{len(ours[0]['starts'])} starts; lowest objective {best:.6e}; reached: at most {bound:.6e}; goal: {GOAL}")
    print(f"{'':18}{'ms':>10}{'ratio':>9}{'cpu ms':>10}{'reached':>9}{'lowest':>15}{'evaluations':>13}")

    def report(name, rows, milliseconds, processor):
        ratio = statistics.median(row[milliseconds] / other["milliseconds"] for row, other in zip(rows, theirs))
        reached = rows[0]["reached"]
        print(f"{name:18}{statistics.median(row[milliseconds] for row in rows):10.1f}{ratio:9.4f}"
              f"{statistics.median(row[processor] for row in rows):10.1f}"
              f"{sum(value <= bound for value in reached):9d}{min(reached):15.6e}{rows[0]['evaluations']:13d}")

    report("ours, all cores", ours, "milliseconds", "processorMilliseconds")
    report("ours, one core", ours, "singleCoreMilliseconds", "singleCoreProcessorMilliseconds")
    report("SciPy, one core", theirs, "milliseconds", "processorMilliseconds")


if __name__ == "__main__":
    main()
