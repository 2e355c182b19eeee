#!/bin/sh
# Assembles the launchers and writes their machine code as amd64.hex and arm64.hex, which the build
# reads (it needs no assembler). `assemble.sh --check` compares instead: what is committed is what
# the sources say. Needs binutils and binutils-aarch64-linux-gnu.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for cpu in amd64 arm64; do
  tools=
  [ "$cpu" = "$(dpkg --print-architecture 2>/dev/null || echo amd64)" ] || case $cpu in
  arm64) tools=aarch64-linux-gnu- ;;
  amd64) tools=x86_64-linux-gnu- ;;
  esac
  "${tools}as" -o "$scratch/o" "$cpu.s"
  "${tools}objcopy" -O binary -j .text "$scratch/o" "$scratch/bin"
  od -An -v -tx1 "$scratch/bin" >"$scratch/$cpu.hex"
  case ${1-} in
  --check) cmp "$scratch/$cpu.hex" "$cpu.hex" ;;
  *) cp "$scratch/$cpu.hex" "$cpu.hex" ;;
  esac
done
