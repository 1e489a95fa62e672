"""Changes a run file as a stranger, or an attacker, might: alter_run.py FILE CHANGE. Exits 77 without h5py."""
import sys

try:
    import h5py
except ImportError as missing:
    print(missing)
    sys.exit(77)


def replace(file, path, **arguments):
    del file[path]
    file.create_dataset(path, **arguments)


def virtual(file):
    del file["train/penalty"]
    layout = h5py.VirtualLayout(shape=(3,), dtype="f8")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", shape=(3,))
    file.create_virtual_dataset("train/penalty", layout)


def link(file, target):
    del file["train/penalty"]
    file["train/penalty"] = target


def attribute(file, name, value):
    if value is None:
        del file.attrs[name]
    else:
        file.attrs[name] = value


CHANGES = {
    "annotated": lambda f: attribute(f, "note", "looked at it"),
    "newer minor": lambda f: (attribute(f, "schema_minor", 7), f.create_group("future")),
    "newer major": lambda f: attribute(f, "schema_major", 2),
    "no schema": lambda f: attribute(f, "schema", None),
    "odd status": lambda f: attribute(f, "status", "sleeping"),
    "no title": lambda f: attribute(f, "title", None),
    "number for text": lambda f: attribute(f, "cell", 3),
    "virtual": virtual,
    "external link": lambda f: link(f, h5py.ExternalLink("/etc/passwd", "/")),
    "soft link": lambda f: link(f, h5py.SoftLink("/train/wall_time")),
    "external storage": lambda f: replace(f, "train/penalty", shape=(3,), dtype="f8", external=[("/etc/passwd", 0, 24)]),
    "filter": lambda f: replace(f, "train/penalty", data=[1.0, 2, 3], compression="lzf"),
    "huge": lambda f: replace(f, "train/penalty", shape=(1 << 50,), dtype="f8", chunks=(1 << 10,)),
    "huge chunk": lambda f: replace(f, "train/penalty", shape=(3,), maxshape=(None,), dtype="f8", chunks=(1 << 27,)),
    "text column": lambda f: replace(f, "train/penalty", data=["a", "b", "c"]),
    "matrix column": lambda f: replace(f, "train/penalty", data=[[1.0], [2], [3]]),
    "short column": lambda f: replace(f, "train/penalty", data=[1.0, 2]),
    "group for column": lambda f: (f.__delitem__("train/penalty"), f.create_group("train/penalty")),
    "falling step": lambda f: f["train/step"].__setitem__(slice(None), [10, 30, 20]),
    "no step": lambda f: f.move("train/step", "train/steps"),
    "float step": lambda f: replace(f, "train/step", data=[1.0, 2, 3]),
    "loop": lambda f: f.__setitem__("weights/again", f["weights"]),
    "few snapshots": lambda f: replace(f, "samples/points", data=[[[1.0, 2]]]),
    "compressed": lambda f: replace(f, "train/penalty", data=[1.0, 2, 3], compression="gzip", fletcher32=True),
    "bools": lambda f: f.create_dataset("extra", data=[True, False, True]),
    "halves": lambda f: f.create_dataset("extra", data=[1.5, -2, 65504], dtype="f2"),
    "doubles": lambda f: f.create_dataset("extra", data=[1700000000.1, 1e300], dtype=">f8"),
    "bytes": lambda f: f.create_dataset("extra", data=[255, 7], dtype="u1"),
    "uneven integer": lambda f: f.create_dataset("extra", data=[1, 9007199254740993], dtype="i8"),
    "huge integer": lambda f: f.create_dataset("extra", data=[2**63 + 1], dtype="u8"),
    "colours": lambda f: f.create_dataset("extra", data=[1], dtype=h5py.enum_dtype({"RED": 0, "BLUE": 1}, basetype="i1")),
    "complex": lambda f: f.create_dataset("extra", data=[1j]),
    "text": lambda f: f.create_dataset("extra", data=["a"]),
    "big-endian": lambda f: replace(f, "train/penalty", data=[1.0, 2, 3], dtype=">f4"),
}

with h5py.File(sys.argv[1], "r+") as file:
    CHANGES[sys.argv[2]](file)
