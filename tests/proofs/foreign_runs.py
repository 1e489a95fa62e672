#!/usr/bin/env python3
"""Opens folders of somebody else's runs, each hostile in one way, with every verb that reads runs.

    tests/proofs/foreign_runs.py PROGRAM

What stands in a run file is put there by h5py, where no writer of ganzoo's would put it; what stands beside it are links,
pipes and devices. Every verb must end by itself, with a result or an error in its own words: exit 0, 2, 4 or 5 (of run
also 1), no byte of the stranger's that steers a terminal, no line that he forged, no script in a page, and nothing
written but what was asked for.
"""
import os
import shutil
import subprocess
import sys

import h5py
import numpy

from storm import Storm, arguments, game

EXPERIMENT = 'title = "foreign"\n' + game(40) + """
[metrics]
every = 20
samples = 64
names = ["modes"]
[log]
every = 20
snapshots = 3
keep_checkpoint = true
[grid]
seed = [0, 1]
"""

ESCAPE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\nganzoo: error: forged\r"
SCRIPT = "<img src=x onerror=alert(1)>"
PAIR = numpy.dtype([("a", "f8"), ("b", "i4")])
COLUMN, WEIGHT, POINTS = "metrics/modes.covered", "weights/generator/dense_0/weight", "samples/points"


def put(file, path, target):
    """A link, a type or a group, in the place of what stands there."""
    if path in file:
        del file[path]
    file[path] = target


def replace(file, path, **arguments):
    del file[path]
    file.create_dataset(path, **arguments)


def attribute(file, path, name, value):
    attributes = file[path].attrs
    if name in attributes:
        del attributes[name]
    attributes[name] = value


def column(file, path, name, **attributes):
    """A column more, under any name."""
    made = file[path].create_dataset(name.encode(), data=numpy.ones(file[path + "/step"].shape))
    made.attrs.update(attributes)


def images(file, values, **attributes):
    """Snapshots of images in the place of those of points."""
    del file[POINTS]
    made = file["samples"].create_dataset("images", data=values)
    made.attrs.update(attributes)


def virtual(file, path, source):
    shape = file[path].shape
    del file[path]
    layout = h5py.VirtualLayout(shape=shape, dtype="f8")
    layout[:] = h5py.VirtualSource(source, path, shape=shape)
    file.create_virtual_dataset(path, layout)


def ends(file, path):
    steps = file[path]
    steps[0], steps[-1] = -2**63, 2**63 - 1


