"""The report page in a real browser: every control, every number, no request, no word on the console.

    page_test.py PROGRAM SOURCE_DIR [TEST…]
"""
import base64
import csv
import io
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unittest

import browser

browser.require()
import h5py  # noqa: E402  (after the refusal: it comes with the tests' packages, too)

PROGRAM, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
HERE = os.path.dirname(os.path.abspath(__file__))
TMP = tempfile.TemporaryDirectory()
os.environ["GANZOO_BROWSER_TMP"] = TMP.name
MADE = {}


def made(name, *arguments, report=()):
    """The page of fabricated runs; each made once."""
    key = (name, *report)
    folder = f"{TMP.name}/{name}"
    if not os.path.exists(folder):
        subprocess.run([sys.executable, f"{HERE}/fabricate.py", folder, *arguments], check=True)
    if key not in MADE:
        MADE[key] = f"{TMP.name}/{name}{len(MADE)}.html"
        subprocess.run([PROGRAM, "--quiet", "report", folder, "--out", MADE[key], *report], check=True, stdout=subprocess.DEVNULL)
    return folder, MADE[key]


def compare(folder, *arguments):
    out = subprocess.run([PROGRAM, "--quiet", "compare", folder, "--format", "json", *arguments], check=True, capture_output=True, text=True)
    return json.loads(out.stdout)


def small(*report):
    return made("small", "--groups", "6", "--seeds", "3", "--rows", "60", "--diverged", "1", report=report)


def number(v):
    return math.nan if v is None else float(v)


def close(a, b, tolerance=1e-9):
    a, b = number(a), number(b)
    return (math.isnan(a) and math.isnan(b)) or a == b or abs(a - b) <= tolerance * max(1e-300, abs(a), abs(b))


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.b = browser.Browser()

    @classmethod
    def tearDownClass(cls):
        cls.b.close()

    def setUp(self):
        self.b.resize(1400, 900)
        self.b.console()
        self.b.requests()

    def tearDown(self):
        self.assertEqual([m for m in self.b.console() if "favicon" not in m], [], "the console is silent")

    def hash(self):
        return self.b.js("return location.hash")


class Quiet(Case):
    def test_asks_for_nothing_but_itself(self):
        for folder, page in (small(), made("hostile", "--groups", "8", "--seeds", "2", "--rows", "20", "--hostile")):
            self.b.requests()
            self.b.open(page)
            self.b.settle()
            asked = [u for u in self.b.requests() if not u.startswith(("data:", "blob:", "about:"))]
            self.assertEqual([u.split("#")[0] for u in asked], ["file://" + page])

    def test_hostile_texts_are_texts(self):
        _, page = made("hostile", "--groups", "8", "--seeds", "2", "--rows", "20", "--hostile")
        self.b.open(page)
        self.b.settle()
        self.assertEqual(self.b.text("h1"), "</script><script>alert(1)</script>")
        self.assertEqual(self.b.js("return document.querySelectorAll('img, b, script:not([id])').length"), 1)
        groups = self.b.texts(".comparison tbody th")
        for text in ("<img src=x onerror=alert(1)>", "__proto__", "constructor"):
            self.assertTrue(any(text in g for g in groups), groups)
        self.assertLessEqual(self.b.js("return document.documentElement.scrollWidth"), 1400)

    def test_hostile_addresses_are_ignored(self):
        _, page = small()
        for hash in ("#by=__proto__&x=<script>", "#z=1e999:2&snap=-1&rows=99999999999", "#q=%E0%A4%A&theme=pink", "#e=7&sort=%00&off=%"):
            self.b.open(page, hash)
            self.b.settle()
            self.assertEqual(self.b.text("h1"), "fabricated")


class Policy(unittest.TestCase):
    def test_a_changed_script_does_not_run(self):
        _, page = small()
        with open(page, encoding="utf-8") as file:
            text = file.read()
        self.assertIn("default-src 'none'; script-src 'sha256-", text)
        dead = page + ".dead.html"
        with open(dead, "w", encoding="utf-8") as file:
            file.write(re.sub(r"script-src 'sha256-[^']*'", "script-src 'none'", text, count=1))
        b = browser.Browser()
        try:
            b.open(dead, wait=False)
            self.assertIsNone(b.js("return document.documentElement.dataset.ready || null"))
            self.assertTrue(any("Content Security Policy" in m for m in b.console()))
        finally:
            b.close()

    def test_reads_without_a_script(self):
        _, page = small()
        b = browser.Browser(script=False)
        try:
            b.open(page, wait=False)
            picture = b.driver.execute_cdp_cmd("DOM.getDocument", {"depth": -1})
            text = json.dumps(picture)
            for part in ("modes.covered", "d03", "cell003-s1", "real against real"):
                self.assertIn(part, text)
            self.assertGreaterEqual(text.count('"nodeName": "svg"'), 3 + 6)
        finally:
            b.close()


