#!/usr/bin/env python3
"""A cell over two processes on a real Slurm, which this script starts and ends itself: on_slurm.py PROGRAM

By two tasks on one node, and by one on each of two: with the bits of two threads. Needs root, slurm-wlm, munge and MPI; ends
with 77, and says so loudly, where it has not got them.
"""
import glob
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "cluster"), os.path.join(HERE, "..", "proofs")]
import daemons  # noqa: E402
import over_processes  # noqa: E402
from storm import bits_of  # noqa: E402


def submitted(slurm, program, name, *options):
    """The bits of a cell that a job has trained."""
    folder = slurm.path(name)
    os.mkdir(folder)
    with open(os.path.join(folder, "a.toml"), "w") as file:
        file.write(over_processes.HEAD.format(name="mlp", steps=50, every=25, commit=3600) + over_processes.KINDS["mlp"])

    def ganzoo(*words):
        done = subprocess.run([program, *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=600, env=slurm.environment)
        logs = "".join(open(log).read() for log in glob.glob(os.path.join(folder, "o", "*", "worker.log")))
        if done.returncode != 0:
            raise over_processes.Wrong(f"{name}: {words} ends with {done.returncode}: {done.stdout}{done.stderr}{logs}")

    ganzoo("run", "a.toml", "--out", "t")
    ganzoo("submit", "a.toml", "--out", "o", "--processes", "2", "--wait", "--", *options)
    bits = [bits_of(file) for out in "to" for file in glob.glob(os.path.join(folder, out, "*", "run.h5"))]
    if len(bits) != 2 or bits[0] != bits[1] or bits[0][0] != "finished":
        raise over_processes.Wrong(f"{name}: two processes differ from two threads: {bits}")


def main(program):
    why_not = daemons.why_not() or over_processes.why_not(program)
    if why_not:
        print(f"SKIPPED: {why_not}", flush=True)
        return 77
    os.environ.update(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
    daemons.CONF = daemons.CONF.replace("Port={first} CPUs=1", "Port={first} CPUs=2")
    try:
        with daemons.Slurm() as slurm:
            submitted(slurm, program, "one-node", "--nodes=1")
            submitted(slurm, program, "two-nodes", "--nodes=2", "--ntasks-per-node=1")
    except over_processes.Wrong as wrong:
        print(f"WRONG: {wrong}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
