#!/usr/bin/env bash
# Redis Sentinel 7.0.15 (Debian bookworm): one that was cut off may make the rightful master a replica the moment it is back.
#
# A Sentinel that finds a replica calling itself a master waits before it makes it a replica again: for four times two seconds, in which the
# other Sentinels can tell it that there was a failover. It counts from when the node *first* said so, by the answers to INFO, which it asks
# for every 10 s. If the last answer before the Sentinel was cut off was "master" (it had just set that node right, and not asked it since),
# then the answer after the cut changes nothing for it: it has been a master for long, there is nothing to wait for, and the command goes out
# with the first answer, before anybody has told it anything. If the node was made the master by a failover meanwhile, it drops what it was
# written since. With an answer of "slave" seen before the cut the wait is kept. So a network that is cut twice within some 20 s can lose
# what was acknowledged between; asking more often (`SENTINEL DEBUG info-period`) makes the moment for it smaller.
#
# Seen, from the end of the cut to the command, with the answer of before that the Sentinel had:
#   "master": 0 s; "slave": 10 s
# Seconds differ with when it asks; that the first is below 2 s and the second above 6 s may not.
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || true; rm -rf "$work"' EXIT
# The revision behind the version moves with security fixes; the version is looked at below.
version=$(apt-cache madison redis-server | sed -nE 's/.*\| *(5:7\.0\.15-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no redis-server 7.0.15"; exit 1; }
(cd "$work" && apt-get download -qq "redis-server=$version" "redis-tools=$version" liblzf1 libjemalloc2 liblua5.1-0 lua-cjson lua-bitop libatomic1)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
bin=$work/root/usr/bin
export LD_LIBRARY_PATH=$work/root/usr/lib/$(uname -m)-linux-gnu
"$bin/redis-server" --version | grep -q ' v=7\.0\.15 ' || { echo "not 7.0.15: $("$bin/redis-server" --version)"; exit 1; }

master=16401 replica=16402 way=16403 sentinel=16404
start() { # port option...
  local port=$1; shift
  mkdir -p "$work/$port"
  "$bin/redis-server" --port "$port" --bind 127.0.0.1 --save '' --dir "$work/$port" --daemonize yes --pidfile "$work/$port.pid" "$@" >/dev/null
}
ask() { "$bin/redis-cli" -p "$@"; }
role() { ask "$replica" INFO replication | sed -n 's/^role:\([a-z]*\).*/\1/p'; }
until_role() { for _ in $(seq 6000); do [[ $(role) == "$1" ]] && return; sleep 0.01; done; echo "the replica is no $1"; exit 1; }

# The Sentinel reaches the replica by a way of its own, which can be held up: nothing is lost on it, as on a network that is cut and mended.
cat > "$work/way.mjs" <<'JS'
import { connect, createServer } from "node:net";
const [, , from, to] = process.argv.map(Number);
const pairs = new Set();
createServer((client) => {
  const server = connect(to, "127.0.0.1");
  const pair = [client, server];
  pairs.add(pair);
  client.pipe(server).pipe(client);
  for (const side of pair) side.on("error", () => {}).on("close", () => (pairs.delete(pair), pair.forEach((one) => one.destroy())));
}).listen(from, "127.0.0.1");
JS
node "$work/way.mjs" "$way" "$replica" & echo $! > "$work/way.pid"

start "$master"
start "$replica" --replicaof "127.0.0.1 $master" --replica-announce-ip 127.0.0.1 --replica-announce-port "$way"
until_role slave
mkdir -p "$work/$sentinel"
printf '%s\n' "port $sentinel" "bind 127.0.0.1" "dir $work/$sentinel" "daemonize yes" "pidfile $work/$sentinel.pid" "logfile $work/sentinel.log" \
  "sentinel monitor group 127.0.0.1 $master 2" "sentinel down-after-milliseconds group 3000" > "$work/sentinel.conf"
"$bin/redis-server" "$work/sentinel.conf" --sentinel

reported() { ask "$sentinel" SENTINEL REPLICAS group | grep -A1 '^role-reported$' | tail -n 1; }
until_reported() { for _ in $(seq 3000); do [[ $(reported) == "$1" ]] && return; sleep 0.02; done; echo "never reported as $1"; exit 1; }

# Seconds from the end of a cut to the command, where the Sentinel had that answer before the cut.
waited() { # master|slave
  until_reported slave
  ask "$replica" REPLICAOF NO ONE >/dev/null
  until_reported master
  # Set right by the Sentinel, after its wait.
  until_role slave
  if [[ $1 == slave ]]; then until_reported slave; fi
  [[ $(reported) == "$1" ]] || { echo "the Sentinel has asked meanwhile"; exit 1; }
  kill -STOP "$(cat "$work/way.pid")"
  # What a failover by the other Sentinels does.
  ask "$replica" REPLICAOF NO ONE >/dev/null
  sleep 12
  kill -CONT "$(cat "$work/way.pid")"
  local started; started=$(date +%s%3N)
  until_role slave
  took=$(((($(date +%s%3N) - started)) / 100))
}
waited master; stale=$took
waited slave; fresh=$took
echo "\"master\": $((stale / 10)) s; \"slave\": $((fresh / 10)) s"
((stale < 20 && fresh > 60))
