#!/usr/bin/env bash
# What it costs a node to print 1 GB under a supervisor: nothing, since it has our own descriptors. The same program
# alone and under cosmovisor, one after the other, RUNS times (5).
#   src/test/bench/output.sh [RUNS]
set -euo pipefail
. "$(dirname "$0")/lib.sh"
runs=${1:-5}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home"/{data,cosmovisor/genesis/bin}
cat >"$home/cosmovisor/genesis/bin/app" <<'NODE'
#!/bin/bash
begun=$EPOCHREALTIME
head -c 1000000000 /dev/zero
awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }' >>"$TIMES"
NODE
chmod +x "$home/cosmovisor/genesis/bin/app"
for ((i = 0; i < runs; i++)); do
  TIMES=$home/alone "$home/cosmovisor/genesis/bin/app" | cat >/dev/null
  TIMES=$home/under DAEMON_HOME=$home DAEMON_NAME=app "$image" run start | cat >/dev/null
done
awk -v a="$(median <"$home/alone")" -v b="$(median <"$home/under")" 'BEGIN {
  printf "1 GB printed: alone %.3f s, under cosmovisor %.3f s, ratio %.2f\n", a, b, b / a }'
