#!/usr/bin/env bash
# framework/docs/reference.sh [BUILD]: the reference for authors of components, as BUILD/reference/html/index.html
# (default: build/release, built before). Needs doxygen; ends with 1 where it warns.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build/release}
headers=()
while IFS= read -r name; do headers+=("$name"); done < <(find framework/include -name "*.hpp" | sort)
mkdir -p "$build/reference"
GANZOO_ROOT=$PWD GANZOO_HEADERS="${headers[*]}" GANZOO_REFERENCE=$build/reference doxygen framework/docs/Doxyfile
