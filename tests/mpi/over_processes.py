#!/usr/bin/env python3
"""One run over several processes, as a user would start it: over_processes.py PROGRAM

Its numbers are those of as many threads, to the bit; a signal to any process is a commit; a process that is lost ends the
run, which goes on later. Ends with 77, and says so loudly, where there is no MPI.
"""
import glob
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "proofs"))
from storm import bits_of  # noqa: E402

MLP = """
[data]
name = "ring"
[generator]
name = "mlp"
noise = 4
hidden = [24, 24]
{critic}
[divergence]
name = "{divergence}"
{more}
"""

DCGAN = """
[data]
name = "shapes"
[generator]
name = "dcgan"
channels = 4
[discriminator]
name = "dcgan"
channels = 4
norm = "{norm}"
[divergence]
name = "minimax"
generator_loss = "non_saturating"
"""

CRITIC = """[discriminator]
name = "mlp"
hidden = [24, 24]
"""

PENALTY = """
[[regularizer]]
name = "gradient_penalty"
"""

KINDS = {
    "mlp": MLP.format(critic=CRITIC, divergence="js", more=""),
    "dcgan": DCGAN.format(norm="batch"),
    "spectral": DCGAN.format(norm="spectral"),
    "penalty": MLP.format(critic=CRITIC, divergence="wasserstein", more=PENALTY),
    "mmd": MLP.format(critic="", divergence="mmd", more=""),
}

HEAD = """title = "{name}"
steps = {steps}
[train]
batch = 32
threads = 2
[metrics]
every = {every}
samples = 64
names = ["sliced_wasserstein"]
[log]
snapshots = 2
commit = {commit}
"""

# A rate that is another one in each process: what no component should be, and what must be noticed.
DIFFERENT = """#include <cstdlib>
#include <ganzoo/ganzoo.hpp>

namespace {

struct Different : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "different", .source = "a test", .summary = "Not the same everywhere."};
  static constexpr auto parameters = std::tuple{};

  ganzoo::Turn next(const ganzoo::Progress&) override {
    const char* rank = std::getenv("OMPI_COMM_WORLD_RANK");
    return {.critic_steps = 1, .critic_rate = 1, .generator_rate = rank && *rank == '1' ? 0.5 : 1};
  }
};

}  // namespace

GANZOO_PLUGIN(Different)
"""


class Wrong(Exception):
    pass


def require(condition, what):
    if not condition:
        raise Wrong(what)


def ganzoo_processes(run):
    """Process id → rank, of the processes that train a cell of the folder `run`."""
    found = {}
    for folder in glob.glob("/proc/[0-9]*"):
        try:
            with open(folder + "/cmdline", "rb") as file:
                words = file.read().split(b"\0")
            with open(folder + "/environ", "rb") as file:
                rank = re.search(rb"OMPI_COMM_WORLD_RANK=(\d+)", file.read())
        except OSError:
            continue
        if rank and b"--launcher" in words and any(word.startswith(run.encode() + b"/") for word in words):
            found[int(os.path.basename(folder))] = int(rank.group(1))
    return found


class Trial:
    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.folder = tempfile.mkdtemp(prefix="ganzoo-mpi-")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, kind, steps=50, every=25, commit=3600, more=""):
        with open(self.path("a.toml"), "w") as file:
            file.write(HEAD.format(name=kind, steps=steps, every=every, commit=commit) + KINDS[kind] + more)

    def command(self, out, *words):
        return [self.program, "run", "a.toml", "--out", self.path(out), *words]

    def run(self, out, *words, code=0, **environment):
        done = subprocess.run(self.command(out, *words), cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=600, env={**os.environ, **environment})
        require(done.returncode == code,
                f"{' '.join(words)}: ends with {done.returncode}: {done.stdout}{done.stderr}{self.words_of(out)}")
        return done.stdout + done.stderr

    def start(self, out, *words):
        """In a process group of its own: SIGTSTP stops nobody in one whose parents have all gone."""
        return subprocess.Popen(self.command(out, *words), cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, process_group=0)

    def words_of(self, out):
        return "".join(open(file).read() for file in glob.glob(self.path(out, "*", "worker.log")))

    def bits(self, out):
        files = glob.glob(self.path(out, "*", "run.h5"))
        require(len(files) == 1, f"{out} holds {len(files)} runs")
        return bits_of(files[0])

    def under_way(self, out, beyond=0):
        """Rank → process id, of a run that has committed a step beyond that one."""
        until = time.monotonic() + 300
        while time.monotonic() < until:
            found = ganzoo_processes(self.path(out))
            files = glob.glob(self.path(out, "*", "run.h5"))
            if len(found) == 2 and files and bits_of(files[0])[1] > beyond:
                return {rank: pid for pid, rank in found.items()}
            time.sleep(0.05)
        raise Wrong(f"{out} does not begin: {self.words_of(out)}")

    def vanished(self, out):
        until = time.monotonic() + 60
        while ganzoo_processes(self.path(out)):
            require(time.monotonic() < until, f"processes of {out} are left")
            time.sleep(0.05)


