#!/usr/bin/env python3
"""Holds the exact divergence of a flow and the ring to a Monte Carlo value of ten million samples.

    /usr/bin/python3 tests/proofs/flow_ring.py --program ./ganzoo [--samples N]

Trains a flow on the ring for a moment with the optimal critic of kl, js and squared_hellinger, and computes both densities
here, from the weights in run.h5 alone: E_P of the divergence's terms on samples of P, E_Q of the rest on samples of Q. Prints
the program's quadrature beside it and ends with 1 where they are further apart than 1e-3 and four standard errors.
Takes some minutes.
"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile

import h5py
import numpy as np

MODES, RADIUS, STD, COUPLINGS = 8, 2.0, 0.1, 4
EXPERIMENT = f"""
title = "flow_ring"
steps = 300
data = {{ name = "ring", modes = {MODES}, radius = {RADIUS}, std = {STD} }}
generator = {{ name = "flow", couplings = {COUPLINGS}, hidden = 16, scale = 1.5 }}
discriminator = "oracle"
divergence = "kl"
[scheduler]
name = "simultaneous"
[optimizer.generator]
name = "adam"
rate = 3e-3
[train]
batch = 256
[metrics]
every = 300
floor = 0
names = ["exact_divergence"]
[log]
snapshots = 0
[grid]
divergence = ["kl", "js", "squared_hellinger"]
"""
TOLERANCE = 1e-3


def log_ring(x):
    angles = 2 * np.pi * np.arange(MODES) / MODES
    centres = RADIUS * np.stack([np.cos(angles), np.sin(angles)], 1)
    exponents = [-0.5 * ((x - c) ** 2).sum(1) / STD**2 for c in centres]
    return np.logaddexp.reduce(exponents, axis=0) - np.log(MODES * 2 * np.pi * STD**2)


def ring(rng, n):
    angles = 2 * np.pi * rng.integers(MODES, size=n) / MODES
    return RADIUS * np.stack([np.cos(angles), np.sin(angles)], 1) + STD * rng.standard_normal((n, 2))


class Flow:
    """Affine couplings in the plane: y_moved = x_moved * exp(s) + t, s = 2 tanh(a), (a, t) = W2 tanh(W1 x_kept + b1) + b2."""

    def __init__(self, weights):
        read = lambda name: np.asarray(weights[name], dtype=np.float64)
        self.couplings = [tuple(read(f"coupling_{i}/{w}") for w in ("w1", "b1", "w2", "b2")) for i in range(COUPLINGS)]
        self.scale, self.shift = read("scale_shift_0/scale"), read("scale_shift_0/shift")

    @staticmethod
    def conditioner(coupling, kept):
        w1, b1, w2, b2 = coupling
        out = np.tanh(kept[:, None] @ w1.T + b1) @ w2.T + b2
        return 2 * np.tanh(out[:, 0]), out[:, 1]

    def sample(self, rng, n):
        x = rng.standard_normal((n, 2))
        for i, coupling in enumerate(self.couplings):
            moved = 1 if i % 2 == 0 else 0
            s, t = self.conditioner(coupling, x[:, 1 - moved])
            x[:, moved] = x[:, moved] * np.exp(s) + t
        return self.shift + self.scale * x

    def log_density(self, x):
        z = (x - self.shift) / self.scale
        log_p = np.full(len(x), -np.log(2 * np.pi) - np.log(np.abs(self.scale)).sum())
        for i in reversed(range(COUPLINGS)):
            moved = 1 if i % 2 == 0 else 0
            s, t = self.conditioner(self.couplings[i], z[:, 1 - moved])
            z[:, moved] = (z[:, moved] - t) * np.exp(-s)
            log_p -= s
        return log_p - 0.5 * (z**2).sum(1)


# r = log p/q. D as a mean over P and one over Q of terms that do not overflow on their own side.
TERMS = {
    "kl": (lambda r: r, None),
    "js": (lambda r: np.log(2) - np.logaddexp(0, -r), lambda r: np.log(2) - np.logaddexp(0, r)),
    "squared_hellinger": (lambda r: 1 - 2 * np.exp(-0.5 * np.maximum(r, 0)) * (r > 0),
                          lambda r: 1 - 2 * np.exp(0.5 * np.minimum(r, 0)) * (r <= 0)),
}


def by_samples(name, flow, count):
    rng = np.random.default_rng(1)
    sums, squares, done = np.zeros(2), np.zeros(2), 0
    on_p, on_q = TERMS[name]
    while done < count:
        n = min(500_000, count - done)
        for side, (term, x) in enumerate(((on_p, ring(rng, n)), (on_q, flow.sample(rng, n)))):
            if term is None:
                continue
            value = term(log_ring(x) - flow.log_density(x))
            sums[side] += value.sum()
            squares[side] += (value**2).sum()
        done += n
    means = sums / count
    return means.sum(), np.sqrt(((squares / count - means**2) / count).sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--samples", type=int, default=10_000_000)
    given = parser.parse_args()
    wrong = False
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "flow_ring.toml")
        with open(file, "w") as out:
            out.write(EXPERIMENT)
        subprocess.run([given.program, "run", file, "--out", f"{folder}/runs", "--quiet"], check=True)
        print(f"{'divergence':<18} {'step':>4} {'quadrature':>12} {'± its own':>10} {'by samples':>12} {'± 1 s.e.':>9}   apart")
        for path in sorted(glob.glob(f"{folder}/runs/*/run.h5")):
            with h5py.File(path) as run:
                name = run.attrs["cell"].split("-")[0]
                flow = Flow(run["weights/generator"])
                value, own = run["metrics/exact_divergence.D"][-1], run["metrics/exact_divergence.error"][-1]
                step = run.attrs["step"]
            mean, error = by_samples(name, flow, given.samples)
            off = abs(value - mean)
            wrong |= not off <= max(TOLERANCE, 4 * error)
            print(f"{name:<18} {step:>4} {value:12.6f} {own:10.1e} {mean:12.6f} {error:9.1e}   {off:.1e}")
    return 1 if wrong else 0


sys.exit(main())
