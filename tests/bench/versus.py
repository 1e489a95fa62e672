#!/usr/bin/env python3
"""ganzoo against PyTorch and JAX on the same work, interleaved in one run, as one table of ratios.

    tests/bench/versus.py --program ./ganzoo [--venv DIR] [--rounds N] [--seconds S] [--threads N] [--precision P] [--grid]
                          [--isa sse41|avx2] [--no-compiled] [WORKLOAD...]

The peers are installed once into a throw-away virtual environment (tests/bench/requirements.txt); they are never a dependency
of ganzoo. Contenders take turns (A B C A B C …); a ratio is the median over rounds of ours divided by theirs in that round; the last
line of a workload is ours divided by the best of all peers.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

WORKLOADS = ["mlp2d", "mlp784", "wgan784", "dcgan32", "wgangp784", "r1dcgan32", "resnet32", "dcgan64", "cond32"]
IMAGES = ("dcgan32", "r1dcgan32", "resnet32", "dcgan64", "cond32")

here = os.path.dirname(os.path.abspath(__file__))
arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("workloads", nargs="*", default=WORKLOADS)
arguments.add_argument("--program", default="./ganzoo")
arguments.add_argument("--venv", default=os.path.join(here, "../../build/peers"))
arguments.add_argument("--rounds", type=int, default=5)
arguments.add_argument("--seconds", type=float, default=3)
arguments.add_argument("--threads", type=int, default=1)
arguments.add_argument("--precision", default="fp32", choices=["fp32", "bf16", "split"])
arguments.add_argument("--no-compiled", dest="compiled", action="store_false", help="without torch.compile, which takes minutes to warm up")
arguments.add_argument("--isa", choices=["sse41", "avx2"], help="hold all of them to an older processor's instructions")
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


# Who reads what: oneDNN (ganzoo's and PyTorch's), ganzoo's own loops, PyTorch's own loops, MKL, XLA.
HELD = {"sse41": {"ONEDNN_MAX_CPU_ISA": "SSE41", "GANZOO_MAX_LEVEL": "2", "ATEN_CPU_CAPABILITY": "default",
                  "MKL_ENABLE_INSTRUCTIONS": "SSE4_2", "XLA_FLAGS": "--xla_cpu_max_isa=SSE4_2"},
        "avx2": {"ONEDNN_MAX_CPU_ISA": "AVX2", "GANZOO_MAX_LEVEL": "3", "ATEN_CPU_CAPABILITY": "avx2",
                 "MKL_ENABLE_INSTRUCTIONS": "AVX2", "XLA_FLAGS": "--xla_cpu_max_isa=AVX2"}}
surroundings = dict(os.environ, **HELD.get(options.isa, {}))


class Peer:
    """Peer processes that stay warm, one or (--grid) one a core; see peers/protocol.py."""

    def __init__(self, python, script, *flags):
        command = [python, os.path.join(here, "peers", script), "--threads", str(options.threads), *flags]
        pinned = dict(surroundings, OMP_NUM_THREADS=str(options.threads), MKL_NUM_THREADS=str(options.threads))
        self.processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                           stderr=subprocess.DEVNULL, text=True, env=pinned,
                                           preexec_fn=lambda cores=cores: os.sched_setaffinity(0, cores))
                          for cores in core_sets()]

    def about(self):
        print("about", file=self.processes[0].stdin, flush=True)
        return json.loads(self.processes[0].stdout.readline())["about"]

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

    def about(self):
        done = subprocess.run([options.program, "bench", "mlp2d", "--seconds", "0.01", "--repeats", "1"],
                              capture_output=True, text=True, env=surroundings, check=True)
        return done.stdout.splitlines()[0]

    def rate(self, workload, seconds):
        command = [options.program, "bench", workload, "--precision", self.precision, "--threads", str(options.threads),
                   "--seconds", str(seconds), "--repeats", "1", "--format", "json", *(["--grid"] if options.grid else [])]
        cores = set().union(*core_sets())
        done = subprocess.run(command, capture_output=True, text=True, env=surroundings, preexec_fn=lambda: os.sched_setaffinity(0, cores))
        if done.returncode != 0:
            print(f"  {workload}: {done.stderr.strip()}", file=sys.stderr)
            return None
        return json.loads(done.stdout)["workloads"][0]["iterations_per_second"]["median"]


def contenders(workload):
    """name → (which process serves it). Of JAX's two ways the one that nobody would choose for images is left out."""
    images = workload in IMAGES
    yield f"ganzoo {options.precision}", ("ours",)
    for flags, suffix in ((), ""), (("--bf16",), " bf16"):
        if suffix and options.precision == "fp32":
            continue
        for layout, called in ((), ""), (("--contiguous",), " NCHW"):
            if called and not images:
                continue
            yield "torch eager" + called + suffix, ("torch_peer.py", *layout, *flags)
            if options.compiled:
                yield "torch compiled" + called + suffix, ("torch_peer.py", "--compile", *layout, *flags)
        yield "jax jit" + suffix, ("jax_peer.py", *flags)
        if not images:
            yield "jax scan" + suffix, ("jax_peer.py", "--scan", *flags)


class Field:
    """Every contender once, begun when it is first needed."""

    def __init__(self):
        self.python = environment()
        self.begun = {}

    def of(self, key):
        if key not in self.begun:
            self.begun[key] = Ours(options.precision) if key == ("ours",) else Peer(self.python, *key)
            print(f"# {' '.join(key)}: {self.begun[key].about()}", flush=True)
        return self.begun[key]


def row(workload, name, rates, ratios):
    ratio = f"{statistics.median(ratios):11.2f}×" if ratios else f"{'–':>12}"
    print(f"{workload:9} {name:22} {statistics.median(rates):12.1f} {min(rates):9.1f} {max(rates):9.1f} {ratio}", flush=True)


def race(field, workload):
    names, runners = zip(*((name, field.of(key)) for name, key in contenders(workload)))
    for runner in runners:  # warm-up: compilation, caches
        runner.rate(workload, 1)
    rates = [[runner.rate(workload, options.seconds) for runner in runners] for _ in range(options.rounds)]
    for i, name in enumerate(names):
        if column := [turn[i] for turn in rates if turn[i]]:
            row(workload, name, column, [turn[0] / turn[i] for turn in rates if turn[0] and turn[i]])
    best = [max(rate for rate in turn[1:] if rate) for turn in rates if turn[0] and any(turn[1:])]
    if best:
        row(workload, "the best of all peers", best, [turn[0] / b for turn, b in zip(rates, best)])


def main():
    field = Field()
    print(f"{'workload':9} {'contender':22} {'it/s median':>12} {'min':>9} {'max':>9} {'ours/theirs':>12}")
    for workload in options.workloads:
        race(field, workload)


main()
