#!/usr/bin/env bash
# framework/docs/reference.sh [BUILD]: the reference for authors of components, as BUILD/reference/html/index.html
# (default: build/release, built before). Needs doxygen; ends with 1 where it warns.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build/release}
headers=()
while IFS= read -r name; do headers+=("framework/$name"); done <"$build/include/headers.txt"
mkdir -p "$build/reference"
GANZOO_ROOT=$PWD GANZOO_HEADERS="${headers[*]}" GANZOO_REFERENCE=$build/reference doxygen framework/docs/Doxyfile
