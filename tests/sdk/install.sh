#!/usr/bin/env bash
# An installed ganzoo, moved elsewhere, serves a project of components: install.sh CMAKE BUILD SOURCE
set -euo pipefail
cmake=$1 build=$2 source=$3
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
unset GANZOO_PLUGIN_PATH

fail() { printf 'install.sh: %s\n' "$1" >&2; exit 1; }
# says TEXT COMMAND…: its output, read to the end, holds TEXT. (A grep -q behind a pipe leaves early, and what writes
# into it then dies of SIGPIPE.)
says() {
  local output
  output=$("${@:2}") || fail "${*:2} failed"
  [[ $output == *"$1"* ]]
}

"$cmake" --install "$build" --prefix "$here/first" >"$here/install.log" || { cat "$here/install.log"; exit 1; }
mv "$here/first" "$here/moved"
ganzoo=$here/moved/bin/ganzoo
! grep -rlF -e "$build" -e "$source" "$here/moved" --include='*.json' --include='*.cmake' --include='*.hpp' ||
  fail "an installed file names the build or the source"
says "$here/moved" ldd "$ganzoo" || fail "the program does not use its own library"

# A project of components.
cp -r "$source/tests/sdk/out_of_tree" "$here/project"
"$cmake" -G Ninja -S "$here/project" -B "$here/project/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$here/moved" >"$here/log" ||
  { cat "$here/log"; fail "the project cannot be configured"; }
"$cmake" --build "$here/project/build" >"$here/log" || { cat "$here/log"; fail "the project does not build"; }
cd "$here/project"
export GANZOO_PLUGIN_PATH=$here/project/build/lib/ganzoo
says "$here/project/build" "$ganzoo" describe divergence/skewed_triangular || fail "the component is not found by its name"
"$ganzoo" run experiment.toml --quiet || fail "the experiment does not run"
says $'\nskewed_triangular' "$ganzoo" compare runs/out_of_tree --baseline kl --format csv || fail "the comparison lacks it"
"$cmake" --install "$here/project/build" --prefix "$here/moved" >"$here/log"
unset GANZOO_PLUGIN_PATH
says "$here/moved" "$ganzoo" describe scheduler/patient || fail "the installed component is not found"

# The moved SDK compiles one more, and finds it by its name.
cd "$here"
"$ganzoo" new divergence mine --f 'u*log(u)' --quiet
says "$here/moved" "$ganzoo" build mine.cpp --quiet || fail "ganzoo build does not use the moved installation"
says 1.3862943 "$ganzoo" eval mine --u 2 || fail "what was built cannot be evaluated"
