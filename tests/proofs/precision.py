#!/usr/bin/env python3
"""Shows that bf16 and split train as fp32 does: on the ring and on Fashion-MNIST, over several seeds.

    /usr/bin/python3 tests/proofs/precision.py --program ./ganzoo [--seeds N] [--jobs N] [--out DIR] [ring] [fashion]

For every metric the mean over seeds at bf16 and at split must lie within the range that fp32's own seeds span. Prints a
table; ends with 1 where a mean lies outside. Takes some minutes: it is a proof to repeat, not a test of every build.
"""
import argparse
import os
import subprocess
import sys
import tempfile

import h5py
import numpy

PLAYERS = """
[generator]
name = "mlp"
{generator}
[discriminator]
name = "mlp"
{critic}
[divergence]
name = "minimax"
generator_loss = "non_saturating"
[scheduler]
name = "alternating"
decay = "linear"
[optimizer]
generator = {{ name = "adam", rate = {rate}, beta1 = 0.5 }}
discriminator = {{ name = "adam", rate = {critic_rate}, beta1 = 0.5 }}
[train]
batch = {batch}
[metrics]
every = {steps}
samples = 2500
names = {metrics}
[log]
snapshots = 0
[grid]
"train.precision" = ["fp32", "bf16", "split"]
"seed" = {seeds}
"""

QUESTIONS = {
    "ring": ('name = "ring"', 10000, dict(generator="noise = 16", critic="", batch=128, rate=2e-3, critic_rate=4e-3,
                                          metrics='["modes", "sliced_wasserstein"]')),
    "fashion": ('name = "idx"', 1200, dict(generator='noise = 64\nhidden = [256, 512]\nbatch_norm = true\noutput = "sigmoid"',
                                           critic="hidden = [256, 128]\ndropout = 0.3", batch=128, rate=1e-3, critic_rate=1e-3,
                                           metrics='["sliced_wasserstein", "moments"]')),
}

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("questions", nargs="*", default=list(QUESTIONS))
arguments.add_argument("--program", default="./ganzoo")
arguments.add_argument("--seeds", type=int, default=5)
arguments.add_argument("--jobs", type=int, default=os.cpu_count())
arguments.add_argument("--out")
options = arguments.parse_args()


def train(question, folder):
    data, steps, players = QUESTIONS[question]
    file = os.path.join(folder, question + ".toml")
    with open(file, "w") as experiment:
        experiment.write(f'title = "{question}"\nsteps = {steps}\n[data]\n{data}\n')
        experiment.write(PLAYERS.format(steps=steps, seeds=list(range(options.seeds)), **players))
    runs = os.path.join(folder, question)
    subprocess.run([options.program, "run", file, "--out", runs, "--jobs", str(options.jobs)], check=True)
    return runs


def last_metrics(runs):
    """{metric: {precision: [a value for each seed]}}"""
    found = {}
    for cell in sorted(os.listdir(runs)):
        if not os.path.isdir(os.path.join(runs, cell)):
            continue
        with h5py.File(os.path.join(runs, cell, "run.h5")) as run:
            assert run.attrs["status"] == "finished", cell
            precision = next(p for p in ("fp32", "bf16", "split") if f'precision = "{p}"' in run.attrs["spec"])
            for name, column in run["metrics"].items():
                if name != "step":
                    found.setdefault(name, {}).setdefault(precision, []).append(float(column[-1]))
    return found


def main():
    outside = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.out or temporary
        os.makedirs(folder, exist_ok=True)
        for question in options.questions:
            print(f"\n{question}: {options.seeds} seeds of each precision")
            for name, of in last_metrics(train(question, folder)).items():
                low, high = min(of["fp32"]), max(of["fp32"])
                line = f"  {name:28} fp32 {numpy.mean(of['fp32']):9.4f} in [{low:.4f}, {high:.4f}]"
                for precision in ("bf16", "split"):
                    mean = numpy.mean(of[precision])
                    inside = low <= mean <= high
                    outside += not inside
                    line += f"   {precision} {mean:9.4f} {'inside' if inside else 'OUTSIDE'}"
                print(line)
    print("\nevery mean lies inside" if outside == 0 else f"\n{outside} means lie outside")
    sys.exit(outside != 0)


main()
