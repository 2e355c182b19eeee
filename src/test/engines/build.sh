#!/bin/sh
# Builds what writes to real databases and kills itself meanwhile: OUTDIR/engine.
#
#   src/test/engines/build.sh OUTDIR
#
# Needs Go 1.23.2 or newer and nothing else: no C compiler, no network beyond Go's module proxy.
set -eu

fail() {
  echo "build.sh: $1" >&2
  exit 1
}

[ $# -eq 1 ] || fail "which folder shall the program go to? usage: build.sh OUTDIR"
command -v go >/dev/null 2>&1 || fail "no 'go' on the PATH: the engines need Go 1.23.2 or newer"

mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
CGO_ENABLED=0 go build -mod=readonly -buildvcs=false -trimpath -o "$out/engine" .
