"""The figures that README.md shows: `ganzoo plot` of two quick experiments.

    gallery.py PROGRAM RUNS FOLDER

Runs what RUNS has not: the quickstart cut at 2000 steps (ten minutes on two cores), and dirac (seconds).
"""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
EXPERIMENTS = {"quickstart": ["steps=2000"], "dirac": []}
FIGURES = {
    "curves": ("quickstart", ["--y", "modes.covered,sliced_wasserstein.value,train/generator_gradient_norm", "--layout", "double"]),
    "bars": ("quickstart", ["--what", "bars", "--y", "modes.covered,modes.high_quality,sliced_wasserstein.value", "--layout", "double", "--order", "modes.covered"]),
    "paired": ("quickstart", ["--what", "paired", "--baseline", "minimax", "--y", "modes.covered,sliced_wasserstein.value", "--layout", "double"]),
    "samples": ("quickstart", ["--what", "samples", "--steps", "200,500,1000,2000", "--theme", "dark", "--layout", "double"]),
    "phase": ("dirac", ["--what", "phase", "--layout", "double", "--where", "divergence.name == minimax and divergence.generator_loss == saturating"]),
}


def main():
    program, runs, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    for name, changes in EXPERIMENTS.items():
        if not os.path.exists(f"{runs}/{name}"):
            subprocess.run([program, "run", f"{HERE}/../../experiments/{name}.toml", *changes, "--out", f"{runs}/{name}"], check=True)
    for figure, (name, options) in FIGURES.items():
        out = f"{folder}/{figure}.png"
        subprocess.run([program, "--quiet", "plot", f"{runs}/{name}", *options, "--dpi", "100", "--out", out], check=True, stdout=subprocess.DEVNULL)
        os.remove(f"{folder}/{figure}.txt")  # the caption's facts, which the pages tell


main()
