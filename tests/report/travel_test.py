"""What leaves: figures for papers and tables for other programs, each read back by somebody else's code.

    travel_test.py PROGRAM [TEST…]
"""
import csv
import glob
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree as tree

import h5py
import numpy as np
from PIL import Image

PROGRAM = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
TMP = tempfile.TemporaryDirectory()


def fabricated(name, *arguments):
    folder = f"{TMP.name}/{name}"
    if not os.path.exists(folder):
        subprocess.run([sys.executable, f"{HERE}/browser/fabricate.py", folder, *arguments], check=True)
    return folder


def ganzoo(*arguments, code=0):
    done = subprocess.run([PROGRAM, "--quiet", *arguments], capture_output=True, text=True)
    if done.returncode != code:
        raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def content(file):
    with open(file, "rb") as opened:
        return opened.read()


def styles(svg):
    """What SVG says of each shape: in attributes, or, by older cairos, in its style."""
    return [dict(path.attrib, **dict(word.split(":") for word in path.get("style", "").split(";") if ":" in word)) for path in tree.fromstring(svg).iter()]


def strokes(svg, width):
    """The lines of that width."""
    return [line for line in styles(svg) if line.get("stroke", "none") != "none" and float(line.get("stroke-width", 1)) == width]


class Figures(unittest.TestCase):
    def setUp(self):
        self.runs = fabricated("points", "--groups", "4", "--seeds", "3", "--rows", "60", "--diverged", "1")

    def plot(self, name, *arguments, code=0):
        out = f"{TMP.name}/{name}"
        ganzoo("plot", self.runs, "--out", out, *arguments, code=code)
        return content(out) if code == 0 else b""

    def test_the_same_runs_give_the_same_bytes(self):
        for what in ("curves", "bars", "scatter", "samples"):
            for kind in ("pdf", "svg", "png"):
                first = self.plot(f"{what}-a.{kind}", "--what", what, "--layout", "double")
                self.assertEqual(first, self.plot(f"{what}-b.{kind}", "--what", what, "--layout", "double"), (what, kind))
                self.assertTrue(first.startswith({"pdf": b"%PDF", "svg": b"<?xml", "png": b"\x89PNG"}[kind]))

    def test_sizes_are_a_papers(self):
        png = self.plot("size.png", "--layout", "single", "--y", "modes.covered", "--dpi", "300")
        width = int.from_bytes(png[16:20], "big")
        self.assertAlmostEqual(width, 84 / 25.4 * 300, delta=1)
        root = tree.fromstring(self.plot("size.svg", "--layout", "double"))
        self.assertAlmostEqual(float(root.get("width").removesuffix("pt")), 174 / 25.4 * 72, delta=0.01)

    def test_the_caption_has_the_facts(self):
        self.plot("facts.pdf", "--y", "modes.covered,train/critic_objective")
        caption = content(f"{TMP.name}/facts.txt").decode()
        self.assertIn("3 seeds a group", caption)
        self.assertIn("modes.covered: mean; band: least to greatest seed; linear scale", caption)
        self.assertIn("train/critic_objective: median", caption)
        self.plot("paired.pdf", "--what", "paired", "--baseline", "d01")
        self.assertIn("difference to d01 by seed", content(f"{TMP.name}/paired.txt").decode())

    def test_what_cannot_be_plotted_is_refused(self):
        for arguments, words in ((["--y", "modes.cover"], "did you mean modes.covered?"), (["--y", "critic_objective"], "did you mean train/critic_objective?"), (["--what", "paired"], "needs --baseline"),
                                 (["--ylim", "4:2"], "--ylim is 4:2, but must be A:B"), (["--xlim", "1"], "--xlim is 1"), (["--label", "d9=x"], "names no group"),
                                 (["--what", "bars", "--ylim", "0:1"], "--ylim is of curves, not of bars"), (["--layout", "wide"], "--layout is wide"), (["--what", "scatter", "--y", "modes.covered"], "must have two")):
            out = ganzoo("plot", self.runs, "--out", f"{TMP.name}/none.pdf", *arguments, code=2)
            self.assertIn(words, out)
            self.assertFalse(os.path.exists(f"{TMP.name}/none.pdf"))
        self.assertIn("is no .pdf, .svg or .png", ganzoo("plot", self.runs, "--out", f"{TMP.name}/none.eps", code=2))

    def test_the_data_are_the_curves(self):
        data = f"{TMP.name}/curves.csv"
        self.plot("data.pdf", "--y", "modes.covered,train/penalty", "--line", "mean", "--data", data, "--label", "d02=<two>,d03=\"3\"")
        with open(data, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual({row["group"] for row in rows}, {"d00", "d01", "<two>", '"3"'})
        runs = [h5py.File(f"{self.runs}/002-{seed}/run.h5") for seed in range(3)]
        shown = [row for row in rows if row["panel"] == "modes.covered" and row["group"] == "<two>"]
        for i, row in enumerate(shown):
            self.assertEqual(int(row["step"]), runs[0]["metrics/step"][i])
            values = [run["metrics/modes.covered"][i] for run in runs]
            self.assertAlmostEqual(float(row["y"]), np.mean(values), delta=1e-12)
            self.assertEqual((float(row["low"]), float(row["high"])), (min(values), max(values)))
        self.assertEqual(len(shown), len(runs[0]["metrics/step"]))

    def test_axes_run_over_what_is_asked(self):
        data = f"{TMP.name}/seen.csv"
        self.plot("seen.pdf", "--x", "real_seen", "--y", "modes.covered,train/critic_objective", "--data", data)
        with open(data, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        with h5py.File(f"{self.runs}/001-1/run.h5") as run:
            seen = {float(v) for v in run["train/real_seen"][:]} | {0.0}
        self.assertTrue({float(row["real_seen"]) for row in rows} <= seen)
        whole, part = self.plot("whole.png", "--y", "modes.covered"), self.plot("part.png", "--y", "modes.covered", "--ylim", "2:4", "--xlim", "0:300")
        self.assertNotEqual(whole, part)
        self.assertRegex(content(f"{TMP.name}/part.txt").decode(), r"y from 2 to 4: [1-9]\d* of \d+ points outside")

    def test_a_seed_that_explodes_does_not_flatten_the_lines(self):
        folder = f"{TMP.name}/exploded"
        if not os.path.exists(folder):
            shutil.copytree(fabricated("five", "--groups", "2", "--seeds", "5", "--rows", "60"), folder)
            for place in (0, 1):
                with h5py.File(f"{folder}/00{place}-0/run.h5", "r+") as run:
                    for name, sign in (("generator_gradient_norm", 1), ("generator_objective", (-1) ** np.arange(40))):
                        run[f"train/{name}"][20:] = sign * np.logspace(3, 36, 40)
        def figure(column, *arguments):
            svg = f"{TMP.name}/exploded.svg"
            ganzoo("plot", folder, "--y", f"train/{column}", "--out", svg, *arguments)
            return content(svg), content(svg.replace(".svg", ".txt")).decode()
        def height(svg, width):
            at = [float(y) for line in strokes(svg, width) for y in re.findall(r"[ML] [-\d.]+ ([-\d.]+)", line["d"])]
            return max(at) - min(at)
        svg, caption = figure("generator_gradient_norm", "--scale", "log")
        self.assertRegex(caption, r"log scale; bands are cut at (100|1000|1e\+0[45]), they reach 1e\+36")
        self.assertGreater(height(svg, 1.1), 0.2 * height(svg, 0.5))
        svg, caption = figure("generator_objective")
        self.assertRegex(caption, r"symlog scale; bands are cut at 10+, they reach 1.425e\+35; bands are cut at -10+, they reach down to -1e\+36")
        grid = sorted(float(re.search(r"M [-\d.]+ ([-\d.]+)", line["d"])[1]) for line in strokes(svg, 0.4))
        gaps = np.diff(grid)
        self.assertLessEqual(len(grid), 7)
        self.assertTrue(np.allclose(gaps, gaps[::-1], atol=0.02), f"as many powers above 0 as below: {grid}")
        self.assertNotIn("bands are cut", figure("generator_gradient_norm", "--scale", "log", "--band", "none")[1])
        self.assertIn("1e+36", figure("generator_gradient_norm", "--ylim", "1:1e38", "--scale", "log", "--data", f"{TMP.name}/exploded.csv")[1] + content(f"{TMP.name}/exploded.csv").decode())

    def rows(self, name, *arguments):
        """What --data says of a figure."""
        data = f"{TMP.name}/{name}.csv"
        self.plot(f"{name}.svg", "--data", data, *arguments)
        with open(data, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_lines_are_smoothed_by_the_median_around_each_row(self):
        column = ("--y", "train/critic_objective", "--where", "seed == 1", "--line", "median")
        raw, smooth = ([float(row["y"]) for row in self.rows("smooth", *column, *more) if row["group"] == "d01"] for more in ([], ["--smooth", "5"]))
        expected = [np.median(raw[max(0, i - 2):i + 3]) for i in range(len(raw))]
        np.testing.assert_allclose(smooth, expected, rtol=1e-12)
        self.assertNotEqual(smooth, raw)
        self.assertIn("smoothed by a running median of 5 rows", content(f"{TMP.name}/smooth.txt").decode())

    def test_each_run_has_its_thin_line(self):
        thin = lambda *more: [line for line in strokes(self.plot("seeds.svg", "--y", "train/critic_objective", *more), 0.4) if float(line.get("stroke-opacity", 1)) == 0.5]
        self.assertEqual((len(thin()), len(thin("--seeds"))), (0, 12))
        self.assertIn("thin: each run", content(f"{TMP.name}/seeds.txt").decode())

    def test_groups_stand_in_the_order_asked_for_and_keep_their_colours(self):
        column = ("--y", "train/penalty")
        order = lambda *more: list(dict.fromkeys(row["group"] for row in self.rows("order", *column, *more)))
        self.assertEqual(order(), ["d00", "d01", "d02", "d03"])
        self.assertEqual(order("--order", "d02,d00"), ["d02", "d00", "d01", "d03"])
        groups = json.loads(ganzoo("compare", self.runs, "--format", "json", "--metric", "sliced_wasserstein.value"))["groups"]
        best = sorted(groups, key=lambda g: float(g["values"]["sliced_wasserstein.value"]["center"]))
        self.assertEqual(order("--order", "sliced_wasserstein.value"), [g["key"]["divergence"] for g in best])
        legend = lambda *more: [line["stroke"] for line in strokes(self.plot("legend.svg", *column, *more), 1.3)]
        self.assertEqual(len(set(legend())), 4)
        self.assertEqual(legend("--order", "d03"), [legend()[i] for i in (3, 0, 1, 2)])

    def test_a_single_panel_names_its_lines_where_they_end(self):
        for column in ("sliced_wasserstein.value", "modes.covered", "train/penalty"):  # far apart, close together, all at one height
            ends = {row["group"]: float(row["y"]) for row in self.rows("ends", "--y", column)}
            lines = strokes(content(f"{TMP.name}/ends.svg"), 1.3)
            x, y = (np.array([float(line["d"].split()[place]) for line in lines]) for place in (1, 2))
            self.assertEqual(len(set(x)), 1, "one below the other")
            self.assertTrue((np.diff(y) > 8.4).all(), "no name covers another")
            groups = [line["stroke"] for line in strokes(content(f"{TMP.name}/ends.svg"), 1.1)][::-1]  # the first on top
            color = dict(zip(sorted(ends), groups))
            self.assertEqual([line["stroke"] for line in lines], [color[g] for g in sorted(ends, key=lambda g: -ends[g])])
        self.plot("two.svg", "--y", "modes.covered,train/penalty")
        self.assertEqual(len({line["d"].split()[2] for line in strokes(content(f"{TMP.name}/two.svg"), 1.3)}), 1, "several panels have a legend above")

    def test_the_dark_theme_is_dark(self):
        for what in ("curves", "bars", "scatter", "samples"):
            for theme, paper in (("light", (255, 255, 255)), ("dark", (0x16, 0x18, 0x1d))):
                self.plot("theme.png", "--what", what, "--theme", theme)
                with Image.open(f"{TMP.name}/theme.png") as picture:
                    pixels = np.asarray(picture.convert("RGB"), int)
                self.assertEqual(tuple(pixels[0, 0]), paper, what)
                self.assertGreater(np.abs(pixels - pixels[0, 0]).sum(2).max(), 500, "ink stands out from the paper")

    def test_type_is_what_is_installed(self):
        column = ("--y", "modes.covered")
        self.assertIn(b"DejaVuSerif", self.plot("serif.pdf", *column, "--font", "DejaVu Serif"))
        self.assertEqual(self.plot("case.pdf", *column, "--font", "dejavu sans"), self.plot("sans.pdf", *column))
        self.assertIn("did you mean DejaVu Sans?", ganzoo("plot", self.runs, "--out", f"{TMP.name}/none.pdf", "--font", "DejaVu Sanz", code=2))

    def test_what_a_picture_has_no_use_for_is_refused(self):
        for what, option, value in (("bars", "--smooth", "3"), ("samples", "--scale", "log"), ("scatter", "--steps", "0"), ("paired", "--line", "mean"), ("game", "--y", "modes.covered"),
                                    ("bars", "--x", "wall_time"), ("phase", "--band", "sd"), ("samples", "--xlim", "0:1")):
            out = ganzoo("plot", self.runs, "--out", f"{TMP.name}/none.pdf", "--what", what, option, value, code=2)
            self.assertRegex(out, rf"{option} is of .*, not of {what}")
        self.assertIn("--smooth is 4, but must be odd", ganzoo("plot", self.runs, "--out", f"{TMP.name}/none.pdf", "--smooth", "4", code=2))
        self.assertIn("did you mean d03?", ganzoo("plot", self.runs, "--out", f"{TMP.name}/none.pdf", "--order", "d33", code=2))

    def test_bars_show_the_metrics_asked_for_and_say_what_they_leave_out(self):
        self.plot("one.pdf", "--what", "bars", "--y", "sliced_wasserstein.value")
        caption = content(f"{TMP.name}/one.txt").decode()
        self.assertIn("sliced_wasserstein.value: ", caption)
        self.assertNotIn("modes.covered", caption)
        runs = fabricated("many", "--groups", "2", "--seeds", "1", "--rows", "4", "--kind", "none")
        for folder in os.listdir(runs):
            with h5py.File(f"{runs}/{folder}/run.h5", "a") as run:
                for k in range(5):
                    run.copy("metrics/modes.covered", f"metrics/more.m{k}")
        ganzoo("plot", runs, "--what", "bars", "--out", f"{TMP.name}/many.pdf")
        self.assertIn("6 of 8 metrics are drawn: --y names others", content(f"{TMP.name}/many.txt").decode())

    def test_a_phase_plane_goes_where_the_players_went(self):
        spec = EXPERIMENT.replace("ring", "point").replace('name = "mlp"\nnoise = 4\nhidden = [8]', 'name = "dirac"').replace('name = "mlp"\nhidden = [8]', 'name = "linear"')
        with open(f"{TMP.name}/dirac.toml", "w", encoding="utf-8") as file:
            file.write(spec + '[train]\nbatch = 2\n[metrics]\nevery = 1\nnames = ["dirac"]\n[log]\nsnapshots = 0\n')
        ganzoo("run", f"{TMP.name}/dirac.toml", "--out", f"{TMP.name}/dirac")
        ganzoo("plot", f"{TMP.name}/dirac", "--what", "phase", "--out", f"{TMP.name}/phase.svg")
        folder = next(name for name in os.listdir(f"{TMP.name}/dirac") if os.path.isdir(f"{TMP.name}/dirac/{name}"))
        with h5py.File(f"{TMP.name}/dirac/{folder}/run.h5") as run:
            theta, psi = run["metrics/dirac.theta"][:], run["metrics/dirac.psi"][:]
        self.assertIn(f"from ({theta[0]:.4g}, {psi[0]:.4g}) to ({theta[-1]:.4g}, {psi[-1]:.4g})", content(f"{TMP.name}/phase.txt").decode())
        self.assertEqual(len(strokes(content(f"{TMP.name}/phase.svg"), 0.8)), len(theta) - 1, "a segment from each step to the next")

    def test_a_cross_table_shades_what_compare_measures(self):
        spec = re.sub(r"\[data\].*", "", EXPERIMENT, flags=re.S) + """
[data]
name = "normal"
[generator]
name = "gaussian"
[discriminator]
name = "mlp"
hidden = [8]
[log]
snapshots = 0
[grid]
"divergence" = ["kl", "reverse_kl", "js"]
"seed" = [0, 1]
"""
        with open(f"{TMP.name}/cross.toml", "w", encoding="utf-8") as file:
            file.write(spec)
        runs, out = f"{TMP.name}/cross", f"{TMP.name}/cross.svg"
        ganzoo("run", f"{TMP.name}/cross.toml", "--out", runs)
        ganzoo("plot", runs, "--what", "cross", "--cross", "reverse_kl,js", "--out", out)
        groups = json.loads(ganzoo("compare", runs, "--cross", "reverse_kl,js", "--format", "json"))["groups"]
        centers = np.array([[g["values"][m]["center"] for m in ("reverse_kl", "js")] for g in groups], float)
        shades = [float(fill["fill-opacity"]) for fill in styles(content(out)) if "fill-opacity" in fill and 0.04 < float(fill["fill-opacity"]) < 0.46]
        for column, shade in zip(centers.T, np.reshape(shades, centers.shape).T):
            ranks = np.array([np.sum(column < value) for value in column]) / 2
            np.testing.assert_allclose(shade, 0.05 + 0.4 * (1 - ranks), atol=1e-6)
        self.assertEqual(len(strokes(content(out), 0.8)), 2, "each column frames its own divergence")
        self.assertIn("reverse_kl: ", content(f"{TMP.name}/cross.txt").decode())
        for arguments, words in ((["--what", "cross"], "--what cross needs --cross"), (["--cross", "kl"], "--cross is of cross, not of curves"),
                                 (["--what", "cross", "--cross", "kl", "--metric", "js"], "--cross and --metric exclude each other")):
            self.assertIn(words, ganzoo("plot", runs, "--out", f"{TMP.name}/none.pdf", *arguments, code=2))

    def test_a_phase_plane_of_any_two_numbers(self):
        self.plot("plane.pdf", "--what", "phase", "--y", "train/critic_real_mean,train/critic_fake_mean", "--layout", "double")
        with h5py.File(f"{self.runs}/002-1/run.h5") as run:
            x, y = run["train/critic_real_mean"], run["train/critic_fake_mean"]
            self.assertIn(f"from ({x[0]:.4g}, {y[0]:.4g}) to ({x[-1]:.4g}, {y[-1]:.4g})", content(f"{TMP.name}/plane.txt").decode())
        for arguments, words in (([], "have no dirac.theta and dirac.psi"), (["--y", "modes.covered"], "must have two"), (["--y", "modes.covered,train/criti"], "--y train/criti is a column of none")):
            self.assertIn(words, ganzoo("plot", self.runs, "--out", f"{TMP.name}/none.pdf", "--what", "phase", *arguments, code=2))

    def test_samples_of_every_shape(self):
        for kind in ("points", "images"):
            runs = fabricated(kind + "-two", "--groups", "2", "--seeds", "1", "--rows", "20", "--kind", kind)
            out = f"{TMP.name}/{kind}.png"
            ganzoo("plot", runs, "--what", "samples", "--steps", "0,500,1000", "--out", out)
            self.assertGreater(len(content(out)), 3000)
            self.assertIn("d00, seed 0, step 473", content(f"{TMP.name}/{kind}.txt").decode())

    def test_numbers_on_the_line_are_refused_as_squares(self):
        runs = fabricated("line", "--groups", "1", "--seeds", "1", "--rows", "20", "--kind", "line")
        out = ganzoo("plot", runs, "--what", "samples", "--out", f"{TMP.name}/line.png", code=2)
        self.assertIn("neither images nor points of two coordinates", out)


class Gallery(unittest.TestCase):
    def test_the_figures_in_the_readme_can_be_made_anew(self):
        source = f"{HERE}/../.."
        fabricated("gallery/quickstart", "--groups", "6", "--seeds", "3", "--rows", "60", "--names", "kl,minimax,pearson,reverse_kl,squared_hellinger,wasserstein")
        subprocess.run([sys.executable, f"{source}/framework/docs/gallery.py", PROGRAM, f"{TMP.name}/gallery", f"{TMP.name}/figures"], check=True, capture_output=True)
        shown = sorted(os.listdir(f"{source}/experiments/gallery"))
        self.assertEqual(sorted(os.listdir(f"{TMP.name}/figures")), shown)
        with open(f"{source}/README.md", encoding="utf-8") as file:
            readme = file.read()
        for figure in shown:
            self.assertIn(f"(experiments/gallery/{figure})", readme)
            self.assertEqual(content(f"{TMP.name}/figures/{figure}")[:24], content(f"{source}/experiments/gallery/{figure}")[:24], "of the size that stands in the tree")


class Exports(unittest.TestCase):
    def setUp(self):
        self.runs = fabricated("points", "--groups", "4", "--seeds", "3", "--rows", "60", "--diverged", "1")

    def files(self):
        for name in sorted(os.listdir(self.runs)):
            with h5py.File(f"{self.runs}/{name}/run.h5") as run:
                yield run

    def test_the_long_table_holds_every_number(self):
        out = f"{TMP.name}/all.csv"
        ganzoo("export", self.runs, "--to", "csv", "--out", out)
        with open(out, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(list(rows[0]), ["cell", "seed", "status", "divergence", "table", "column", "step", "value"])
        values = {(r["cell"], r["table"], r["column"], int(r["step"])): float(r["value"]) for r in rows}
        self.assertEqual(len(values), len(rows))
        count = 0
        for run in self.files():
            for table in ("train", "metrics"):
                for name in run[table]:
                    if name == "step":
                        continue
                    for step, value in zip(run[table]["step"][:], run[table][name][:]):
                        self.assertEqual(values[(run.attrs["cell"], table, name, int(step))], float(value))
                        count += 1
        self.assertEqual(count, len(rows))

    def test_lines_of_json_hold_the_same(self):
        out = f"{TMP.name}/all.jsonl"
        ganzoo("export", self.runs, "--to", "jsonl", "--out", out)
        lines = [json.loads(line) for line in content(out).decode().splitlines()]
        for run in self.files():
            own = {line["step"]: line for line in lines if line["run"] == run.attrs["cell"]}
            for step, value in zip(run["train/step"][:], run["train/critic_objective"][:]):
                self.assertEqual(own[int(step)]["train/critic_objective"], float(value))
            for step, value in zip(run["metrics/step"][:], run["metrics/modes.covered"][:]):
                self.assertEqual(own[int(step)]["metrics/modes.covered"], float(value))

    def test_numpy_reads_the_arrays(self):
        out, one = f"{TMP.name}/one.npz", f"{self.runs}/001-0"
        with h5py.File(f"{one}/run.h5", "a") as run:
            if "weights" not in run:
                run.create_dataset("weights/generator/dense_0/weight", data=np.arange(6, dtype=np.float32).reshape(2, 3))
        ganzoo("export", one, "--to", "npz", "--out", out)
        first = content(out)
        with np.load(out) as arrays, h5py.File(f"{one}/run.h5") as run:
            np.testing.assert_array_equal(arrays["weights/generator/dense_0/weight"], run["weights/generator/dense_0/weight"][:])
            np.testing.assert_array_equal(arrays["samples/points"], run["samples/points"][:])
            np.testing.assert_array_equal(arrays["data/samples"], run["data/samples"][:])
        ganzoo("export", one, "--to", "npz", "--out", out)
        self.assertEqual(first, content(out))
        self.assertIn("takes one run, but these are 12", ganzoo("export", self.runs, "--to", "npz", "--out", out, code=2))

    def test_infinities_and_nan_are_words(self):
        runs = fabricated("odd", "--groups", "1", "--seeds", "1", "--rows", "4", "--kind", "none")
        with h5py.File(f"{runs}/000-0/run.h5", "a") as run:
            run["train/critic_objective"][:3] = [math.nan, math.inf, -math.inf]
        ganzoo("export", runs, "--to", "csv", "--out", f"{TMP.name}/odd.csv")
        table = content(f"{TMP.name}/odd.csv").decode()
        for word in (",train,critic_objective,10,nan\n", ",train,critic_objective,20,inf\n", ",train,critic_objective,30,-inf\n"):
            self.assertIn(word, table)
        ganzoo("export", runs, "--to", "jsonl", "--out", f"{TMP.name}/odd.jsonl")
        lines = [json.loads(line) for line in content(f"{TMP.name}/odd.jsonl").decode().splitlines()]
        self.assertEqual([line["train/critic_objective"] for line in lines if line["step"] in (10, 20, 30)], [None, "inf", "-inf"])


class Pages(unittest.TestCase):
    """A page says what `compare` says, whatever that was asked."""

    def meta(self, *arguments):
        out = f"{TMP.name}/page.html"
        ganzoo("report", self.runs, "--out", out, *arguments)
        return json.loads(re.search(r'<script type="application/json" id="meta">(.*?)</script>', content(out).decode(), re.S)[1])

    def test_numbers_are_those_of_compare(self):
        self.runs = fabricated("points", "--groups", "4", "--seeds", "3", "--rows", "60", "--diverged", "1")
        wide = fabricated("wide", "--groups", "3", "--seeds", "8", "--rows", "60", "--kind", "none")
        for runs, arguments in ((self.runs, []), (self.runs, ["--over", "divergence.name"]), (self.runs, ["--axis", "critic_updates", "--at", "300"]),
                                (self.runs, ["--baseline", "d01", "--axis", "real_seen"]), (wide, ["--tune", "divergence.name"]),
                                (wide, ["--tune", "divergence.name", "--select-seeds", "1,3,5"])):
            with self.subTest(arguments=arguments):
                self.runs = runs
                meta = self.meta(*arguments)
                self.assertEqual(meta["experiments"][0]["compare"]["groups"], json.loads(ganzoo("compare", runs, "--format", "json", *arguments))["groups"])
                for argument in arguments:
                    self.assertIn(argument, meta["command"])

    def test_a_tuned_group_shows_the_runs_that_are_reported(self):
        self.runs = fabricated("wide", "--groups", "3", "--seeds", "8", "--rows", "60", "--kind", "none")
        experiment = self.meta("--tune", "divergence.name")["experiments"][0]
        tuned = experiment["compare"]["groups"][0]["tuned"]
        self.assertEqual([run["seed"] for run in experiment["runs"]], tuned["report_seeds"])
        names = next(key for key in experiment["spec"] if key["name"] == "divergence.name")
        self.assertEqual(names["values"], [tuned["setting"]["divergence.name"]])


EXPERIMENT = """
title = "tiny"
steps = 20
[data]
name = "ring"
[generator]
name = "mlp"
noise = 4
hidden = [8]
[discriminator]
name = "mlp"
hidden = [8]
[divergence]
name = "minimax"
generator_loss = "non_saturating"
"""


class Noise(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(f"{TMP.name}/tiny.toml", "w", encoding="utf-8") as file:
            file.write(EXPERIMENT)
        ganzoo("run", f"{TMP.name}/tiny.toml", "--out", f"{TMP.name}/tiny")
        cls.run_folder = [f"{TMP.name}/tiny/{name}" for name in os.listdir(f"{TMP.name}/tiny") if os.path.isdir(f"{TMP.name}/tiny/{name}")][0]

    def sample(self, noise, *arguments):
        np.save(f"{TMP.name}/noise.npy", np.asarray(noise, np.float32))
        ganzoo("sample", self.run_folder, "--noise", f"{TMP.name}/noise.npy", "--out", f"{TMP.name}/out.npy", *arguments)
        return np.load(f"{TMP.name}/out.npy")

    def test_a_row_of_noise_is_a_sample(self):
        noise = np.random.default_rng(0).normal(size=(5, 4))
        samples = self.sample(noise)
        self.assertEqual(samples.shape, (5, 2))
        np.testing.assert_array_equal(self.sample(noise[::-1]), samples[::-1])

    def test_the_way_goes_along_the_great_circle_from_row_to_row(self):
        noise = np.random.default_rng(1).normal(size=(3, 4)).astype(np.float32)
        a, b = noise[2].astype(float), noise[0].astype(float)
        angle = math.acos(a @ b / math.sqrt((a @ a) * (b @ b)))
        way = np.array([(math.sin((1 - t) * angle) * a + math.sin(t * angle) * b) / math.sin(angle) for t in np.linspace(0, 1, 7)])
        np.testing.assert_allclose(self.sample(noise, "--interpolate", "2:0", "--frames", "7"), self.sample(way), rtol=1e-4, atol=1e-5)
        ends = self.sample(noise, "--interpolate", "2:0", "--frames", "7")[[0, -1]]
        np.testing.assert_array_equal(ends, self.sample(noise)[[2, 0]])

    def test_a_grid_lies_between_four_rows(self):
        noise = np.random.default_rng(2).normal(size=(4, 4)).astype(np.float32)
        grid = self.sample(noise, "--grid", "5").reshape(5, 5, 2)
        np.testing.assert_array_equal(grid[[0, 0, -1, -1], [0, -1, 0, -1]], self.sample(noise))
        for edge, ends in ((grid[0], "0:1"), (grid[-1], "2:3"), (grid[:, 0], "0:2"), (grid[:, -1], "1:3")):
            np.testing.assert_array_equal(edge, self.sample(noise, "--interpolate", ends, "--frames", "5"))

    def test_an_animation_shows_the_snapshots_or_the_way(self):
        out = f"{TMP.name}/run.gif"
        with h5py.File(f"{self.run_folder}/run.h5") as run:
            steps = run["samples/step"][:]
        ganzoo("sample", self.run_folder, "--out", out)
        with Image.open(out) as film:
            self.assertEqual((film.n_frames, film.info["loop"]), (len(steps), 0))
            for i, step in enumerate(steps):
                still = f"{TMP.name}/still.png"
                ganzoo("sample", self.run_folder, "--step", str(step), "--out", still)
                film.seek(i)
                with Image.open(still) as picture:
                    apart = np.abs(np.asarray(film.convert("RGB"), int) - np.asarray(picture.convert("RGB"), int))
                self.assertLess(apart.mean(), 2, "the frames are the snapshots, as far as 256 colours go")
        ganzoo("sample", self.run_folder, "--interpolate", "0:1", "--frames", "7", "--out", out)
        with Image.open(out) as film:
            self.assertEqual(film.n_frames, 7)
        for arguments, words in ((["--step", "0"], "a .gif shows all snapshots"), (["--grid", "3"], "a .gif shows all snapshots"), (["--seed", "1"], "a .gif shows all snapshots")):
            self.assertIn(words, ganzoo("sample", self.run_folder, "--out", f"{TMP.name}/no.gif", *arguments, code=2))
        self.assertFalse(os.path.exists(f"{TMP.name}/no.gif"))

    def test_grey_images_keep_every_level(self):
        runs = fabricated("grey", "--groups", "1", "--seeds", "1", "--rows", "20", "--kind", "images")
        with h5py.File(f"{runs}/000-0/run.h5", "a") as run:
            for name in ("data/samples", "samples/images"):
                levels = run[name][:][..., None]
                del run[name]
                run[name] = levels
        out, still = f"{TMP.name}/grey.gif", f"{TMP.name}/grey.png"
        ganzoo("sample", f"{runs}/000-0", "--out", out)
        with h5py.File(f"{runs}/000-0/run.h5") as run:
            last = int(run["samples/step"][-1])
        ganzoo("sample", f"{runs}/000-0", "--step", str(last), "--out", still)
        with Image.open(out) as film, Image.open(still) as picture:
            film.seek(film.n_frames - 1)
            np.testing.assert_array_equal(np.asarray(film.convert("RGB")), np.asarray(picture.convert("RGB")))

    def test_what_was_written_is_said(self):
        run, out = self.run_folder, f"{TMP.name}/said"
        self.assertEqual(ganzoo("sample", run, "--count", "3", "--out", f"{out}.npy"), f"{out}.npy: 3 samples of {run}\n")
        self.assertEqual(ganzoo("sample", run, "--interpolate", "0:1", "--frames", "5", "--out", f"{out}.gif"), f"{out}.gif: 5 frames of {run}\n")
        self.assertIn(f"it holds 1 cell: give one, as {run}", ganzoo("sample", os.path.dirname(run), "--out", f"{out}.npy", code=2))
        self.assertIn(f"did you mean {run}?", ganzoo("sample", run[:-1] + "_", "--out", f"{out}.npy", code=2))

    def test_wrong_noise_is_refused(self):
        for noise, arguments, words in ((np.zeros((2, 3)), [], "has shape [2, 3], but must be [n, 4]"), (np.full((1, 4), np.nan), [], "no finite number"),
                                        (np.zeros((2, 4)), ["--interpolate", "0:2"], "--noise has 2 rows"), (np.zeros((2, 4)), ["--interpolate", "0-1"], "must be A:B"),
                                        (np.zeros((2, 4)), ["--count", "3"], "--count excludes"),
                                        (np.zeros((3, 4)), ["--grid", "3"], "between four rows, but --noise has 3"),
                                        (np.zeros((4, 4)), ["--grid", "3", "--interpolate", "0:1"], "--grid excludes --interpolate"),
                                        (np.zeros((4, 4)), ["--frames", "3"], "there is no --interpolate")):
            np.save(f"{TMP.name}/wrong.npy", noise.astype(np.float32))
            self.assertIn(words, ganzoo("sample", self.run_folder, "--noise", f"{TMP.name}/wrong.npy", "--out", f"{TMP.name}/no.npy", *arguments, code=2))


class Follow(unittest.TestCase):
    def test_a_followed_page_outlives_a_run_that_vanishes(self):
        folder, page = f"{TMP.name}/followed", f"{TMP.name}/followed.html"
        os.makedirs(folder)
        with open(f"{folder}/game.toml", "w", encoding="utf-8") as file:
            file.write('title = "followed"\n[data]\nname = "ring"\n[generator]\nname = "mlp"\nhidden = [8]\n[discriminator]\nname = "mlp"\n'
                       'hidden = [8]\n[divergence]\nname = "js"\n[log]\nevery = 10\n[metrics]\nnames = []\n')
        done, going = f"{folder}/done", f"{folder}/going"
        ganzoo("run", f"{folder}/game.toml", "steps=20", "--out", done)
        long_run = subprocess.Popen([PROGRAM, "--quiet", "run", f"{folder}/game.toml", "steps=100000000", "seed=1", "log.commit=0.2", "--out", going],
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.wait(lambda: glob.glob(f"{going}/*/run.h5"))
            follow = subprocess.Popen([PROGRAM, "report", done, going, "--follow", "--every", "7", "--out", page], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertEqual(follow.stdout.readline(), f"{page}: 2 runs\n")
            self.assertIn('"live":7', content(page).decode())
            kept = glob.glob(f"{done}/*/run.h5")[0]
            shutil.move(kept, f"{folder}/kept.h5")
            self.assertEqual(follow.stdout.readline(), f"{page}: 1 run\n")
            for _ in range(300):  # they come and go while it looks
                shutil.copytree(os.path.dirname(kept), f"{done}/other")
                shutil.copy(f"{folder}/kept.h5", f"{done}/other/run.h5")
                shutil.rmtree(f"{done}/other")
            self.assertIsNone(follow.poll())
        finally:
            long_run.send_signal(signal.SIGINT)
            long_run.wait()
        told, errors = follow.communicate(timeout=60)
        self.assertEqual((follow.returncode, told.splitlines()[-1]), (0, f"{page}: 1 run"), errors)
        self.assertNotIn('"live":', content(page).decode())

    def wait(self, holds):
        end = time.time() + 60
        while not holds():
            self.assertLess(time.time(), end)
            time.sleep(0.05)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
