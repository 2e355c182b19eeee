#!/usr/bin/env bash
# Runs every benchmark on the built image and writes docs/BENCHMARKS.md: the text of page.md, with what the scripts
# printed in the place of their names. All that was printed goes to docs/benchmarks/run-N.txt, and the page has what
# counts of each such file side by side. Takes some 16 minutes; needs root, strace, curl, python3, xfsprogs, btrfs-progs.
#   src/test/bench/all.sh [N]      1 if not said
#   src/test/bench/all.sh --page   writes the page again, from the last run's file
# shellcheck disable=SC2016 # programs for awk
set -euo pipefail
cd "$(dirname "$0")/../../.."
bench=src/test/bench kept=docs/benchmarks

run() { # NAME COMMAND…
  printf '\n=== %s: %s ===\n' "$1" "${*:2}"
  "${@:2}"
}

machine() {
  date -u +%F
  grep -m1 'model name' /proc/cpuinfo | cut -d: -f2- | sed 's/^ //'
  echo "$(nproc) processors, Linux $(uname -r), $(findmnt -no FSTYPE -T .), load$(uptime | sed 's/.*load average://')"
  "${PWD}/target/cosmovisor/bin/cosmovisor" version --cosmovisor-only
  sed -n 's/^JAVA_RUNTIME_VERSION=//p' target/cosmovisor/lib/runtime/release
}

everything() {
  run machine machine
  run start $bench/start.sh --runs 11 --idle 60
  run detection $bench/detection.sh 200
  run output $bench/output.sh 5
  run fetch $bench/fetch.sh 500 3
  run growth $bench/growth.sh
  run journal $bench/journal.sh 20
  run backup $bench/backup.sh --sizes "1 5" --runs 1
}

section() { # FILE NAME: what a run has printed in a section
  awk -v name="$2" '/^=== / { in_it = $2 == name ":"; next } in_it && NF' "$1"
}

# What counts of each run, side by side.
side_by_side() {
  local file head='| |' line='|---|' n=0
  for file in "$kept"/run-*.txt; do
    n=$((n + 1))
    head+=" [run $n](benchmarks/${file##*/}) |" line+='---|'
  done
  echo "$head"
  echo "$line"
  row 'start to the first instruction, ms' start '/target.cosmovisor/ { print $1 }'
  row 'idle, resident, MB' start '/target.cosmovisor/ { print $6 }'
  row 'idle, processor, ms a minute' start '/target.cosmovisor/ { print $12 }'
  row 'plan to stop signal, p50, ms' detection '/^plan.*signal/ { print $(NF-2) }'
  row 'plan to stop signal, p99, ms' detection '/^plan.*signal/ { print $(NF-1) }'
  row 'plan to first instruction, p50, ms' detection '/^plan.*instruction/ { print $(NF-2) }'
  row 'output of 1 GB, to alone' output '{ print $NF }'
  row 'fetch, to `curl`, `sha256sum`, `tar`' fetch '/ratio/ { print $NF }'
  row 'journal, ms of an upgrade' journal '/^medians/ { print $3 }'
  section "$file" backup | grep -E '^\| (1|5|100,000)' | cut -d'|' -f2,3 | while IFS='|' read -r data method; do
    row "backup,${data% }, by${method}to \`cp\`" backup "index(\$0, \"|$data|\") == 1 { print \$(NF-4) }"
  done
}

row() { # WORDS SECTION PROGRAM
  local cells='' file
  for file in "$kept"/run-*.txt; do cells+=" $(section "$file" "$2" | awk "$3") |"; done
  echo "| $1 |$cells"
}

page() {
  local raw
  raw=$(mktemp -d)
  local last name
  last=$(find $kept -name 'run-*.txt' | sort | tail -1)
  for name in machine start detection output fetch growth journal backup; do section "$last" $name >"$raw/$name"; done
  side_by_side >"$raw/runs"
  cp $kept/soak.txt "$raw/soak"
  cp $kept/large.txt "$raw/large"
  awk -v raw="$raw" '
    /^@@[a-z]+@@$/ { name = substr($0, 3, length($0) - 4); while ((getline line <(raw "/" name)) > 0) print line; next }
    { print }' $bench/page.md >docs/BENCHMARKS.md
  rm -r "$raw"
}

if [[ ${1-} != --page ]]; then
  everything | tee $kept/run-"${1:-1}".new
  mv $kept/run-"${1:-1}".new $kept/run-"${1:-1}".txt
fi
page
