#!/usr/bin/env python3
"""Kills and interrupts a grid of twelve kinds of cells, again and again, and compares its bits with an undisturbed run.

    tests/proofs/kills.py PROGRAM [--kills 1000] [--signals 300] [--seconds 1800] [--steps N]

SIGKILL goes to the supervisor, to one of its workers or to a process that answers its questions; SIGINT, SIGTERM, SIGHUP,
SIGUSR2 and SIGXCPU go to the
supervisor, once or twice in an instant, or to all processes at once as a scheduler sends them. In the end the same
command must finish every cell with the same bits. Ends with 1 where one differs.
"""
import os
import random
import re
import signal
import subprocess
import sys
import time

from storm import Storm, arguments, game

# The two wide cells compute products that move the stack pointer into the heap, where a handler would do harm.
EXPERIMENT = 'title = "storm"\n' + game("{steps}") + """
[metrics]
every = {every}
samples = 500
names = ["modes", "moments"]
[log]
every = 7
snapshots = 5
commit = 0.02
[grid]
[[grid.zip]]
"divergence" = ["kl", "minimax", "wasserstein", "hinge", "mmd", "energy", "js", "kl", "kl", "minimax", "kl", "kl"]
"scheduler.critic_steps" = [1, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
"regularizer" = [[], [], [{{name = "weight_clip"}}], [{{name = "gradient_penalty"}}], [], [], [], [], [], [{{name = "r1"}}], [], []]
"train.ema" = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.9, 0.0, 0.0, 0.0, 0.0, 0.0]
"train.threads" = [1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]
"train.batch" = [32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 48, 64]
"generator.hidden" = [[16], [16], [16], [16], [16], [16], [16], [16], [16], [16], [64, 64], [64, 64]]
"discriminator.hidden" = [[16], [16], [16], [16], [16], [16], [16], [16], [16], [16], [64, 64], [64, 64]]
"generator.batch_norm" = [false, false, false, false, false, false, false, false, true, false, false, false]
"optimizer.generator" = ["adam", "adam", "adam", "adam", "adam", "adam", "adam", "adam", "adam", "adam", "adam", "rmsprop"]
"""

# One cell of convolutions, in a run of its own beside the grid.
IMAGES = """
title = "images"
steps = {steps}
[data]
name = "shapes"
[generator]
name = "dcgan"
channels = 4
noise = 8
[discriminator]
name = "dcgan"
channels = 4
[divergence]
name = "minimax"
[train]
batch = 8
[log]
every = 7
snapshots = 3
commit = 0.02
"""


def children(pid):
    """Its processes, by verb."""
    found = []
    for name in os.listdir("/proc"):
        try:
            if name.isdigit():
                with open(f"/proc/{name}/stat") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
                if parent == pid:
                    with open(f"/proc/{name}/cmdline", "rb") as file:
                        words = file.read().split(b"\0")
                    found.append((int(name), words[1].decode() if len(words) > 1 else ""))
        except OSError:
            pass
    return found


def send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def strike(process, kill, dice):
    if kill:
        verb = dice.choice(["run", "run", "work", "work", "answer-questions"])
        targets = [process.pid] if verb == "run" else [pid for pid, name in children(process.pid) if name == verb]
        if targets:
            send(dice.choice(targets), signal.SIGKILL)
        return bool(targets)
    number = dice.choice([signal.SIGINT, signal.SIGTERM, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR2, signal.SIGXCPU])
    if number not in (signal.SIGINT, signal.SIGXCPU) and dice.random() < 0.3:  # to all, as a scheduler does
        for pid, _ in children(process.pid):
            send(pid, number)
    for _ in range(dice.choice([1, 1, 2]) if number == signal.SIGTERM else 1):
        send(process.pid, number)
    return True


def wait_for_worker(process):
    """Until a cell is at work, or the run has ended."""
    while process.poll() is None and not any(verb == "work" for _, verb in children(process.pid)):
        time.sleep(0.02)


# Done, failed, killed; a component's file that cannot be read; a signal before there was anything to hold it.
PLAIN_ENDS = [0, 1, 4, -signal.SIGKILL] + [-number for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGUSR2,
                                                                  signal.SIGXCPU)]


