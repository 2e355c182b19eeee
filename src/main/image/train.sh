#!/bin/sh
# Writes the list of what the commands of an image load and link, for its class data archive: runs them
# for real, with a small node that goes through an upgrade, in a folder of its own.
#
#   train.sh RUNTIME LIST
#
# What is listed makes a start quicker and can't make it another one. Two builds of the same classes list
# the same: the numbers that tell the order of threads are left out, lines are sorted, and what threads race
# for is run at leisure and several times, and put together.
set -eu
runtime=$1 list=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
home=$folder/home
cat >"$folder/node" <<'NODE'
#!/bin/sh
[ "$1" = start ] || exit 0
sleep 0.7
[ ! -e "$DAEMON_HOME/data/upgrade-info.json" ] || exit 0
printf '{"name":"v2","height":20,"info":""}' >"$DAEMON_HOME/data/upgrade-info.json"
exec sleep 60
NODE
chmod +x "$folder/node"

# Straight to the virtual machine: the launcher's signal mask is no part of what is learnt.
runs=0
train() {
  runs=$((runs + 1))
  env -i PATH="$PATH" DAEMON_HOME="$home" DAEMON_NAME=app "$runtime/bin/java" -Xshare:off \
    "-XX:DumpLoadedClassList=$folder/$runs.list" -Dcosmovisor.training=true \
    -m cosmovisor/cosmovisor.Main "$@" >"$folder/out" 2>&1 </dev/null || {
    echo "cosmovisor: the training run \"$*\" failed:" >&2
    cat "$folder/out" >&2
    exit 1
  }
}
for _ in 1 2 3; do
  rm -rf "$home"
  mkdir -p "$home/data" "$home/cosmovisor/genesis/bin" "$home/cosmovisor/upgrades/v2/bin"
  cp "$folder/node" "$home/cosmovisor/genesis/bin/app"
  cp "$folder/node" "$home/cosmovisor/upgrades/v2/bin/app"
  train run start # through the upgrade, with a backup and the node's hook
  train run start
done
train run version
train version
train version --cosmovisor-only
train help
train config
train show-upgrade-info

# Classes first, since the rest is looked up in them; then what was linked in each (`@cp`), from all runs. Of
# the JDK's classes only those with lambdas: which branch of a lock or a queue was taken is chance.
cat "$folder"/*.list | sed 's/ id: [0-9]*$//' | grep -v '^#' | LC_ALL=C sort -u >"$folder/all"
{
  grep -v '^@' "$folder/all"
  grep '^@' "$folder/all" | grep -v '^@cp '
  awk '
    /^@lambda-proxy/ { lambdas[$2] }
    /^@cp/ { for (i = 3; i <= NF; i++) linked[$2, $i] }
    END { for (place in linked) { split(place, p, SUBSEP)
          if (p[1] ~ /^(cosmovisor|picocli)\// || p[1] in lambdas) print p[1], p[2] } }' "$folder/all" |
    LC_ALL=C sort -k1,1 -k2,2n |
    awk '$1 != last { if (last) print line; line = "@cp " $1; last = $1 } { line = line " " $2 } END { print line }'
} >"$list"
