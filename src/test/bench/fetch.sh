#!/usr/bin/env bash
# Downloading, verifying and unpacking a binary of MB megabytes (500) in an upgrade, against curl, sha256sum and tar,
# one after the other and RUNS times in turn (3). Ours is the time from the plan to the new version's first
# instruction, less that of an upgrade whose binary is there; its result is synced, so theirs is as well.
#   src/test/bench/fetch.sh [MB [RUNS]]
set -euo pipefail
. "$(dirname "$0")/lib.sh"
mb=${1:-500} runs=${2:-3}
need curl python3
folder=$(mktemp -d)
trap 'kill %1 2>/dev/null; rm -rf "$folder"' EXIT

mkdir -p "$folder/web/bin"
{
  printf '#!/bin/bash\n[ "$1" = pre-upgrade ] && exit 1\necho "$EPOCHREALTIME" >>"$DAEMON_HOME/times"\nexit 0\n'
  head -c "$((mb * 1000000))" /dev/urandom
} >"$folder/web/bin/app"
chmod +x "$folder/web/bin/app"
tar -C "$folder/web" -czf "$folder/web/app.tar.gz" bin
sum=$(sha256sum "$folder/web/app.tar.gz" | cut -d' ' -f1)
python3 -m http.server --bind 127.0.0.1 --directory "$folder/web" 0 >"$folder/server" 2>&1 &
until port=$(grep -o 'port [0-9]*' "$folder/server" 2>/dev/null | cut -d' ' -f2) && [[ -n $port ]]; do sleep 0.1; done
url=http://127.0.0.1:$port/app.tar.gz

upgrade() { # there|fetched
  local home=$folder/home
  rm -rf "$home"
  mkdir -p "$home"/{data,cosmovisor/genesis/bin}
  printf '{"name":"v2","height":20,"info":"{\\"binaries\\":{\\"any\\":\\"%s?checksum=sha256:%s\\"}}"}' "$url" "$sum" >"$home/plan"
  printf '#!/bin/bash\necho "$EPOCHREALTIME" >"$DAEMON_HOME/times"\nmv "$DAEMON_HOME/plan" "$DAEMON_HOME/data/upgrade-info.json"\nexec sleep 600\n' >"$home/cosmovisor/genesis/bin/app"
  chmod +x "$home/cosmovisor/genesis/bin/app"
  if [[ $1 == there ]]; then
    mkdir -p "$home/cosmovisor/upgrades/v2/bin"
    cp "$folder/web/bin/app" "$home/cosmovisor/upgrades/v2/bin/app"
  fi
  sync -f "$folder"
  DAEMON_HOME=$home DAEMON_NAME=app UNSAFE_SKIP_BACKUP=true DAEMON_ALLOW_DOWNLOAD_BINARIES=true \
    "$image" run start >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
  awk 'NR == 1 { a = $1 } END { print $1 - a }' "$home/times"
}

tools() {
  local out=$folder/out begun=$EPOCHREALTIME
  rm -rf "$out" && mkdir -p "$out"
  sync -f "$folder"
  begun=$EPOCHREALTIME
  curl -sf -o "$out/app.tar.gz" "$url"
  echo "$sum  $out/app.tar.gz" | sha256sum --check --quiet
  tar -xzf "$out/app.tar.gz" -C "$out"
  sync -f "$out"
  awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}

for ((i = 0; i < runs; i++)); do
  tools >>"$folder/tools"
  awk -v a="$(upgrade fetched)" -v b="$(upgrade there)" 'BEGIN { print a - b }' >>"$folder/ours"
done
awk -v mb="$mb" -v a="$(median <"$folder/tools")" -v b="$(median <"$folder/ours")" 'BEGIN {
  printf "%d MB fetched, verified, unpacked: curl, sha256sum, tar %.2f s; cosmovisor %.2f s; ratio %.2f\n", mb, a, b, b / a }'
