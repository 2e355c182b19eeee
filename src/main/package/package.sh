#!/bin/sh
# Packs target/cosmovisor, the image, for those who have no build. In target/release:
#
#   cosmovisor-<version>-linux-<cpu>.tar.gz    one folder, to be unpacked anywhere
#   cosmovisor_<version>_<cpu>.deb             for Debian and what comes from it; where dpkg-deb is at hand
#   cosmovisor-<version>-linux-<cpu>.cdx.json  the bill of materials, CycloneDX
#   cosmovisor.rb, Containerfile, install.sh
#   SHA256SUMS
#
# What comes out follows from the image and the arguments alone: not from clock, folder, user, umask, locale or
# time zone.
set -eu
umask 022
export LC_ALL=C TZ=UTC

target=$1 version=$2 instant=$3 url=$4
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
image=$target/cosmovisor
release=$target/release
case $(uname -m) in
x86_64) cpu=amd64 ;;
*) cpu=arm64 ;;
esac
name=cosmovisor-$version-linux-$cpu
SOURCE_DATE_EPOCH=$(date -d "$instant" +%s)
export SOURCE_DATE_EPOCH

staging=$target/staging
rm -rf "$staging" "$release"
mkdir -p "$staging" "$release"

# A copy of the image with the modes that everybody may have, whatever the builder's were.
copy_image() {
  mkdir -p "$(dirname "$1")"
  cp -RP "$image" "$1"
  chmod -R u=rwX,go=rX "$1"
}

copy_image "$staging/cosmovisor-$version"
tar -C "$staging" --create --format=ustar --sort=name --owner=0 --group=0 --numeric-owner \
  --mtime="@$SOURCE_DATE_EPOCH" "cosmovisor-$version" | gzip -9n >"$release/$name.tar.gz"

if command -v dpkg-deb >/dev/null; then
  copy_image "$staging/deb/usr/lib/cosmovisor"
  "$here/deb/stage.sh" "$staging/deb" "$image/bin/cosmovisor" "$version" "$cpu" "$SOURCE_DATE_EPOCH"
  find "$staging/deb" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} + # dpkg-deb lets an older time stand
  dpkg-deb --root-owner-group -Zxz --build "$staging/deb" "$release/cosmovisor_${version}_$cpu.deb" >"$target/deb.log"
else
  echo "package: no dpkg-deb here, so no .deb" >&2
fi

"$here/add-runtime-to-bom.sh" "$image/lib/runtime/release" <"$target/bom.json" >"$release/$name.cdx.json"
cp "$here/install.sh" "$here/Containerfile" "$release"

sum() { sha256sum "$1" | cut -d' ' -f1; }
sed -e "s|@VERSION@|$version|g" -e "s|@URL@|$url|g" -e "s|@SHA256@|$(sum "$release/$name.tar.gz")|g" \
  -e "s|@CPU@|$cpu|g" "$here/cosmovisor.rb" >"$release/cosmovisor.rb"

(cd "$release" && sha256sum -- * >../SHA256SUMS && mv ../SHA256SUMS .)
rm -rf "$staging"
