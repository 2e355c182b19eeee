#!/bin/sh
# Puts everything but the image into the folder that becomes the Debian package.
# Takes the folder, the program to ask for completions, version, processor, and the time to write down.
set -eu
root=$1 program=$2 version=$3 cpu=$4 seconds=$5
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
project=$here/../../../..

# file NAME: standard input becomes a file of everybody's to read.
file() {
  mkdir -p "$(dirname "$root/$1")"
  cat >"$root/$1"
}

mkdir -p "$root/usr/bin" "$root/usr/share/man/man1" "$root/DEBIAN"
ln -s ../lib/cosmovisor/bin/cosmovisor "$root/usr/bin/cosmovisor"

mv "$root"/usr/lib/cosmovisor/share/man/man1/* "$root/usr/share/man/man1"
rm -r "$root/usr/lib/cosmovisor/share"
gzip -9n "$root"/usr/share/man/man1/*

"$program" completion bash | sed '1{/^#!/d}' | file usr/share/bash-completion/completions/cosmovisor
"$program" completion zsh | file usr/share/zsh/vendor-completions/_cosmovisor
"$program" completion fish | file usr/share/fish/vendor_completions.d/cosmovisor.fish

file usr/lib/systemd/system/cosmovisor@.service <"$here/cosmovisor@.service"
file usr/lib/sysusers.d/cosmovisor.conf <"$here/sysusers.conf"
file etc/needrestart/conf.d/cosmovisor.conf <"$here/needrestart.conf"
file usr/share/doc/cosmovisor/examples/node.env <"$here/node.env"
file usr/share/doc/cosmovisor/copyright <"$here/copyright"
file usr/share/lintian/overrides/cosmovisor <"$here/lintian-overrides"
{
  printf 'cosmovisor (%s) stable; urgency=medium\n\n' "$version"
  printf '  * See CHANGELOG.md, which is beside this file.\n\n'
  printf ' -- cosmovisor for the JVM <maintainers@cosmovisor.invalid>  %s\n' "$(date -d "@$seconds" -R)"
} | gzip -9n | file usr/share/doc/cosmovisor/changelog.gz
gzip -9nc "$project/CHANGELOG.md" | file usr/share/doc/cosmovisor/CHANGELOG.md.gz

sed -e "s/@VERSION@/$version/" -e "s/@CPU@/$cpu/" \
  -e "s/@KIB@/$(find "$root" -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')/" \
  "$here/control" | file DEBIAN/control
for script in postinst prerm postrm; do
  file "DEBIAN/$script" <"$here/$script"
  chmod 755 "$root/DEBIAN/$script"
done
echo /etc/needrestart/conf.d/cosmovisor.conf | file DEBIAN/conffiles
(cd "$root" && find usr -type f | sort | xargs md5sum) | file DEBIAN/md5sums
find "$root" -type d -exec chmod 755 {} +
