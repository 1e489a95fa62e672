"""Runs as TensorBoard's event files: every number stands there, read by TensorBoard itself where Python has it.

    tensorboard_test.py PROGRAM TENSORBOARD.proto [TEST…]

Else the records are taken apart by their definition (TFRecord, CRC-32C) and by the classes that protoc makes of the .proto.
"""
import collections
import glob
import math
import os
import struct
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

try:
    from tensorboard.backend.event_processing import event_accumulator
except ImportError:
    event_accumulator = None

PROGRAM, PROTO = (os.path.abspath(path) for path in sys.argv[1:3])
HERE = os.path.dirname(os.path.abspath(__file__))
TMP = tempfile.TemporaryDirectory()


def ganzoo(*arguments, code=0):
    done = subprocess.run([PROGRAM, "--quiet", *arguments], capture_output=True, text=True)
    if done.returncode != code:
        raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(file):
    with open(file, "rb") as opened:
        data = opened.read()
    at = 0
    while at < len(data):
        (size, head_sum), body = struct.unpack_from("<QI", data, at), data[at + 12:at + 12 + struct.unpack_from("<Q", data, at)[0]]
        assert head_sum == masked(data[at:at + 8]) and struct.unpack_from("<I", data, at + 12 + size)[0] == masked(body)
        yield body
        at += 16 + size


def classes():
    if not os.path.exists(f"{TMP.name}/tensorboard_pb2.py"):
        subprocess.run(["protoc", f"-I{os.path.dirname(PROTO)}", f"--python_out={TMP.name}", PROTO], check=True)
        sys.path.insert(0, TMP.name)
    import tensorboard_pb2
    return tensorboard_pb2


class Read:
    """scalars: tag → {step: value}; images: step → PNG; texts: tag → text; times: step → seconds."""

    def __init__(self, file):
        self.scalars, self.images, self.texts, self.times = collections.defaultdict(dict), {}, {}, {}
        if event_accumulator:
            self.by_tensorboard(file)
        else:
            self.by_definition(file)

    def by_tensorboard(self, file):
        read = event_accumulator.EventAccumulator(file, size_guidance={"scalars": 0, "images": 0, "tensors": 0}).Reload()
        for tag in read.Tags()["scalars"]:
            self.scalars[tag] = {e.step: e.value for e in read.Scalars(tag)}
            self.times.update({e.step: e.wall_time for e in read.Scalars(tag)})
        for tag in read.Tags()["images"]:
            self.images.update({e.step: e.encoded_image_string for e in read.Images(tag)})
        for tag in read.Tags()["tensors"]:
            self.texts[tag] = read.Tensors(tag)[0].tensor_proto.string_val[0].decode()

    def by_definition(self, file):
        for i, record in enumerate(records(file)):
            event = classes().Event.FromString(record)
            if i == 0:
                assert event.file_version == "brain.Event:2"
            for value in event.summary.value:
                kind = value.WhichOneof("value")
                if kind == "simple_value":
                    self.scalars[value.tag][event.step] = value.simple_value
                    self.times[event.step] = event.wall_time
                elif kind == "image":
                    self.images[event.step] = value.image.encoded_image_string
                    width, height = struct.unpack(">II", value.image.encoded_image_string[16:24])
                    assert (value.image.width, value.image.height) == (width, height)
                else:
                    assert value.metadata.plugin_data.plugin_name == "text" and value.tensor.dtype == 7
                    self.texts[value.tag] = value.tensor.string_val[0].decode()


class Events(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        for kind in ("points", "images"):
            subprocess.run([sys.executable, f"{HERE}/browser/fabricate.py", f"{TMP.name}/{kind}", "--groups", "2", "--seeds", "2",
                            "--rows", "30", "--kind", kind, "--diverged", "1"], check=True)

    def exported(self, kind):
        ganzoo("export", f"{TMP.name}/{kind}", "--to", "tensorboard", "--out", f"{TMP.name}/{kind}-log")
        for file in sorted(glob.glob(f"{TMP.name}/{kind}/*/run.h5")):
            with h5py.File(file) as run:
                (events,) = glob.glob(f"{TMP.name}/{kind}-log/{run.attrs['cell']}/events.out.tfevents.*")
                yield run, events

    def test_the_checksum_is_castagnolis(self):
        self.assertEqual(crc32c(b"123456789"), 0xE3069283)

    def test_every_number_is_there_at_its_step(self):
        for run, events in self.exported("points"):
            read, count = Read(events), 0
            for table in ("train", "metrics"):
                for name in run[table]:
                    if name == "step":
                        continue
                    for step, value in zip(run[table]["step"][:], run[table][name][:]):
                        with np.errstate(over="ignore"):
                            single = float(np.float32(value))
                        seen = read.scalars[f"{table}/{name}"][int(step)]
                        self.assertTrue(seen == single or math.isnan(seen) and math.isnan(single), (table, name, step, seen, value))
                        count += 1
            self.assertEqual(count, sum(len(values) for values in read.scalars.values()))
            seconds = dict(zip(run["train/step"][:].tolist(), run["train/wall_time"][:]))
            first = min(seconds)
            for step, value in seconds.items():
                self.assertAlmostEqual(read.times[step] - read.times[first], value - seconds[first], delta=1e-3)
            self.assertEqual("".join(line[4:] + "\n" for line in read.texts["spec"].splitlines()).strip(), run.attrs["spec"].strip())

    def test_snapshots_are_pictures(self):
        for kind in ("points", "images"):
            for run, events in self.exported(kind):
                read = Read(events)
                self.assertEqual(sorted(read.images), run["samples/step"][:].tolist())
                for png in read.images.values():
                    self.assertTrue(png.startswith(b"\x89PNG"))

    def test_the_same_runs_give_the_same_bytes(self):
        def contents():
            found = []
            for _, events in self.exported("points"):
                with open(events, "rb") as file:
                    found.append(file.read())
            return found
        self.assertEqual(contents(), contents())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
