#!/bin/sh
# Builds the engine for RocksDB: OUTDIR/rocks, linked with the library that is there for this processor.
#
#   src/test/engines/rocks/build.sh OUTDIR
#
# Needs a C compiler. The library is RocksDB's own build for Java, which has the interface for C as
# well; `./mvnw verify -Prealchain` puts it there.
set -eu

fail() {
  echo "build.sh: $1" >&2
  exit 1
}

[ $# -eq 1 ] || fail "which folder shall the program go to? usage: build.sh OUTDIR"
command -v cc >/dev/null 2>&1 || fail "no 'cc' on the PATH: RocksDB's engine needs a C compiler"
case $(uname -m) in
x86_64) library=librocksdbjni-linux64.so ;;
aarch64) library=librocksdbjni-linux-aarch64.so ;;
*) fail "no RocksDB for $(uname -m)" ;;
esac
[ -e "$1/$library" ] || fail "no $1/$library: ./mvnw verify -Prealchain puts it there"

out=$(cd "$1" && pwd)
cd "$(dirname "$0")"
cc -std=gnu11 -O1 -Wall -Wextra -Werror -o "$out/rocks" rocks.c life.c "$out/$library" -Wl,-rpath,"\$ORIGIN" -pthread
