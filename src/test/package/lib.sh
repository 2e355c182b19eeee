# Sourced by the tests of packages. Gives them $project, $release, $version, $cpu, $JAVA_HOME and a folder $work that
# is removed at the end.
# shellcheck shell=bash source-path=SCRIPTDIR/../../.. disable=SC2034
set -euo pipefail
export LC_ALL=C.UTF-8
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)
. "$project/.mvn/find-jdk.sh"
release=$project/target/release
archive=$(ls "$release"/cosmovisor-*-linux-*.tar.gz)
version=${archive##*/cosmovisor-} version=${version%%-linux-*}
cpu=${archive##*-linux-} cpu=${cpu%.tar.gz}
work=$(mktemp -d)
cleanups=()
cleanup() {
  local i
  for ((i = ${#cleanups[@]} - 1; i >= 0; i--)); do
    eval "${cleanups[i]}" || true
  done
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

passed=0
clues=() # files whose ends are shown when something fails
clue() { :; } # prints more about it
# it SENTENCE COMMAND…: the command has to end with 0; otherwise the test ends here, and shows what it printed.
it() {
  local sentence=$1 said
  shift
  if said=$("$@" 2>&1); then
    echo "  ok    $sentence"
    passed=$((passed + 1))
  else
    printf '  FAIL  %s\n        %s\n%s\n' "$sentence" "$*" "$said" >&2
    [ ${#clues[@]} = 0 ] || tail -n 20 "${clues[@]}" >&2 || true
    clue >&2
    exit 1
  fi
}

# says TEXT COMMAND…: whether the command prints this, wherever, and whatever it ends with.
says() {
  local text=$1 said
  shift
  said=$("$@" 2>&1) || true
  [[ $said == *"$text"* ]] || { printf '%s\n' "$said" && return 1; }
}

# silent COMMAND…: whether the command ends with 0 and prints nothing.
silent() {
  local said
  if ! said=$("$@" 2>&1) || [ -n "$said" ]; then
    printf '%s\n' "$said"
    return 1
  fi
}

# soon COMMAND…: waits until the command ends with 0, a minute at most.
soon() {
  local tries=600
  until "$@" >/dev/null 2>&1; do
    ((tries-- > 0)) || { echo "not within a minute: $*" && "$@"; return 1; }
    sleep 0.1
  done
}

not() { ! "$@"; }

# serve FOLDER: an HTTP server on this machine; its address is in $served.
serve() {
  local log
  log=$(mktemp "$work/served.XXXX")
  "$JAVA_HOME/bin/jwebserver" -b 127.0.0.1 -p 0 -d "$1" >"$log" 2>&1 &
  cleanups+=("kill $!")
  soon grep -q 'port ' "$log"
  served=http://127.0.0.1:$(sed -n 's/.*port \([0-9]*\).*/\1/p' "$log" | head -n 1)
}

# debian FOLDER PACKAGES: a small Debian with these, from the mirror that this machine's own apt uses.
debian() {
  local mirror
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 !~ /-/ && $3 == "main" { found = $2 " " $4 } END { print found }')
  [ -n "$mirror" ] || { echo "apt here has no Debian mirror: apt-get update?" >&2 && exit 1; }
  echo "a Debian of $mirror"
  debootstrap --variant=minbase ${2:+"--include=$2"} "${mirror% *}" "$1" "${mirror#* }" >"$work/debootstrap.log" 2>&1 ||
    { tail -n 5 "$work/debootstrap.log" >&2 && exit 1; }
}
