#!/usr/bin/env python3
"""Power cuts in the middle of a grid on Slurm: whenever a further part of the cells is over, a node's slurmd and all that runs
below it is killed.

    tests/proofs/slurm_storm.py PROGRAM [--cells 1000] [--steps 300] [--kills 10]

A Slurm of two nodes on this machine, started here (root; slurm-wlm, munge). One `ganzoo submit`; then nobody does anything but
scontrol: a node is told to be down, and up again, and tasks that were put back to begin at once instead of in two minutes. In
the end every cell must be over, with the bits of an undisturbed `ganzoo run`, and no cell may have been in two hands at once by
the workers' journals. Ends with 1 where that does not hold, with 77 where there is no Slurm.
"""
import glob
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cluster"))
import daemons  # noqa: E402
from storm import Storm, arguments, game  # noqa: E402

EXPERIMENT = 'title = "storm"\n' + game("{steps}", noise=16, hidden="64, 64", divergence="minimax", batch=64) + """
[metrics]
samples = 500
names = ["modes"]
every = {steps}
[log]
snapshots = 2
commit = 1
[grid]
seed = [{seeds}]
"""

LASTS = {"finished", "diverged", "failed", "interrupted", "killed", "lost", "stopped", "locked"}


def over(storm):
    """Cells that the journals tell to be over."""
    done = set()
    for time_of, worker, event, cell in journal(storm):
        if event in ("finished", "diverged"):
            done.add(cell)
    return done


def journal(storm):
    """(time, worker, event, cell) of all workers, in order."""
    lines = []
    for file in glob.glob(storm.path("o", ".submit", "*", "workers", "*")):
        with open(file) as text:
            for line in text:
                when, event, cell = line.split()[:3]
                lines.append((when, os.path.basename(file), event, cell))
    return sorted(lines)


def twice_at_once(storm):
    """Cells that a worker took while another one had them: its claim was neither given back nor taken away."""
    held, faults = {}, []
    for _, worker, event, cell in journal(storm):
        if event == "took":
            if cell in held:
                faults.append(cell)
            held[cell] = worker
        elif event == "stole" or (event in LASTS and held.get(cell) == worker):
            held.pop(cell, None)
    return faults


def submit(storm, slurm, *words):
    done = subprocess.run([storm.program, "submit", storm.path("a.toml"), "--out", storm.path("o"), *words],
                          cwd=storm.folder, env={**slurm.environment, "GANZOO_LEASE": "10"}, capture_output=True, text=True)
    if done.returncode != 0:
        storm.wrong(f"submit ends with {done.returncode}: {done.stderr}")
    print(done.stdout, end="", flush=True)
    return done.stdout.split(" as job ")[1].split()[0]


def cut(slurm, node):
    slurm.kill_node(node)
    slurm.scontrol("update", f"NodeName={node}", "State=DOWN", "Reason=storm")
    slurm.start_node(node)
    time.sleep(2)
    slurm.run("scontrol", "update", f"NodeName={node}", "State=RESUME")


def is_left(slurm, job):
    return any(task["JobState"] in ("PENDING", "RUNNING", "COMPLETING", "CONFIGURING", "REQUEUED") for task in slurm.tasks(job))


def storm_over(storm, slurm, job, options):
    """How many cuts there were until nothing was left. They follow the cells and not the clock, so that fast and slow
    processors see the same storm: the first when the first cell is over, the last well before the last one."""
    cuts = 0
    while is_left(slurm, job):
        done = len(over(storm))
        if cuts < options.kills and done > cuts * options.cells / (options.kills + 1):
            cut(slurm, ["n2", "n1"][cuts % 2])
            cuts += 1
            print(f"cut {cuts}: {done} cells were over", flush=True)
        slurm.hurry(job)
        time.sleep(0.2)
        if not storm.time_left():
            storm.wrong("the time is over")
            break
    return cuts


def main():
    parser = arguments(__doc__)
    parser.add_argument("--cells", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--kills", type=int, default=10)
    options = parser.parse_args()
    if options.brief:
        options.cells, options.kills, options.seconds = 40, 2, 900
    reason = daemons.why_not()
    if reason:
        print(f"SKIPPED: NO STORM ON SLURM: {reason}", flush=True)
        return 77
    storm = Storm(options, EXPERIMENT.format(steps=options.steps, seeds=", ".join(map(str, range(options.cells)))))
    with daemons.Slurm() as slurm:
        begin = time.monotonic()
        job = submit(storm, slurm, "--tasks", "4")
        cuts = storm_over(storm, slurm, job, options)
        seconds = time.monotonic() - begin
    whole, here = storm.undisturbed("whole"), storm.bits("o")
    for cell, bits in whole.items():
        if here.get(cell) != bits:
            storm.wrong(f"{cell}: {here.get(cell)} instead of {bits}")
    for cell in twice_at_once(storm):
        storm.wrong(f"{cell} was in two hands at once")
    if cuts < options.kills:
        storm.wrong(f"only {cuts} cuts before all was over: more --cells or --steps")
    taken = [event for _, _, event, _ in journal(storm)]
    return storm.close(f"{len(here)} cells over {cuts} power cuts in {seconds:.0f} s: {taken.count('took')} takes, "
                       f"{taken.count('stole')} of them from the dead")


if __name__ == "__main__":
    sys.exit(main())
