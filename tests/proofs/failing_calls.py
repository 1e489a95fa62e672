#!/usr/bin/env python3
"""Fails the K-th call of a function in one of ganzoo's processes, for every K until none is left, as SQLite does.

    tests/proofs/failing_calls.py PROGRAM --build BUILD [--seconds 1800] [--calls malloc,close] [--in run,work]

Over a grid of two cells: read, pread, write, fsync, close, rename, open and malloc, once and for good, with EIO, ENOSPC,
EINTR or half of what was asked, in the supervisor, in the worker of one cell, or in the processes that answer questions
(which load components and read files). After each fault the supervisor must have ended with an exit code that says what
happened, every file must verify, what is finished must have the right bits, and the same command without a fault must
end with the right bits everywhere; with --retry, but after faults in the processes that answer questions. Of malloc, which is called too often, a growing step is taken between two K.
"""
import errno
import os
import sys

from storm import Storm, arguments, game

EXPERIMENT = 'title = "faults"\n' + game(30, noise=2, hidden="4", batch=8) + """
[metrics]
every = 10
samples = 64
names = ["moments"]
[log]
every = 10
snapshots = 2
commit = COMMIT
[grid]
"divergence" = ["kl", "js"]
"""

SHORT = 0
HOWS = {"read": [errno.EIO, errno.EINTR, SHORT], "pread": [errno.EIO, errno.EINTR, SHORT],
        "write": [errno.ENOSPC, errno.EIO, errno.EINTR, SHORT], "fsync": [errno.EIO, errno.ENOSPC, errno.EINTR],
        "close": [errno.EIO], "rename": [errno.EIO, errno.ENOSPC], "open": [errno.EMFILE, errno.EIO, errno.EINTR],
        "ftruncate": [errno.EIO], "malloc": [errno.ENOMEM]}
PROCESSES = {"work": "kl", "run": None, "answer-questions": None}  # each with the cell that is meant


class Loop:
    def __init__(self, storm):
        self.storm = storm
        self.library = os.path.join(storm.build, "proofs", "failing_calls.so")
        self.tried, self.codes = 0, {}
        self.whole = storm.undisturbed("whole")

    def fault(self, process, call, how, good, at):
        """False where K was beyond the last call."""
        verb, cell = process
        fired = self.storm.path("fired")
        environment = {"LD_PRELOAD": self.library, "FAIL_CALL": call, "FAIL_AT": str(at), "FAIL_HOW": str(how),
                       "FAIL_IN": verb, "FAIL_FIRED": fired}
        if cell:
            environment["FAIL_CELL"] = cell + "-"
        if good:
            environment["FAIL_GOOD"] = "1"
        self.storm.forget("out")
        code, text = self.storm.run("out", "--jobs", "1", environment=environment)
        if not os.path.exists(fired):
            return False
        os.remove(fired)
        self.tried += 1
        self.codes[code] = self.codes.get(code, 0) + 1
        self.check(f"{call} {at} of {verb}, {errno.errorcode.get(how, 'short')}, {'for good' if good else 'once'}",
                   verb, code, text)
        return True

    def check(self, what, verb, code, text):
        if code not in (0, 1, 2, 4):
            self.storm.wrong(f"{what}: exit {code}: {text}")
        if code != 0 and "ganzoo: error: " not in text:
            self.storm.wrong(f"{what}: exit {code} without a word")
        if not self.storm.verified("out"):
            self.storm.wrong(f"{what}: a file does not verify")
        bits = self.storm.bits("out")
        for cell, there in bits.items():
            if there[0] == "finished" and there != self.whole[cell]:
                self.storm.wrong(f"{what}: {cell} has other bits")
        if code == 0 and bits != self.whole:
            self.storm.wrong(f"{what}: exit 0, but {bits}")
        if verb == "work" and code in (0, 1) and not any(c.startswith("js") and b[0] == "finished" for c, b in bits.items()):
            self.storm.wrong(f"{what}: the other cell did not finish: {text}")
        if code == 0:
            return
        # What fails in a process that answers questions is nobody's fault: nothing is to be tried again that had failed.
        retry = [] if verb == "answer-questions" else ["--retry"]
        again, text = self.storm.run("out", *retry, "--jobs", "1")
        if again != 0 or self.storm.bits("out") != self.whole:
            self.storm.wrong(f"{what}: then exit {again}, {self.storm.bits('out')}: {text}")


def series(call):
    """K = 1, 2, 3, …; of malloc with growing steps."""
    at = 1
    while True:
        yield at
        at += 1 if call != "malloc" else max(1, at // 3)


def kinds(verbs, calls):
    """Every way in which one of these calls can fail: process, call, errno, and whether for good."""
    for process in [(verb, PROCESSES[verb]) for verb in verbs]:
        for call in calls:
            for how in HOWS[call]:
                yield process, call, how, False
                if how not in (SHORT, errno.EINTR):
                    yield process, call, how, True


def main():
    parser = arguments(__doc__)
    parser.add_argument("--calls", default=",".join(HOWS), help="only these")
    parser.add_argument("--in", dest="verbs", default=",".join(PROCESSES), help="only in these processes")
    options = parser.parse_args()
    if options.brief:
        options.seconds = 100
    storm = Storm(options, EXPERIMENT.replace("COMMIT", "1000" if options.brief else "0.001"))
    loop = Loop(storm)
    # Of every kind the first K, then of every kind the second, …: a bound in time cuts all of them alike.
    left = {kind: series(kind[1]) for kind in kinds(options.verbs.split(","), options.calls.split(","))}
    total = len(left)
    while left and storm.time_left():
        for kind in list(left):
            if not storm.time_left():
                break
            if not loop.fault(*kind, next(left[kind])):
                del left[kind]
    codes = ", ".join(f"exit {code}: {n}" for code, n in sorted(loop.codes.items()))
    cut = sorted({f"{call} in {process[0]}" for process, call, how, good in left})
    return storm.close(f"{loop.tried} faults ({codes}); {total - len(left)} of {total} series to their end"
                       + (f", cut by the time: {', '.join(cut)}" if cut else ""))


if __name__ == "__main__":
    sys.exit(main())
