#!/usr/bin/env python3
"""Which rate of sixteen is each divergence's best: what search_ring.toml's search finds, beside the whole grid.

    experiments/search_ring.py [--ganzoo ganzoo] [--folder runs/search_ring]

Trains FOLDER/search, and FOLDER/grid uncut, with three seeds more of each divergence's best rate there; goes on where it was stopped.
Prints the table of experiments/README.md: medians over the seeds of the last sliced Wasserstein distance. Wants h5py.
"""
import argparse
import glob
import json
import os
import statistics
import subprocess

import h5py

HERE = os.path.dirname(os.path.abspath(__file__))
FRESH = (100, 101, 102)


def runs_of(folder):
    """(divergence, rate) → seed → (steps done, last value; infinite where it diverged)."""
    runs = {}
    for file in glob.glob(os.path.join(folder, "*", "run.h5")):
        with h5py.File(file) as run:
            spec = json.loads(run.attrs["spec_json"])
            metrics = run["metrics"]
            value = float(metrics["sliced_wasserstein.value"][-1]) if run.attrs["status"] == "finished" else float("inf")
            key = spec["divergence"]["name"], spec["optimizer"]["generator"]["rate"]
            runs.setdefault(key, {})[spec["seed"]] = int(run.attrs["step"]), value
    return runs


def median(cells, seeds):
    return statistics.median(cells[seed][1] for seed in seeds)


def winners(folder):
    """Divergence → rate, as the search has judged."""
    found = {}
    for file in glob.glob(os.path.join(folder, ".search", "*-end.json")):
        with open(file) as text:
            for one in json.load(text)["competitors"]:
                if one["kept"]:
                    with h5py.File(os.path.join(folder, one["cells"][0], "run.h5")) as run:
                        spec = json.loads(run.attrs["spec_json"])
                        found[spec["divergence"]["name"]] = spec["optimizer"]["generator"]["rate"]
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ganzoo", default="ganzoo")
    parser.add_argument("--folder", default=os.path.join("runs", "search_ring"))
    given = parser.parse_args()
    search, whole = (os.path.join(given.folder, name) for name in ("search", "grid"))

    def ganzoo(*words):
        subprocess.run([given.ganzoo, "run", os.path.join(HERE, "search_ring.toml"), *words], check=True)

    ganzoo("--out", search)
    ganzoo("--uncut", "--out", whole)
    grid = runs_of(whole)
    best = {}
    for divergence, rate in grid:
        settings = [key for key in grid if key[0] == divergence]
        best[divergence] = min(settings, key=lambda key: median(grid[key], (0, 1, 2)))
    for divergence, rate in best.values():
        ganzoo("--uncut", "--out", whole, f"grid.seed=[{','.join(map(str, FRESH))}]", "--only",
               f"{divergence}-s*-generator.rate{rate:g}-*")
    grid, chosen, searched = runs_of(whole), winners(search), runs_of(search)

    print("| divergence | best rate of the grid | its distance | the search's rate | its distance in the grid | rank of 16 "
          "| on fresh seeds: grid's | search's |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for divergence, (_, rate) in best.items():
        found = divergence, chosen[divergence]
        here = median(grid[found], (0, 1, 2))
        rank = 1 + sum(median(grid[key], (0, 1, 2)) < here for key in grid if key[0] == divergence)
        print(f"| {divergence} | {rate:g} | {median(grid[divergence, rate], (0, 1, 2)):.3f} | {found[1]:g} | {here:.3f} | {rank} "
              f"| {median(grid[divergence, rate], FRESH):.3f} | {median(searched[found], FRESH):.3f} |")
    done, all_steps = (sum(cells[seed][0] for cells in runs.values() for seed in (0, 1, 2)) for runs in (searched, grid))
    print(f"\nThe search trained {done} steps of {all_steps} ({100 * done / all_steps:.0f} %).")


if __name__ == "__main__":
    main()
