#!/usr/bin/env bash
# How soon a plan is acted upon: from the moment it is written to the node's SIGTERM, and to the new version's first
# instruction, without a backup; over RUNS upgrades (200) of one supervisor. Beside it, what a watcher that looks
# every 300 ms, the default of the original, can reach at best: a moment drawn evenly from that interval.
#   src/test/bench/detection.sh [RUNS]
set -euo pipefail
. "$(dirname "$0")/lib.sh"
runs=${1:-200}
folder=$(mktemp -d)
home=$folder/home
trap 'kill %1 2>/dev/null; wait; rm -rf "$folder"' EXIT
mkdir -p "$home"/{data,cosmovisor/genesis/bin,cosmovisor/upgrades}
# bash knows the time without a process of its own.
cat >"$home/cosmovisor/genesis/bin/app" <<'NODE'
#!/bin/bash
now=$EPOCHREALTIME
[ "$1" = pre-upgrade ] && exit 1
n=${0%/bin/app} n=${n##*/v}
case $n in */genesis) n=0 ;; esac
echo "begun $n $now" >>"$DAEMON_HOME/times"
trap 'echo "told $n $EPOCHREALTIME" >>"$DAEMON_HOME/times"; kill $!; exit 0' TERM
read -rt 0.3 <>/dev/zero 2>/dev/null || sleep 0.3
next=$((n + 1))
printf '{"name":"v%d","height":%d}' "$next" "$((next * 10))" >"$DAEMON_HOME/data/next.json"
echo "written $n $EPOCHREALTIME" >>"$DAEMON_HOME/times"
mv "$DAEMON_HOME/data/next.json" "$DAEMON_HOME/data/upgrade-info.json"
# Only a wait is interrupted by a signal at once; a command in the foreground is first awaited.
sleep 600 &
wait
NODE
chmod +x "$home/cosmovisor/genesis/bin/app"
for ((i = 1; i <= runs; i++)); do
  mkdir -p "$home/cosmovisor/upgrades/v$i/bin"
  ln "$home/cosmovisor/genesis/bin/app" "$home/cosmovisor/upgrades/v$i/bin/app"
done
DAEMON_HOME=$home DAEMON_NAME=app UNSAFE_SKIP_BACKUP=true "$image" run start >"$folder/log" 2>&1 &
pid=$!
until grep -q "begun $runs " "$home/times" 2>/dev/null; do
  kill -0 "$pid" || { tail -5 "$folder/log" >&2; exit 1; }
  sleep 0.5
done

quantiles() { sort -n | awk -v name="$1" '{ v[NR] = $1 } END { printf "%-44s %8.1f %8.1f %8.1f\n", name, v[int(NR * .5) + 1], v[int(NR * .99)], v[NR] }'; }
printf '%-44s %8s %8s %8s\n' "milliseconds, $runs upgrades" p50 p99 max
awk '{ t[$1, $2] = $3 } END { for (n = 0; ("told", n) in t; n++) print (t["told", n] - t["written", n]) * 1000 }' "$home/times" |
  quantiles 'plan written to the stop signal'
awk -v runs="$runs" '{ t[$1, $2] = $3 } END { for (n = 0; n < runs; n++) print (t["begun", n + 1] - t["written", n]) * 1000 }' "$home/times" |
  quantiles 'plan written to the first instruction'
awk 'BEGIN { for (i = 0; i < 300; i++) print i }' | quantiles 'looking every 300 ms, to the stop signal'
