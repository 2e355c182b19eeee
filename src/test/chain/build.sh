#!/bin/sh
# Builds the test chain: OUTDIR/v1/simd (no upgrade handler), OUTDIR/v2/simd (handler test1), and of
# each a release that changes nothing but its version: OUTDIR/v1-plain/simd, OUTDIR/v2-plain/simd.
#
#   src/test/chain/build.sh OUTDIR
#
# Needs Go 1.23.2 or newer and nothing else: no C compiler, no network beyond Go's module proxy.
# A binary newer than every source file is left alone.
set -eu

fail() {
  echo "build.sh: $1" >&2
  exit 1
}

[ $# -eq 1 ] || fail "which folder shall the binaries go to? usage: build.sh OUTDIR"
command -v go >/dev/null 2>&1 || fail "no 'go' on the PATH: the test chain needs Go 1.23.2 or newer"

mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")"

# Without C the result is one static file, and a fresh machine needs no compiler.
export CGO_ENABLED=0

fresh() {
  [ -x "$1" ] && [ -z "$(find . -type f ! -name '*.md' -newer "$1" | head -n 1)" ]
}

# build VERSION TAGS
#
# pebbledb: cosmos-db leaves that backend out unless asked; goleveldb is always in.
build() {
  simd=$out/$1/simd
  if fresh "$simd"; then
    echo "build.sh: $simd is up to date"
    return
  fi
  mkdir -p "$out/$1"
  # First beside its final name: an interrupted build must not look up to date.
  go build -mod=readonly -buildvcs=false -trimpath -tags "$2" \
    -ldflags "-s -w \
      -X github.com/cosmos/cosmos-sdk/version.Name=simapp \
      -X github.com/cosmos/cosmos-sdk/version.AppName=simd \
      -X github.com/cosmos/cosmos-sdk/version.Version=$1" \
    -o "$simd.new" ./cmd/simd
  mv "$simd.new" "$simd"
  echo "build.sh: built $simd"
}

build v1 pebbledb
build v1-plain pebbledb
build v2 pebbledb,v2
build v2-plain pebbledb,v2
