#!/usr/bin/env bash
# One supervisor through UPGRADES upgrades (2000) and at least MINUTES minutes (30): does anything grow?
# A node of each version plans the next one as soon as it runs. Prints a row for every hundred upgrades, then the
# differences between the row at a tenth of the way and the last one.
#   src/test/bench/soak.sh [UPGRADES [MINUTES]]
set -euo pipefail
. "$(dirname "$0")/lib.sh"
upgrades=${1:-2000} minutes=${2:-30}
folder=$(mktemp -d)
home=$folder/home
trap 'kill %1 2>/dev/null; wait; rm -rf "$folder"' EXIT

mkdir -p "$home"/{data,cosmovisor/genesis/bin,cosmovisor/upgrades}
cat >"$home/cosmovisor/genesis/bin/app" <<'NODE'
#!/bin/sh
[ "$1" = pre-upgrade ] && exit 1
n=${0%/bin/app} n=${n##*/v}
case $n in */genesis) n=0 ;; esac
next=$((n + 1))
echo "$n" >"$DAEMON_HOME/at"
sleep "${PACE:-0}"
printf '{"name":"v%d","height":%d}' "$next" "$((next * 10))" >"$DAEMON_HOME/data/next.json"
mv "$DAEMON_HOME/data/next.json" "$DAEMON_HOME/data/upgrade-info.json"
exec sleep 3600
NODE
chmod +x "$home/cosmovisor/genesis/bin/app"
for ((i = 1; i <= upgrades; i++)); do
  mkdir -p "$home/cosmovisor/upgrades/v$i/bin"
  ln "$home/cosmovisor/genesis/bin/app" "$home/cosmovisor/upgrades/v$i/bin/app"
done

# A backup of a few files before each upgrade, and all of them but the last one removed again by the shell below.
PACE=$(awk -v m="$minutes" -v u="$upgrades" 'BEGIN { p = m * 60 / u - 0.1; print (p > 0 ? p : 0) }')
export PACE
DAEMON_HOME=$home DAEMON_NAME=app "$image" run start >"$folder/log" 2>&1 &
pid=$!

row() {
  local status=/proc/$pid/status
  awk -v at="$1" -v fds="$(find "/proc/$pid/fd" -mindepth 1 2>/dev/null | wc -l)" \
    -v journal="$(stat -c %s "$home/cosmovisor/.journal" 2>/dev/null || echo 0)" \
    -v ticks="$(awk '{ print $14 + $15 }' "/proc/$pid/stat")" -v seconds="$SECONDS" '
    FNR == NR { if (/^Threads/) threads = $2; if (/^VmRSS/) rss = $2; next }
    /^Pss:/ { pss = $2 } /^Private_(Clean|Dirty)/ { private += $2 }
    END { printf "%8d %8d %8d %8d %8d %8d %8d %8d %8d\n", at, seconds, rss, pss, private, threads, fds, journal, ticks * 10 }
  ' "$status" "/proc/$pid/smaps_rollup"
}

printf '%8s %8s %8s %8s %8s %8s %8s %8s %8s\n' upgrade seconds 'RSS kB' 'PSS kB' 'priv kB' threads fds journal 'cpu ms'
last=-1
while kill -0 "$pid" 2>/dev/null; do
  at=$(cat "$home/at" 2>/dev/null || echo 0)
  if [[ -n $at && $((at / 100)) -gt $((last / 100)) ]] || [[ $last == -1 ]]; then
    row "$at" | tee -a "$folder/rows"
    last=$at
    find "$home" -maxdepth 1 -name '*data-backup-*' -mmin +1 -exec rm -rf {} +
  fi
  [[ $at -ge $upgrades ]] && break
  sleep 0.2
done
grep -c 'upgrade detected\|ERR' "$folder/log" | sed 's/^/lines of upgrades and errors: /'
grep ERR "$folder/log" | head -3
awk -v tenth="$((upgrades / 10))" '$1 >= tenth && !seen { seen = 1; split($0, a) } { split($0, z) }
  END { printf "from upgrade %d to %d: RSS %+d kB, private %+d kB, threads %+d, descriptors %+d\n", a[1], z[1], z[3] - a[3], z[5] - a[5], z[6] - a[6], z[7] - a[7] }' "$folder/rows"
