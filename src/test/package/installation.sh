#!/usr/bin/env bash
# Runs install.sh against a server of this machine, with releases that are whole, changed, cut short and missing, and
# disks that are full.
#
#   ./mvnw package -Prelease -DskipTests && src/test/package/installation.sh
#
# Needs root, for the small disks.
# shellcheck source-path=SCRIPTDIR disable=SC2154
. "$(dirname "$0")/lib.sh"

web=$work/web
name=${archive##*/}
mkdir -p "$web/good"
cp "$archive" "$release/SHA256SUMS" "$web/good"
# release NAME: a copy of the good one, to be damaged.
release() { cp -r "$web/good" "$web/$1"; }
release changed && printf x | dd of="$web/changed/$name" bs=1 seek=1000 conv=notrunc status=none
release cut && truncate --size 10M "$web/cut/$name"
release unnamed && : >"$web/unnamed/SHA256SUMS"
release nosums && rm "$web/nosums/SHA256SUMS"
serve "$web"

prefix=$work/prefix
install() {
  local from=$1
  shift
  env -i PATH="${with_path:-$PATH}" HOME="$work/home" "$@" sh "$release/install.sh" --url "$served/$from" --version "$version"
}
says_one_line() { # TEXT COMMAND…: fails, says this, and nothing else
  local text=$1 said
  shift
  if said=$("$@" 2>&1) || [[ $said != *"$text"* || $said == *$'\n'* ]]; then
    printf '%s\n' "$said"
    return 1
  fi
}
linked() { readlink "$prefix/bin/cosmovisor"; }
tidy() { [ -z "$(find "$prefix/lib" -mindepth 1 -maxdepth 1 ! -name 'cosmovisor-*')" ]; }

echo "the install script"
it "is plain sh" shellcheck --shell=sh "$release/install.sh"
it "installs" says "$prefix/bin/cosmovisor" install good PREFIX="$prefix"
it "what runs" says "v$version" "$prefix/bin/cosmovisor" version --cosmovisor-only
it "can be run again" install good PREFIX="$prefix"
it "into ~/.local, if nothing is said" install good
it "which runs too" says "v$version" "$work/home/.local/bin/cosmovisor" version --cosmovisor-only

# An older one, which something runs.
mv "$prefix/lib/cosmovisor-$version" "$prefix/lib/cosmovisor-0.0.1"
ln -sfn ../lib/cosmovisor-0.0.1/bin/cosmovisor "$prefix/bin/cosmovisor"
for damage in "changed:is not what SHA256SUMS says" "cut:is not what SHA256SUMS says" "unnamed:does not name $name" \
  "nosums:cannot fetch" "missing:cannot fetch"; do
  it "refuses a release that is ${damage%%:*}" says_one_line "${damage#*:}" install "${damage%%:*}" PREFIX="$prefix"
done
it "and leaves the older one" [ "$(linked)" = ../lib/cosmovisor-0.0.1/bin/cosmovisor ]
it "and nothing else" tidy

# room SIZE TEXT: on a disk of this size the script fails with this text.
room() {
  local disk=$work/disk end=0
  mkdir -p "$disk"
  mount -t tmpfs -o "size=$1" small "$disk"
  says_one_line "$2" install good PREFIX="$disk" || end=1
  [ -z "$(find "$disk" -type f -o -type l)" ] || end=1
  umount "$disk"
  return $end
}
it "says that a disk has no room for the download" room 8m "cannot fetch"
it "says that a disk has no room for what is in it" room 60m "No space left on device"

mkdir "$work/few"
for tool in sh uname mkdir rm tail head awk sha256sum cut tar gzip ln mv; do ln -s "$(command -v $tool)" "$work/few"; done
with_path=$work/few
it "says what it needs" says_one_line "needs curl or wget" install good PREFIX="$prefix"
unset with_path
it "says that a word is missing" says_one_line "--url" env -u COSMOVISOR_URL sh "$release/install.sh"
it "says which word it does not know" says_one_line "unknown word --urll" sh "$release/install.sh" --urll x
it "installs beside the older one" install good PREFIX="$prefix"
it "and switches the link" [ "$(linked)" = "../lib/cosmovisor-$version/bin/cosmovisor" ]
it "leaving the older one to whoever runs it" says "v$version" "$prefix/lib/cosmovisor-0.0.1/bin/cosmovisor" version --cosmovisor-only
it "and nothing else behind" tidy
echo "$passed passed, 0 failed"
