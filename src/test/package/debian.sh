#!/usr/bin/env bash
# Takes target/release to a Debian without Java, and lives there as an operator does: unpacks the archive and runs it;
# installs the package by apt, runs a node under systemd, upgrades the package beneath it, removes it.
#
#   ./mvnw package -Prelease -DskipTests && src/test/package/debian.sh
#
# Needs root, debootstrap and systemd-nspawn. The Debian comes from the mirror that this machine's own apt uses.
# shellcheck source-path=SCRIPTDIR disable=SC2154
. "$(dirname "$0")/lib.sh"

root=$work/root
debian "$root" systemd,systemd-sysv
mkdir "$root/packages" "$work/web"
cp "$release"/*.deb "$root/packages"

# node NAME FILE: a node that says who it is, and each SIGTERM that it hears; it takes a while to end, so that it could
# hear another. It writes the plan that lies in its home as next-plan.
node() {
  mkdir -p "$(dirname "$2")"
  cat >"$2" <<NODE
#!/bin/sh
case "\$1" in
version) echo $1 && exit ;;
pre-upgrade) exit 1 ;; # unknown, as in most
esac
left=-1
trap 'echo $1 heard TERM >>"\$DAEMON_HOME/said"; left=5' TERM
echo "$1 \$\$: \$*" >>"\$DAEMON_HOME/said"
mkdir -p "\$DAEMON_HOME/data"
until [ "\$left" = 0 ]; do
  [ "\$left" -lt 0 ] || left=\$((left - 1))
  [ ! -e "\$DAEMON_HOME/next-plan" ] || mv "\$DAEMON_HOME/next-plan" "\$DAEMON_HOME/data/upgrade-info.json"
  sleep 0.1 & # a trap interrupts wait, and nothing else
  wait \$!
done
NODE
  chmod 755 "$2"
}

# plan NAME HEIGHT HOME: the node comes to a height with an upgrade whose binary is to be downloaded.
plan() {
  node "$1" "$work/web/$1"
  local info
  info="{\\\"binaries\\\":{\\\"linux/$cpu\\\":\\\"$served/$1?checksum=sha256:$(sha256sum <"$work/web/$1" | cut -d' ' -f1)\\\"}}"
  printf '{"name":"%s","height":%d,"info":"%s"}' "$1" "$2" "$info" >"$3/next-plan.new"
  mv "$3/next-plan.new" "$3/next-plan"
}

. "$(dirname "$0")/debian-archive.sh"
. "$(dirname "$0")/debian-package.sh"
echo "$passed passed, 0 failed"
