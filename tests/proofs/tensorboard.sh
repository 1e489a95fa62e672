#!/usr/bin/env bash
# tests/proofs/tensorboard.sh: exported event files, read by TensorBoard from the Python index in an environment that is
# thrown away. BUILD: the build's folder.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$root/build/release}
python=$(mktemp -d)
trap 'rm -rf "$python"' EXIT
python3 -m venv "$python"
"$python/bin/pip" install --quiet tensorboard h5py numpy
"$python/bin/python" "$root/tests/report/tensorboard_test.py" "$build/bin/ganzoo" "$root/framework/ganzoo/report/export/tensorboard.proto"
