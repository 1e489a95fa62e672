#!/usr/bin/env python3
"""An addition touches the files that CONTRIBUTING.md says: additions.py SOURCE_DIR fails where a list names what is to be
found by itself, or where a column of /train is spelt in a second place."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
faults = []


def require_unlisted(sources, listing):
    """Each of them one file, which no list of the build names."""
    text = re.sub(r"#.*", "", (root / listing).read_text())
    stems = [path.stem for path in root.glob(sources)]
    if len(stems) < 5:
        faults.append(f"{sources}: {len(stems)} files are too few to prove anything")
    for stem in stems:
        if re.search(rf"\b{stem}\.cpp\b", text):
            faults.append(f"{listing} names {stem}.cpp, but must find it by itself")


require_unlisted("framework/ganzoo/nn/*.cpp", "framework/ganzoo/nn/CMakeLists.txt")
require_unlisted("framework/app/*.cpp", "framework/app/CMakeLists.txt")
require_unlisted("divergences/*/*.cpp", "divergences/CMakeLists.txt")
require_unlisted("plugins/*/*.cpp", "plugins/CMakeLists.txt")

declared = root / "framework/ganzoo/train/tally.cpp"
columns = re.findall(r'column\(\s*"(\w+)"', declared.read_text())
if len(columns) < 5:
    faults.append(f"{declared} declares {len(columns)} columns: too few to prove anything")
for path in root.glob("framework/**/*.[ch]pp"):
    # Which columns tell that a run has run away is a matter of its own.
    if path == declared or path.name == "ran_away.hpp":
        continue
    text = path.read_text()
    faults += [f"{path} spells the column {name} once more" for name in columns if f'"{name}"' in text]

print("\n".join(faults) or f"{len(columns)} columns, each in one place; layers, verbs and components in no list")
sys.exit(bool(faults))
