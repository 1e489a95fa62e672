"""What the storms share: the program, an experiment, and the bits of its runs."""
import argparse
import glob
import hashlib
import os
import shutil
import subprocess
import tempfile
import time

import h5py


GAME = """steps = {steps}
[data]
name = "ring"
[generator]
name = "mlp"
noise = {noise}
hidden = [{hidden}]
[discriminator]
name = "mlp"
hidden = [{hidden}]
[divergence]
name = "{divergence}"
[train]
batch = {batch}
"""


def game(steps, noise=4, hidden="16", divergence="kl", batch=32):
    """The first lines of an experiment: multilayer perceptrons on the ring."""
    return GAME.format(steps=steps, noise=noise, hidden=hidden, divergence=divergence, batch=batch)


def arguments(description):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the ganzoo to try")
    parser.add_argument("--build", default=".", help="the folder it was built in, for the tests' own modules")
    parser.add_argument("--seconds", type=float, default=1800, help="stop after so many")
    parser.add_argument("--brief", action="store_true", help="what a build's tests have time for")
    return parser


class Storm:
    """A folder to work in, and a count of what went wrong."""

    def __init__(self, options, experiment):
        self.program = os.path.abspath(options.program)
        self.build = os.path.abspath(options.build)
        self.folder = tempfile.mkdtemp(prefix="ganzoo-storm-")
        self.begin = time.monotonic()
        self.end = self.begin + options.seconds
        self.faults = []
        self.experiment(experiment)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def experiment(self, text):
        """The experiment from now on."""
        with open(self.path("a.toml"), "w") as file:
            file.write(text)

    def undisturbed(self, out, *more):
        """The bits of a run that nothing happens to."""
        code, text = self.run(out, *more)
        bits = self.bits(out)
        if code != 0 or not bits or any(there[0] not in ("finished", "diverged") for there in bits.values()):
            self.wrong(f"undisturbed, {out} ends with {code}: {text}")
        return bits

    def command(self, out, *more):
        return [self.program, "run", self.path("a.toml"), "--out", self.path(out), *more]

    def run(self, out, *more, environment=None):
        """The exit code (negative: a signal), and stderr."""
        done = subprocess.run(self.command(out, *more), env={**os.environ, **(environment or {})}, timeout=600,
                              cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True)
        return done.returncode, done.stderr.decode("utf-8", "backslashreplace")

    def verified(self, out):
        files = glob.glob(self.path(out, "*", "run.h5"))
        return all(subprocess.run([self.program, "verify", file], capture_output=True).returncode == 0
                   for file in files)

    def bits(self, out):
        """Cell → status, step and digest of every number but the times."""
        return {os.path.basename(os.path.dirname(file)): bits_of(file)
                for file in glob.glob(self.path(out, "*", "run.h5"))}

    def forget(self, out):
        shutil.rmtree(self.path(out), ignore_errors=True)

    def time_left(self):
        return time.monotonic() < self.end

    def wrong(self, text):
        self.faults.append(text)
        print("WRONG:", text, flush=True)

    def close(self, figures):
        seconds = time.monotonic() - self.begin
        print(f"{figures}; {seconds:.0f} s" + ("" if not self.faults else f"; {len(self.faults)} WRONG"), flush=True)
        if not self.faults:
            shutil.rmtree(self.folder, ignore_errors=True)
        return 1 if self.faults else 0


def bits_of(file):
    digest = hashlib.sha256()
    with h5py.File(file) as run:
        def add(name, node):
            if isinstance(node, h5py.Dataset) and not name.endswith("wall_time"):
                digest.update(name.encode() + str(node.shape).encode() + node[()].tobytes())
        run.visititems(add)
        return run.attrs["status"], int(run.attrs["step"]), digest.hexdigest()
