#!/usr/bin/env bash
# Redis 7.0.15 (Debian bookworm): `FAILOVER` makes a replica the master without a word in its configuration file, which still says
# `replicaof`. If that new master ends and starts again from its file, it follows the former one, which by then follows it: both are replicas,
# each of the other, no master is left, and nothing of Redis itself ends that.
#
# A Sentinel that promotes a replica has it rewrite its file (`CONFIG REWRITE`) in the same breath; `FAILOVER` does not, and its
# documentation does not say so. Whoever uses it without a Sentinel that watches has to send CONFIG REWRITE to both nodes.
#
# Here two servers, each with a file: the second follows the first, and is told to keep that. FAILOVER; then the new master is killed with -9
# and started again from its file.
#
# Seen: after FAILOVER the second is `master`, its file has `replicaof 127.0.0.1 16441`; started again both say `slave`, with the link down,
# for as long as one looks (20 s). With CONFIG REWRITE after the FAILOVER the second comes back as `master`, and the first follows it.
set -euo pipefail
work=$(mktemp -d)
end() {
  local pids; pids=$(cat "$work"/*.pid 2>/dev/null) || true
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  for pid in $pids; do while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done; done
  rm -rf "$work"
}
trap end EXIT
# The revision behind the version moves with security fixes; the version is looked at below.
version=$(apt-cache madison redis-server | sed -nE 's/.*\| *(5:7\.0\.15-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no redis-server 7.0.15"; exit 1; }
(cd "$work" && apt-get download -qq "redis-server=$version" "redis-tools=$version" liblzf1 libjemalloc2 liblua5.1-0 lua-cjson lua-bitop libatomic1)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
bin=$work/root/usr/bin
export LD_LIBRARY_PATH=$work/root/usr/lib/$(uname -m)-linux-gnu
"$bin/redis-server" --version | grep -q ' v=7\.0\.15 ' || { echo "not 7.0.15: $("$bin/redis-server" --version)"; exit 1; }

first=16441 second=16442
start() {
  mkdir -p "$work/$1"
  [[ -f $work/$1.conf ]] || printf '%s\n' "port $1" "bind 127.0.0.1" 'save ""' "dir $work/$1" "daemonize yes" "pidfile $work/$1.pid" >"$work/$1.conf"
  "$bin/redis-server" "$work/$1.conf" >/dev/null
  until [[ $(ask "$1" PING) == PONG ]]; do sleep 0.1; done
}
ask() { "$bin/redis-cli" -p "$@" 2>&1; }
told() { ask "$1" INFO replication | tr -d '\r' | sed -n "s/^$2://p"; }
# Waits up to 20 s.
until_told() { for _ in $(seq 200); do [[ $(told "$1" "$2") == "$3" ]] && return; sleep 0.1; done; return 1; }
hand_over() { # rewritten?
  ask "$first" REPLICAOF NO ONE >/dev/null
  ask "$second" REPLICAOF 127.0.0.1 "$first" >/dev/null
  ask "$second" CONFIG REWRITE >/dev/null
  until_told "$second" master_link_status up
  ask "$first" FAILOVER TO 127.0.0.1 "$second" >/dev/null
  until_told "$second" role master
  until_told "$first" master_link_status up
  [[ $1 == yes ]] && ask "$second" CONFIG REWRITE >/dev/null
  echo "the new master's file: $(grep -E '^replicaof' "$work/$second.conf" || echo 'no replicaof')"
  local pid; pid=$(cat "$work/$second.pid")
  kill -9 "$pid"
  while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  start "$second"
}
start "$first"
start "$second"

hand_over no
if until_told "$second" role master || until_told "$first" role master; then echo "there is a master again"; exit 1; fi
echo "started again: $(told "$first" role) and $(told "$second" role), links $(told "$first" master_link_status) and $(told "$second" master_link_status)"

hand_over yes
until_told "$first" master_link_status up
echo "with CONFIG REWRITE: $(told "$first" role) and $(told "$second" role)"
[[ $(told "$first" role) == slave && $(told "$second" role) == master ]]
