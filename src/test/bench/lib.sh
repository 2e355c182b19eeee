# shellcheck shell=bash disable=SC2034
# What the benchmarks have in common; sourced by them, in the project's root from then on.
cd "$(dirname "$0")/../../.." || exit
image=${IMAGE:-$PWD/target/cosmovisor}/bin/cosmovisor # IMAGE: another image than the built one
[[ -x $image ]] || { echo "${0##*/}: build the image first: ./mvnw package -DskipTests" >&2; exit 1; }

need() { # TOOL…
  local tool
  for tool; do command -v "$tool" >/dev/null || { echo "${0##*/}: $tool is missing" >&2; exit 1; }; done
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
