#!/usr/bin/env bash
# What a backup costs an upgrade, set against what cp takes for the same: a node is carried through an
# upgrade by the packaged image, with a backup and without one, and the time in which no node runs is
# taken; its difference is the backup's. cp gets the same data with cold caches, and its sync counted.
#
#   src/test/bench/backup.sh [--sizes "1 5"] [--runs 3] [--only PATTERN]
#
# Sizes are in GB, in tables of 2 MB; 100,000 small files come on top. Needs root, xfsprogs,
# btrfs-progs and, below $TMPDIR, room for three times the largest size. Mounts are in a namespace of
# their own and end with the script.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
if [[ ${BENCH_INSIDE:-} != yes ]]; then
  BENCH_INSIDE=yes exec unshare --mount --propagation private "$0" "$@"
fi

sizes="1 5" runs=3 only=.
while (($#)); do
  case $1 in
    --sizes) sizes=$2; shift 2 ;;
    --runs) runs=$2; shift 2 ;;
    --only) only=$2; shift 2 ;;
    *) echo "backup.sh: what is $1?" >&2; exit 1 ;;
  esac
done
image=${image%/bin/cosmovisor}
work=$(mktemp -d)
trap 'cd /; umount -q "$work"/disk-* 2>/dev/null || true; rm -rf "$work"' EXIT

# The data of a node.
tables() { # FOLDER GB
  local n=2 i part mb=$(($2 * 512))
  for part in application blockstore state tx_index; do mkdir -p "$1/$part.db"; done
  for ((i = 0; i < mb; i++)); do
    case $((i % 20)) in [0-9] | 1[01]) part=application ;; 1[2-6]) part=blockstore ;; 17) part=state ;; *) part=tx_index ;; esac
    head -c 2097152 /dev/urandom >"$(printf '%s/%s.db/%06d.ldb' "$1" $part $n)"
    n=$((n + 1))
  done
  for part in application blockstore state tx_index; do
    head -c 1048576 /dev/urandom >"$(printf '%s/%s.db/%06d.log' "$1" $part $n)"
    n=$((n + 1))
    head -c 65536 /dev/urandom >"$1/$part.db/MANIFEST-000001"
    echo MANIFEST-000001 >"$1/$part.db/CURRENT"
  done
}

small() { # FOLDER
  python3 - "$1" <<'PYTHON'
import os, sys
block = os.urandom(1 << 20)
for folder in range(100):
    path = os.path.join(sys.argv[1], "snapshots", str(folder))
    os.makedirs(path)
    for file in range(1000):
        at = (folder * 1000 + file) * 7 % 1000000
        with open(os.path.join(path, str(file)), "wb") as out:
            out.write(block[at:at + 500 + file])
PYTHON
}

fill() { [[ $2 == files ]] && small "$1" || tables "$1" "$2"; }

# A home around data that is there. The node stays until it is stopped, and has the caches dropped
# before it goes; its successor notes when it came and how much memory the supervisor has needed.
home() { # HOME DATA
  mkdir -p "$1"/cosmovisor/{genesis/bin,upgrades/v2/bin}
  ln -sfn "$2" "$1/data"
  cat >"$1/cosmovisor/genesis/bin/app" <<'NODE'
#!/bin/bash
printf '{"name":"v2","height":20}' >"$DAEMON_HOME/data/upgrade-info.json"
trap 'sync; echo 3 >/proc/sys/vm/drop_caches; date +%s%N >"$DAEMON_HOME/ended"; exit 0' TERM
while :; do sleep 0.05; done
NODE
  cat >"$1/cosmovisor/upgrades/v2/bin/app" <<'NODE'
#!/bin/bash
[ "$1" = pre-upgrade ] && exit 1
date +%s%N >"$DAEMON_HOME/begun"
awk '/VmHWM/ { print int($2 / 1024) }' /proc/$PPID/status >"$DAEMON_HOME/memory"
exit 0
NODE
  chmod +x "$1"/cosmovisor/{genesis/bin/app,upgrades/v2/bin/app}
}

