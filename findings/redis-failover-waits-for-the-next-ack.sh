#!/usr/bin/env bash
# Redis 7.0.15 (Debian bookworm): a planned FAILOVER holds all writes for up to a second, though the replica has every byte.
#
# FAILOVER pauses writes until the replica has acknowledged the last byte. Replicas do that once a second by themselves; a master asks for it
# (REPLCONF GETACK) when somebody is in WAIT, but not for FAILOVER, and not while it pauses. WAIT right before does not help either: the
# question is itself a part of what is replicated, so that the replica is behind again by just those bytes. What does help is to send the
# question to the replica by an ordinary connection, once FAILOVER waits: it tells its master at once how far it is. That question is never
# answered to who asked, so the connection is out of step afterwards.
#
# Seen on 7.0.15, median of nine each:
#   FAILOVER alone: 593 ms; after WAIT: 568 ms; with REPLCONF GETACK sent to the replica: 44 ms
# Milliseconds differ between machines; that the first two take longer than 100 ms and the last one less may not.
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

start() { # port option...
  local port=$1; shift
  mkdir -p "$work/$port"
  "$bin/redis-server" --port "$port" --bind 127.0.0.1 --save '' --dir "$work/$port" --daemonize yes --pidfile "$work/$port.pid" \
    --repl-diskless-sync-delay 0 "$@" >/dev/null
}
ask() { "$bin/redis-cli" -p "$@"; }
field() { ask "$1" INFO replication | sed -n "s/^$2:\([^\r]*\).*/\1/p"; }
until_is() { for _ in $(seq 2000); do [[ $(field "$1" "$2") == "$3" ]] && return; sleep 0.005; done; echo "$2 of $1 is not $3"; exit 1; }

master=16394 replica=16395
start $master
start $replica --replicaof "127.0.0.1 $master"
until_is $replica master_link_status up

# How long writes are held, in milliseconds; master and replica have changed places afterwards.
held() { # way
  local started ms former=$master
  ask $master SET key "$RANDOM" >/dev/null
  if [[ $1 == wait ]]; then printf 'SET key 1\nWAIT 1 2000\n' | ask $master >/dev/null; fi
  started=$(date +%s%3N)
  ask $master FAILOVER TO 127.0.0.1 $replica TIMEOUT 5000 >/dev/null
  if [[ $1 == asked ]]; then
    exec 3<>"/dev/tcp/127.0.0.1/$replica"
    printf 'REPLCONF GETACK *\r\n' >&3
  fi
  until_is $former role slave
  ms=$(($(date +%s%3N) - started))
  if [[ $1 == asked ]]; then exec 3>&-; fi
  master=$replica replica=$former
  until_is $replica master_link_status up
  # Not always at the same place within the replica's second.
  sleep "0.$((RANDOM % 9))"
  took=$ms
}
median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }
declare -A times
for way in alone wait asked; do
  for _ in $(seq 9); do held $way; times[$way]+=" $took"; done
done
alone=$(median ${times[alone]}) wait=$(median ${times[wait]}) asked=$(median ${times[asked]})
echo "FAILOVER alone: $alone ms; after WAIT: $wait ms; with REPLCONF GETACK sent to the replica: $asked ms"
((alone > 100 && wait > 100 && asked < 100))
