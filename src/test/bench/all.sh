#!/usr/bin/env bash
# Runs every benchmark on the built image and writes docs/BENCHMARKS.md: the text of page.md, with what the scripts
# printed in the place of their names. Takes some 25 minutes; needs root, strace, curl, python3, xfsprogs, btrfs-progs.
#   src/test/bench/all.sh [IMAGE]      an older image to be set beside this build's in start.sh
set -euo pipefail
cd "$(dirname "$0")/../../.."
bench=src/test/bench
raw=$(mktemp -d)
trap 'rm -rf "$raw"' EXIT

run() { # NAME COMMAND…
  local name=$1
  shift
  printf '\n=== %s ===\n' "$*"
  "$@" | tee "$raw/$name"
}

{
  date -u +%F
  grep -m1 'model name' /proc/cpuinfo | cut -d: -f2-
  echo "$(nproc) processors, Linux $(uname -r), $(findmnt -no FSTYPE -T .)"
  "${PWD}/target/cosmovisor/bin/cosmovisor" version --cosmovisor-only
  sed -n 's/^JAVA_RUNTIME_VERSION=//p' target/cosmovisor/lib/runtime/release
  uptime | sed 's/.*load/load/'
} >"$raw/machine"
run start $bench/start.sh --runs 11 --idle 60 "$@"
run detection $bench/detection.sh 200
run output $bench/output.sh 5
run fetch $bench/fetch.sh 500 3
run growth $bench/growth.sh
[[ -s docs/benchmarks/soak.txt ]] && cp docs/benchmarks/soak.txt "$raw/soak"
run journal $bench/journal.sh 20

awk -v raw="$raw" '
  /^@@[a-z]+@@$/ { name = substr($0, 3, length($0) - 4); while ((getline line <(raw "/" name)) > 0) print line; next }
  { print }' $bench/page.md >docs/BENCHMARKS.md
$bench/backup.sh --sizes "${SIZES:-1 5}" --runs 3 --write