def same_bits(trial):
    for kind in KINDS:
        trial.write(kind)
        trial.run(kind + "-threads")
        trial.run(kind + "-processes", "--processes", "2")
        threads, processes = trial.bits(kind + "-threads"), trial.bits(kind + "-processes")
        require(threads[:2] == ("finished", 50), f"{kind} is {threads}")
        require(threads == processes, f"{kind}: two processes differ from two threads")
        trial.vanished(kind + "-processes")


def signals(trial):
    """To the supervisor, and to each process; each goes on with processes or with threads."""
    trial.write("dcgan", steps=300, every=150, commit=0.1)
    trial.run("whole")
    for target in ("supervisor", 0, 1):
        out = f"stopped-{target}"
        run = trial.start(out, "--processes", "2")
        ranks = trial.under_way(out)
        os.kill(run.pid if target == "supervisor" else ranks[target], signal.SIGTERM)
        text = run.communicate(timeout=300)[0]
        status, step, _ = trial.bits(out)
        require(run.returncode == 143, f"SIGTERM to {target} ends with {run.returncode}: {text}{trial.words_of(out)}")
        require(status == "interrupted" and 0 < step < 300, f"SIGTERM to {target}: {status} at step {step}")
        trial.vanished(out)
        trial.run(out, *(["--processes", "2"] if target != 0 else []))
        require(trial.bits(out) == trial.bits("whole"), f"resumed after SIGTERM to {target}, the bits are others")
    begun_by_threads = trial.start("across")
    until = time.monotonic() + 300
    while not glob.glob(trial.path("across", "*", "run.h5")) and time.monotonic() < until:
        time.sleep(0.02)
    begun_by_threads.terminate()
    begun_by_threads.communicate(timeout=300)
    trial.run("across", "--processes", "2")
    require(trial.bits("across") == trial.bits("whole"), "begun by threads and ended by processes, the bits are others")


def early(trial):
    """At any moment before training: a wish to stop is no failure of the cell."""
    trial.write("dcgan", steps=100000, every=50000, commit=0.1)
    for tenths in range(2, 14):
        out = f"early-{tenths}"
        run = trial.start(out, "--processes", "2")
        time.sleep(tenths / 10)
        run.terminate()
        text = run.communicate(timeout=300)[0]
        require(run.returncode in (143, -signal.SIGTERM), f"SIGTERM after {tenths / 10} s ends with {run.returncode}: {text}")
        require("1 failed" not in text, f"SIGTERM after {tenths / 10} s: {text}")
        trial.vanished(out)


def lost(trial):
    trial.write("dcgan", steps=100000, every=50000, commit=0.1)
    for rank in (0, 1):
        out = f"lost-{rank}"
        run = trial.start(out, "--processes", "2")
        os.kill(trial.under_way(out)[rank], signal.SIGKILL)
        begin = time.monotonic()
        text = run.communicate(timeout=300)[0]
        print(f"process {rank} was killed: the run ended {time.monotonic() - begin:.1f} s later", flush=True)
        require(run.returncode == 1, f"process {rank} killed: ends with {run.returncode}: {text}")
        require("killed by signal 9" in text, f"process {rank} killed: {text}")
        trial.vanished(out)
        status, step, _ = trial.bits(out)
        require(step > 0, f"process {rank} killed: nothing was committed")
        run = trial.start(out, "--processes", "2")  # the same command goes on there
        trial.under_way(out, beyond=step)
        run.terminate()
        text = run.communicate(timeout=300)[0]
        status, later, _ = trial.bits(out)
        require(run.returncode == 143 and status == "interrupted" and later >= step, f"does not go on: {status}, {text}")


def job(trial):
    """A job's worker, which a scheduler or a hand starts, spreads its cells as well."""
    trial.write("mlp")
    trial.run("by-threads")
    job = trial.path("by-worker", ".submit", "1")
    for words in (["submit", "a.toml", "--out", trial.path("by-worker"), "--print", "--processes", "2"],
                  ["run", "--task", job]):
        done = subprocess.run([trial.program, *words], cwd=trial.folder, capture_output=True, text=True, timeout=600)
        require(done.returncode == 0, f"{words}: {done.stdout}{done.stderr}")
    with open(os.path.join(job, "job.sh")) as file:
        require("#SBATCH --ntasks=2\n#SBATCH --cpus-per-task=1\n" in file.read(), "a worker has not two tasks of Slurm's")
    require(trial.bits("by-worker") == trial.bits("by-threads"), "a worker's cell by two processes has other bits")


