#!/usr/bin/env bash
# tests/proofs/foreign_files.sh BUILD [MUTANTS [EXECUTIONS]]: so many mutated run files (default 3000), half of them with a right
# checksum, read and verified by the tests of the build folder; then each parser under libFuzzer (default 2 000 000 each).
set -euo pipefail
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
GANZOO_STORM=${2:-3000} "$build/tests/log/test_log" "a storm of changed run files harms no reader"
"$build/tests/cli/test_cli" "no verb that reads somebody else's runs runs their code, or lets them steer the terminal"
tests/fuzz/run.sh "${3:-2000000}"
