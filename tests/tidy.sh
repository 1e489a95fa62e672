#!/usr/bin/env bash
# No finding of clang-tidy, whose checks and reasons stand in .clang-tidy: tests/tidy.sh looks at every source, which takes
# hours of a processor; tests/tidy.sh FILE.cpp… at these. Headers are looked at where a source includes them.
# Any clang-tidy from 16 on will do; where there is none, nothing is checked (exit 77). Works in build/tidy.
set -euo pipefail
cd "$(dirname "$0")/.."

find_tool() {
  local version
  for version in $(seq 29 -1 16); do command -v "clang-tidy-$version" && return; done
  clang-tidy --version 2>/dev/null | grep -qE 'version (1[6-9]|2[0-9])\.' && command -v clang-tidy
}
tool=$(find_tool) || { echo "SKIPPED: no clang-tidy from 16 on is installed, sources are not checked" >&2; exit 77; }
build=build/tidy

# Compilers' commands, and the headers that a build makes. Precompiled headers would be another compiler's.
configure() {
  cmake -S . -B "$build" -G Ninja -DCMAKE_TOOLCHAIN_FILE="$PWD/framework/cmake/Clang.cmake" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON >"$build/cmake.log" 2>&1 ||
    { tail -n 20 "$build/cmake.log" >&2; exit 4; }
  cmake --build "$build" --target ganzoo_headers framework/ganzoo/report/export/tensorboard.pb.h >"$build/headers.log" 2>&1 ||
    { tail -n 20 "$build/headers.log" >&2; exit 4; }
}

# A check that finds nothing where there is something proves nothing.
require_that_it_finds() {
  printf 'class Kept {\n  int Number = 0;\n};\nvoid DoThings() {}\n' >"$build/misnamed.cpp"
  local found
  found=$("$tool" --quiet --config-file=.clang-tidy "$build/misnamed.cpp" -- -std=c++20 2>/dev/null || true)
  [ "$(grep -c readability-identifier-naming <<<"$found")" = 2 ] ||
    { printf 'tidy: %s does not find two wrong names:\n%s\n' "$tool" "$found" >&2; exit 1; }
}

mkdir -p "$build"
require_that_it_finds
configure
files=("$@")
[ $# -gt 0 ] || mapfile -t files < <(sed -n "s|^ *\"file\": \"$PWD/\(.*\)\",*|\1|p" "$build/compile_commands.json" | grep -v '^build/' | sort -u)
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 1 "$tool" -p "$build" --quiet --warnings-as-errors="*" 2>"$build/notes.log" || exit 1
