#!/usr/bin/env bash
# The Debian packages, unpacked side by side, are a ganzoo that runs, compiles a component and, where MPI is, is spread over
# processes: packages.sh CPACK BUILD
set -euo pipefail
cpack=$1 build=$2
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
unset GANZOO_PLUGIN_PATH

fail() { printf 'packages.sh: %s\n' "$1" >&2; exit 1; }
for tool in dpkg-shlibdeps file; do
  command -v $tool >/dev/null || { echo "SKIPPED: no $tool here: apt-get install dpkg-dev file" >&2; exit 77; }
done

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
[ -z "$(find "$here/system" -name 'libganzoo_mpi*')" ] || fail "the program's package holds what needs MPI"
dpkg-deb -x "${sdk[0]}" "$here/system"
cd "$here"
"$ganzoo" new divergence mine --f 'u*log(u)' --quiet
"$ganzoo" build mine.cpp --quiet || fail "the SDK compiles no component"
[[ $("$ganzoo" eval mine --u 2) == *1.3862943* ]] || fail "what was built cannot be evaluated"

[ -e "$build/lib/libganzoo_mpi.so" ] || exit 0
mpi=("$here"/made/ganzoo-mpi_*.deb)
[ -e "${mpi[0]}" ] || fail "libganzoo_mpi.so is in no package"
needs=$(dpkg-deb -f "${mpi[0]}" Depends)
[[ $needs == *"ganzoo (= "* && $needs == *libopenmpi* && $needs == *openmpi-bin* ]] || fail "ganzoo-mpi asks for $needs"
dpkg-deb -x "${mpi[0]}" "$here/system"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
sed '/^\[grid\]/,$d' "$here/system/usr/share/ganzoo/experiments/dirac.toml" >one.toml
"$ganzoo" run one.toml steps=4 train.threads=2 --processes 2 --quiet || fail "nothing runs over two processes"
