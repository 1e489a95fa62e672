#!/usr/bin/env python3
"""What tables over many runs cost: makes COUNT sealed run files (default 10 000) out of one real run and prints the
processor time and the peak memory of compare, watch, report, a run that goes on, and run --list over 100 000 cells.

    tests/bench/ten_thousand.py [--build BUILD] [--count COUNT] [--folder FOLDER]"""
import argparse
import os
import pathlib
import resource
import subprocess
import time

EXPERIMENT = """title = "many"
steps = 200
data = "ring"
generator = { name = "mlp", hidden = [16] }
discriminator = { name = "mlp", hidden = [16] }
divergence = "js"
metrics = { every = 10, names = ["modes", "emd"], samples = 200, floor = 3 }
log = { snapshots = 2 }
"""


def measured(command, **options):
    """Its processor time, wall time and peak memory, in seconds and MB."""
    begin = time.time()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    words = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{command}: {words.decode()[-500:]}")
    return usage.ru_utime + usage.ru_stime, time.time() - begin, usage.ru_maxrss / 1024


def tell(what, command, twice=True):
    if twice:
        measured(command)  # warm
    cpu, wall, memory = measured(command)
    print(f"{what:44} {cpu:6.2f} s processor {wall:6.2f} s wall {memory:6.0f} MB", flush=True)


def tell_resumed(program, folder, count):
    """A grid of finished cells and one that is open: how long until its worker starts?"""
    rates = [round(0.001 + 1e-6 * i, 6) for i in range(count // 10)]
    grid, out = folder / "grid.toml", folder / "resumed"
    grid.write_text(EXPERIMENT + f"\n[grid]\n\"optimizer.generator.rate\" = {rates}\nseed = {list(range(10))}\n")
    ids = subprocess.run([program, "run", grid, "--list"], check=True, capture_output=True, text=True).stdout.split("\n")
    ids = [name for name in ids if name.startswith("rate") or "-s" in name]
    subprocess.run(["rm", "-rf", out], check=True)
    for name, run in zip(ids[:-1], sorted((folder / "runs").glob("*/run.h5"))):
        (out / name).mkdir(parents=True)
        os.link(run, out / name / "run.h5")
    begin = time.time()
    process = subprocess.Popen([program, "run", grid, "--out", out, "--verbose", "--jobs", "1"], text=True,
                               stderr=subprocess.PIPE)
    skipped = 0
    for line in process.stderr:
        skipped += "is skipped" in line
        if "worker" in line and "starts" in line:
            break
    wall = time.time() - begin
    process.stderr.close()
    process.terminate()
    _, _, usage = os.wait4(process.pid, 0)
    cpu = usage.ru_utime + usage.ru_stime
    print(f"{f'run over {skipped} finished cells, to the open one':44} {cpu:6.2f} s processor {wall:6.2f} s wall "
          f"{usage.ru_maxrss / 1024:6.0f} MB", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("/tmp/ganzoo_many"))
    given = parser.parse_args()
    program, folder = str(given.build / "bin/ganzoo"), given.folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "many.toml").write_text(EXPERIMENT)
    subprocess.run([program, "run", folder / "many.toml", "--out", folder / "one", "--quiet"], check=True)
    runs = folder / "runs"
    if not runs.exists() or sum(1 for _ in runs.iterdir()) != given.count:
        subprocess.run(["rm", "-rf", runs], check=True)
        one = next((folder / "one").glob("*/run.h5"))
        subprocess.run([given.build / "tests/log/test_log", "[.copies]"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "GANZOO_COPY_OF": str(one), "GANZOO_COPIES": str(given.count),
                            "GANZOO_COPIES_IN": str(runs)})
    size = sum(file.stat().st_size for file in runs.glob("*/run.h5"))
    print(f"{given.count} run files, {size / 1e6:.0f} MB")
    tell("compare, 1000 groups of 10 seeds", [program, "compare", str(runs)])
    tell("watch, once", [program, "watch", str(runs)])
    tell("report", [program, "report", str(runs), "--out", str(folder / "report.html")], twice=False)
    tell_resumed(program, folder, given.count)
    wide = EXPERIMENT + f"\n[grid]\nseed = {list(range(1000))}\n\"train.batch\" = {list(range(64, 164))}\n"
    (folder / "wide.toml").write_text(wide)
    tell("run --list, 100 000 cells", [program, "run", str(folder / "wide.toml"), "--list"], twice=False)


main()
