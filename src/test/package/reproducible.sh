#!/usr/bin/env bash
# Builds the last commit twice, in folders, time zones, languages and umasks that differ, and compares all that came
# out byte by byte. Says which file differs, and in an archive which entry.
#
#   src/test/package/reproducible.sh
set -euo pipefail
project=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build FOLDER UMASK ZONE LANGUAGE COUNTRY
build() (
  git clone -q "$project" "$1"
  cd "$1"
  umask "$2"
  export TZ=$3 MAVEN_OPTS="-Duser.language=$4 -Duser.country=$5"
  ./mvnw -B -q package -Prelease -Dmaven.test.skip -Dspotless.check.skip
)

# What a build leaves for others: a line for each file, with its checksum, and for each link.
inventory() (
  cd "$1/target"
  find cosmovisor release cosmovisor-*.jar -type f -exec sha256sum {} +
  find cosmovisor -type l -printf '%l  %p\n'
)

# entries FILE: the inside of an archive.
entries() {
  case $1 in
  *.tar.gz) tar -tvzf "$1" --full-time ;;
  *.deb) dpkg-deb -c "$1" && dpkg-deb -f "$1" ;;
  *.jar) unzip -lv "$1" ;;
  *.json | *.rb | */SHA256SUMS) cat "$1" ;;
  *) cmp -l "$1" "$2" | head -n 5 ;;
  esac
}

one=$work/one two=$work/another/folder-with-a-longer-name
mkdir "$work/another"
build "$one" 022 UTC en US
build "$two" 077 Asia/Kolkata tr TR

if ! diff <(inventory "$one" | sort -k2) <(inventory "$two" | sort -k2) >"$work/difference"; then
  echo "reproducible: two builds of one commit differ in" >&2
  awk '/^[<>]/ { print $NF }' "$work/difference" | sort -u | while read -r file; do
    echo "  $file" >&2
    diff <(entries "$one/target/$file" "$two/target/$file") <(entries "$two/target/$file" "$one/target/$file") |
      head -n 6 | sed 's/^/      /' >&2 || true
  done
  exit 1
fi
echo "reproducible: two builds are the same in $(inventory "$one" | wc -l) files:"
cat "$one/target/release/SHA256SUMS"
