#!/usr/bin/env python3
"""Whole run files against framework/docs/run_file.md: they hold what it tells, and nothing that it does not.

    tests/docs/run_file_holds.py PROGRAM PAGE
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

import h5py
from PIL import Image

POINTS = """title = "points"
steps = 40
data = "ring"
generator = { name = "mlp", hidden = [8] }
discriminator = { name = "mlp", hidden = [8] }
divergence = "js"
train = { batch = 16, ema = 0.9 }
metrics = { names = ["modes", "sliced_wasserstein", "bound"], every = 20, samples = 256, floor = 2, select = "modes.covered" }
log = { every = 10, snapshots = 2, keep_checkpoint = true }
"""
IMAGES = """title = "images"
steps = 1
data = "shapes"
generator = { name = "mlp", hidden = [4], conditional = true }
discriminator = { name = "mlp", hidden = [4], projection = true }
divergence = "js"
train = { batch = 4 }
log = { snapshots = 1 }
"""
LINE = """title = "line"
steps = 1
data = "mixture"
generator = { name = "line", hidden = [4] }
discriminator = { name = "mlp", hidden = [4] }
divergence = "js"
train = { batch = 4 }
log = { snapshots = 2 }
"""
FOLDER = """title = "folder"
steps = 1
data = { name = "images", folder = "pictures", on_error = "skip" }
generator = { name = "mlp", hidden = [4] }
discriminator = { name = "mlp", hidden = [4] }
divergence = "js"
train = { batch = 4 }
log = { snapshots = 1 }
"""
TABLE = """title = "table"
steps = 1
data = { name = "points", file = "table.csv", columns = ["x", "y"], label = "kind", standardise = true, validation = 0.0, test = 0.0 }
generator = { name = "mlp", hidden = [4], conditional = true }
discriminator = { name = "mlp", hidden = [4], projection = true }
divergence = "js"
train = { batch = 4 }
log = { snapshots = 1 }
"""
# What HDF5 writes of its own accord for dimension scales.
OWN = {"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST"}
TABLES = ("train", "metrics", "floor")
COLUMN, BYTES = "a dataset of /train, /metrics or /floor", "a dataset of bytes"


def declared(page):
    """Of each section, its names."""
    names, section = {}, None
    for line in open(page, encoding="utf-8"):
        if line.startswith("## "):
            section = names.setdefault(line[3:].strip(), [])
        elif line.startswith("| `"):
            section.append(line.split("`")[1])
    return names


def matches(pattern, name):
    """Words in capitals stand for any."""
    return re.fullmatch(re.sub(r"\b[A-Z]{2,}\b", ".+", re.escape(pattern).replace(r"\/", "/")), name)


class Check:
    def __init__(self, names):
        self.names, self.seen, self.faults = names, set(), []

    def look(self, section, name, where):
        found = [pattern for pattern in self.names[section] if matches(pattern, name)]
        if not found:
            self.faults.append(f"{where}: {name} is not told of in {section}")
        self.seen |= {(section, pattern) for pattern in found}

    def attributes(self, section, thing):
        for name in thing.attrs:
            if name not in OWN:
                self.look(section, "@" + name, thing.name)

    def dataset(self, group, name, thing):
        self.look("/" + group, name, thing.file.filename)
        self.attributes(COLUMN if group in TABLES else BYTES, thing)

    def file(self, path):
        with h5py.File(path) as file:
            self.attributes("/", file)
            for group in file:
                if group != "provenance":
                    self.attributes("/" + group, file[group])
                    file[group].visititems(lambda name, thing: isinstance(thing, h5py.Dataset) and
                                           self.dataset(group, name, thing) or None)
            self.attributes("/provenance", file["provenance"])
            for kind in file["provenance"]:
                self.attributes("/provenance/KIND", file["provenance"][kind])


def main():
    program, page = map(os.path.abspath, sys.argv[1:])
    check = Check(declared(page))
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "pictures"))
        for i in range(20):
            Image.new("L", (8, 8), 10 * i).save(os.path.join(folder, "pictures", f"{i}.png"))
        open(os.path.join(folder, "pictures", "broken.png"), "w").close()
        with open(os.path.join(folder, "table.csv"), "w") as file:
            file.write("x,y,kind\n" + "".join(f"{i},{2 * i},{'ab'[i % 2]}\n" for i in range(20)))
        for name, text in [("points", POINTS), ("images", IMAGES), ("line", LINE), ("folder", FOLDER), ("table", TABLE)]:
            with open(os.path.join(folder, name + ".toml"), "w") as file:
                file.write(text)
            subprocess.run([program, "run", name + ".toml", "--out", name, "--quiet"], cwd=folder, check=True)
            for run in glob.glob(os.path.join(folder, name, "*", "run.h5")):
                check.file(run)
    for section, names in check.names.items():
        for name in names:
            if (section, name) not in check.seen:
                check.faults.append(f"no file holds {name} of {section}")
    for fault in check.faults:
        print(fault, file=sys.stderr)
    return 1 if check.faults or not check.seen else 0


sys.exit(main())