upgrade() { # HOME SKIP BACKUPS: the milliseconds without a node
  rm -rf "$1/cosmovisor/current" "$1/cosmovisor/.journal" "$1/data/upgrade-info.json" "$1"/cosmovisor/upgrades/v2/upgrade-info.json
  DAEMON_HOME=$1 DAEMON_NAME=app UNSAFE_SKIP_BACKUP=$2 DAEMON_DATA_BACKUP_DIR=$3 DAEMON_POLL_INTERVAL=50ms \
    "$image/bin/cosmovisor" run >"$1/log" 2>&1 || { cat "$1/log" >&2; exit 1; }
  awk -v a="$(cat "$1/ended")" -v b="$(cat "$1/begun")" 'BEGIN { printf "%.1f\n", (b - a) / 1e6 }'
}

bring() { # DATA TARGET CP-OPTIONS...: the milliseconds of cp
  local from=$1 to=$2 a b
  shift 2
  sync; echo 3 >/proc/sys/vm/drop_caches
  a=$(date +%s%N)
  cp -a "$@" "$from" "$to"
  sync -f "$to"
  b=$(date +%s%N)
  awk -v a="$a" -v b="$b" 'BEGIN { printf "%.1f\n", (b - a) / 1e6 }'
}

measure() { # WHAT DATA BACKUPS CP-OPTIONS...
  local what=$1 data=$2 backups=$3 i h=$work/home bytes took
  shift 3
  rm -rf "$h" "$work"/ms-*; home "$h" "$data"
  bytes=$(du -sb --apparent-size "$data" | cut -f1)
  for ((i = 0; i < runs; i++)); do
    upgrade "$h" true "$backups" >>"$work/ms-none"
    bring "$data" "$backups/copy" "$@" >>"$work/ms-cp"
    rm -rf "$backups/copy"
    upgrade "$h" false "$backups" >>"$work/ms-ours"
    cat "$h/memory" >>"$work/ms-memory"
    grep -o 'method=[a-z]*' "$h/log" | head -1 >"$work/method"
    rm -rf "$backups"/data-backup-* "$backups"/.data-backup-*
  done
  awk -v what="$what" -v method="$(cut -d= -f2 "$work/method")" -v none="$(median <"$work/ms-none")" \
    -v ours="$(median <"$work/ms-ours")" -v cp="$(median <"$work/ms-cp")" -v bytes="$bytes" \
    -v memory="$(median <"$work/ms-memory")" -v options="cp -a${*:+ $*}" 'BEGIN {
      added = ours - none
      printf "| %s | %s | %.2f s | %.2f GB/s | `%s` | %.2f s | %.2f | %d MiB |\n",
        what, method, added / 1000, bytes / added / 1e6, options, cp / 1000, added / cp, memory }'
}

mounted() { # NAME MKFS GB
  mkdir -p "$work/disk-$1"
  truncate -s "$(($3 * 3 + 2))G" "$work/$1.img"
  $2 "$work/$1.img" >/dev/null
  mount -o loop "$work/$1.img" "$work/disk-$1"
  losetup --direct-io=on "$(findmnt -no SOURCE "$work/disk-$1")" 2>/dev/null || true
}

unmounted() { umount "$work/disk-$1"; rm -rf "$work/$1.img" "$work/disk-$1"; }

wanted() { [[ "$1" =~ $only ]]; }

echo "| data | method | added to the downtime | | limit | takes | ratio | peak memory |
|---|---|---|---|---|---|---|---|"
for size in $sizes files; do
  name="$size GB, 2 MB tables" gb=$size
  [[ $size == files ]] && name="100,000 small files" gb=1
  if wanted "ext4 $size"; then
    mkdir "$work/ext4"
    fill "$work/ext4/data" "$size"
    options=(--link); [[ $size == files ]] && options=()
    measure "$name, ext4" "$work/ext4/data" "$work/ext4" "${options[@]}"
    if wanted "across $size"; then
      mounted across "mkfs.xfs -q" "$gb"
      measure "$name, ext4 to XFS" "$work/ext4/data" "$work/disk-across" --reflink=auto
      unmounted across
    fi
    rm -rf "$work/ext4"
  fi
  declare -A names=([xfs]=XFS [btrfs]=Btrfs)
  for fs in xfs btrfs; do
    if wanted "$fs $size"; then
      mounted $fs "mkfs.$fs -q" "$gb"
      fill "$work/disk-$fs/data" "$size"
      measure "$name, ${names[$fs]}" "$work/disk-$fs/data" "$work/disk-$fs" --reflink=always
      unmounted $fs
    fi
  done
done
