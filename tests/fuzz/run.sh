#!/usr/bin/env bash
# tests/fuzz/run.sh [EXECUTIONS [TARGET…]]: so many executions (default 2 000 000) of each parser under libFuzzer with
# address and undefined-behaviour sanitizers. Needs clang 16 or newer with its run-time libraries (Debian: clang-16
# libclang-rt-16-dev). What it finds stays in build/fuzz/TARGET.finding-*; exits 1 then.
set -euo pipefail
cd "$(dirname "$0")/../.."
executions=${1:-2000000}
shift || true
compiler=$(ls /usr/bin/clang++-* 2>/dev/null | sort -V | tail -n 1)
cmake -S tests/fuzz -B build/fuzz -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_COMPILER="${CXX:-${compiler:-clang++}}" >/dev/null
cmake --build build/fuzz >build/fuzz/build.log
fuzz=$PWD/build/fuzz/fuzz
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <("$fuzz")
cd build/fuzz
failed=0
for target in "${targets[@]}"; do
  mkdir -p "corpus/$target"
  GANZOO_FUZZ=$target GANZOO_FUZZ_SEEDS=corpus/$target "$fuzz"
  if GANZOO_FUZZ=$target "$fuzz" -runs="$executions" -seed=1 -max_len=4096 -rss_limit_mb=4096 -timeout=20 \
      -artifact_prefix="$target.finding-" "corpus/$target" >"$target.log" 2>&1; then
    printf '%-14s %s executions, no finding; %s\n' "$target" \
      "$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$target.log")" "$(grep -o 'cov: [0-9]*' "$target.log" | tail -n 1)"
  else
    failed=1
    printf '%-14s a finding: build/fuzz/%s.log\n' "$target" "$target"
    tail -n 3 "$target.log"
  fi
done
exit $failed
