#!/bin/sh
# Every figure of README.md's tables, on a machine with nothing else to do: whole_table.sh PROGRAM VENV [SECONDS [ROUNDS]]
# VENV: where the peers are, or will be installed. About two hours with 3 seconds a turn and 5 rounds, most of them JAX's images.
set -eu
program=$1 venv=$2 seconds=${3:-3} rounds=${4:-5}
here=$(dirname "$0")

say() { printf '\n## %s\n\n' "$*"; "$@"; }
race() { say "$here/versus.py" --program "$program" --venv "$venv" --seconds "$seconds" --rounds "$rounds" "$@"; }
own() { say "$program" bench --seconds "$seconds" --repeats "$rounds" "$@"; }
older() { ONEDNN_MAX_CPU_ISA=AVX2 GANZOO_MAX_LEVEL=3 "$@"; }

own
older own
own --threads 2 mlp2d mlp784 dcgan32
if grep -q avx512_bf16 /proc/cpuinfo; then own --precision bf16 mlp2d mlp784 wgan784 dcgan32; fi
say "$program" bench --metrics
older say "$program" bench --metrics
race
race --isa avx2
race --threads 2 mlp2d mlp784 wgan784 dcgan32
race --grid mlp2d mlp784
if grep -q avx512_bf16 /proc/cpuinfo; then race --precision bf16 mlp2d mlp784 wgan784 dcgan32; fi
