#!/bin/sh
# Installs cosmovisor from the files of a release, without root and without touching what runs.
#
#   sh install.sh --url https://…/0.1.0 --version 0.1.0 [--prefix ~/.local]
#
# or by COSMOVISOR_URL, COSMOVISOR_VERSION and PREFIX. Fetches the archive and SHA256SUMS, and goes on only if they
# agree. Each version has a folder of its own, PREFIX/lib/cosmovisor-<version>; PREFIX/bin/cosmovisor is a link, and
# is switched last, by a rename. A supervisor that runs keeps the folder it was started from: older ones are left
# there, to be removed by hand. Can be run again at any time.
set -eu

fail() {
  echo "install: $*" >&2
  exit 1
}

# The whole file is read before anything is done: half a download of this script does nothing.
main() {
  url=${COSMOVISOR_URL-} version=${COSMOVISOR_VERSION-} prefix=${PREFIX-${HOME-}/.local}
  while [ $# -gt 0 ]; do
    case $1 in
    --url | --version | --prefix) [ $# -ge 2 ] || fail "$1 needs a value" ;;
    esac
    case $1 in
    --url) url=$2 ;;
    --version) version=$2 ;;
    --prefix) prefix=$2 ;;
    *) fail "unknown word $1: --url, --version and --prefix are known" ;;
    esac
    shift 2
  done
  [ -n "$url" ] || fail "say where the files of the release lie: --url or COSMOVISOR_URL"
  [ -n "$version" ] || fail "say which version: --version or COSMOVISOR_VERSION"
  case $version in
  *[!0-9A-Za-z.+-]* | .*) fail "not a version: $version" ;;
  esac
  case $prefix in
  /?*) ;;
  *) fail "not an absolute path: '$prefix' (--prefix or PREFIX)" ;;
  esac

  name=cosmovisor-$version-linux-$(cpu).tar.gz
  folder=$prefix/lib/cosmovisor-$version
  mkdir -p "$prefix/lib" "$prefix/bin" || fail "cannot write in $prefix"
  # On the same disk as its end, so that the last step is a rename. What a run before was killed over is removed.
  work=$prefix/lib/.cosmovisor-install.$$
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  mkdir "$work" || fail "cannot write in $prefix/lib"

  fetch SHA256SUMS
  fetch "$name"
  verify
  unpack
  publish
  echo "cosmovisor $version is $prefix/bin/cosmovisor"
  case :${PATH-}: in
  *:"$prefix/bin":*) ;;
  *) echo "install: $prefix/bin is not in PATH" >&2 ;;
  esac
}

cpu() {
  [ "$(uname -s)" = Linux ] || fail "runs on Linux, and this is $(uname -s)"
  case $(uname -m) in
  x86_64 | amd64) echo amd64 ;;
  aarch64 | arm64) echo arm64 ;;
  *) fail "there is no archive for $(uname -m)" ;;
  esac
}

fetch() {
  if command -v curl >/dev/null; then
    why=$(curl -fsSL --retry 2 -o "$work/$1" "$url/$1" 2>&1) || fail "cannot fetch $url/$1: $(reason "$why")"
  elif command -v wget >/dev/null; then
    why=$(wget -nv -O "$work/$1" "$url/$1" 2>&1) || fail "cannot fetch $url/$1: $(reason "$why")"
  else
    fail "needs curl or wget"
  fi
}

verify() {
  wanted=$(awk -v name="$name" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")
  [ -n "$wanted" ] || fail "$url/SHA256SUMS does not name $name"
  command -v sha256sum >/dev/null || fail "needs sha256sum"
  found=$(sha256sum <"$work/$name" | cut -d' ' -f1)
  [ "$found" = "$wanted" ] || fail "$name is not what SHA256SUMS says: sha256 is $found, and not $wanted"
}

unpack() {
  # Kept in a variable, since a disk may be full.
  why=$(tar -xzf "$work/$name" -C "$work" --no-same-owner 2>&1) ||
    fail "cannot unpack into $prefix/lib: $(reason "$why")"
  why=$("$work/cosmovisor-$version/bin/cosmovisor" version --cosmovisor-only 2>&1) ||
    fail "does not run on this machine: $(reason "$why")"
}

# The line that says why. A full disk has many, and the first ones say less.
reason() {
  case $1 in
  *"No space left on device"*) echo "No space left on device" ;;
  *) printf '%s\n' "$1" | head -n 1 ;;
  esac
}

publish() {
  # The same version may be there, and a supervisor run from it: it is left alone, for its bytes are these.
  if ! [ -x "$folder/bin/cosmovisor" ]; then
    rm -rf "$folder"
    mv "$work/cosmovisor-$version" "$folder" || fail "cannot write $folder"
  fi
  ln -s "../lib/cosmovisor-$version/bin/cosmovisor" "$work/link"
  [ -d "$prefix/bin/cosmovisor" ] && fail "$prefix/bin/cosmovisor is a folder"
  mv -f "$work/link" "$prefix/bin/cosmovisor" || fail "cannot write $prefix/bin/cosmovisor"
}

main "$@"