INSIDE = {
    "compound title": lambda f: attribute(f, "/", "title", numpy.array((1.0, 2), dtype=PAIR)),
    "compound column": lambda f: replace(f, "train/wall_time", data=numpy.zeros(2, dtype=PAIR)),
    "compound better": lambda f: attribute(f, COLUMN, "better", numpy.array((1.0, 2), dtype=PAIR)),
    "compound provenance": lambda f: attribute(f, "provenance", "host", numpy.zeros(3, dtype=PAIR)),
    "reference": lambda f: attribute(f, "/", "note", f["train"].ref),
    "titles": lambda f: attribute(f, "/", "title", ["a", "b"]),
    "no title": lambda f: attribute(f, "/", "title", h5py.Empty("S10")),
    "long title": lambda f: attribute(f, "/", "title", "x" * 60_000),
    "escaped title": lambda f: [attribute(f, "/", name, ESCAPE) for name in ("title", "cell", "reason")],
    "escaped attribute": lambda f: attribute(f, "provenance", ESCAPE, ESCAPE),
    "escaped component": lambda f: f["provenance"].create_group(ESCAPE).attrs.update({ESCAPE: ESCAPE, "file": ESCAPE}),
    "escaped group": lambda f: f.create_group("train/" + ESCAPE),
    "escaped column": lambda f: column(f, "metrics", ESCAPE, better="lower", units=ESCAPE, description=ESCAPE),
    "escaped unit": lambda f: [attribute(f, COLUMN, name, ESCAPE) for name in ("units", "description", "depends_on")],
    "escaped samples": lambda f: f["samples"].create_dataset(ESCAPE.encode(), data=numpy.zeros((3, 2, 2), dtype="f4")),
    "escaped weights": lambda f: f["weights/generator"].create_dataset(ESCAPE.encode(), data=[1.0]),
    "column of a page": lambda f: column(f, "metrics", SCRIPT, better="higher", units=SCRIPT, description=SCRIPT),
    "title of a page": lambda f: [attribute(f, "/", name, SCRIPT) for name in ("title", "cell", "reason")],
    "column of latex": lambda f: column(f, "metrics", r"\write18{id}$&%#_", better="higher"),
    "column of a spreadsheet": lambda f: column(f, "metrics", "=cmd|calc!A0,\"x", better="higher"),
    "long column": lambda f: column(f, "metrics", "c" * 60_000, better="lower"),
    "many columns": lambda f: [column(f, "metrics", f"m.q{i}", better="lower") for i in range(1000)],
    "odd better": lambda f: attribute(f, COLUMN, "better", "sideways"),
    "better a number": lambda f: attribute(f, COLUMN, "better", 3),
    "range upside down": lambda f: (attribute(f, COLUMN, "lower", 9.0), attribute(f, COLUMN, "upper", -9.0)),
    "range of nothing": lambda f: (attribute(f, COLUMN, "lower", numpy.nan), attribute(f, COLUMN, "upper", numpy.inf)),
    "unit of everything": lambda f: attribute(f, COLUMN, "depends_on", "/etc/passwd ../../x " * 1000),
    "infinite column": lambda f: f[COLUMN].__setitem__(slice(None), [numpy.inf, -numpy.inf, numpy.nan]),
    "external link": lambda f: put(f, "provenance/data", h5py.ExternalLink("/etc/passwd", "/")),
    "external group": lambda f: put(f, "metrics", h5py.ExternalLink("/proc/self/mem", "/metrics")),
    "external storage": lambda f: replace(f, "train/wall_time", shape=(2,), dtype="f8", external=[("/etc/passwd", 0, 16)]),
    "soft loop": lambda f: put(f, "provenance/loop", h5py.SoftLink("/provenance/loop")),
    "hard loop": lambda f: put(f, "provenance/loop", f["/"]),
    "samples of the root": lambda f: put(f, "samples/all", f["/"]),
    "weights of the root": lambda f: put(f, "weights/generator/up", f["/"]),
    "checkpoint of the root": lambda f: put(f, "checkpoint", f["/"]),
    "virtual of itself": lambda f: virtual(f, "train/wall_time", "."),
    "virtual of a device": lambda f: virtual(f, "train/wall_time", "/dev/zero"),
    "component a dataset": lambda f: put(f, "provenance/generator", numpy.ones(1)),
    "component a type": lambda f: put(f, "provenance/generator", PAIR),
    "weights above": lambda f: f["weights"].create_dataset("..", data=[1.0]),
    "weights of text": lambda f: replace(f, WEIGHT, data=["a"]),
    "weights of another shape": lambda f: replace(f, WEIGHT, data=[[[[1.0]]]]),
    "weights of no size": lambda f: replace(f, WEIGHT, shape=(0, 1 << 40), dtype="f4"),
    "weights of rank 32": lambda f: replace(f, WEIGHT, data=numpy.ones([1] * 32)),
    "snapshots of no size": lambda f: replace(f, POINTS, shape=(3, 0, 2), dtype="f4"),
    "snapshots of one number": lambda f: replace(f, POINTS, shape=(3, 2), dtype="f4"),
    "two kinds of snapshots": lambda f: f["samples"].create_dataset("images", data=numpy.zeros((3, 2, 2, 2), dtype="f4")),
    "points for images": lambda f: f.move(POINTS, "samples/images"),
    "images of seven colours": lambda f: images(f, numpy.zeros((3, 2, 3, 3, 7), dtype="u1")),
    "images of huge levels": lambda f: images(f, numpy.ones((3, 2, 2, 2), dtype="u1"), scale=1e308, offset=1e308),
    "images of no levels": lambda f: images(f, numpy.ones((3, 2, 2, 2), dtype="u1"), scale=0.0, offset=0.0),
    "noise of another number": lambda f: replace(f, "samples/noise", data=[[1.0], [2.0], [3.0]]),
    "endless steps": lambda f: [ends(f, path) for path in ("train/step", "metrics/step", "samples/step")],
    "endless step": lambda f: attribute(f, "/", "step", numpy.int64(-2**63)),
    "endless seed": lambda f: attribute(f, "/", "seed", numpy.uint64(2**64 - 1)),
    "long spec": lambda f: attribute(f, "/", "spec_json", '{"a":"' + "x" * 60_000 + '"}'),
    "deep spec": lambda f: attribute(f, "/", "spec_json", '{"a":' * 5000 + "1" + "}" * 5000),
    "spec with keys twice": lambda f: attribute(f, "/", "spec_json", '{"seed":1,"seed":2,"":{"":{}},"data":3,"data":{}}'),
    "infinite spec": lambda f: attribute(f, "/", "spec_json", '{"steps":1e999,"seed":-0,"train":{"batch":1e308}}'),
    "spec of bytes": lambda f: attribute(f, "/", "spec_json", numpy.bytes_(b"\xff\xfe{}")),
    "failed in a page's words": lambda f: (attribute(f, "/", "status", "failed"), attribute(f, "/", "reason", SCRIPT + ESCAPE)),
}

