#!/bin/sh
# Builds target/cosmovisor from the jar: a runtime of just the JDK modules in use (jlink), and the
# JDK's own native launcher in front of it (jpackage), which hands arguments and environment on
# byte for byte, needs no shell, and finds its folder through any symbolic link.
set -eu
java_home=$1 target=$2 jar=$3 version=$4 modules=$5

rm -rf "$target/image-runtime" "$target/image" "$target/cosmovisor"
mkdir -p "$target/image-input"
rm -f "$target/image-input"/cosmovisor-*.jar
cp "$target/$jar" "$target/image-input/cosmovisor.jar"

"$java_home/bin/jlink" --add-modules "$modules" --output "$target/image-runtime" \
  --strip-debug --no-header-files --no-man-pages --compress zip-6 --generate-cds-archive
mkdir -p "$target/image"
"$java_home/bin/jpackage" --type app-image --name cosmovisor --app-version "${version%%-*}" \
  --input "$target/image-input" --main-jar cosmovisor.jar --main-class cosmovisor.Main \
  --runtime-image "$target/image-runtime" --dest "$target/image" \
  --java-options "-XX:+UseSerialGC" \
  --java-options "-XX:TieredStopAtLevel=1" \
  --java-options "-XX:-UsePerfData" \
  --java-options "-Xmx64m" \
  --java-options "-Xshare:auto" \
  --java-options "-Xlog:disable" \
  --java-options "-Xlog:all=error:stderr" \
  --java-options "--enable-native-access=ALL-UNNAMED"
mv "$target/image/cosmovisor" "$target/cosmovisor"
rmdir "$target/image"
