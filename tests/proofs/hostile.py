#!/usr/bin/env python3
"""Runs a grid of a hundred components that go wrong, each in its own way, beside cells that do not.

    tests/proofs/hostile.py PROGRAM --build BUILD

Each must fail, or finish, its own cell alone: the innocent cells end with the bits that they have without the others,
the exit code is 1, and nothing that a component says reaches the terminal as it is.
"""
import os
import sys

from storm import Storm, arguments, game

EXPERIMENT = 'title = "hostile"\n' + game(40, noise=2, hidden="4", batch=8) + """
[log]
every = 10
snapshots = 0
commit = 0.001
[metrics]
every = 4
samples = 32
"""

AT_USE = ["leak", "exit_0", "exit_1", "exit_4", "exit_70", "exit_130", "exit_143", "stop_parent", "fake_environment", "fake_end",
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
KEYS = {"scheduler": "scheduler", "optimizer": "optimizer.generator", "regularizer": "regularizer",
        "metric": "metrics.names", "data": "data"}
INNOCENT = {"scheduler": '"alternating"', "optimizer": '"adam"', "regularizer": "[]", "metric": "[]", "data": '"ring"'}


def troubles(kind, brief):
    """(when, way) of what goes wrong with components of the kind."""
    uses = AT_USE if kind in ("scheduler", "metric") else AT_USE[::7 if brief else 3]
    prepares = AT_PREPARE if kind == "metric" else AT_PREPARE[::5 if brief else 3]
    if brief:
        uses, prepares = uses if kind == "scheduler" else uses[::2], prepares[::2]
    states = AT_STATE if kind == "scheduler" else []
    return ([("use", way) for way in uses] + [("prepare", way) for way in prepares] + [("state", way) for way in states]
            + [("never", way) for way in OWN.get(kind, [])])


def axis(kind, library, when, way):
    table = f'{{ name = "{library}", way = "{way}", when = "{when}", at = 5 }}'
    return f"[{table}]" if kind in ("regularizer", "metric") else table


def hostile_values(storm, kind, brief):
    """What the grid puts in the kind's place, one cell each."""
    folder = os.path.join(storm.build, "hostile")
    values = [axis(kind, os.path.join(folder, kind + ".so"), when, way)
              for when, way in troubles(kind, brief)]
    if kind == "scheduler":
        values += [f'"{os.path.join(folder, "schema_" + bad + ".so")}"' for bad in ("name", "twice")]
    return values


def grid(kind, cells):
    """An experiment of so many cells, each a value and the size of its batch, by which the innocent differ."""
    return (EXPERIMENT + f'[[grid.zip]]\n"{KEYS[kind]}" = [{", ".join(value for value, _ in cells)}]\n'
            f'"train.batch" = [{", ".join(str(batch) for _, batch in cells)}]\n')


def check(storm, kind, whole, code, text):
    out = "out-" + kind
    lines = text.splitlines()
    if code != 1:
        storm.wrong(f"{kind}: exit {code}: {text}")
    if any(ord(c) < 32 and c != "\n" for c in text) or "\nganzoo: error: forged" in text:
        storm.wrong(f"{kind}: what a component said came through")
    if max(map(len, lines)) > 5000:
        storm.wrong(f"{kind}: a line of {max(map(len, lines))} characters")
    bits = storm.bits(out)
    for cell, there in whole.items():
        if bits.get(cell) != there:
            storm.wrong(f"{kind}: {cell} is {bits.get(cell)} instead of {there}: {text}")
    if "not started" in text or "interrupted" in lines[-1]:
        storm.wrong(f"{kind}: cells were left out: {text}")
    if not storm.verified(out):
        storm.wrong(f"{kind}: a file does not verify")


def number_before(word, line):
    return int(line.split(" " + word)[0].split()[-1])


def storm_over(storm, kind, brief):
    """How many hostile components there were, how many of them failed their cell, and how many finished it."""
    values, innocent = hostile_values(storm, kind, brief), INNOCENT[kind]
    storm.experiment(grid(kind, [(innocent, 9), (innocent, 10), (innocent, 11)]))
    whole = storm.undisturbed("whole-" + kind)
    middle = len(values) // 2  # the innocent stand first, in the middle and last
    storm.experiment(grid(kind, [(innocent, 9)] + [(value, 8) for value in values[:middle]] + [(innocent, 10)]
                          + [(value, 8) for value in values[middle:]] + [(innocent, 11)]))
    code, text = storm.run("out-" + kind, "--jobs", "2", "--timeout", "20")
    check(storm, kind, whole, code, text)
    last = text.splitlines()[-1]
    return len(values), number_before("failed", last), number_before("finished", last) - len(whole)


def main():
    options = arguments(__doc__).parse_args()
    storm = Storm(options, EXPERIMENT)
    total = [0, 0, 0]
    for kind in KEYS:
        total = [a + b for a, b in zip(total, storm_over(storm, kind, options.brief))]
    return storm.close(f"{total[0]} hostile components: {total[1]} failed their own cell, {total[2]} finished it, no other "
                       f"cell was touched")


if __name__ == "__main__":
    sys.exit(main())
