#!/usr/bin/env python3
"""Completion and man pages, as the shells and man themselves take them (zsh: as it reads them).

    tests/docs/shells.py PROGRAM
"""
import os
import subprocess
import sys
import tempfile

program = os.path.abspath(sys.argv[1])
failures = []


def run(words, text=None):
    done = subprocess.run(words, input=text, capture_output=True, text=True)
    if done.returncode != 0 or done.stderr:
        failures.append(f"{words[:3]}: exit {done.returncode}: {done.stderr}")
    return done.stdout


def expect(what, offered, wanted, unwanted=()):
    for word in wanted:
        if word not in offered:
            failures.append(f"{what}: {word} is not there, but {str(offered)[:500]}")
    for word in unwanted:
        if word in offered:
            failures.append(f"{what}: {word} is there")


def in_bash(script, words):
    line = " ".join(f"'{word}'" for word in words)
    return run(["bash", "--norc", "-c", f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _ganzoo; "
                'printf "%s\\n" "${COMPREPLY[@]}"']).split()


def in_fish(script, words):
    line = " ".join(words)
    lines = run(["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"]).splitlines()
    return [line.split("\t")[0] for line in lines]


def check_completions(complete, shell):
    expect(f"{shell}: verbs", complete(["ganzoo", "be"]), ["bench"])
    expect(f"{shell}: options", complete(["ganzoo", "run", "--"]), ["--jobs", "--fresh", "--shard"], ["--metric"])
    expect(f"{shell}: choices", complete(["ganzoo", "bench", "--precision", ""]), ["fp32", "bf16", "split"])
    expect(f"{shell}: kinds", complete(["ganzoo", "list", ""]), ["divergence", "metric"])


def main():
    with tempfile.TemporaryDirectory() as folder:
        for shell, name in [("bash", "ganzoo"), ("zsh", "_ganzoo"), ("fish", "ganzoo.fish")]:
            with open(os.path.join(folder, name), "w") as file:
                file.write(run([program, "completion", shell]))
        check_completions(lambda words: in_bash(os.path.join(folder, "ganzoo"), words), "bash")
        check_completions(lambda words: in_fish(os.path.join(folder, "ganzoo.fish"), words), "fish")
        run(["zsh", "-f", "-n", os.path.join(folder, "_ganzoo")])  # zsh completes in a terminal only: read, not tried
        expect("zsh", open(os.path.join(folder, "_ganzoo")).read(), ["#compdef ganzoo", "bench", "--shard", "bf16"])
        pages = os.path.join(folder, "man1")
        run([program, "man", "--out", pages])
        names = sorted(os.listdir(pages))
        expect("man pages", names, ["ganzoo.1", "ganzoo-run.1", "ganzoo-man.1"], ["ganzoo-work.1"])
        for name in names:
            text = run(["groff", "-man", "-ww", "-K", "utf8", "-T", "utf8", "-P", "-cbuo", os.path.join(pages, name)])
            expect(name, text, ["NAME", "SYNOPSIS", "EXIT STATUS"])
        if run([program, "man", "run"]) != open(os.path.join(pages, "ganzoo-run.1")).read():
            failures.append("ganzoo man run is not what ganzoo man --out writes")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


sys.exit(main())
