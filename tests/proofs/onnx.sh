#!/usr/bin/env bash
# tests/proofs/onnx.sh: trained generators as ONNX models, run by onnxruntime from the Python index in an environment
# that is thrown away. BUILD: the build's folder.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$root/build/release}
python=$(mktemp -d)
trap 'rm -rf "$python"' EXIT
python3 -m venv "$python"
"$python/bin/pip" install --quiet onnx onnxruntime numpy
"$python/bin/python" "$root/tests/report/onnx/onnx_test.py" "$build/bin/ganzoo" "$build/tests/report/onnx/every_layer.so"
