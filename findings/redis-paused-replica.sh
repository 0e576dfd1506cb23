#!/usr/bin/env bash
# Redis 7.0.15 (Debian bookworm): CLIENT PAUSE … WRITE on a *replica* also stops it from applying what its master sends.
#
# The command reference speaks of clients that write. A replica refuses those anyway, so one would expect the pause to change nothing there.
# Seen: the link stays up, bytes keep arriving (slave_read_repl_offset grows), and none of them is applied (slave_repl_offset stands, new keys
# are not there) until the pause ends. Whoever compares offsets to know when a replica has caught up waits in vain, without any error.
#
# Seen on 7.0.15: "link up, read ahead of applied: yes, key on the replica while paused: 0, after CLIENT UNPAUSE: 1"
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

master=16391 replica=16392
start() { # port more...
  local port=$1; shift
  mkdir -p "$work/$port"
  "$bin/redis-server" --port "$port" --bind 127.0.0.1 --save '' --dir "$work/$port" --daemonize yes --pidfile "$work/$port.pid" "$@" >/dev/null
}
ask() { local port=$1; shift; "$bin/redis-cli" -p "$port" "$@" | tr -d '\r'; }
field() { ask "$replica" INFO replication | sed -n "s/^$1://p"; }
until_is() { # wanted command...
  local wanted=$1; shift
  for _ in $(seq 200); do [[ $("$@" 2>/dev/null) == "$wanted" ]] && return; sleep 0.05; done
  echo "never became $wanted: $*"; exit 1
}

start "$master" --repl-diskless-sync-delay 0
until_is PONG ask "$master" PING
start "$replica" --replicaof 127.0.0.1 "$master"
until_is up field master_link_status

ask "$replica" CLIENT PAUSE 60000 WRITE >/dev/null
ask "$master" SET key value >/dev/null
is_ahead() { (($(field slave_read_repl_offset) > $(field slave_repl_offset))) && echo yes || echo no; }
until_is yes is_ahead
link=$(field master_link_status) paused=$(ask "$replica" EXISTS key)
ask "$replica" CLIENT UNPAUSE >/dev/null
until_is 1 ask "$replica" EXISTS key
seen="link $link, read ahead of applied: yes, key on the replica while paused: $paused, after CLIENT UNPAUSE: 1"
echo "$seen"
[[ $seen == "link up, read ahead of applied: yes, key on the replica while paused: 0, after CLIENT UNPAUSE: 1" ]]
