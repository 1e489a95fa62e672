#!/usr/bin/env python3
"""ganzoo against PyTorch and JAX on the same work, interleaved in one run, as one table of ratios.

    tests/bench/versus.py --program ./ganzoo [--venv DIR] [--rounds N] [--seconds S] [--threads N] [--precision P] [--grid] [WORKLOAD...]

The peers are installed once into a throw-away virtual environment (tests/bench/requirements.txt); they are never a dependency
of ganzoo. Contenders take turns (A B C A B C …); a ratio is the median over rounds of ours divided by theirs in that round.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("workloads", nargs="*", default=["mlp2d", "mlp784", "wgan784", "dcgan32"])
arguments.add_argument("--program", default="./ganzoo")
arguments.add_argument("--venv", default=os.path.join(here, "../../build/peers"))
arguments.add_argument("--rounds", type=int, default=5)
arguments.add_argument("--seconds", type=float, default=3)
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--precision", default="fp32", choices=["fp32", "bf16", "split"])
arguments.add_argument("--compiled", action="store_true", help="torch.compile as well (it takes minutes to warm up)")
arguments.add_argument("--grid", action="store_true", help="one process a core of each contender, their rates added")
options = arguments.parse_args()


def environment():
    python = os.path.join(options.venv, "bin/python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", options.venv], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", os.path.join(here, "requirements.txt")], check=True)
    return python


def core_sets():
    """The cores of each process of a contender: the first --threads, or (--grid) as many such sets as there are, apart."""
    cores = sorted(os.sched_getaffinity(0))
    sets = [cores[i:i + options.threads] for i in range(0, len(cores) - options.threads + 1, options.threads)]
    if not sets:
        sys.exit(f"--threads is {options.threads}, but must be at most {len(cores)}, the cores there are")
    return sets if options.grid else sets[:1]


class Peer:
    """Peer processes that stay warm, one or (--grid) one a core; see peers/protocol.py."""

    def __init__(self, python, script, *flags):
        command = [python, os.path.join(here, "peers", script), "--threads", str(options.threads), *flags]
        pinned = dict(os.environ, OMP_NUM_THREADS=str(options.threads), MKL_NUM_THREADS=str(options.threads))
        self.processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                           stderr=subprocess.DEVNULL, text=True, env=pinned,
                                           preexec_fn=lambda cores=cores: os.sched_setaffinity(0, cores))
                          for cores in core_sets()]

    def rate(self, workload, seconds):
        for process in self.processes:
            print(workload, seconds, file=process.stdin, flush=True)
        answers = [json.loads(process.stdout.readline() or '{"error": "it ended"}') for process in self.processes]
        for answer in answers:
            if "error" in answer:
                print(f"  {workload}: {answer['error']}", file=sys.stderr)
                return None
        return sum(answer["rate"] for answer in answers)


class Ours:
    def __init__(self, precision):
        self.precision = precision

    def rate(self, workload, seconds):
        command = [options.program, "bench", workload, "--precision", self.precision, "--threads", str(options.threads),
                   "--seconds", str(seconds), "--repeats", "1", "--format", "json", *(["--grid"] if options.grid else [])]
        cores = set().union(*core_sets())
        done = subprocess.run(command, capture_output=True, text=True, preexec_fn=lambda: os.sched_setaffinity(0, cores))
        if done.returncode != 0:
            print(f"  {workload}: {done.stderr.strip()}", file=sys.stderr)
            return None
        return json.loads(done.stdout)["workloads"][0]["iterations_per_second"]["median"]


def contenders():
    python = environment()
    yield f"ganzoo {options.precision}", Ours(options.precision)
    for flags, suffix in ([], ""), (["--bf16"], " bf16"):
        if suffix and options.precision == "fp32":
            continue
        yield "torch eager" + suffix, Peer(python, "torch_peer.py", *flags)
        if options.compiled:
            yield "torch compiled" + suffix, Peer(python, "torch_peer.py", "--compile", *flags)
        yield "jax" + suffix, Peer(python, "jax_peer.py", *flags)
        yield "jax scan" + suffix, Peer(python, "jax_peer.py", "--scan", *flags)


def main():
    field = list(contenders())
    print(f"{'workload':9} {'contender':18} {'it/s median':>12} {'min':>9} {'max':>9} {'ours/theirs':>12}")
    for workload in options.workloads:
        for _, contender in field:  # warm-up: compilation, caches
            contender.rate(workload, 1)
        rates = [[contender.rate(workload, options.seconds) for _, contender in field] for _ in range(options.rounds)]
        for i, (name, _) in enumerate(field):
            column = [row[i] for row in rates if row[i]]
            if not column:
                continue
            ratios = [row[0] / row[i] for row in rates if row[0] and row[i]]
            ratio = f"{statistics.median(ratios):11.2f}×" if ratios else f"{'–':>12}"
            print(f"{workload:9} {name:18} {statistics.median(column):12.1f} {min(column):9.1f} {max(column):9.1f} {ratio}", flush=True)


main()
