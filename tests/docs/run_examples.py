#!/usr/bin/env python3
"""Runs every code block of a Markdown page: run_examples.py PAGE.md PROGRAM SOURCE

In one scratch folder, in the page's order: toml blocks are saved under the name that the text behind them gives (Save it
as `NAME`), cpp blocks are built as a component and checked by `describe`, sh and python blocks are run. Lines that start with ./bootstrap are held to exist in bootstrap: tests/bare_machine.sh runs those.
"""
import os
import re
import subprocess
import sys
import tempfile

page, program, source = sys.argv[1:4]


def blocks(text):
    for match in re.finditer(r"^```(\w+)\n(.*?)^```", text, re.M | re.S):
        yield match.group(1), match.group(2), text[match.end() : match.end() + 300]


def fail(kind, body, why):
    sys.exit(f"{page}: this {kind} block fails:\n{body}\n{why}")


def run(kind, body, command):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        fail(kind, body, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}")


def shell(body):
    lines = []
    for line in body.splitlines():
        verb = re.match(r"\./bootstrap (\w+)", line)
        if verb is None:
            lines.append(line)
        elif f"  {verb.group(1)})" not in open(os.path.join(source, "bootstrap")).read():
            fail("sh", body, f"bootstrap has no verb {verb.group(1)}")
    run("sh", body, ["bash", "-euo", "pipefail", "-c", "\n".join(lines)])


def save(body, text_behind):
    name = re.search(r"Save it\s+as `([^`]+)`", text_behind)
    path = os.path.join(folder, name.group(1) if name else "unnamed.toml")
    with open(path, "w") as file:
        file.write(body)
    if not name:
        run("toml", body, ["./ganzoo", "run", path, "--list"])


def component(body):
    name = "readme_component"
    with open(os.path.join(folder, name + ".cpp"), "w") as file:
        file.write(body)
    run("cpp", body, ["./ganzoo", "build", name + ".cpp"])
    run("cpp", body, ["./ganzoo", "describe", "divergence/" + name])


with tempfile.TemporaryDirectory() as folder:
    os.symlink(program, os.path.join(folder, "ganzoo"))
    environment = dict(os.environ, GANZOO_PLUGIN_PATH=os.path.join(folder, "plugins"))
    count = 0
    for kind, body, behind in blocks(open(page).read()):
        count += 1
        if kind == "sh":
            shell(body)
        elif kind == "toml":
            save(body, behind)
        elif kind == "cpp":
            component(body)
        elif kind == "python":
            run(kind, body, [sys.executable, "-c", body])
        else:
            fail(kind, body, "no way to run this kind of block")
    if count == 0:
        sys.exit(f"{page}: no code block found")
    print(f"{page}: {count} blocks ran")
