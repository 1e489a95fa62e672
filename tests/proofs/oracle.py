#!/usr/bin/env python3
"""Shows that with the optimal critic every divergence ends at its own best Gaussian: Proposition 2 by machine.

    /usr/bin/python3 tests/proofs/oracle.py --program ./ganzoo [--jobs N] [--out DIR]

Runs experiments/oracle.toml and holds D of every cell to the least that quadrature and a simplex search found (f-GAN,
NeurIPS 2016, table 2, with the digits the paper does not print), and its μ and σ to theirs: 1e-3 each. Ends with 1 where
one is further off. Takes some ten minutes.
"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile
import tomllib

import h5py

BEST = {  # name: D, μ, σ
    "kl": (0.282970, 1.010000, 1.831079),
    "reverse_kl": (0.248114, 1.577935, 1.631807),
    "js": (0.128036, 1.306807, 1.754457),
    "jeffrey": (0.570566, 1.321521, 1.703449),
    "pearson": (0.645649, 0.573621, 1.927710),
}
TOLERANCE = 1e-3
COLUMNS = ("exact_divergence.D", "moments.mean", "moments.std")


def cells(folder):
    for path in sorted(glob.glob(os.path.join(folder, "*", "run.h5"))):
        with h5py.File(path) as run:
            spec = tomllib.loads(run.attrs["spec"])
            yield spec["divergence"]["name"], int(run.attrs["seed"]), [run["metrics"][name][-1] for name in COLUMNS]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--out")
    given = parser.parse_args()
    experiment = os.path.join(os.path.dirname(__file__), "../../experiments/oracle.toml")
    with tempfile.TemporaryDirectory() as folder:
        out = given.out or folder
        subprocess.run([given.program, "run", experiment, "--out", out, "--jobs", given.jobs, "--quiet"], check=True)
        found = list(cells(out))
    wrong = len(found) != 3 * len(BEST)
    print(f"{'divergence':<12} seed {'D':>11} {'μ':>11} {'σ':>11}   off by")
    for name, seed, numbers in found:
        off = [abs(a - b) for a, b in zip(numbers, BEST[name])]
        wrong |= max(off) > TOLERANCE
        print(f"{name:<12} {seed:>4} " + " ".join(f"{x:11.6f}" for x in numbers), "  " + " ".join(f"{x:.1e}" for x in off))
    return 1 if wrong else 0


sys.exit(main())
