#!/usr/bin/env bash
# Writes README.md and the pictures anew: divergences/update.sh [PROGRAM]
set -euo pipefail
program=$(realpath "${1:-$(dirname "$0")/../ganzoo}")
cd "$(dirname "$0")"
mkdir -p pictures
unset GANZOO_PLUGIN_PATH
"$program" list divergence --format markdown >README.new
mv README.new README.md
sed -n 's/^| \[\([a-z0-9_]*\)\](pictures.*/\1/p' README.md | while read -r name; do
  "$program" eval "$name" --u 1 --out "pictures/$name.png" >/dev/null
done