def different(trial):
    own = trial.path("own")
    with open(trial.path("different.cpp"), "w") as file:
        file.write(DIFFERENT)
    built = subprocess.run([trial.program, "build", "different.cpp", "--out", own], cwd=trial.folder, capture_output=True, text=True)
    require(built.returncode == 0, f"build: {built.stdout}{built.stderr}")
    trial.write("mlp", more=f'[plugins]\npaths = ["{own}"]\n[scheduler]\nname = "different"\n')
    text = trial.run("different", "--processes", "2", code=1)
    require("process 1 at step 50 has other weights than process 0" in text, text)
    require(trial.bits("different")[0] == "failed", "weights that differ are no failure")


def elsewhere(trial):
    """Process 1 has other instructions, or finds other data under the same path: nothing is trained."""
    os.mkdir(trial.path("away"))
    for folder, shift in ((trial.folder, 0), (trial.path("away"), 1)):
        with open(os.path.join(folder, "points.csv"), "w") as file:
            file.writelines(f"{i % 7 + shift},{i % 5}\n" for i in range(64))
    for other, what in (("ONEDNN_MAX_CPU_ISA=SSE41 GANZOO_MAX_LEVEL=2", "instructions"), (f"-C {trial.path('away')}", "data")):
        with open(trial.path("mpirun"), "w") as file:
            file.write(f"""#!/bin/sh
[ "$1" = --version ] && exec mpirun --version
shift 2  # -n 2
exec mpirun -n 1 "$@" : -n 1 env {other} "$@"
""")
        os.chmod(trial.path("mpirun"), 0o755)
        trial.write("mlp")
        here = 'data={name="points",file="/proc/self/cwd/points.csv"}'
        text = trial.run(what, here, "--processes", "2", code=1, MPIRUN=trial.path("mpirun"))
        require(f"process 1 has other {what} than process 0" in text, f"other {what}: {text}{trial.words_of(what)}")
        require(trial.bits(what)[:2] == ("failed", 0), f"other {what}: {trial.bits(what)[:2]}")
        trial.vanished(what)


def state_of(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[0]


def suspended(trial):
    """Ctrl-Z stops every process, SIGCONT lets them go on, to the same bits."""
    trial.write("mlp", steps=4000, every=4000, commit=0.1)
    trial.run("steady")
    run = trial.start("suspended", "--processes", "2")
    ranks = trial.under_way("suspended")
    os.kill(run.pid, signal.SIGTSTP)
    until = time.monotonic() + 60
    while any(state_of(pid) != "T" for pid in (run.pid, *ranks.values())):
        require(time.monotonic() < until, f"not stopped: {[state_of(pid) for pid in (run.pid, *ranks.values())]}")
        time.sleep(0.05)
    os.kill(run.pid, signal.SIGCONT)
    text = run.communicate(timeout=300)[0]
    require(run.returncode == 0, f"continued, it ends with {run.returncode}: {text}{trial.words_of('suspended')}")
    require(trial.bits("suspended") == trial.bits("steady"), "suspended in between, the bits are others")


def refusals(trial):
    trial.write("mlp")
    text = trial.run("no", "--processes", "3", code=2)
    require("--processes is 3, but must be 2, the train.threads of base-" in text, text)
    text = trial.run("no", "--processes", "2", code=4, MPIRUN="/nowhere/mpirun")
    require("/nowhere/mpirun: not found" in text and "apt-get install openmpi-bin" in text, text)
    require(not os.path.exists(trial.path("no")), "a refused run has left something")
    os.mkdir(trial.path("broken"))
    with open(trial.path("broken", "libganzoo_mpi.so"), "w") as file:
        file.write("no library")
    text = trial.run("no", "--processes", "2", code=4, LD_LIBRARY_PATH=trial.path("broken"))
    require("libganzoo_mpi.so cannot be loaded, but --processes needs it" in text and "libopenmpi-dev" in text, text)
    require(not os.path.exists(trial.path("no")), "a refused run has left something")


def rematches(trial):
    trial.write("mlp")
    text = trial.run("rematch", 'metrics.names=["duality_gap"]', "--processes", "2", code=1)
    require("metric duality_gap trains copies of the game" in text, text)


def why_not(program):
    """Why there can be no run over processes here; empty where there can."""
    module = os.path.join(os.path.dirname(program), "..", "lib", "libganzoo_mpi.so")
    is_there = shutil.which("mpirun") and os.path.exists(module)
    return "" if is_there else "there is no MPI: apt-get install libopenmpi-dev openmpi-bin"


def main(program, *wanted):
    if why_not(program):
        print(f"SKIPPED: {why_not(program)}", flush=True)
        return 77
    os.environ.update(OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
    trial = Trial(program)
    for test in (refusals, rematches, same_bits, signals, early, lost, suspended, job, different, elsewhere):
        if wanted and test.__name__ not in wanted:
            continue
        begin = time.monotonic()
        try:
            test(trial)
        except Wrong as wrong:
            print(f"WRONG: {test.__name__}: {wrong}", flush=True)
            return 1
        print(f"{test.__name__}: {time.monotonic() - begin:.0f} s", flush=True)
    shutil.rmtree(trial.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
