#!/usr/bin/env python3
"""The house as a picture: rooms are folders, floors follow from the includes, and no arrow may run up.

    house.py --draw FILE.svg     draws it
    house.py --check FILE.svg    fails where an arrow closes a circle between rooms, or the picture is not today's
"""
import html
import pathlib
import re
import sys

FRAMEWORK = pathlib.Path(__file__).resolve().parent.parent
INNER = {"detail", "exact", "laws", "reference", "loops"}  # folders that belong to the room around them
ROOM, HIGH, GAP, MARGIN = 148, 40, 18, 24


def room_of(path):
    """framework/ganzoo/nn/detail/onednn.hpp → nn; framework/app/run.cpp → app."""
    parts = [part for part in path.parent.parts if part not in INNER and part != "include"]
    return "/".join(parts[1:] if parts[0] == "ganzoo" else parts)


def read_house():
    """room → the rooms that it includes, and room → its lines of code."""
    arrows, lines = {}, {}
    for file in sorted(FRAMEWORK.rglob("*.[ch]pp")):
        room = room_of(file.relative_to(FRAMEWORK))
        if not room or room.startswith("app/"):
            continue
        text = file.read_text()
        lines[room] = lines.get(room, 0) + text.count("\n")
        targets = arrows.setdefault(room, {})
        for header in re.findall(r"#include <(ganzoo/[^>]+)>", text):
            target = room_of(pathlib.Path(header))
            if target and target != room:
                targets.setdefault(target, f"{file.relative_to(FRAMEWORK)} includes {header}")
    return arrows, lines


def find_circle(arrows):
    """The includes of one circle of rooms, or nothing."""
    done = set()

    def walk(room, way):
        if room in way:
            circle = way[way.index(room):] + [room]
            return [arrows[a][b] for a, b in zip(circle, circle[1:])]
        if room in done:
            return []
        found = next((f for target in sorted(arrows.get(room, {})) if (f := walk(target, way + [room]))), [])
        done.add(room)
        return found

    return next((found for room in sorted(arrows) if (found := walk(room, []))), [])


def floors_of(arrows):
    """A room stands one floor above the highest that it includes."""
    floors = {}

    def floor(room):
        if room not in floors:
            floors[room] = 1 + max((floor(target) for target in arrows.get(room, {})), default=-1)
        return floors[room]

    for room in arrows:
        floor(room)
    return floors


def without_shortcuts(arrows):
    """Only arrows that no chain of others implies."""
    def below(room, seen):
        for target in arrows.get(room, {}):
            if target not in seen:
                seen.add(target)
                below(target, seen)
        return seen

    reach = {room: below(room, set()) for room in arrows}
    return {room: [t for t in sorted(targets) if not any(t in reach.get(o, ()) for o in targets if o != t)]
            for room, targets in arrows.items()}


def draw(arrows, lines):
    floors = floors_of(arrows)
    top = max(floors.values())
    rows = [sorted(room for room in floors if floors[room] == top - i) for i in range(top + 1)]
    width = 2 * MARGIN + max(len(row) for row in rows) * (ROOM + GAP) - GAP
    place = {}
    for i, row in enumerate(rows):
        left = (width - len(row) * (ROOM + GAP) + GAP) / 2
        for j, room in enumerate(row):
            place[room] = (left + j * (ROOM + GAP), MARGIN + i * (HIGH + 34))
    height = 2 * MARGIN + top * (HIGH + 34) + HIGH
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" font-family="sans-serif" '
           'font-size="13" text-anchor="middle">',
           '<title>The rooms of framework/: each includes only what stands below it</title>',
           f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>']
    for room, targets in sorted(without_shortcuts(arrows).items()):
        for target in targets:
            (x1, y1), (x2, y2) = place[room], place[target]
            x1, y1, x2 = x1 + ROOM / 2, y1 + HIGH, x2 + ROOM / 2
            middle = (y1 + y2) / 2
            out.append(f'<path d="M{x1:g} {y1:g}C{x1:g} {middle:g} {x2:g} {middle:g} {x2:g} {y2:g}" fill="none" '
                       'stroke="#9ab" stroke-width="1.3"/>')
    for room, (x, y) in sorted(place.items()):
        out += [f'<rect x="{x:g}" y="{y:g}" width="{ROOM}" height="{HIGH}" rx="5" fill="#eef4f8" stroke="#468"/>',
                f'<text x="{x + ROOM / 2:g}" y="{y + 18:g}">{html.escape(room)}</text>',
                f'<text x="{x + ROOM / 2:g}" y="{y + 33:g}" font-size="10" fill="#567">{about(lines[room])} lines</text>']
    return "\n".join(out + ["</svg>", ""])


def about(number):
    """To one figure and a half, so that a small change leaves the picture as it is."""
    unit = 10 ** (len(str(number)) - 1) / 2
    return f"{round(number / unit) * unit:,.0f}".replace(",", " ")


def main(arguments):
    if len(arguments) != 2 or arguments[0] not in ("--draw", "--check"):
        sys.exit(__doc__)
    arrows, lines = read_house()
    circle = find_circle(arrows)
    if circle:
        sys.exit("rooms include one another in a circle:\n  " + "\n  ".join(circle))
    picture, file = draw(arrows, lines), pathlib.Path(arguments[1])
    if arguments[0] == "--draw":
        file.write_text(picture)
    elif not file.exists() or re.sub(r">[0-9 ]+ lines<", "><", file.read_text()) != re.sub(r">[0-9 ]+ lines<", "><", picture):
        sys.exit(f"{file} is not today's house: framework/docs/house.py --draw {file}")


main(sys.argv[1:])
