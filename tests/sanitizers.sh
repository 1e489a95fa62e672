#!/usr/bin/env bash
# Every test under the address and undefined-behaviour sanitizers: tests/sanitizers.sh [CTEST OPTION...]
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset asan >/dev/null
cmake --build --preset asan --parallel "$(nproc)"
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1
ctest --test-dir build/asan --output-on-failure --parallel "$(nproc)" "$@"
