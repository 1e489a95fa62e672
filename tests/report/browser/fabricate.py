"""Run files made up for the tests of the page: as many groups, seeds and rows as wanted, written by h5py alone.

    fabricate.py FOLDER [--groups 12] [--seeds 5] [--rows 1000] [--evaluations 20] [--spike] [--kind points|line|images|none]
                        [--hostile] [--diverged N] [--unmeasured] [--names A,B,…]
"""
import argparse
import json
import math
import os

import h5py
import numpy as np

TRAIN = ["critic_objective", "divergence_estimate", "generator_objective", "critic_real_mean", "critic_fake_mean",
         "critic_gradient_norm", "generator_gradient_norm", "penalty", "critic_rate", "generator_rate", "saturated_scores"]
HOSTILE = ['</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', 'line\u2028separator', 'right \u202eto left',
           'a' * 300, '"quotes" & \'others\'', '__proto__', 'constructor']


def column(group, name, values, **attributes):
    data = group.create_dataset(name, data=values)
    data.attrs["units"] = attributes.pop("units", "1")
    data.attrs["description"] = attributes.pop("description", name.replace("_", " "))
    for key, value in attributes.items():
        data.attrs[key] = value


def train_of(file, rng, place, rows, spike):
    """Noisy curves: harder to pack than real ones."""
    table, step = file.create_group("train"), np.arange(1, rows + 1) * 10
    column(table, "step", step, units="updates")
    column(table, "wall_time", np.cumsum(rng.uniform(0.9, 1.1, rows)) * 0.01, units="s")
    column(table, "critic_updates", step, units="updates")
    column(table, "real_seen", step * 256, units="samples")
    decay = np.exp(-np.arange(rows) / (rows / (2 + place % 5)))
    for i, name in enumerate(TRAIN):
        values = decay * (1 + place * 0.1) * (-1) ** i + 0.05 * np.cumsum(rng.normal(size=rows)) / math.sqrt(rows) * 10 + 0.05 * rng.normal(size=rows)
        if name.endswith("gradient_norm"):
            values = np.exp(rng.normal(size=rows) + 4 * decay)
        if name in ("penalty", "saturated_scores"):
            values = np.zeros(rows)
        if name.endswith("_rate"):
            values = np.linspace(2e-3, 0, rows)
        if name == "divergence_estimate":
            values = table["critic_objective"][:]
        if spike and name == "critic_real_mean":
            values[rows * 2 // 3] = 40.0
        column(table, name, values)


def metrics_of(file, rng, place, rows, evaluations, diverged):
    table = file.create_group("metrics")
    step = np.unique(np.linspace(0, rows * 10, evaluations).astype(int))
    if diverged:
        step = step[: len(step) // 2 + 1]
    t = np.linspace(0, 1, len(step))
    column(table, "step", step, units="updates")
    best = 8 - (place * 7 % 9)
    column(table, "modes.covered", np.clip(np.round(best * t + rng.normal(size=len(t))), 0, 8), better="higher", lower=0.0, upper=8.0)
    column(table, "modes.high_quality", np.clip(0.9 * t * best / 8 + 0.03 * rng.normal(size=len(t)), 0, 1), better="higher", lower=0.0, upper=1.0)
    column(table, "sliced_wasserstein.value", np.exp(-2 * t + 0.1 * place + 0.2 * rng.normal(size=len(t))), better="lower", lower=0.0)
    floor = file.create_group("floor")
    column(floor, "step", np.arange(39))
    for name, values in (("modes.covered", np.full(39, 8.0)), ("modes.high_quality", rng.uniform(0.985, 0.992, 39))):
        column(floor, name, values, better="higher", lower=0.0, samples=2500)


def samples_of(file, rng, kind, place):
    if kind == "none":
        return
    data, group = file.create_group("data"), file.create_group("samples")
    data.attrs["low"], data.attrs["high"] = (0.0, 1.0) if kind == "images" else (0.0, 0.0)
    group.create_dataset("step", data=np.linspace(0, 1000, 20).astype(int))
    group.create_dataset("noise", data=np.zeros((256, 2), np.float32))
    angle = rng.integers(0, 8, 512) * math.pi / 4
    real = 2 * np.stack([np.cos(angle), np.sin(angle)], 1) + 0.02 * rng.normal(size=(512, 2))
    if kind == "points":
        data.create_dataset("samples", data=real.astype(np.float32))
        made = np.stack([real[:256] * s / 19 + (0.3 + 0.05 * place) * rng.normal(size=(256, 2)) for s in range(20)])
        group.create_dataset("points", data=made.astype(np.float32))
    if kind == "line":
        data.create_dataset("samples", data=real[:, :1].astype(np.float32))
        group.create_dataset("points", data=(real[None, :256, :1] + rng.normal(size=(20, 256, 1)) * np.linspace(2, 0.1, 20)[:, None, None]).astype(np.float32))
    if kind == "images":
        y, x = np.mgrid[0:16, 0:16] / 15
        shape = lambda n, s: np.clip((np.hypot(x - 0.5, y - 0.5) < 0.3) * s + 0.3 * rng.uniform(size=(n, 16, 16)) * (1 - s), 0, 1)
        data.create_dataset("samples", data=shape(16, 1).astype(np.float32))
        group.create_dataset("images", data=np.stack([shape(16, s / 19) for s in range(20)]).astype(np.float32))


def run_of(folder, args, place, seed):
    rng = np.random.default_rng([place, seed])
    name = HOSTILE[place % len(HOSTILE)] if args.hostile else args.names.split(",")[place] if args.names else f"d{place:02d}"
    diverged = place < args.diverged and seed == 0
    cell = f"cell{place:03d}-s{seed}" if not args.hostile else f"{name[:40]}-s{seed}"
    spec = {"title": HOSTILE[0] if args.hostile else "fabricated", "steps": args.rows * 10, "seed": seed, "data": {"name": "ring", "modes": 8},
            "generator": {"name": "mlp", "noise": 16, "hidden": [128, 128]}, "discriminator": {"name": "mlp", "hidden": [128, 128]},
            "divergence": {"name": name, "link": "published"}, "train": {"batch": 256}, "log": {"every": 10},
            "metrics": {"every": 500, "samples": 2500, "names": [{"name": "modes"}, {"name": "sliced_wasserstein"}]}}
    os.makedirs(f"{folder}/{place:03d}-{seed}")
    with h5py.File(f"{folder}/{place:03d}-{seed}/run.h5", "w", track_order=True) as file:
        file.attrs.update(schema="ganzoo.run", title=spec["title"], cell=cell, reason="generator_objective is NaN" if diverged else "",
                          status="diverged" if diverged else "finished", spec="", spec_json=json.dumps(spec))
        for key, value in (("schema_major", 1), ("schema_minor", 1), ("seed", seed), ("step", args.rows * 10)):
            file.attrs[key] = np.int64(value)
        provenance = file.create_group("provenance")
        provenance.attrs.update(ganzoo="0.1.0", git="0123456789ab", host="<b>host</b>" if args.hostile else "host", started="2026-01-01T00:00:00Z")
        train_of(file, rng, place, args.rows, args.spike)
        if not args.unmeasured:
            metrics_of(file, rng, place, args.rows, args.evaluations, diverged)
        samples_of(file, rng, args.kind, place)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    for name, value in (("groups", 12), ("seeds", 5), ("rows", 1000), ("evaluations", 20), ("diverged", 0)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--kind", default="points")
    parser.add_argument("--names", default="")
    parser.add_argument("--spike", action="store_true")
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--unmeasured", action="store_true")
    args = parser.parse_args()
    for place in range(args.groups):
        for seed in range(args.seeds):
            run_of(args.folder, args, place, seed)


if __name__ == "__main__":
    main()
