#!/usr/bin/env bash
# The two Debian packages, unpacked side by side, are a ganzoo that runs and compiles a component: packages.sh CPACK BUILD
set -euo pipefail
cpack=$1 build=$2
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
unset GANZOO_PLUGIN_PATH

fail() { printf 'packages.sh: %s\n' "$1" >&2; exit 1; }
command -v dpkg-shlibdeps >/dev/null || { echo "SKIPPED: no dpkg-dev here" >&2; exit 77; }

"$cpack" --config "$build/CPackConfig.cmake" -G DEB -B "$here/made" >"$here/log" 2>&1 || { cat "$here/log"; fail "cpack failed"; }
program=("$here"/made/ganzoo_*.deb) sdk=("$here"/made/ganzoo-dev_*.deb)
needs=$(dpkg-deb -f "${program[0]}" Depends)
for library in libc6 libdnnl libhdf5 libcairo; do
  [[ $needs == *$library* ]] || fail "the program's package does not ask for $library: $needs"
done
[[ $(dpkg-deb -f "${sdk[0]}" Depends) == "ganzoo (= "* ]] || fail "the SDK does not ask for its own program"

dpkg-deb -x "${program[0]}" "$here/system"
ganzoo=$here/system/usr/bin/ganzoo
[ ! -e "$here/system/usr/include" ] || fail "the program's package holds headers"
[[ $("$ganzoo" eval kl --u 2) == *1.3862943* ]] || fail "the program finds no divergence of its own"
dpkg-deb -x "${sdk[0]}" "$here/system"
cd "$here"
"$ganzoo" new divergence mine --f 'u*log(u)' --quiet
"$ganzoo" build mine.cpp --quiet || fail "the SDK compiles no component"
[[ $("$ganzoo" eval mine --u 2) == *1.3862943* ]] || fail "what was built cannot be evaluated"
