#!/usr/bin/env bash
# Builds the container image from target/release, and runs a node in it.
#
#   ./mvnw package -Prelease -DskipTests && src/test/package/container.sh
#
# Needs root, debootstrap, buildah, podman and runc. The image that ours is made from is not fetched: a small Debian
# takes its place.
# shellcheck source-path=SCRIPTDIR disable=SC2154
. "$(dirname "$0")/lib.sh"

store=(--storage-driver vfs --root "$work/storage" --runroot "$work/run")
buildah() { command buildah "${store[@]}" "$@"; }
podman() { command podman "${store[@]}" --runtime runc --cgroup-manager cgroupfs "$@"; }
# No network of its own, and no more of anything than this machine has.
limits=(--network host --ulimit "nofile=$(ulimit -Hn):$(ulimit -Hn)" --ulimit nproc=4096:4096)

debian "$work/debian"
base=$(buildah from scratch)
buildah add -q "$base" "$work/debian" / >/dev/null
buildah commit -q --rm "$base" docker.io/library/debian:bookworm-slim >/dev/null

echo "the container image"
it "is built" buildah build -q --isolation chroot --pull-never --build-arg "VERSION=$version" --tag cosmovisor "$release"
it "runs the program" says "v$version" podman run --rm "${limits[@]}" cosmovisor version --cosmovisor-only
it "shows the help if nothing is said" says DAEMON_HOME podman run --rm "${limits[@]}" cosmovisor

home=$work/node
mkdir -p "$home/cosmovisor/genesis/bin" "$home/data"
cat >"$home/cosmovisor/genesis/bin/simd" <<'NODE'
#!/bin/sh
trap 'echo heard TERM; exit 7' TERM
echo "$(id -u), child of $PPID: $*"
while :; do sleep 0.1; done
NODE
chmod -R a+rX,u+x "$home"
chmod 755 "$work" # the image's own user has to come by
chown -R 10001 "$home"
command podman "${store[@]}" --runtime runc --cgroup-manager cgroupfs run --name node "${limits[@]}" \
  -e DAEMON_NAME=simd -v "$home:/node" cosmovisor run start >"$work/log" 2>&1 &
run=$!
cleanups+=("podman rm -f node")
clues+=("$work/log")
it "a node runs as a user of its own, and cosmovisor is the first process" soon grep -q '^10001, child of 1: start' "$work/log"
it "the container's stop" podman stop --time 30 node
code=0
wait $run || code=$?
it "reaches the node" grep -q 'heard TERM' "$work/log"
it "whose code is the container's" [ $code = 7 ]
echo "$passed passed, 0 failed"
