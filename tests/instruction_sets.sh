#!/usr/bin/env bash
# Every test as on lesser processors, too: tests/instruction_sets.sh [CTEST OPTION...]
#
# Runs the tests of BUILD (default: build/release) in random order under each instruction set that oneDNN can be held
# to, ganzoo's own loops held to it in step, and under all that this machine has; TIMES times (default: 1).
set -euo pipefail
cd "$(dirname "$0")/.."

suite() {  # suite NAME [VARIABLE=VALUE...]
  printf '\n%s, round %d\n' "$1" "$round"
  env -u ONEDNN_MAX_CPU_ISA -u GANZOO_MAX_LEVEL "${@:2}" \
    ctest --test-dir "${BUILD:-build/release}" --schedule-random --output-on-failure "${options[@]}" || failed+=("$1, round $round")
}

options=("$@") failed=()
for ((round = 1; round <= ${TIMES:-1}; ++round)); do
  suite "SSE4.1" ONEDNN_MAX_CPU_ISA=SSE41 GANZOO_MAX_LEVEL=2
  suite "AVX" ONEDNN_MAX_CPU_ISA=AVX GANZOO_MAX_LEVEL=2
  suite "AVX2" ONEDNN_MAX_CPU_ISA=AVX2 GANZOO_MAX_LEVEL=3
  suite "this machine's own"
done
[ ${#failed[@]} -eq 0 ] || { printf 'instruction_sets.sh: failures under %s\n' "${failed[@]}" >&2; exit 1; }
