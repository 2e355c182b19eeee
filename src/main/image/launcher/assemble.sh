#!/bin/sh
# Assembles the launcher and the guard and writes their machine code as *.hex, which the build reads
# (it needs no assembler). `assemble.sh --check` compares instead: what is committed is what the
# sources say. Needs binutils and binutils-aarch64-linux-gnu, or x86-64's on an arm64 machine.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
case $(uname -m) in aarch64) native=arm64 ;; *) native=amd64 ;; esac
for source in *.s; do
  name=${source%.s}
  cpu=${name##*-}
  case $cpu in arm64) tools=aarch64-linux-gnu- ;; *) tools=x86_64-linux-gnu- ;; esac
  [ "$cpu" != "$native" ] || tools=
  "${tools}as" -o "$scratch/o" "$source"
  "${tools}objcopy" -O binary -j .text "$scratch/o" "$scratch/bin"
  od -An -v -tx1 "$scratch/bin" >"$scratch/$name.hex"
  case ${1-} in
  --check) cmp "$scratch/$name.hex" "$name.hex" ;;
  *) cp "$scratch/$name.hex" "$name.hex" ;;
  esac
done