class Strikes:
    """How many are still to be dealt, and have been."""

    def __init__(self, kills, signals):
        self.left, self.done = [kills, signals], [0, 0]

    def any(self):
        return sum(self.left) > 0

    def is_kill(self, dice):
        return dice.random() * sum(self.left) < self.left[0]

    def count(self, kill):
        self.left[not kill] -= 1
        self.done[not kill] += 1


def strike_until_it_ends(storm, process, strikes, longest, dice):
    """A worker's death leaves the others at work, to be struck as well; a signal is left to do its work. Most strikes are
    timed from the first cell's beginning on, the others from the run's."""
    if dice.random() < 0.8:
        wait_for_worker(process)
    while strikes.any() and storm.time_left():
        try:
            return process.wait(dice.uniform(0.02, longest))
        except subprocess.TimeoutExpired:
            kill = strikes.is_kill(dice)
            if strike(process, kill, dice):
                strikes.count(kill)
                if not kill:
                    return None


def storm_over(storm, out, strikes, longest, dice):
    """Until it is finished, or enough has been done: how many runs said that they are resumable, and how many of these
    that a cell was interrupted behind its first step."""
    resumable = training = 0
    while storm.time_left() and strikes.any():
        process = subprocess.Popen(storm.command(out, "--jobs", "2", "--retry"), cwd=storm.folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        strike_until_it_ends(storm, process, strikes, longest, dice)
        text = process.communicate(timeout=300)[1].decode("utf-8", "backslashreplace")
        if process.returncode in (130, 143):
            resumable += 1
            training += re.search(r" interrupted at step [1-9]", text) is not None
        elif process.returncode not in PLAIN_ENDS:
            storm.wrong(f"exit {process.returncode}: {text}")
        if process.returncode == 0:
            break
    return resumable, training


def compare(storm, out, whole):
    for _ in range(3):  # a killed child leaves cells unstarted, and says so
        code, text = storm.run(out, "--retry")
        if code == 0:
            break
    if code != 0:
        storm.wrong(f"the last run ends with {code}: {text}")
    here = storm.bits(out)
    for cell, bits in whole.items():
        if here.get(cell) != bits:
            storm.wrong(f"{cell}: {here.get(cell)} instead of {bits}")
    if not storm.verified(out):
        storm.wrong("a file does not verify")


def storms_over(storm, name, strikes, longest, dice):
    """One experiment, struck again and again from its beginning: runs that were resumable, in training, and from the
    beginning; and cells."""
    whole = storm.undisturbed("whole-" + name, "--jobs", "2")
    resumable = training = rounds = 0
    while strikes.any() and storm.time_left() and not storm.faults:
        stopped, trained = storm_over(storm, "struck", strikes, longest, dice)
        resumable, training = resumable + stopped, training + trained
        compare(storm, "struck", whole)
        storm.forget("struck")
        rounds += 1
    return resumable, training, rounds, len(whole)


def main():
    parser = arguments(__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--signals", type=int, default=300)
    parser.add_argument("--steps", type=int, default=20000)
    parser.add_argument("--longest", type=float, default=1.5, help="seconds between two strikes, at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.brief:
        options.kills, options.signals, options.steps, options.seconds = 20, 10, 1500, 100
    dice = random.Random(options.seed)
    storm = Storm(options, "")
    share = 5  # of five strikes one is for the images
    strikes = Strikes(options.kills // share, options.signals // share)
    storm.experiment(IMAGES.format(steps=max(10, options.steps // 100)))
    images = storms_over(storm, "images", strikes, options.longest, dice)
    strikes.left = [options.kills - strikes.done[0], options.signals - strikes.done[1]]
    storm.experiment(EXPERIMENT.format(steps=options.steps, every=max(1, options.steps // 10)))
    grid = storms_over(storm, "grid", strikes, options.longest, dice)
    resumable, training, rounds, cells = (a + b for a, b in zip(images, grid))
    if not options.brief and 2 * training < strikes.done[1]:
        storm.wrong(f"only {training} of {strikes.done[1]} signals came while a cell trained: more steps, or --longest")
    return storm.close(f"{strikes.done[0]} SIGKILLs and {strikes.done[1]} signals ({resumable} runs said that they are "
                       f"resumable, {training} of them in training) over {rounds} runs from the beginning, {cells} cells")


if __name__ == "__main__":
    sys.exit(main())