# Of a folder, given the cell's.
BESIDE = {
    "folder called so": lambda cell: os.rename(cell, os.path.join(os.path.dirname(cell), ESCAPE.replace("/", ""))),
    "folder in a loop": lambda cell: os.symlink("..", os.path.join(cell, "loop")),
    "run file a pipe": lambda cell: swap(cell, os.mkfifo),
    "run file a folder": lambda cell: swap(cell, os.mkdir),
    "run file a device": lambda cell: swap(cell, lambda file: os.symlink("/dev/zero", file)),
    "run file somebody's": lambda cell: swap(cell, lambda file: os.symlink("/etc/passwd", file)),
    "run file a memory": lambda cell: swap(cell, lambda file: os.symlink("/proc/self/mem", file)),
    "run file of holes": lambda cell: swap(cell, lambda file: subprocess.run(["truncate", "-s", "1T", file], check=True)),
    "log a pipe": lambda cell: swap(cell, os.mkfifo, "worker.log"),
    "log that steers": lambda cell: swap(cell, lambda file: open(file, "w").write(ESCAPE * 1000), "worker.log"),
}


def swap(cell, make, name="run.h5"):
    file = os.path.join(cell, name)
    if os.path.lexists(file):  # an empty worker.log is not kept
        os.remove(file)
    make(file)


def steers(text):
    return any(sign in text for sign in (b"\x1b", b"\x07", b"\xc2\x9b", b"\r", b"\xff", "\u202e".encode(),
                                         b"\nganzoo: error: forged"))


class Reader:
    """Every verb over one folder of runs."""

    def __init__(self, storm):
        self.storm, self.commands = storm, 0

    def call(self, what, *words):
        self.commands += 1
        try:
            done = subprocess.run([self.storm.program, *words], cwd=self.storm.folder, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            return self.storm.wrong(f"{what}: {words} does not end")
        said = done.stdout + done.stderr
        if done.returncode not in ((0, 2, 4, 5, 1) if words[0] == "run" else (0, 2, 4, 5)):
            self.storm.wrong(f"{what}: {words} ends with {done.returncode}: {done.stderr[:500]}")
        if done.returncode != 0 and not said.strip():
            self.storm.wrong(f"{what}: {words} ends with {done.returncode} without a word")
        if steers(said) or len(done.stderr) > 50_000:
            self.storm.wrong(f"{what}: {words} says {said[:500]}")

    def open(self, what, cell):
        cell = os.path.join("runs", os.path.basename(cell)) if os.path.isdir(self.storm.path(cell)) else "runs"
        for words in (["verify", "runs"], ["compare", "runs"], ["compare", cell, "--format", "latex"],
                      ["compare", cell, "--format", "csv"], ["watch", "runs"], ["clean", "runs"],
                      ["report", "runs", "--out", "page.html"], ["report", cell, "--out", "page.html"],
                      ["sample", cell, "--out", "a.csv"], ["sample", cell, "--out", "a.png", "--step", "20"],
                      ["run", "a.toml", "--out", "runs", "--verbose"], ["run", cell, "--out", "again"]):
            self.call(what, *words)
            self.look_at_page(what)
        shutil.rmtree(self.storm.path("again"), ignore_errors=True)

    def look_at_page(self, what):
        page = self.storm.path("page.html")
        if not os.path.exists(page):
            return
        with open(page, "rb") as file:
            text = file.read()
        if SCRIPT.encode() in text or b"\x1b" in text:
            self.storm.wrong(f"{what}: a page holds what the stranger wrote as it is")
        os.remove(page)


def attack(storm, attack_folder, attacked):
    """A fresh folder of runs, of which the first is attacked; the cell's path in it."""
    storm.forget("runs")
    shutil.copytree(storm.path("whole"), storm.path("runs"))
    cell = os.path.join("runs", attacked)
    attack_folder(storm.path(cell))
    return cell


def inside(change):
    def apply(cell):
        with h5py.File(os.path.join(cell, "run.h5"), "r+") as file:
            change(file)
    return apply


def main():
    options = arguments(__doc__).parse_args()
    storm = Storm(options, EXPERIMENT)
    reader = Reader(storm)
    attacked = sorted(storm.undisturbed("whole"))[0]
    attacks = {**{name: inside(change) for name, change in INSIDE.items()}, **BESIDE}
    for name in list(attacks)[::4] if options.brief else attacks:
        reader.open(name, attack(storm, attacks[name], attacked))
    return storm.close(f"{len(attacks)} hostile folders, {reader.commands} commands")


if __name__ == "__main__":
    sys.exit(main())
