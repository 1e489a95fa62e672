#!/usr/bin/env bash
# Proves the packages on a bare Debian: tests/bare_packages.sh SUITE BUILT FRESH
#
# BUILT is a system in which tests/bare_machine.sh SUITE BUILT build has run: the packages are made there, with MPI. FRESH
# is an untouched one (debootstrap --variant=minbase SUITE FRESH), into which apt installs them; there they train, compile
# a component and spread a run over processes, each not before its package is there. Needs root.
set -euo pipefail
suite=$1 built=$2 fresh=$3
enter() { chroot "$1" env -i HOME=/root TERM=dumb LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin "${@:2}"; }
cleanup() { umount -l "$fresh/proc" "$fresh/dev/shm" "$fresh/dev" "$built/proc" "$built/dev" 2>/dev/null || true; }
trap cleanup EXIT
mkdir -p "$fresh/proc"
mount -t proc proc "$built/proc"
mount --rbind /dev "$built/dev"
mount -t proc proc "$fresh/proc"
mount --rbind /dev "$fresh/dev"
cp /etc/resolv.conf "$fresh/etc/resolv.conf"

enter "$built" bash -c 'apt-get install -y -qq --no-install-recommends dpkg-dev file libopenmpi-dev openmpi-bin >/dev/null && cd /root/ganzoo && ./bootstrap build >/dev/null && cd /root/ganzoo && cpack --config build/release/CPackConfig.cmake -G DEB -B /root/packages >/dev/null'
mkdir -p "$fresh/root/packages"
cp "$built"/root/packages/*.deb "$fresh/root/packages/"
enter "$fresh" bash -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /root/packages/ganzoo_*.deb >/dev/null'
printf '%s: the program is installed\n' "$suite"
enter "$fresh" bash -c 'cd /root && cp -r /usr/share/ganzoo/experiments . && ganzoo run experiments/dirac.toml steps=200 --quiet && ganzoo compare runs/dirac | head -n 4'
enter "$fresh" bash -c 'apt-get install -y -qq --no-install-recommends /root/packages/ganzoo-dev_*.deb >/dev/null'
printf '%s: the SDK is installed\n' "$suite"
enter "$fresh" bash -c "cd /root && ganzoo new divergence mine --f 'u*log(u)' && ganzoo build mine.cpp && ganzoo eval mine --u 2"

spread="cd /root && sed '/^\[grid\]/,\$d' experiments/dirac.toml >spread.toml && OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 ganzoo run spread.toml steps=40 train.threads=2 --processes 2 --out runs/spread --quiet"
! said=$(enter "$fresh" bash -c "$spread" 2>&1) || { echo "a run is spread over processes without ganzoo-mpi" >&2; exit 1; }
[[ $said == *"package ganzoo-mpi"* ]] || { printf 'without ganzoo-mpi, --processes says: %s\n' "$said" >&2; exit 1; }
enter "$fresh" bash -c 'apt-get install -y -qq --no-install-recommends /root/packages/ganzoo-mpi_*.deb >/dev/null'
printf '%s: what spreads a run is installed\n' "$suite"
enter "$fresh" bash -c "$spread && ganzoo verify runs/spread"