class Numbers(Case):
    def table(self):
        return json.loads(self.b.js("""return JSON.stringify(ganzoo.page.view.comparison.groups.map(g => ({label: g.label, values: g.values.map(v => ({
            center: v.center, low: v.low, high: v.high, level: v.level, runs: v.runs, best: v.best,
            difference: v.difference && {center: v.difference.center, low: v.difference.low, high: v.difference.high, p: v.difference.p, p_holm: v.difference.p_holm}}))})), (_, v) =>
            typeof v === 'number' && !Number.isFinite(v) ? String(v) : v)"""))

    def check_equal(self, folder, *arguments):
        expected, shown = compare(folder, *arguments), {row["label"]: row for row in self.table()}
        self.assertEqual(len(expected["groups"]), len(shown))
        for group in expected["groups"]:
            row = shown[", ".join(group["key"].values()) or "all runs"]
            for m, metric in enumerate(expected["metrics"]):
                want, have = group["values"][metric["name"]], row["values"][m]
                for key in ("center", "low", "high", "level"):
                    self.assertTrue(close(want[key], have[key]), (arguments, group["key"], metric["name"], key, want[key], have[key]))
                self.assertEqual([number(v) for v in want["runs"]], [number(v) for v in have["runs"]])
                self.assertEqual(want["among_best"], have["best"])
                if want["difference"]:
                    for key in ("center", "low", "high", "p", "p_holm"):
                        self.assertTrue(close(want["difference"][key], have["difference"][key]),
                                        (arguments, group["key"], metric["name"], key, want["difference"][key], have["difference"][key]))

    def test_the_table_is_compares_own(self):
        folder, page = small()
        self.b.open(page)
        self.assertTrue(self.b.js("return ganzoo.page.view.asMade"))
        self.check_equal(folder)

    def test_other_views_are_what_compare_would_say(self):
        for folder, page in (small(), made("many", "--groups", "4", "--seeds", "8", "--rows", "40")):
            self.b.open(page)
            for state, arguments in (({"at": "best"}, ["--at", "best"]), ({"at": "300"}, ["--at", "300"]),
                                     ({"at": "last", "base": "d01"}, ["--baseline", "d01"]),
                                     ({"at": "200", "base": "d02"}, ["--at", "200", "--baseline", "d02"]),
                                     ({"at": "last", "base": "", "q": "divergence=d02"}, ["--where", "divergence.name == d02", "--by", "divergence"])):
                if state["at"] == "best" and "small" in folder:
                    continue  # a diverged run leaves no step that is finite in all others
                self.b.choose(**state)
                self.assertEqual(self.b.js("return ganzoo.page.view.comparison.refusal"), "")
                self.check_equal(folder, *arguments)

    def test_what_must_not_be_pooled_is_refused(self):
        _, page = small()
        self.b.open(page)
        self.b.choose(by=[])
        self.assertIn("inside the group", self.b.text("section[aria-label=Comparison] p.warning"))

    def test_cells_print_every_digit_on_demand(self):
        folder, page = small()
        self.b.open(page)
        group = compare(folder)["groups"][2]
        title = self.b.js("return [...document.querySelectorAll('.comparison tbody tr')].find(r => r.textContent.includes('d02')).querySelector('td').title")
        self.assertIn(str(group["values"]["modes.covered"]["center"]).rstrip("0").rstrip("."), title)

    def test_the_crosshair_reads_the_files_numbers(self):
        folder, page = small()
        self.b.open(page)
        self.b.choose(line="mean")
        got = self.b.js("""const panel = ganzoo.page.experiment.panels.find(p => p.id === 'train/critic_objective');
            const figure = ganzoo.figureOf(panel, ganzoo.page.view);
            return ganzoo.valuesAtX(figure, 250).map(v => [v.line.group.label, v.line.steps[v.row], v.v])""")
        self.assertEqual(len(got), 6)
        for label, step, value in got:
            place = int(label[1:])
            runs = [h5py.File(f"{folder}/{place:03d}-{seed}/run.h5") for seed in range(3)]
            row = list(runs[0]["train/step"]).index(step)
            mean = sum(float(run["train/critic_objective"][row]) for run in runs) / 3
            self.assertTrue(close(value, mean, 1.3e-4), (label, step, value, mean))

    def test_ticks_and_scales_are_the_programs(self):
        _, page = small()
        self.b.open(page)
        with open(f"{SOURCE}/tests/report/axes.json", encoding="utf-8") as file:
            cases = json.load(file)
        for case in cases:
            got = self.b.js("""const axis = ganzoo.Axis.around(Float64Array.from(arguments[0]).sort());
                return [axis.kind, axis.ticks(), arguments[1].map(v => axis.place(v))]""", case["values"], [p[0] for p in case["places"]])
            self.assertEqual(got[0], case["kind"])
            self.assertEqual(len(got[1]), len(case["ticks"]), case)
            self.assertTrue(all(close(a, b, 1e-12) for a, b in zip(got[1], case["ticks"])), (got, case))
            self.assertTrue(all(abs(a - b[1]) < 1e-9 for a, b in zip(got[2], case["places"])))

    def test_a_csv_holds_what_is_drawn(self):
        _, page = small()
        self.b.open(page)
        self.b.settle()
        data = self.b.downloaded("modes.covered.csv", lambda: self.b.js("document.querySelector('[data-panel=\"modes.covered\"] [aria-label$=\"as csv\"]').click()"))
        rows = list(csv.DictReader(io.StringIO(data.decode())))
        drawn = self.b.js("return ganzoo.page.panels.views[0].figure.lines.map(l => [l.group.label, [...l.steps], [...l.y]])")
        for label, steps, values in drawn:
            own = [r for r in rows if r["group"] == label]
            self.assertEqual([float(r["step"]) for r in own], steps)
            self.assertTrue(all(close(float(r["modes.covered"]), number(v), 0) for r, v in zip(own, values)))


