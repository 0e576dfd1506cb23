#!/usr/bin/env bash
# Redis 7.0.15 (Debian bookworm): a write that comes alone is handed to the replica's connection *before* its client is answered; of two
# that come in one round of Redis' loop, one is answered before the replica is sent either. Whoever tries what a failover loses with one
# client sees nothing lost, however often; with several, a write that was acknowledged is on no replica if the master ends between.
#
# Redis queues the connections that it has something to say to, each new one in front. The first write queues its client and then, by being
# replicated, the replica, which so is served first. The second write finds the replica queued already and puts only its client, in front
# of it.
#
# Here both writes wait while the master is busy for half a second, so that one round reads both; strace kills the master as it enters the
# second `write` after that. A third client that alone writes is killed at the same place.
#
# Seen, what the client was told and what the replica has: one write "nothing, has it"; two writes "+OK, lacks it". Three runs the same.
set -euo pipefail
work=$(mktemp -d)
end() {
  local pids; pids=$(cat "$work"/*.pid 2>/dev/null) || true
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  for pid in $pids; do while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done; done
  rm -rf "$work"
}
trap end EXIT
# The revision behind a version moves with security fixes; the version is looked at below.
version=$(apt-cache madison redis-server | sed -nE 's/.*\| *(5:7\.0\.15-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no redis-server 7.0.15"; exit 1; }
(cd "$work" && apt-get download -qq "redis-server=$version" "redis-tools=$version" liblzf1 libjemalloc2 liblua5.1-0 lua-cjson lua-bitop libatomic1 strace libunwind8)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
bin=$work/root/usr/bin
export LD_LIBRARY_PATH=$work/root/usr/lib/$(uname -m)-linux-gnu
"$bin/redis-server" --version | grep -q ' v=7\.0\.15 ' || { echo "not 7.0.15: $("$bin/redis-server" --version)"; exit 1; }

master=16433 replica=16434
start() { # port option...
  local port=$1; shift
  mkdir -p "$work/$port"
  "$bin/redis-server" --port "$port" --bind 127.0.0.1 --save '' --dir "$work/$port" --daemonize yes --pidfile "$work/$port.pid" "$@" >/dev/null
  until "$bin/redis-cli" -p "$port" PING 2>/dev/null | grep -q PONG; do sleep 0.05; done
}
ask() { "$bin/redis-cli" -p "$@"; }
# What a connection has been told since it was last read from.
told() { # descriptor
  local line; IFS= read -r -t 2 -u "$1" line || true
  [[ -n $line ]] && echo "${line%$'\r'}" || echo nothing
}

# What a program was told and whether the replica has its write: the last one's, of so many that wait for the master.
try() { # number
  rm -f "$work"/*.pid
  start "$master" --enable-debug-command yes
  start "$replica" --replicaof "127.0.0.1 $master"
  until ask "$replica" INFO replication | grep -q master_link_status:up; do sleep 0.05; done
  ask "$master" SET before yes >/dev/null
  until [[ $(ask "$replica" EXISTS before) == 1 ]]; do sleep 0.05; done
  local pid; pid=$(cat "$work/$master.pid")
  exec 5<>"/dev/tcp/127.0.0.1/$master"
  local number descriptor
  for ((number = 1; number <= $1; number++)); do
    descriptor=$((5 + number))
    eval "exec $descriptor<>/dev/tcp/127.0.0.1/$master"
    printf 'PING\r\n' >&"$descriptor"
    told "$descriptor" >/dev/null
  done
  # The first `write` answers what keeps it busy, the second and third are of the round after that.
  "$bin/strace" -qq -o /dev/null -e trace=write -e inject=write:signal=SIGKILL:when=3 -p "$pid" & local tracer=$!
  until grep -q "^TracerPid:[[:space:]]*$tracer$" "/proc/$pid/status"; do sleep 0.05; done
  printf 'DEBUG SLEEP 0.5\r\n' >&5
  sleep 0.1
  for ((number = 1; number <= $1; number++)); do printf 'SET key:%d yes\r\n' "$number" >&$((5 + number)); done
  wait "$tracer" || true
  # What was sent to the replica it has read once it has seen the connection end.
  until ask "$replica" INFO replication | grep -q master_link_status:down; do sleep 0.05; done
  echo "$(told $((5 + $1))), $([[ $(ask "$replica" EXISTS "key:$1") == 1 ]] && echo has it || echo lacks it)"
  kill "$(cat "$work/$replica.pid")"
  while kill -0 "$(cat "$work/$replica.pid" 2>/dev/null)" 2>/dev/null; do sleep 0.05; done
}

one=$(try 1) two=$(try 2)
echo "one write: $one; the last of two: $two"
[[ $one == "nothing, has it" && $two == "+OK, lacks it" ]]
