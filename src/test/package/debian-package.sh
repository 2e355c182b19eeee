# Sourced by debian.sh: the package, with the real apt and the real systemd as the first process.
# shellcheck shell=bash disable=SC2154
echo "the package"
it "lintian has nothing to say" silent lintian --allow-root --fail-on error,warning "$release/cosmovisor_${version}_$cpu.deb"

# The next version: another number in the control file and in our module.
next=$version+1
dpkg-deb -R "$root/packages/cosmovisor_${version}_$cpu.deb" "$work/next"
sed -i "s/^Version: .*/Version: $next/" "$work/next/DEBIAN/control"
mkdir -p "$work/resource/cosmovisor"
echo "$next" >"$work/resource/cosmovisor/version"
cp -r "$project/target/image-modules" "$work/modules"
"$JAVA_HOME/bin/jar" --update --file "$work"/modules/cosmovisor-*.jar -C "$work/resource" cosmovisor/version
"$JAVA_HOME/bin/jlink" --module-path "$work/modules" --add-modules cosmovisor --add-options "$(cat "$project/target/image-options")" \
  --output "$work/runtime"
mv "$work/runtime/lib/modules" "$work/next/usr/lib/cosmovisor/lib/runtime/lib/modules"
dpkg-deb --root-owner-group -Zgzip -z1 --build "$work/next" "$root/packages/cosmovisor_${next}_$cpu.deb" >/dev/null

SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --directory "$root" --register=no --keep-unit \
  --console=read-only --boot </dev/null >"$work/console" 2>&1 &
container=$!
clues=("$work/console")
cleanups+=("kill -TERM $container; wait $container")
first_process() { first=$(pgrep -P $container -x systemd); }
soon first_process
first_process
inside() { nsenter --target "$first" --all env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
it "a Debian with systemd is up" soon inside systemctl is-system-running --quiet

apt() { inside apt-get -qq "$@"; }
home=$root/var/lib/cosmovisor/fake
unit=cosmovisor@fake
clues+=("$home/said")
clue() { inside journalctl --no-pager --lines 30 --unit $unit; }
main_pid() { inside systemctl show --property=MainPID --value $unit; }
# The node's process: it says its number, as seen inside, when it begins.
node_pid() { sed -n 's/^[a-z]* \([0-9]*\):.*/\1/p' "$home/said" | tail -n 1; }
began() { grep -c ': start' "$home/said"; }

it "installed by apt, with what a small Debian has" apt install -y "/packages/cosmovisor_${version}_$cpu.deb"
it "is on everybody's path" says "v$version" inside cosmovisor version --cosmovisor-only
it "has the user for nodes" inside id cosmovisor
it "starts nothing" not inside systemctl is-active --quiet 'cosmovisor@*'
it "the unit is well" silent inside systemd-analyze verify --man=no cosmovisor@fake.service
it "has manual pages, and words for three shells" inside ls /usr/share/man/man1/cosmovisor.1.gz \
  /usr/share/bash-completion/completions/cosmovisor /usr/share/zsh/vendor-completions/_cosmovisor \
  /usr/share/fish/vendor_completions.d/cosmovisor.fish

node first "$home/cosmovisor/genesis/bin/fake"
mkdir "$home/data"
inside chown -R cosmovisor: /var/lib/cosmovisor
mkdir "$root/etc/cosmovisor"
printf '%s\n' 'NODE_ARGS=--two "--more words"' DAEMON_ALLOW_DOWNLOAD_BINARIES=true >"$root/etc/cosmovisor/fake.env"

it "a node is enabled and started by its name" inside systemctl enable --quiet --now $unit
it "with its home and its words" soon grep -q '^first [0-9]*: start --home /var/lib/cosmovisor/fake --two --more words$' "$home/said"
supervisor=$(main_pid) node=$(node_pid)
it "without new privileges" inside grep -q '^NoNewPrivs:.*1$' "/proc/$node/status"
# A machine that is itself a guest may have less than the unit asks for; then both limits are what it has.
it "with as many open files as can be had" inside grep -Eq '^Max open files +([0-9]{5,}) +\1 ' "/proc/$node/limits"
it "as its own user" says cosmovisor inside stat -c %U "/proc/$node"

it "an upgrade of the package says what is left to do" says "systemctl restart $unit" apt install -y "/packages/cosmovisor_${next}_$cpu.deb"
it "the new version is there" says "v$next" inside cosmovisor version --cosmovisor-only
alive() { [ "$(main_pid)" = "$supervisor" ] && inside ls -d "/proc/$node" && [ "$(began)" = 1 ]; }
it "the supervisor and its node were not touched" alive
# Had it let go of its classes, it would load the rest of them from the next version's.
it "the supervisor goes on in the files it was started from" says "lib/modules (deleted)" inside cat "/proc/$supervisor/maps"
plan fetched 20 "$home"
inside chown cosmovisor: /var/lib/cosmovisor/fake/next-plan
it "the old supervisor has a binary downloaded by the new files' worker" soon grep -q '^fetched .*: start' "$home/said"
it "and is still the same" [ "$(main_pid)" = "$supervisor" ]

inside systemctl restart $unit
times() { [ "$(began)" -ge "$1" ]; }
it "a restart brings the node back" soon times 3
it "under the new version" says lib/runtime/lib/modules inside cat "/proc/$(main_pid)/maps"
it "which holds none of the old files" not says "(deleted)" inside cat "/proc/$(main_pid)/maps"
before=$(main_pid)
inside systemctl kill --signal=KILL --kill-who=main $unit
back() { [ "$(main_pid)" -gt 0 ] && [ "$(main_pid)" != "$before" ]; }
it "a supervisor that is killed is started again" soon back
it "and its node" soon times 4

it "a package whose nodes run is not removed" says "first: systemctl stop $unit.service" apt remove -y cosmovisor
it "and they go on" inside systemctl is-active --quiet $unit
heard=$(grep -c 'heard TERM' "$home/said")
it "a stop" inside systemctl stop $unit
it "is heard once" [ "$(grep -c 'heard TERM' "$home/said")" = $((heard + 1)) ]
it "and is no failure" says inactive inside systemctl is-active $unit
it "removed" apt remove -y cosmovisor
it "with all that was in the package" not inside sh -c 'ls /usr/lib/cosmovisor || ls /usr/bin/cosmovisor'
it "purged" apt purge -y cosmovisor
it "with its settings" not inside sh -c 'ls /etc/needrestart || ls /etc/systemd/system/*.wants/cosmovisor@*'
it "the node's home stays" inside ls /var/lib/cosmovisor/fake/cosmovisor/genesis/bin/fake
