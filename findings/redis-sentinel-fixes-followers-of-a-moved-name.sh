#!/usr/bin/env bash
# Redis Sentinel 7.0.15 (Debian bookworm), `resolve-hostnames yes`: once the master's name leads to another address, replicas that follow
# that very name are "set right", and their clients cut off, again with each answer, although nothing is wrong.
#
# A Sentinel looks up the master's name when it connects, and keeps the address for as long as the connection stands. The name that a replica
# says it follows is looked up anew with each of its answers to INFO, and compared with the kept address, not with the name. So if the name
# has got another address meanwhile (a container that started again, a service that moved, a name with several addresses that take turns),
# the replica counts as one that follows somebody else: the Sentinel logs `+fix-slave-config` and sends it REPLICAOF with the same name, which
# changes nothing, and in the same transaction CLIENT KILL, which does: everyone connected to the replica is dropped, the Sentinel's own
# subscription too. It goes on with each further answer. A failover that falls into such a moment may find no replica that it can take.
#
# Here the master listens at both addresses and never stops: only the name changes.
#
# Seen in 35 s, with the name before and after the change: set right 0 and 3 times, clients dropped 0 and 3 times.
# The numbers differ with when it asks; that there are none before, and at least two of each after, may not.
set -euo pipefail
work=$(mktemp -d)
end() {
  local pids; pids=$(jobs -p; cat "$work"/*.pid 2>/dev/null) || true
  kill $pids 2>/dev/null || true
  for pid in $pids; do while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done; done
  rm -rf "$work"
}
trap end EXIT
# The revision behind the version moves with security fixes; the version is looked at below.
version=$(apt-cache madison redis-server | sed -nE 's/.*\| *(5:7\.0\.15-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no redis-server 7.0.15"; exit 1; }
(cd "$work" && apt-get download -qq "redis-server=$version" "redis-tools=$version" liblzf1 libjemalloc2 liblua5.1-0 lua-cjson lua-bitop libatomic1 libnss-wrapper)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
bin=$work/root/usr/bin
export LD_LIBRARY_PATH=$work/root/usr/lib/$(uname -m)-linux-gnu
"$bin/redis-server" --version | grep -q ' v=7\.0\.15 ' || { echo "not 7.0.15: $("$bin/redis-server" --version)"; exit 1; }

# A hosts file of our own, read by these processes alone.
export NSS_WRAPPER_HOSTS=$work/hosts
named() { echo "$1 the-master" > "$NSS_WRAPPER_HOSTS.new" && mv "$NSS_WRAPPER_HOSTS.new" "$NSS_WRAPPER_HOSTS"; }
named 127.0.0.2

master=16411 replica=16412 sentinel=16413
start() { # port option...
  local port=$1; shift
  mkdir -p "$work/$port"
  LD_PRELOAD=libnss_wrapper.so "$bin/redis-server" --port "$port" --save '' --dir "$work/$port" --daemonize yes --pidfile "$work/$port.pid" "$@" >/dev/null
}
ask() { "$bin/redis-cli" -p "$@"; }
start "$master" --bind 127.0.0.1 127.0.0.2 127.0.0.3
start "$replica" --bind 127.0.0.1 --replicaof "the-master $master"
mkdir -p "$work/$sentinel"
printf '%s\n' "port $sentinel" "bind 127.0.0.1" "dir $work/$sentinel" "daemonize yes" "pidfile $work/$sentinel.pid" "logfile $work/sentinel.log" \
  "sentinel resolve-hostnames yes" "sentinel announce-hostnames yes" "sentinel monitor group the-master $master 1" \
  "sentinel failover-timeout group 5000" > "$work/sentinel.conf"
LD_PRELOAD=libnss_wrapper.so "$bin/redis-server" "$work/sentinel.conf" --sentinel

known() { ask "$sentinel" SENTINEL REPLICAS group | grep -A1 '^master-link-status$' | tail -n 1; }
for _ in $(seq 600); do [[ $(known) == ok ]] && break; sleep 0.1; done
[[ $(known) == ok ]] || { echo "the Sentinel does not find the replica"; exit 1; }

# How often the replica was set right, and a client of it dropped, in the last 35 s.
count() { grep -c '+fix-slave-config' "$work/sentinel.log" || true; }
# One client after the other that only listens; each end is a line.
: > "$work/drops"
(while [[ -e $work/drops ]]; do ask "$replica" SUBSCRIBE nothing >/dev/null 2>&1 || true; echo dropped >> "$work/drops"; sleep 0.5; done) 2>/dev/null &
look() {
  local fixed drops
  fixed=$(count); drops=$(wc -l < "$work/drops")
  sleep 35
  echo $(($(count) - fixed)) $(($(wc -l < "$work/drops") - drops))
}
read -r fixed_before drops_before <<< "$(look)"
named 127.0.0.3
read -r fixed_after drops_after <<< "$(look)"
[[ $(ask "$replica" INFO replication | tr -d '\r') == *master_host:the-master*master_link_status:up* ]] || { echo "the replica follows no more"; exit 1; }
echo "set right $fixed_before and $fixed_after times, clients dropped $drops_before and $drops_after times"
((fixed_before == 0 && drops_before == 0 && fixed_after >= 2 && drops_after >= 2))
