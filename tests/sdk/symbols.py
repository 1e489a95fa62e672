#!/usr/bin/env python3
"""The library shows what the SDK's headers name, and what private headers share with the program, and nothing else.

symbols.py LIBRARY FRAMEWORK: fails for an exported symbol that no header declares, for one of another namespace, and for
a mark GANZOO_API in a private header by which nothing is exported.
"""
import pathlib
import re
import subprocess
import sys

library, framework = sys.argv[1], pathlib.Path(sys.argv[2])


def declared_in(text):
    """What stands before a parenthesis or behind a class, a variable's name, not what is only spoken of."""
    code = re.sub(r"//.*", "", text)
    declared = re.findall(r"(\w+)\s*\(|(?:class|struct) (?:GANZOO_API )?(\w+)|namespace ([\w:]+)|extern (.*);", code)
    return {name for names in declared for text in names for name in re.findall(r"\w+", text)}


def words_of(folder):
    return {path: declared_in(path.read_text()) for path in sorted(folder.rglob("*.hpp"))}


def without_arguments(name):
    """`a::b<c>::d(e) const` → `a::b::d`"""
    name = name.replace("[abi:cxx11]", "").replace("(anonymous namespace)", "")
    kept, depth = "", 0
    for c in name.replace("operator<", "operator_").replace("operator>", "operator_").replace("operator()", "operator_"):
        depth += c in "<("
        kept += c if depth == 0 else ""
        depth -= c in ">)"
    return kept.split(" const")[0].strip()


def own_name(symbol):
    """What a header has to name: the function or class itself, of a member its class too."""
    symbol = re.sub(r"^(typeinfo name|typeinfo|vtable|VTT|construction vtable|guard variable) for ", "", symbol)
    symbol = re.sub(r"^(non-virtual|virtual) thunk to ", "", symbol)
    return without_arguments(symbol).split(" ")[-1]


sdk, private = words_of(framework / "include"), words_of(framework / "ganzoo")
sdk_words = set().union(*sdk.values())
marked = {path: words for path, words in private.items() if "GANZOO_API" in path.read_text()}
marked_words = set().union(*marked.values())
of_sdk, shared, faults = [], [], []
listing = subprocess.run(["nm", "-DC", "--defined-only", library], capture_output=True, text=True, check=True).stdout
for line in listing.splitlines():
    symbol = own_name(line.split(" ", 2)[2])
    parts = [part.removeprefix("~") for part in symbol.split("::")]
    named = [part for part in parts[1:] if not part.startswith("operator")]
    if parts[0] != "ganzoo":
        faults.append(f"{line[:200]}\n  is no name of ganzoo's")
    elif all(part in sdk_words for part in named):
        of_sdk.append(symbol)
    elif all(part in marked_words for part in named):
        shared.append(symbol)
    else:
        faults.append(f"{line[:200]}\n  is declared by no header of the SDK, nor marked in a private one")

seen = {part for symbol in of_sdk + shared for part in symbol.split("::")}
for path in marked:
    for mark in re.findall(r"GANZOO_API (?:extern )?[^;{]*?(\w+)\s*(?:\(|;| \{)", path.read_text()):
        if mark not in seen:
            faults.append(f"{path}: {mark} is marked GANZOO_API, but nothing of that name is exported")

print(f"{len(of_sdk)} symbols are named by the SDK, {len(shared)} are the program's own: {sorted(set(shared))}")
print("\n".join(faults))
sys.exit(bool(faults) or len(of_sdk) < 100)
