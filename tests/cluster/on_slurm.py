#!/usr/bin/env python3
"""A grid on a real Slurm of two nodes, which this script starts and ends itself: on_slurm.py PROGRAM

What must hold whatever happens to a job: every cell is over in the end, once, with the bits of `ganzoo run`. Needs root,
slurm-wlm and munge; ends with 77, and says so loudly, where it has not got them.
"""
import glob
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "proofs"))
import daemons  # noqa: E402
from storm import bits_of, game  # noqa: E402

EXPERIMENT = 'title = "tiny"\n' + game("{steps}") + """
[metrics]
every = 50
samples = 64
names = ["moments"]
[log]
snapshots = 2
commit = 0.5
[grid]
seed = [{seeds}]
"""


class Wrong(Exception):
    pass


def require(condition, what):
    if not condition:
        raise Wrong(what)


class Trial:
    """One experiment in a folder of its own."""

    def __init__(self, slurm, program, name, steps, cells):
        self.slurm, self.program = slurm, program
        self.folder = slurm.path(name)
        os.mkdir(self.folder)
        self.write(steps, cells)

    def write(self, steps, cells):
        with open(self.path("a.toml"), "w") as file:
            file.write(EXPERIMENT.format(steps=steps, seeds=", ".join(map(str, range(cells)))))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def ganzoo(self, *words, code=0, **environment):
        done = subprocess.run([self.program, *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=400, env={**self.slurm.environment, "GANZOO_LEASE": "4", **environment})
        require(done.returncode == code, f"{' '.join(words)}: ends with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def submit(self, *words, code=0, **environment):
        """The job's number."""
        text = self.ganzoo("submit", "a.toml", "--out", "o", *words, code=code, **environment)
        found = re.search(r"as job (\d+) in", text)
        require(found, f"no job was submitted: {text}")
        return found.group(1)

    def bits(self, out="o"):
        return {os.path.basename(os.path.dirname(file)): bits_of(file) for file in glob.glob(self.path(out, "*", "run.h5"))}

    def committed(self, cells):
        return len(glob.glob(self.path("o", "*", "run.h5"))) >= cells

    def events(self):
        """(event, cell) of all workers' journals."""
        lines = []
        for file in glob.glob(self.path("o", ".submit", "*", "workers", "*")):
            with open(file) as text:
                lines += [tuple(line.split()[1:3]) for line in text]
        return lines

    def over(self):
        return sum(event == "finished" for event, _ in self.events())

    def logs(self):
        return "".join(open(file).read() for file in glob.glob(self.path("o", ".submit", "*", "task-*.log")))

    def states(self, job):
        return [task["JobState"] for task in self.slurm.tasks(job)]

    def ends(self, job):
        """Lets tasks that were put back begin at once, until there is none left."""
        def gone():
            self.slurm.hurry(job)
            states = self.states(job)
            return states and all(state not in ("PENDING", "RUNNING", "COMPLETING", "CONFIGURING", "REQUEUED") for state in states)
        self.slurm.until(gone, f"job {job} ends: {self.states(job)}: {self.logs()}")

    def as_run_does(self, cells):
        """All cells over, once, with the bits of an undisturbed run."""
        self.ganzoo("run", "a.toml", "--out", "alone")
        here, alone = self.bits(), self.bits("alone")
        require(len(alone) == cells, f"{len(alone)} cells instead of {cells}")
        for cell, bits in alone.items():
            require(here.get(cell) == bits, f"{cell}: {here.get(cell)} instead of {bits}; {self.logs()}")
        ends = [cell for event, cell in self.events() if event == "finished"]
        require(sorted(ends) == sorted(alone), f"ended: {sorted(ends)}")
        left = [name for name in os.listdir(self.path("o", ".claims")) if not name.startswith(".")]
        require(not left, f"claims are left: {left}")


def the_manual(slurm, program):
    """The first job of framework/docs/cluster.md, as it stands there."""
    page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "framework", "docs", "cluster.md")
    with open(page) as file:
        first = file.read().split("## A first job")[1].split("\n## ")[0]
    trial = Trial(slurm, program, "manual", 1, 1)
    with open(trial.path("ring.toml"), "w") as file:
        file.write(re.search(r"^```toml\n(.*?)^```", first, re.M | re.S).group(1))
    commands = [line.split()[1:] for line in first.splitlines() if line.startswith("    ganzoo ")]
    require([words[0] for words in commands] == ["submit", "watch"], f"{commands}")
    trial.ganzoo(*commands[0])
    slurm.until(lambda: os.path.exists(trial.path("runs", "ring_rates", "report.html")), "the report")
    require("4 finished" in trial.ganzoo(*commands[1]), "watch does not tell of 4 cells")


def undisturbed(slurm, program):
    """40 cells in two tasks, waited for; the report behind it; nothing is left for the next submit."""
    trial = Trial(slurm, program, "undisturbed", 20, 40)
    trial.submit("--tasks", "2", "--wait", "--then-report")
    takes = [cell for event, cell in trial.events() if event == "took"]
    require(len(takes) == len(set(takes)) == 40, f"{len(takes)} cells were taken, {len(set(takes))} of them different")
    trial.as_run_does(40)
    slurm.until(lambda: os.path.exists(trial.path("o", "report.html")), "the report")
    require("0 cells to submit" in trial.ganzoo("submit", "a.toml", "--out", "o"), "a second submit finds cells")
    require("| " in open(trial.path("o", "compare.md")).read(), "compare.md holds no table")


def a_node_is_lost(slurm, program):
    """A power cut at half of the cells: they are finished on the other node, in the same job."""
    trial = Trial(slurm, program, "lost", 40000, 8)
    job = trial.submit("--tasks", "2")
    slurm.until(lambda: trial.over() >= 3, "three cells")
    slurm.kill_node("n2")
    slurm.scontrol("update", "NodeName=n2", "State=DOWN", "Reason=trial")
    trial.ends(job)
    slurm.start_node("n2")
    slurm.until(lambda: "idle" in slurm.run("sinfo", "-h", "-n", "n2", "-o", "%t").stdout, "n2 is back")
    trial.as_run_does(8)
    require(any(event == "stole" for event, _ in trial.events()), "no claim was taken from the dead")


def the_time_is_nearly_up(slurm, program):
    """The warning before the limit: committed, back in the queue, gone on with."""
    trial = Trial(slurm, program, "limit", 150000, 2)
    job = trial.submit("--tasks", "2")
    slurm.until(lambda: trial.committed(2), "two commits")
    slurm.run("scancel", "--signal=USR1", "--batch", job)
    slurm.until(lambda: [task.get("Restarts") for task in slurm.tasks(job)] == ["1", "1"], "two restarts")
    require([status for status, _, _ in trial.bits().values()] == ["interrupted"] * 2, f"not committed: {trial.logs()}")
    trial.ends(job)
    require(trial.logs().count("is in the queue again") == 2, trial.logs())
    trial.as_run_does(2)


def it_is_cancelled(slurm, program):
    """scancel: committed and not put back; the next submit goes on."""
    trial = Trial(slurm, program, "cancelled", 150000, 2)
    job = trial.submit("--tasks", "2")
    slurm.until(lambda: trial.committed(2), "two commits")
    refused = trial.ganzoo("submit", "a.toml", "--out", "o", code=3)
    require(f"job {job} still has workers" in refused, refused)
    slurm.run("scancel", job)
    slurm.until(lambda: set(trial.states(job)) == {"CANCELLED"}, "cancelled")
    require([status for status, _, _ in trial.bits().values()] == ["interrupted"] * 2, f"not committed: {trial.logs()}")
    require({task["Restarts"] for task in slurm.tasks(job)} == {"0"}, "it was put back")
    trial.submit("--wait")
    trial.as_run_does(2)


def another_instruction_set(slurm, program):
    """What was begun on one instruction set waits for it; fresh cells do not."""
    trial = Trial(slurm, program, "isa", 150000, 1)
    lesser = {"ONEDNN_MAX_CPU_ISA": "SSE41", "GANZOO_MAX_LEVEL": "2"}
    job = trial.submit(**lesser)
    slurm.until(lambda: trial.committed(1), "a commit")
    slurm.run("scancel", job)
    slurm.until(lambda: trial.states(job) == ["CANCELLED"], "cancelled")
    before = trial.bits()
    trial.write(150000, 2)
    trial.submit("--tasks", "1", "--wait", code=143)
    require("1 cell waits for a machine with sse41" in trial.logs(), trial.logs())
    after = trial.bits()
    require(len(after) == 2 and before.items() <= after.items(), "the waiting cell was touched")
    require(sorted(status for status, _, _ in after.values()) == ["finished", "interrupted"], f"{after}")
    trial.submit("--wait", **lesser)
    require([status for status, _, _ in trial.bits().values()] == ["finished"] * 2, f"{trial.bits()}")


def a_search(slurm, program):
    """Its rungs are judged by the workers, and one of two nodes is lost on the way: the survivors of run."""
    trial = Trial(slurm, program, "search", 3000, 2)
    grid = '"divergence" = ["js", "kl"]\n"optimizer.generator.rate" = [1e-4, 1e-3, 1e-2, 1e-1]\n'
    with open(trial.path("a.toml")) as file:
        text = file.read().replace("[grid]\n", "[grid]\n" + grid)
    text = re.sub(r"every = \d+\nsamples = \d+\nnames = \[.*\]", 'every = 500\nsamples = 64\nnames = ["emd"]', text)
    with open(trial.path("a.toml"), "w") as file:
        file.write(text + '[search]\nmetric = "emd.w1"\nrungs = [500, 1000]\nkeep = 0.5\nconfirm = [7]\n')
    job = trial.submit("--tasks", "2")
    slurm.until(lambda: glob.glob(trial.path("o", ".search", "*.json")), "a judgement")
    slurm.kill_node("n2")
    slurm.scontrol("update", "NodeName=n2", "State=DOWN", "Reason=trial")
    trial.ends(job)
    slurm.start_node("n2")
    slurm.until(lambda: "idle" in slurm.run("sinfo", "-h", "-n", "n2", "-o", "%t").stdout, "n2 is back")
    trial.ganzoo("run", "a.toml", "--out", "alone")
    require(trial.bits() == trial.bits("alone"), f"other cells than run's: {trial.bits()}; {trial.logs()}")
    judged = [{os.path.basename(name): open(name).read() for name in glob.glob(trial.path(out, ".search", "*.json"))}
              for out in ("o", "alone")]
    require(judged[0] == judged[1] and len(judged[0]) == 6, f"judgements: {sorted(judged[0])}, {sorted(judged[1])}")
    require("0 cells to submit" in trial.ganzoo("submit", "a.toml", "--out", "o"), "a second submit finds cells")


def main():
    reason = daemons.why_not()
    if reason:
        print(f"SKIPPED: NOTHING OF SLURM WAS TESTED: {reason}", flush=True)
        return 77
    program, faults = os.path.abspath(sys.argv[1]), 0
    wanted = sys.argv[2:]
    with daemons.Slurm() as slurm:
        for test in [the_manual, undisturbed, a_node_is_lost, the_time_is_nearly_up, it_is_cancelled, another_instruction_set,
                     a_search]:
            if wanted and test.__name__ not in wanted:
                continue
            begin = time.monotonic()
            try:
                test(slurm, program)
                print(f"right: {test.__name__}, {time.monotonic() - begin:.0f} s", flush=True)
            except (Wrong, RuntimeError, subprocess.TimeoutExpired, OSError) as wrong:
                faults += 1
                print(f"WRONG: {test.__name__}: {wrong}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
