#!/usr/bin/env bash
# An installed ganzoo, moved elsewhere, serves a project of components: install.sh CMAKE BUILD SOURCE
set -euo pipefail
cmake=$1 build=$2 source=$3
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
unset GANZOO_PLUGIN_PATH

fail() { printf 'install.sh: %s\n' "$1" >&2; exit 1; }

"$cmake" --install "$build" --prefix "$here/first" >"$here/install.log" || { cat "$here/install.log"; exit 1; }
mv "$here/first" "$here/moved"
ganzoo=$here/moved/bin/ganzoo
! grep -rlF -e "$build" -e "$source" "$here/moved" --include='*.json' --include='*.cmake' --include='*.hpp' ||
  fail "an installed file names the build or the source"
ldd "$ganzoo" | grep -qF "$here/moved" || fail "the program does not use its own library"

# A project of components.
cp -r "$source/tests/sdk/out_of_tree" "$here/project"
"$cmake" -G Ninja -S "$here/project" -B "$here/project/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$here/moved" >"$here/log" ||
  { cat "$here/log"; fail "the project cannot be configured"; }
"$cmake" --build "$here/project/build" >"$here/log" || { cat "$here/log"; fail "the project does not build"; }
cd "$here/project"
export GANZOO_PLUGIN_PATH=$here/project/build/lib/ganzoo
"$ganzoo" describe divergence/skewed_triangular | grep -qF "$here/project/build" || fail "the component is not found by its name"
"$ganzoo" run experiment.toml --quiet || fail "the experiment does not run"
"$ganzoo" compare runs/out_of_tree --baseline kl --format csv | grep -q '^skewed_triangular' || fail "the comparison lacks it"
"$cmake" --install "$here/project/build" --prefix "$here/moved" >"$here/log"
unset GANZOO_PLUGIN_PATH
"$ganzoo" describe scheduler/patient | grep -qF "$here/moved" || fail "the installed component is not found"

# The moved SDK compiles one more, and finds it by its name.
cd "$here"
"$ganzoo" new divergence mine --f 'u*log(u)' --quiet
"$ganzoo" build mine.cpp --quiet | grep -qF "$here/moved" || fail "ganzoo build does not use the moved installation"
"$ganzoo" eval mine --u 2 | grep -q 1.3862943 || fail "what was built cannot be evaluated"
