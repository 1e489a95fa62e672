#!/usr/bin/env python3
"""Runs a grid of a hundred components that go wrong, each in its own way, beside cells that do not.

    tests/proofs/hostile.py PROGRAM --build BUILD

Each must fail, or finish, its own cell alone: the innocent cells end with the bits that they have without the others,
the exit code is 1, and nothing that a component says reaches the terminal as it is.
"""
import os
import sys
import time

from storm import Storm, arguments

EXPERIMENT = """
title = "hostile"
steps = 40
[data]
name = "ring"
[generator]
name = "mlp"
noise = 2
hidden = [4]
[discriminator]
name = "mlp"
hidden = [4]
[divergence]
name = "kl"
[train]
batch = 8
[log]
every = 10
snapshots = 0
commit = 0.001
[metrics]
every = 4
samples = 32
"""

AT_USE = ["leak", "exit_0", "exit_1", "exit_4", "exit_70", "exit_130", "exit_143", "fake_environment", "fake_end",
          "delete_folder", "limit", "throw_usage", "throw_locked", "throw_environment", "throw_corrupt", "throw_bug",
          "throw_exception", "throw_words", "throw_escapes", "throw_megabytes", "abort", "fall_down", "hoard",
          "close_descriptors", "babble", "wander", "fork_and_crash", "round"]
AT_PREPARE = ["leak", "exit_0", "throw_environment", "throw_locked", "throw_bug", "throw_escapes", "abort", "fall_down",
              "close_descriptors", "babble", "fork_and_crash", "throw_words"]
AT_STATE = ["name_empty", "name_slashes", "name_rooted", "name_above", "name_twice", "name_inside", "throw_environment",
            "abort"]
OWN = {"scheduler": ["negative_steps", "negative_steps_at_once", "endless_steps", "no_order"],
       "metric": ["no_name", "slash", "twice", "long_name", "no_text"],
       "data": ["huge_shape", "overflowing_shape", "negative_shape", "empty_shape"]}
HARMLESS = {"babble", "wander"}  # of use: the cell may finish
KEYS = {"scheduler": "scheduler", "optimizer": "optimizer.generator", "regularizer": "regularizer",
        "metric": "metrics.names", "data": "data"}


def troubles(brief):
    for kind in KEYS:
        uses = AT_USE if kind in ("scheduler", "metric") else AT_USE[::3 if not brief else 7]
        prepares = AT_PREPARE if kind == "metric" else AT_PREPARE[::3 if not brief else 5]
        if brief:
            uses, prepares = uses[::2] if kind != "scheduler" else uses, prepares[::2]
        for when, ways in (("use", uses), ("prepare", prepares), ("state", AT_STATE if kind == "scheduler" else [])):
            for way in ways:
                yield kind, when, way
        for way in OWN.get(kind, []):
            yield kind, "never", way


def axis(kind, library, when, way):
    table = f'{{ name = "{library}", way = "{way}", when = "{when}", at = 5 }}'
    return f"[{table}]" if kind in ("regularizer", "metric") else table


def main():
    options = arguments(__doc__).parse_args()
    build = os.path.abspath(options.build)
    begin = time.monotonic()
    storm = Storm(options, EXPERIMENT)
    total, failed_cells, finished = 0, 0, 0
    for kind, key in KEYS.items():
        library = os.path.join(build, "hostile", kind + ".so")
        values = [axis(kind, library, when, way) for k, when, way in troubles(options.brief) if k == kind]
        if kind == "scheduler":
            values += [f'"{os.path.join(build, "hostile", "schema_" + bad + ".so")}"' for bad in ("name", "twice")]
        innocent = {"scheduler": '"alternating"', "optimizer": '"adam"', "regularizer": "[]", "metric": "[]",
                    "data": '"ring"'}[kind]
        # The innocent stand first, in the middle and last: they differ in the size of their batch.
        grid = lambda all: EXPERIMENT + f'[[grid.zip]]\n"{key}" = [{", ".join(v for v, _ in all)}]\n' \
            f'"train.batch" = [{", ".join(str(b) for _, b in all)}]\n'
        middle = len(values) // 2
        all_cells = [(innocent, 9)] + [(v, 8) for v in values[:middle]] + [(innocent, 10)] + \
            [(v, 8) for v in values[middle:]] + [(innocent, 11)]
        with open(storm.path("a.toml"), "w") as file:
            file.write(grid([cell for cell in all_cells if cell[0] == innocent]))
        code, text = storm.run("whole-" + kind)
        if code != 0:
            storm.wrong(f"{kind}: the innocent alone: exit {code}: {text}")
        whole = storm.bits("whole-" + kind)
        with open(storm.path("a.toml"), "w") as file:
            file.write(grid(all_cells))
        code, text = storm.run("out-" + kind, "--jobs", "2", "--timeout", "20")
        if code != 1:
            storm.wrong(f"{kind}: exit {code}: {text}")
        if any(ord(c) < 32 and c != "\n" for c in text) or "\nganzoo: error: forged" in text:
            storm.wrong(f"{kind}: what a component said came through")
        if max(map(len, text.splitlines())) > 5000:
            storm.wrong(f"{kind}: a line of {max(map(len, text.splitlines()))} characters")
        bits = storm.bits("out-" + kind)
        for cell, there in whole.items():
            if bits.get(cell) != there:
                storm.wrong(f"{kind}: {cell} is {bits.get(cell)} instead of {there}: {text}")
        if "not started" in text or "interrupted" in text.splitlines()[-1]:
            storm.wrong(f"{kind}: cells were left out: {text}")
        if not storm.verified("out-" + kind):
            storm.wrong(f"{kind}: a file does not verify")
        total += len(values)
        last = text.splitlines()[-1]
        failed_cells += int(last.split(" failed")[0].split()[-1])
        finished += int(last.split(" finished")[0].split()[-1]) - len(whole)
    return storm.close(f"{total} hostile components: {failed_cells} failed their own cell, {finished} finished it, no other "
                       f"cell was touched; {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
