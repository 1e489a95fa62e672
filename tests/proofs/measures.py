#!/usr/bin/env python3
"""Measures and distances of `ganzoo measure` beside those of independent implementations, on random cases.

    measures.py PROGRAM [CASES]     20 unless told; needs numpy, scipy, torch, torch-fidelity, prdc, POT and scikit-learn:
    python3 -m venv v && v/bin/pip install torch torch-fidelity prdc POT scikit-learn

kid: torch-fidelity's polynomial MMD² of given features. frechet: torch-fidelity's, and scipy's matrix root. precision, recall, density, coverage: prdc (Naeem et al.), and scikit-learn's nearest neighbours. emd: POT's
network simplex, W1 and W2. energy and MMD: scikit-learn's pairwise distances and kernels. Each within 1e-6 of the value.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import ot
import scipy.linalg
from prdc import compute_prdc
from sklearn.metrics.pairwise import euclidean_distances, rbf_kernel
from sklearn.neighbors import NearestNeighbors
from torch_fidelity.metric_fid import fid_statistics_to_metric
from torch_fidelity.metric_kid import kernel_mmd


def measure(program, metric, folder, *parameters):
    done = subprocess.run([program, "measure", metric, "--real", f"{folder}/real.npy", "--fake", f"{folder}/fake.npy",
                           "--format", "json", *parameters], capture_output=True, text=True, check=True)
    return {key.split(".")[1]: value for key, value in json.loads(done.stdout)["values"].items()}


def frechet(real, fake):
    gap = real.mean(0) - fake.mean(0)
    a, b = np.cov(real, rowvar=False), np.cov(fake, rowvar=False)
    statistics = [{"mu": x.mean(0), "sigma": np.cov(x, rowvar=False)} for x in (real, fake)]
    by_root = gap @ gap + np.trace(a + b) - 2 * np.trace(scipy.linalg.sqrtm(a @ b).real)
    return {"value": by_root}, {"value": list(fid_statistics_to_metric(*statistics, False).values())[0]}


def kid(real, fake):
    size = min(len(real), len(fake))  # torch-fidelity takes sides of one size
    return {"value": kernel_mmd(real[:size], fake[:size])}


def neighbours(real, fake, k):
    radius = lambda x: NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(x).kneighbors(x)[0][:, -1]
    apart = euclidean_distances(real, fake)
    of_real, of_fake = radius(real)[:, None], radius(fake)[None, :]
    return {"precision": (apart < of_real).any(0).mean(), "recall": (apart < of_fake).any(1).mean(),
            "density": (apart < of_real).sum() / k / len(fake), "coverage": (apart < of_real).any(1).mean()}


def emd(real, fake):
    weights = [np.full(len(x), 1 / len(x)) for x in (real, fake)]
    return {"w1": ot.emd2(*weights, ot.dist(real, fake, "euclidean"), numItermax=10**7),
            "w2": np.sqrt(ot.emd2(*weights, ot.dist(real, fake, "sqeuclidean"), numItermax=10**7))}


def energy(real, fake):
    mean = lambda a, b: euclidean_distances(a, b).mean()
    return {"value": 2 * mean(real, fake) - mean(real, real) - mean(fake, fake)}


def mmd(real, fake, bandwidth):
    mean = lambda a, b: rbf_kernel(a, b, gamma=0.5 / bandwidth**2).mean()
    return {"value": mean(real, real) + mean(fake, fake) - 2 * mean(real, fake)}


def case(number):
    rng = np.random.default_rng(number)
    n, m, d = rng.integers(40, 300), rng.integers(40, 300), rng.integers(2, 24)
    mix = rng.normal(size=(d, d)) / np.sqrt(d)
    real = rng.normal(size=(n, d)) @ mix + rng.normal(size=d)
    fake = rng.normal(size=(m, d)) @ (mix + 0.3 * rng.normal(size=(d, d)) / np.sqrt(d)) + rng.normal(size=d) * 0.5
    return real, fake


def truths(real, fake):
    by_root, by_fidelity = frechet(real, fake)
    return [("frechet", (), "scipy's root", by_root), ("frechet", (), "torch-fidelity", by_fidelity),
            ("kid", (f"samples={min(len(real), len(fake))}",), "torch-fidelity", kid(real, fake)),
            ("prdc", ("k=5",), "prdc", compute_prdc(real, fake, 5)),
            ("prdc", ("k=3",), "scikit-learn", neighbours(real, fake, 3)),
            ("emd", (), "POT", emd(real, fake)),
            ("distance", ("of=energy",), "scikit-learn", energy(real, fake)),
            ("distance", ("of=mmd", "bandwidth=1.5"), "scikit-learn", mmd(real, fake, 1.5))]


def main():
    program, cases = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20
    worst, failures = {}, 0
    for number in range(cases):
        real, fake = case(number)
        with tempfile.TemporaryDirectory() as folder:
            np.save(pathlib.Path(folder, "real.npy"), real)
            np.save(pathlib.Path(folder, "fake.npy"), fake)
            for metric, parameters, whose, truth in truths(real, fake):
                got = measure(program, metric, folder, *parameters)
                for key, value in truth.items():
                    error = abs(got[key] - float(value)) / max(1, abs(float(value)))
                    name = f"{' '.join((metric, *(p for p in parameters if p.startswith('of='))))} {key} beside {whose}"
                    worst[name] = max(worst.get(name, 0), error)
                    if not error <= 1e-6:
                        failures += 1
                        print(f"case {number}: {name}: {got[key]!r}, but {float(value)!r}")
    for name, error in worst.items():
        print(f"{name}: at most {error:.1e} apart in {cases} cases")
    sys.exit(failures > 0)


main()