class Controls(Case):
    def after_reload(self, script):
        hash = self.hash()
        self.b.open(self.page, hash)
        self.b.settle()
        return self.b.js(script)

    def test_each_choice_stands_in_the_address_and_survives_a_reload(self):
        _, self.page = small()
        cases = [({"y": "log"}, "document.querySelector('#y').value", "log"), ({"line": "mean"}, "document.querySelector('#line').value", "mean"),
                 ({"x": "wall_time"}, "document.querySelector('#x').value", "wall_time"), ({"band": "sd"}, "document.querySelector('#band').value", "sd"),
                 ({"smooth": "15"}, "document.querySelector('#smooth').value", "15"), ({"seeds": True}, "document.querySelector('#seeds').checked", True),
                 ({"theme": "dark"}, "document.documentElement.dataset.theme", "dark"), ({"q": "seed=0"}, "ganzoo.page.view.runs.length", 6),
                 ({"off": ["d01", "d02"]}, "ganzoo.page.view.visible.length", 4), ({"base": "d03"}, "document.querySelector('#baseline').value", "d03"),
                 ({"at": "200"}, "document.querySelector('#at').value", "step"), ({"sort": "sliced_wasserstein.value"}, "document.querySelectorAll('th[aria-sort]')[0].textContent.includes('sliced')", True),
                 ({"z": [100, 300]}, "document.querySelector('.zoom').textContent", "step 100–300 ✕"), ({"snap": 3}, "document.querySelector('#snapshot').value", "3"),
                 ({"sx": "wall_time"}, "document.querySelector('#sx').value", "wall_time"), ({"pc": True}, "document.querySelector('.parallel').clientHeight > 0", True),
                 ({"diff": ["cell000-s0", "cell001-s0"]}, "document.querySelectorAll('.spec tbody tr').length", 1),
                 ({"big": "modes.covered"}, "document.querySelectorAll('.panel:not([hidden])').length", 1), ({"rsort": "-step"}, "document.querySelector('.runs th[aria-sort]').getAttribute('aria-sort')", "descending"),
                 ({"seed": 2}, "document.querySelector('#seed').value", "2")]
        for changes, script, expected in cases:
            self.b.open(self.page)
            self.b.choose(**changes)
            self.assertEqual(self.b.js("return " + script), expected, changes)
            self.assertIn(next(iter(changes)) + "=", self.hash())
            self.assertEqual(self.after_reload("return " + script), expected, (changes, "after a reload"))

    def click(self, selector):
        self.b.js("document.querySelector(arguments[0]).click()", selector)
        self.b.settle()

    def test_clicks_do_what_they_say(self):
        _, self.page = small()
        self.b.open(self.page)
        self.click(".legend .entry")
        self.assertEqual(self.b.js("return ganzoo.page.view.visible.length"), 5)
        self.click(".legend .entry")
        self.assertEqual(self.b.js("return ganzoo.page.view.visible.length"), 6)
        self.click(".comparison thead th:nth-child(4) button")
        first = self.b.text(".comparison tbody tr:not(.floor) th")
        centers = self.b.js("return ganzoo.page.view.comparison.groups.map(g => [g.values[2].center, g.label]).sort((a, b) => a[0] - b[0])")
        self.assertIn(centers[0][1], first)
        self.click(".facts button.warning")
        self.assertEqual(self.b.js("return ganzoo.page.view.runs.map(r => r.status)"), ["diverged"])
        self.click("#reset")
        self.assertEqual(self.hash(), "")

    def test_what_differs_between_two_runs_comes_into_sight(self):
        _, page = made("wide", "--groups", "26", "--seeds", "2", "--rows", "40", "--kind", "line")
        self.b.open(page)
        tick = "const box = document.querySelectorAll('.runs tbody input')[%d]; box.scrollIntoView({block: 'center'}); box.click()"
        for row in (45, 48):
            self.b.js(tick % row)
            self.b.settle()
        self.assertEqual(self.b.js("return document.querySelectorAll('.spec tbody tr').length"), 2)
        top, bottom, height = self.b.js("const r = document.querySelector('.diff').getBoundingClientRect(); return [r.top, r.bottom, innerHeight]")
        self.assertGreaterEqual(top, self.b.js("return document.querySelector('.bar').getBoundingClientRect().bottom"))
        self.assertLessEqual(bottom, height + 1)

    def test_a_scrolled_page_leaves_no_tooltip_behind(self):
        _, page = small()
        self.b.open(page)
        self.b.js("document.querySelector('.panels').scrollIntoView()")
        self.b.settle()
        self.b.js("document.querySelector('.panel .plot').dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft'}))")
        self.assertFalse(self.b.js("return document.querySelector('#tip').hidden"))
        self.b.js("scrollBy(0, 100)")
        self.b.settle()
        self.assertTrue(self.b.js("return document.querySelector('#tip').hidden"))

    def test_the_table_of_runs_has_the_columns_that_are_ticked(self):
        _, self.page = small()
        self.b.open(self.page)
        heads = "return [...document.querySelectorAll('.runs thead button')].map(b => b.textContent)"
        usual = self.b.js(heads)
        self.assertIn("modes.covered", usual)
        self.assertNotIn("train/critic_objective", usual)
        self.b.js("document.querySelector('#columns').open = true")
        for name in ("host", "train/critic_objective"):
            self.click(f"#columns [data-key='{name}']")
        changed = [name for name in usual if name != "host"] + ["train/critic_objective"]
        self.assertEqual(self.b.js(heads), changed)
        self.assertEqual(self.after_reload(heads), changed)
        with h5py.File(f"{small()[0]}/001-0/run.h5") as run:
            last = run["train/critic_objective"][-1]
        shown = self.b.js("const row = [...document.querySelectorAll('.runs tbody tr')].find(r => r.title === 'cell001-s0'); return row.lastChild.textContent")
        self.assertAlmostEqual(float(shown.replace("−", "-")), last, delta=1e-3 * abs(last))
        for name in ("host", "train/critic_objective"):
            self.click(f"#columns [data-key='{name}']")
        self.assertEqual(self.hash(), "")

    def test_menus_close_when_something_else_is_done(self):
        _, self.page = small()
        self.b.open(self.page)
        is_open = "return document.querySelector('#columns').open"
        for close in ("document.body.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))",
                      "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))"):
            self.b.js("document.querySelector('#columns').open = true; document.querySelector('#columns input').dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))")
            self.assertTrue(self.b.js(is_open))
            self.b.js(close)
            self.assertFalse(self.b.js(is_open))

    def test_dragging_zooms_all_panels_and_escape_ends_it(self):
        _, self.page = small()
        self.b.open(self.page)
        self.b.js("document.querySelector('.panels').scrollIntoView()")
        self.b.settle()
        box = self.b.js("const r = document.querySelector('.panel .plot').getBoundingClientRect(); return [r.left, r.top, r.width, r.height]")
        mouse = lambda kind, x, y, buttons: self.b.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1})
        y = box[1] + box[3] / 2
        painted = self.b.js("return ganzoo.counts.painted")
        mouse("mouseMoved", box[0] + 150, y, 0)
        self.b.settle()
        self.assertFalse(self.b.js("return document.querySelector('#tip').hidden"))
        self.assertEqual(self.b.js("return ganzoo.counts.painted"), painted, "hovering repaints no base")
        self.assertEqual(self.b.js("return document.querySelectorAll('#tip tr').length"), 6)
        mouse("mousePressed", box[0] + 100, y, 1)
        mouse("mouseMoved", box[0] + 200, y, 1)
        mouse("mouseReleased", box[0] + 200, y, 0)
        self.b.settle()
        self.assertRegex(self.hash(), r"z=\d")
        self.b.js("document.querySelector('.panel .plot').dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}))")
        self.assertNotIn("z=", self.hash())

    def test_arrow_keys_read_values_aloud(self):
        _, self.page = small()
        self.b.open(self.page)
        self.b.settle()
        key = lambda name: self.b.js("const p = document.querySelector('.panel .plot'); p.focus(); p.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))", name)
        key("ArrowLeft")
        first = self.b.text(".spoken")
        self.assertRegex(first, r"^d00, step \d+: ")
        key("ArrowDown")
        self.assertRegex(self.b.text(".spoken"), r"^d01, step \d+: ")

    def test_scroll_survives_a_reload_by_the_address(self):
        _, self.page = small()
        self.b.open(self.page, "#top=700")
        self.b.settle()
        self.assertAlmostEqual(self.b.js("return scrollY"), 700, delta=2)

    def test_tables_leave_as_the_program_words_them(self):
        folder, self.page = small()
        self.b.open(self.page)
        for kind, format in (("CSV", "csv"), ("Markdown", "markdown"), ("LaTeX", "latex")):
            expected = subprocess.run([PROGRAM, "--quiet", "compare", folder, "--format", format], check=True, capture_output=True, text=True).stdout
            self.assertEqual(self.b.js("return ganzoo.comparisonText(ganzoo.page, arguments[0])", kind), expected)


