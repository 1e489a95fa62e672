#!/usr/bin/env python3
"""Every link of every page to a file of this tree leads to one: links.py FOLDER"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
pages = [page for page in sorted(root.rglob("*.md")) if page.relative_to(root).parts[0] not in ("build", "runs")]
broken = [f"{page.relative_to(root)}: {target} is not there" for page in pages
          for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
          if "://" not in target and not (page.parent / target).exists()]
if not pages:
    sys.exit(f"{root}: no page is there")
sys.exit("\n".join(broken) or 0)
