#!/bin/sh
# Builds target/cosmovisor from the jar:
#
#   bin/cosmovisor    the launcher
#   lib/guard         what our children pass through, so that they end when we do
#   lib/app/          the jars that only a worker opens
#   share/man/man1/   the manual
#   lib/runtime/      a Java runtime of just the modules in use, ours among them (jlink), with our options
#                     built in and an archive of the classes that our commands load (docs/decisions/0013)
set -eu
umask 022
java_home=$1 target=$2 jar=$3 modules=$4
here=$(dirname "$0")
image=$target/cosmovisor
linked=$target/image-modules

rm -rf "$image" "$linked"
mkdir -p "$image/bin" "$image/lib/app" "$linked"
cp "$target/image-input"/*.jar "$image/lib/app/"
cp "$target/$jar" "$linked/"

# What a supervisor and the one-shot commands use is linked into the runtime, where it is found without
# opening a jar, and where its classes can be archived whatever the image's place and times.
for library in picocli antlr4-runtime tomlj; do
  mv "$image/lib/app/$library"-*.jar "$linked/"
done
for name in org.antlr.antlr4.runtime org.tomlj; do
  case $name in org.tomlj) library=tomlj ;; *) library=antlr4-runtime ;; esac
  set -- "$linked/$library"-*.jar
  "$java_home/bin/javac" -Xlint:-module -d "$target/image-module-info/$name" --module-path "$linked" \
    --patch-module "$name=$1" "$here/modules/$name/module-info.java"
  "$java_home/bin/jar" --update --file "$1" -C "$target/image-module-info/$name" module-info.class
done

# Signals are the supervisor's business, not the virtual machine's.
options="-Xrs"
# The node gets the limit of open files that we got.
options="$options -XX:-MaxFDLimit"
# With -Xrs an attach listener would make a socket in /tmp at each start, and a kill leave it there.
options="$options -XX:+DisableAttachMechanism"
# A supervisor waits: what it does between two waits is over before compiled code pays for the memory that
# compiling takes, so only what is really hot is compiled, simply, and a small young generation is enough.
options="$options -XX:+UseSerialGC -Xmx64m -Xmn1m -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=5"
# Statistics for tools that nobody attaches.
options="$options -XX:-UsePerfData"
# The archive of classes is used where it lies in the file, instead of being rewritten in memory of our own
# for an address that nobody can guess.
options="$options -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
# Housekeeping of locks and of the virtual machine's own tables: once a minute, not five times a second.
options="$options -XX:AsyncDeflationInterval=60000 -XX:ServiceThreadCleanupInterval=60000"
# The log goes to stderr: its usual place, stdout, is the node's.
options="$options -Xlog:disable -Xlog:all=error:stderr"
# Supervisor and worker have the same, since another set would not go with the archive.
options="$options --enable-native-access=cosmovisor,ALL-UNNAMED"
echo "$options" >"$target/image-options"
"$java_home/bin/jlink" --module-path "$linked" --add-modules "cosmovisor,$modules" --output "$image/lib/runtime" \
  --strip-debug --no-header-files --no-man-pages --compress zip-6 --add-options "$options" >"$target/jlink.log"

case $(uname -m) in
x86_64) cpu=amd64 ;;
aarch64) cpu=arm64 ;;
*) echo "cosmovisor: the image can be built on Linux on x86_64 or aarch64, this is $(uname -sm)" >&2 && exit 1 ;;
esac
launcher=$here/launcher
for program in launcher:bin/cosmovisor guard:lib/guard; do
  "$java_home/bin/java" "$launcher/ElfFile.java" "$launcher/${program%%:*}-$cpu.hex" "$image/${program#*:}"
done

# The archive lies where a virtual machine looks for one by itself; one that it can't use, it passes over.
archive=$image/lib/runtime/lib/server/classes.jsa
"$here/train.sh" "$image/lib/runtime" "$target/classes.list"
"$image/lib/runtime/bin/java" -Xshare:dump -XX:SharedClassListFile="$target/classes.list" -XX:+AOTClassLinking \
  -Xlog:aot+map=debug,aot+map+oops=trace:file="$target/archive.map":none:filesize=0 \
  -m cosmovisor/cosmovisor.Main >"$target/archive.log"
"$java_home/bin/java" "$here/ArchiveClock.java" "$archive" "$target/archive.map"

mkdir -p "$image/share/man/man1"
"$image/bin/cosmovisor" __manual "$image/share/man/man1"
