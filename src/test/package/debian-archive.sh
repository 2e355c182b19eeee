# Sourced by debian.sh: the archive, unpacked, is all that is needed.
# shellcheck shell=bash disable=SC2154
echo "the archive"
mkdir -p "$root/opt"
tar -xzf "$archive" -C "$root/opt"
mount --bind "$root" "$root" # a mount, as a container's root is
mount --bind /proc "$root/proc"
cleanups+=("umount --recursive --lazy '$root' 2>/dev/null")
serve "$work/web"

home=/srv/archive
app=/opt/cosmovisor-$version/bin/cosmovisor
enter=(chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin DAEMON_NAME=simd "DAEMON_HOME=$home"
  DAEMON_ALLOW_DOWNLOAD_BINARIES=true DAEMON_SHUTDOWN_GRACE=10s)
in_root() { "${enter[@]}" "$@"; }
node first "$root/simd"
node other "$root/other"

it "there is no Java" not in_root sh -c 'command -v java || ls /usr/lib/jvm'
mkdir -p "$root$home/data"
it "version" says "v$version" in_root "$app" version --cosmovisor-only
it "init" in_root "$app" init /simd
it "version asks the node" says first in_root "$app" version
it "help" says DAEMON_HOME in_root "$app" help
it "config" says "$home" in_root "$app" config
it "config -o json" says '"' in_root "$app" config -o json
for shell in bash zsh fish; do
  it "completion $shell" says add-upgrade in_root "$app" completion $shell
done
it "add-upgrade" in_root "$app" add-upgrade other /other
it "add-batch-upgrade" in_root "$app" add-batch-upgrade --upgrade-list third:/other:1000000
it "prepare-upgrade says that there is no node" says Error: in_root "$app" prepare-upgrade
it "a configuration file" says simd in_root sh -c "env -u DAEMON_NAME $app config --cosmovisor-config $home/cosmovisor/config.toml"

"${enter[@]}" "$app" run start >"$work/archive.log" 2>&1 &
supervisor=$!
clues+=("$work/archive.log" "$root$home/said")
cleanups+=("kill -9 $supervisor 2>/dev/null")
it "run" soon grep -q '^first .*: start' "$root$home/said"
plan fetched 20 "$root$home"
it "carries the node to a binary that it downloads" soon grep -q '^fetched .*: start' "$root$home/said"
it "show-upgrade-info" says fetched in_root "$app" show-upgrade-info
kill -TERM $supervisor
it "a stop reaches the node" soon grep -q 'fetched heard TERM' "$root$home/said"
code=0
wait $supervisor || code=$?
it "and the node's code is the end's" [ $code = 0 ]
clues=()
umount --recursive "$root"
