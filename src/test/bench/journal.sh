#!/usr/bin/env bash
# What the journal costs an upgrade: its calls are timed by strace in the packaged image while a node
# is carried through an upgrade with a backup and both hooks, and set against the whole time in which
# no node runs. Prints a row for each of RUNS runs (20), then medians.
#   src/test/bench/journal.sh [RUNS]
set -euo pipefail
. "$(dirname "$0")/lib.sh"
runs=${1:-20}
need strace
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

home() {
  local home=$1
  mkdir -p "$home"/{data,cosmovisor/genesis/bin,cosmovisor/upgrades/v2/bin}
  head -c 1048576 /dev/zero >"$home/data/block"
  cat >"$home/cosmovisor/genesis/bin/app" <<'NODE'
#!/bin/sh
printf '{"name":"v2","height":20}' >"$DAEMON_HOME/data/upgrade-info.json"
date +%s%N >"$DAEMON_HOME/ended"
exit 1
NODE
  cat >"$home/cosmovisor/upgrades/v2/bin/app" <<'NODE'
#!/bin/sh
[ "$1" = pre-upgrade ] && exit 0
date +%s%N >"$DAEMON_HOME/begun"
exit 0
NODE
  printf '#!/bin/sh\nexit 0\n' >"$home/cosmovisor/hook.sh"
  chmod +x "$home"/cosmovisor/{genesis/bin/app,upgrades/v2/bin/app,hook.sh}
}

printf '%5s %6s %6s %7s %12s %12s %8s\n' run lines bytes fsyncs 'journal ms' 'no node ms' share
for ((run = 1; run <= runs; run++)); do
  home "$folder/$run"
  DAEMON_HOME=$folder/$run DAEMON_NAME=app COSMOVISOR_CUSTOM_PREUPGRADE=hook.sh \
    strace -f -qq -T -y -e trace=openat,write,pwrite64,fsync,fdatasync -o "$folder/trace" \
    "$image" run start >/dev/null
  # The lines of the upgrade: all but the first link and the two starts.
  grep -E '"(begun|done)"' "$folder/$run/cosmovisor/.journal" >"$folder/all"
  first=$(grep -n '"do":"backup"' "$folder/all" | cut -d: -f1)
  tail -n +"$first" "$folder/all" >"$folder/lines"
  lines=$(wc -l <"$folder/lines")
  bytes=$(wc -c <"$folder/lines")
  # Each line is an open, a write and an fsync of one file.
  read -r fsyncs ms < <(grep -E '/\.journal[">]' "$folder/trace" | awk '
    { t = $NF; gsub(/[<>]/, "", t) } /fsync|fdatasync/ { n++ } { sum += t }
    END { printf "%d %.3f\n", n, sum * 1000 }')
  gone=$(awk -v a="$(cat "$folder/$run/ended")" -v b="$(cat "$folder/$run/begun")" 'BEGIN { printf "%.1f", (b - a) / 1e6 }')
  share=$(awk -v a="$ms" -v b="$gone" 'BEGIN { printf "%.4f", a / b }')
  printf '%5d %6d %6d %7d %12s %12s %8s\n' "$run" "$lines" "$bytes" "$fsyncs" "$ms" "$gone" "$share"
  echo "$ms" >>"$folder/ms"; echo "$gone" >>"$folder/gone"; echo "$share" >>"$folder/share"
done
echo "medians: journal $(median <"$folder/ms") ms of $(median <"$folder/gone") ms without a node, share $(median <"$folder/share")"
