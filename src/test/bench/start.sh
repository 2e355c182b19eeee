#!/usr/bin/env bash
# What a start and an idle supervisor cost, whole processes, each image in turn in the same run: the image of
# this build, and those given, say of the commit before. Prints medians of RUNS runs (20) as a table. Where a
# start is measured, there is a shell for comparison that only becomes the node.
#
#   src/test/bench/start.sh [--runs N] [--idle SECONDS] [IMAGE…]
#
#   node ms      from the start to the node's first instruction
#   version ms   `version --cosmovisor-only`, help ms: `help`; to their ends
#   cpu ms       processor time of user and system of `run` with a node that ends at once
#   MB           of memory, SECONDS (60) after the start, with a node that does nothing: resident,
#                proportional (PSS), and private, and what was never in a file (anon)
#   switches     context switches of all threads, and cpu ms, per minute of the time after that
#   disk MB      of the image
set -euo pipefail
. "$(dirname "$0")/lib.sh"
runs=20 idle=60
while [[ ${1-} == --* ]]; do
  case $1 in
  --runs) runs=$2 ;;
  --idle) idle=$2 ;;
  *) echo "start.sh: unknown option $1" >&2 && exit 2 ;;
  esac
  shift 2
done
images=("$@" "$PWD/target/cosmovisor")
for image in "${images[@]}"; do
  [[ -x $image/bin/cosmovisor ]] || { echo "start.sh: no image in $image; build it: ./mvnw package -DskipTests" >&2; exit 1; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export LC_ALL=C DAEMON_HOME=$folder/home DAEMON_NAME=app UNSAFE_SKIP_BACKUP=true
mkdir -p "$DAEMON_HOME"/{data,cosmovisor/genesis/bin}
cat >"$DAEMON_HOME/cosmovisor/genesis/bin/app" <<'NODE'
#!/bin/bash
echo "$EPOCHREALTIME" >"$DAEMON_HOME/began"
[ "$1" != stay ] || exec sleep 100000
NODE
chmod +x "$DAEMON_HOME/cosmovisor/genesis/bin/app"

# ms FROM TO, both in seconds
ms() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f\n", (b - a) * 1000 }'; }
until_node() {
  local begin=$EPOCHREALTIME
  "$@" >/dev/null 2>&1
  ms "$begin" "$(<"$DAEMON_HOME/began")"
}
until_end() {
  local begin=$EPOCHREALTIME
  "$@" >/dev/null 2>&1
  ms "$begin" "$EPOCHREALTIME"
}
processor() {
  local TIMEFORMAT='%U %S'
  { time "$@" >/dev/null 2>&1; } 2>&1 | awk '{ printf "%.0f\n", ($1 + $2) * 1000 }'
}

# Of all threads.
switches() { cat /proc/"$1"/task/*/status | awk '/ctxt_switches/ { n += $2 } END { print n }'; }
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }
idle() {
  local image=$1 pid before ticks
  rm -f "$DAEMON_HOME/began"
  "$image/bin/cosmovisor" run stay >/dev/null 2>&1 &
  pid=$!
  sleep "$idle"
  before=$(switches $pid) ticks=$(ticks $pid)
  sleep "$idle"
  awk -v threads="$(find /proc/$pid/task -maxdepth 1 -mindepth 1 | wc -l)" -v n="$(($(switches $pid) - before))" \
    -v t="$(($(ticks $pid) - ticks))" -v hz="$(getconf CLK_TCK)" -v s="$idle" '
    { v[$1] = $2 / 1024 }
    END { printf "%.1f %.1f %.1f %.1f %d %.0f %.0f", v["Rss:"], v["Pss:"], v["Private_Clean:"] + v["Private_Dirty:"],
          v["Anonymous:"], threads, n * 60 / s, t * 1000 / hz * 60 / s }' "/proc/$pid/smaps_rollup"
  kill $pid
  wait $pid || true
}

for ((run = 0; run < runs; run++)); do
  until_end "${images[-1]}/lib/runtime/bin/java" -version >>"$folder/vm"
  # shellcheck disable=SC2016 # for that shell
  until_node sh -c 'exec "$0" go' "$DAEMON_HOME/cosmovisor/genesis/bin/app" >>"$folder/node.sh"
  for i in "${!images[@]}"; do
    program=${images[i]}/bin/cosmovisor
    until_node "$program" run go >>"$folder/node.$i"
    until_end "$program" version --cosmovisor-only >>"$folder/version.$i"
    until_end "$program" help >>"$folder/help.$i"
    processor "$program" run go >>"$folder/cpu.$i"
  done
done

echo "$(nproc) processors, load $(cut -d' ' -f1-3 /proc/loadavg), $(uname -sr), medians of $runs; idle for $idle s, once"
printf '%8s %10s %8s %7s | %6s %6s %8s %6s %7s %9s %8s | %7s  %s\n' \
  'node ms' 'version ms' 'help ms' 'cpu ms' RSS PSS private anon threads switches 'cpu ms' 'disk MB' image
printf '%8s %77s a shell that becomes the node\n' "$(median <"$folder/node.sh")" ''
printf '%8s %77s the runtime alone: java -version, to its end\n' "$(median <"$folder/vm")" ''
for i in "${!images[@]}"; do
  # shellcheck disable=SC2046,SC2183 # words of a row
  printf '%8s %10s %8s %7s | %6s %6s %8s %6s %7s %9s %8s | %7s  %s\n' "$(median <"$folder/node.$i")" \
    "$(median <"$folder/version.$i")" "$(median <"$folder/help.$i")" "$(median <"$folder/cpu.$i")" \
    $(idle "${images[i]}") "$(du -sm "${images[i]}" | cut -f1)" "${images[i]#"$PWD"/}"
done
