"""How a peer is timed: it reads `WORKLOAD SECONDS` a line, and answers a JSON line with the iterations a second it reached;
to `about` it answers what it runs on.

A peer is one process that stays warm between its turns, so that the contenders can be interleaved.
"""
import json
import sys
import time


def serve(make_workload, about):
    """`about`: one line. make_workload(name) returns a function that runs about n iterations, blocks until they are done and returns their number (None: n)."""
    ready = {}
    for line in sys.stdin:
        if line.strip() == "about":
            print(json.dumps({"about": about}), flush=True)
            continue
        name, seconds = line.split()
        try:
            if name not in ready:
                iterate = make_workload(name)
                iterate(3)
                ready[name] = iterate
            print(json.dumps({"workload": name, "rate": rate(ready[name], float(seconds))}), flush=True)
        except Exception as error:  # a peer that cannot do a workload says so and goes on
            print(json.dumps({"workload": name, "error": f"{type(error).__name__}: {error}"[:300]}), flush=True)


def rate(iterate, seconds):
    done, chunk, start = 0, 1, time.perf_counter()
    while True:
        done += iterate(chunk) or chunk
        passed = time.perf_counter() - start
        if passed >= seconds:
            return done / passed
        chunk = max(1, int(min(done, 0.2 * done / passed)))