class Pictures(Case):
    def test_svg_parses_and_png_has_its_size(self):
        import xml.etree.ElementTree as tree
        _, page = small()
        self.b.open(page)
        self.b.settle()
        svg = self.b.downloaded("modes.covered.svg", lambda: self.b.js("document.querySelector('[data-panel=\"modes.covered\"] [aria-label$=\"as svg\"]').click()"))
        self.assertGreater(len(list(tree.fromstring(svg).iter())), 20)
        png = self.b.downloaded("modes.covered.png", lambda: self.b.js("document.querySelector('[data-panel=\"modes.covered\"] [aria-label$=\"as png\"]').click()"))
        self.assertEqual((int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")), (1280, 800))

    def pixel(self, selector):
        return self.b.js("const c = document.querySelector(arguments[0] + ' canvas'); return [...c.getContext('2d').getImageData(2, 2, 1, 1).data]", selector)

    def test_dark_and_light_differ(self):
        _, page = small()
        for theme, ink in (("light", [255, 255, 255, 255]), ("dark", [22, 24, 29, 255])):
            self.b.open(page, f"#theme={theme}")
            self.b.js("document.querySelector('.panels').scrollIntoView()")
            self.b.settle()
            self.assertEqual(self.pixel(".panel"), ink)

    def test_one_row_in_a_thousand_is_stored_and_seen(self):
        _, page = made("spike", "--groups", "4", "--seeds", "1", "--rows", "1000", "--spike", report=("--size", "260k"))
        self.b.resize(390, 800)
        self.b.open(page, "#off=d01,d02,d03&y=linear")
        self.assertIn("extremes kept", self.b.js("return ganzoo.meta.thinned.join()"))
        got = self.b.js("""const view = ganzoo.page.panels.views.find(v => v.panel.id === 'train/critic_real_mean');
            view.element.scrollIntoView(); view.paint();
            const line = view.figure.lines[0], top = Math.max(...line.y), row = line.y.indexOf(top);
            const ratio = devicePixelRatio, c = view.base.getContext('2d');
            const x = view.frame.left + view.figure.x.place(line.x[row]) * view.frame.width, y = view.frame.top + (1 - view.figure.y.place(top)) * view.frame.height;
            const data = c.getImageData(Math.round((x - 2) * ratio), Math.round(y * ratio), 5, 12).data;
            let dark = 0;
            for (let i = 0; i < data.length; i += 4) if (data[i] < 120 && data[i + 2] > 120) ++dark;
            return [top, line.steps[row], dark]""")
        self.assertAlmostEqual(got[0], 40, delta=40 * 1.3e-4)
        self.assertEqual(got[1], 6670)
        self.assertGreater(got[2], 5, "the spike is painted")

    def test_print_shows_every_panel(self):
        _, page = small()
        self.b.open(page)
        shown = self.b.js("dispatchEvent(new Event('beforeprint')); const n = document.querySelectorAll('.plot .printed').length; dispatchEvent(new Event('afterprint')); return [n, document.querySelectorAll('.panel').length, document.querySelectorAll('.printed').length]")
        self.assertEqual(shown[0], shown[1])
        self.assertEqual(shown[2], 0)
        pdf = base64.b64decode(self.b.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_samples_follow_the_slider(self):
        for kind in ("points", "line", "images"):
            _, page = made(kind, "--groups", "2", "--seeds", "2", "--rows", "20", "--kind", kind)
            self.b.open(page)
            self.b.js("document.querySelector('.samples').scrollIntoView()")
            self.b.settle()
            picture = "return document.querySelectorAll('.samples canvas')[1].toDataURL()"
            last = self.b.js(picture)
            self.b.choose(snap=0)
            self.assertNotEqual(self.b.js(picture), last, kind)
            self.assertEqual(self.b.text(".controls output") if kind == "none" else self.b.js("return document.querySelector('#snapshot').nextSibling.textContent"), "step 0")


class Shape(Case):
    def test_nothing_scrolls_sideways_and_targets_are_large_enough(self):
        for page in (small()[1], made("hostile", "--groups", "8", "--seeds", "2", "--rows", "20", "--hostile")[1], made("wide", "--groups", "26", "--seeds", "2", "--rows", "40", "--kind", "line")[1]):
            for width in (390, 768, 1400):
                self.b.resize(width, 800)
                self.b.open(page, "#pc=1&base=d01")
                self.b.settle()
                self.assertEqual(self.b.js("return document.documentElement.scrollWidth"), width)
                small_targets = self.b.js("""return [...document.querySelectorAll('button, select, input, summary')].filter(e => e.offsetParent && !e.closest('[hidden]')).map(e => {
                    const r = (e.closest('label') || e).getBoundingClientRect(); return [e.outerHTML.slice(0, 80), r.width, r.height]; }).filter(([, w, h]) => w < 23.5 || h < 23.5)""")
                self.assertEqual(small_targets, [])

    def test_long_names_leave_other_things_alone(self):
        _, page = small()
        for width in (390, 768, 1400):
            self.b.resize(width, 800)
            self.b.open(page)
            over = self.b.js("""document.querySelector('.facts').append('long_key_'.repeat(60));
                for (const text of document.querySelectorAll('.comparison thead th.first .sort')) text.firstChild.data = 'long_key_'.repeat(20);
                const boxes = selector => [...document.querySelectorAll(selector)].flatMap(e => { const r = document.createRange(); r.selectNodeContents(e); return [...r.getClientRects()]; });
                const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
                const theme = document.querySelector('#theme').getBoundingClientRect(), [first, second] = [...document.querySelectorAll('.comparison thead th')].map(th => th.querySelector('.sort').getBoundingClientRect());
                return [boxes('.facts').some(box => meet(box, theme)), meet(first, second), document.documentElement.scrollWidth]""")
            self.assertEqual(over, [False, False, width])

    def test_every_control_is_named_and_reached_by_tab(self):
        _, page = small()
        self.b.open(page)
        unnamed = self.b.js("""return [...document.querySelectorAll('button, select, input, canvas[role], [role=img]')].filter(e => e.offsetParent &&
            !(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length) || e.title)).map(e => e.outerHTML.slice(0, 100))""")
        self.b.settle()
        self.assertEqual([u for u in unnamed if "plot" not in u], [])
        self.assertEqual(self.b.js("return [...document.querySelectorAll('button, select, input, summary')].filter(e => e.tabIndex < 0).length"), 0)

    def test_every_word_stands_out_from_the_paper(self):
        _, page = small()
        for theme in ("light", "dark"):
            self.b.open(page, f"#theme={theme}")
            self.b.settle()
            worst = self.b.js("""const seen = [];
                const rgba = text => text.match(/[\\d.]+/g).map(Number);
                const paper = rgba(getComputedStyle(document.documentElement).backgroundColor);
                for (const e of document.querySelectorAll('body *')) {
                  if (!e.offsetParent || e.closest('.off, [aria-pressed=false].entry') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
                  let alpha = 1;
                  for (let p = e; p; p = p.parentElement) alpha *= Number(getComputedStyle(p).opacity);
                  const ink = rgba(getComputedStyle(e).color), mixed = [0, 1, 2].map(i => alpha * ink[i] + (1 - alpha) * paper[i]);
                  seen.push([mixed, e.outerHTML.slice(0, 80)]);
                }
                return [paper.slice(0, 3), seen]""")
            paper = [v / 255 for v in worst[0]]
            self.assertGreater(len(worst[1]), 50)
            self.assertEqual([word for ink, word in worst[1] if ratio([v / 255 for v in ink], paper) < 4.5], [])

    def test_heads_of_panels_take_no_more_room_than_they_need(self):
        _, page = small()
        self.b.open(page)
        rows = self.b.js("""const rows = {};
            for (const panel of document.querySelectorAll('.panels .panel:not([hidden])')) {
              const head = panel.querySelector('figcaption').getBoundingClientRect(), plot = panel.querySelector('.plot').getBoundingClientRect();
              const row = rows[Math.round(panel.getBoundingClientRect().top)] ??= {tallest: 0, gaps: new Set()};
              const words = [...panel.querySelector('figcaption').children].map(c => c.getBoundingClientRect().bottom);
              row.tallest = Math.max(row.tallest, Math.max(...words) - head.top);
              row.gaps.add(Math.round(plot.top - head.top));
            }
            return Object.values(rows).map(r => [r.tallest, [...r.gaps]])""")
        for tallest, gaps in rows:
            self.assertEqual(len(gaps), 1, "the panels of a row begin at one height")
            self.assertLess(gaps[0], tallest + 12)

    def test_names_stay_beside_their_lines_on_a_phone(self):
        _, page = made("hostile", "--groups", "8", "--seeds", "2", "--rows", "20", "--hostile")
        self.b.resize(390, 800)
        self.b.open(page)
        off = self.b.js("""return [...document.querySelectorAll('.comparison tbody .swatch')].map(s => [s, s.parentElement.querySelector('.label')])
            .filter(([s, label]) => label.getBoundingClientRect().top > s.getBoundingClientRect().bottom).map(([, label]) => label.textContent)""")
        self.assertEqual(off, [])

    def test_colours_are_told_apart_and_read(self):
        _, page = small()
        self.b.open(page)
        themes = self.b.js("return ganzoo.themes")
        for theme, worst_pair, worst_deficient, contrast in ((themes["light"], 15, 11, 3.0), (themes["dark"], 15, 11, 4.5)):
            hues = [rgb(h) for h in theme["hues"]]
            for view, least in ((lambda c: c, worst_pair), (DEUTAN, worst_deficient), (PROTAN, worst_deficient), (TRITAN, worst_deficient)):
                seen = [oklab(view(h)) for h in hues]
                pairs = [100 * math.dist(a, b) for i, a in enumerate(seen) for b in seen[:i]]
                self.assertGreater(min(pairs), least)
            for h in hues:
                self.assertGreaterEqual(ratio(h, rgb(theme["paper"])), contrast)
            for text in ("ink", "quiet", "accent", "warn"):
                self.assertGreaterEqual(ratio(rgb(theme[text]), rgb(theme["paper"])), 4.5)


class Size(Case):
    def test_sixty_runs_of_a_thousand_rows(self):
        _, page = made("sixty", "--groups", "12", "--seeds", "5", "--rows", "1000")
        self.assertLess(os.path.getsize(page), 2_000_000)
        self.b.open(page)
        self.b.settle()
        for hash in ({"y": "log"}, {"x": "wall_time"}, {"off": ["d01"]}):
            self.b.choose(**hash)
        self.assertLessEqual(self.b.js("return ganzoo.counts.mostInAFrame"), 4)
        self.assertLess(self.b.js("return document.querySelectorAll('*').length"), 5000)

    def test_a_thousand_runs(self):
        _, page = made("thousand", "--groups", "100", "--seeds", "10", "--rows", "96", "--evaluations", "10", "--kind", "none")
        self.assertLess(os.path.getsize(page), 4_000_000)
        self.b.open(page)
        self.assertEqual(self.b.js("return document.querySelectorAll('.runs tbody tr').length"), 50)
        nodes = "return document.querySelectorAll('*').length"
        self.assertLess(self.b.js(nodes), 5000)
        self.b.choose(base="d07")
        self.assertLess(self.b.js(nodes), 5000, "with differences to a baseline, too")
        rows = "return document.querySelectorAll('.comparison tbody tr:not(.floor)').length"
        self.assertEqual(self.b.js(rows), 60)
        self.b.js("[...document.querySelectorAll('section[aria-label=Comparison] button')].find(b => b.textContent === '40 more of 100 groups').click()")
        self.assertEqual(self.b.js(rows), 100)
        self.b.open(page)
        self.assertEqual(self.b.js(f"dispatchEvent(new Event('beforeprint')); const n = (() => {{ {rows} }})(); dispatchEvent(new Event('afterprint')); return [n, (() => {{ {rows} }})()]"), [100, 60])


class Live(Case):
    def test_a_live_page_loads_itself_again_and_keeps_its_choices(self):
        _, page = small()
        with open(page, encoding="utf-8") as file:
            text = file.read()
        live = page + ".live.html"
        with open(live, "w", encoding="utf-8") as file:
            file.write(text.replace('"schema":"ganzoo.page"', '"live":600,"schema":"ganzoo.page"', 1))
        self.b.open(live, "#y=log&off=d01")
        due = "globalThis.before = true; ganzoo.live.since -= 600000"
        self.b.js(f"scrollTo(0, 500); {due}")
        self.b.until("return !globalThis.before && document.documentElement.dataset.ready")
        self.b.settle()
        self.assertEqual(self.b.js("return [ganzoo.state.y, ganzoo.state.off.join(), Math.round(scrollY)]"), ["log", "d01", 500])
        self.b.js(f"document.querySelector('#live').click(); {due}")
        self.b.driver.execute_async_script("setTimeout(arguments[0], 2500)")
        self.assertTrue(self.b.js("return globalThis.before"), "a paused page stays")


    def test_a_reader_at_work_is_left_alone_and_one_at_rest_is_not(self):
        _, page = small()
        self.b.open(page)
        self.b.js("ganzoo.meta.live = 600; ganzoo.startLive(ganzoo.page.header)")
        busy = "return !!ganzoo.isBusy()"
        self.assertFalse(self.b.js(busy))
        self.b.js("document.querySelector('#y').focus()")
        self.assertTrue(self.b.js(busy), "a field is used")
        self.b.js("ganzoo.live.touched -= 30000")
        self.assertFalse(self.b.js(busy), "it only has the focus")
        for end in ("pointerup", "pointercancel"):
            self.b.js("document.activeElement.blur(); document.body.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))")
            self.assertTrue(self.b.js(busy))
            self.b.js(f"document.body.dispatchEvent(new PointerEvent('{end}', {{bubbles: true}}))")
            self.assertFalse(self.b.js(busy), end)


class Recipe(unittest.TestCase):
    def test_the_picture_in_the_readme_can_be_made_anew(self):
        folder, _ = small()
        picture = f"{TMP.name}/picture.png"
        subprocess.run([sys.executable, f"{SOURCE}/framework/docs/page_picture.py", PROGRAM, folder, picture], check=True)
        with open(picture, "rb") as file:
            head = file.read(24)
        with open(f"{SOURCE}/experiments/report.png", "rb") as file:
            self.assertEqual(head, file.read(24), "of the size that stands in the tree")


class Odd(Case):
    def test_without_metrics_the_page_says_so(self):
        folder = f"{TMP.name}/unmeasured"
        subprocess.run([sys.executable, f"{HERE}/fabricate.py", folder, "--groups", "2", "--seeds", "2", "--rows", "20", "--kind", "none", "--unmeasured"], check=True)
        page = f"{TMP.name}/unmeasured.html"
        subprocess.run([PROGRAM, "--quiet", "report", folder, "--out", page], check=True, capture_output=True)
        self.b.open(page)
        self.b.settle()
        self.assertIn("Nothing was measured in these runs", self.b.text("section[aria-label=Comparison]"))
        self.assertEqual(self.b.js("const a = ganzoo.page.scatter.axes(); return [a.x.name, a.y.name.split('/')[0]]"), ["wall_time", "train"])

    def test_little_is_enough(self):
        for name, arguments in (("one", ["--groups", "1", "--seeds", "1", "--rows", "1", "--evaluations", "1", "--kind", "none"]),
                                ("pair", ["--groups", "1", "--seeds", "2", "--rows", "5", "--evaluations", "2", "--diverged", "1"])):
            _, page = made(name, *arguments)
            self.b.open(page)
            self.b.settle()
            self.assertEqual(self.b.text("h1"), "fabricated")


def rgb(text):
    return [int(text[i:i + 2], 16) / 255 for i in (1, 3, 5)]


def linear(c):
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in c]


def ratio(a, b):
    light = sorted((sum(k * v for k, v in zip((0.2126, 0.7152, 0.0722), linear(c))) for c in (a, b)), reverse=True)
    return (light[0] + 0.05) / (light[1] + 0.05)


def deficiency(matrix):
    """Machado, Oliveira & Fernandes 2009, severity 1, on linear light."""
    return lambda c: [1.055 * max(0, min(1, v)) ** (1 / 2.4) - 0.055 if v > 0.0031308 else 12.92 * max(0, v)
                      for v in (sum(m * x for m, x in zip(row, linear(c))) for row in matrix)]


PROTAN = deficiency(((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)))
DEUTAN = deficiency(((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)))
TRITAN = deficiency(((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)))


def oklab(c):
    r, g, b = linear(c)
    l, m, s = (math.copysign(abs(v) ** (1 / 3), v) for v in (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
                                                             0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
                                                             0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b))
    return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
