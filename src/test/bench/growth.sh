#!/usr/bin/env bash
# How costs grow: with the supervisors on a machine, with the versions that are staged, and with a journal's age.
#   src/test/bench/growth.sh
set -euo pipefail
. "$(dirname "$0")/lib.sh"
folder=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

home() { # folder versions
  mkdir -p "$1"/{data,cosmovisor/genesis/bin,cosmovisor/upgrades}
  printf '#!/bin/bash\necho "$EPOCHREALTIME" >"$DAEMON_HOME/begun"\n[ "$1" = stay ] || exit 0\nexec sleep 3600\n' >"$1/cosmovisor/genesis/bin/app"
  chmod +x "$1/cosmovisor/genesis/bin/app"
  for ((v = 1; v <= $2; v++)); do
    mkdir -p "$1/cosmovisor/upgrades/v$v/bin"
    ln "$1/cosmovisor/genesis/bin/app" "$1/cosmovisor/upgrades/v$v/bin/app"
  done
}

start_ms() { # home; the median of seven
  for ((i = 0; i < 7; i++)); do
    local begun=$EPOCHREALTIME
    DAEMON_HOME=$1 DAEMON_NAME=app UNSAFE_SKIP_BACKUP=true "$image" run >/dev/null
    awk -v a="$begun" -v b="$(cat "$1/begun")" 'BEGIN { printf "%.1f\n", (b - a) * 1000 }'
  done | sort -n | sed -n 4p
}

echo "supervisors   PSS MB in all   MB each   cpu ms a minute each"
for count in 1 10 50; do
  pids=()
  for ((n = 0; n < count; n++)); do
    home "$folder/many$count/$n" 0
    DAEMON_HOME=$folder/many$count/$n DAEMON_NAME=app "$image" run stay >/dev/null 2>&1 &
    pids+=($!)
  done
  for ((n = 0; n < count; n++)); do until [[ -s $folder/many$count/$n/begun ]]; do sleep 0.2; done; done
  sleep 10
  ticks() { for pid in "${pids[@]}"; do awk '{ print $14 + $15 }' "/proc/$pid/stat"; done | awk '{ s += $1 } END { print s }'; }
  before=$(ticks)
  sleep 30
  after=$(ticks)
  for pid in "${pids[@]}"; do grep ^Pss: "/proc/$pid/smaps_rollup"; done |
    awk -v n="$count" -v t="$((after - before))" '{ s += $2 } END { printf "%11d %15.1f %9.1f %22.1f\n", n, s / 1000, s / 1000 / n, t * 10 * 2 / n }'
  kill "${pids[@]}"
  wait "${pids[@]}" 2>/dev/null || true
done

echo "staged versions   start to first instruction, ms"
for count in 10 100 1000; do
  home "$folder/staged$count" "$count"
  printf '%15d %34s\n' "$count" "$(start_ms "$folder/staged$count")"
done

echo "journal   bytes   start to first instruction, ms"
home "$folder/young" 0
printf '%7s %7d %32s\n' young 0 "$(start_ms "$folder/young")"
home "$folder/old" 1000
printf '#!/bin/bash\nn=${0%%/bin/app} n=${n##*/v}\ncase $n in */genesis) n=0 ;; esac\nnext=$((n + 1))\n[ "$1" = pre-upgrade ] && exit 1\necho "$EPOCHREALTIME" >"$DAEMON_HOME/begun"\n[ $n = 1000 ] && exit 0\nprintf '"'"'{"name":"v%%d","height":%%d}'"'"' $next $((next * 10)) >"$DAEMON_HOME/data/upgrade-info.json"\nexit 1\n' >"$folder/old/cosmovisor/genesis/bin/app"
DAEMON_HOME=$folder/old DAEMON_NAME=app UNSAFE_SKIP_BACKUP=true "$image" run >"$folder/log"
bytes=$(stat -c %s "$folder/old/cosmovisor/.journal")
printf '%7s %7d %32s\n' old "$bytes" "$(start_ms "$folder/old")"
