#!/bin/sh
# Builds target/cosmovisor from the jar:
#
#   bin/cosmovisor    the launcher
#   lib/guard         what our children pass through, so that they end when we do
#   lib/app/          our jar, and those that only a worker opens
#   share/man/man1/   the manual
#   lib/runtime/      a Java runtime of just the modules in use (jlink), with our options built in
set -eu
umask 022
java_home=$1 target=$2 jar=$3 modules=$4 instant=$5
image=$target/cosmovisor

rm -rf "$image"
mkdir -p "$image/bin" "$image/lib/app"
cp "$target/image-input"/*.jar "$image/lib/app/"
cp "$target/$jar" "$image/lib/app/cosmovisor.jar"
# A class archive names the jars by their times; every archive of a release unpacks them with this one.
touch -d "$instant" "$image"/lib/app/*.jar

# -Xrs: signals are the supervisor's business, not the virtual machine's.
# -XX:-MaxFDLimit: the node gets the limit of open files that we got.
# -XX:+DisableAttachMechanism: with -Xrs it would make a socket in /tmp at each start, and a kill leave it there.
# The log goes to stderr: its usual place, stdout, is the node's.
"$java_home/bin/jlink" --add-modules "$modules" --output "$image/lib/runtime" \
  --strip-debug --no-header-files --no-man-pages --compress zip-6 --generate-cds-archive \
  --add-options "-Xrs -XX:-MaxFDLimit -XX:+DisableAttachMechanism -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx64m -Xlog:disable -Xlog:all=error:stderr" \
  >"$target/jlink.log"

case $(uname -m) in
x86_64) cpu=amd64 ;;
aarch64) cpu=arm64 ;;
*) echo "cosmovisor: the image can be built on Linux on x86_64 or aarch64, this is $(uname -sm)" >&2 && exit 1 ;;
esac
launcher=$(dirname "$0")/launcher
for program in launcher:bin/cosmovisor guard:lib/guard; do
  "$java_home/bin/java" "$launcher/ElfFile.java" "$launcher/${program%%:*}-$cpu.hex" "$image/${program#*:}"
done

mkdir -p "$image/share/man/man1"
"$image/bin/cosmovisor" __manual "$image/share/man/man1"
