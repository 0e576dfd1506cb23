#!/usr/bin/env bash
# Redis Sentinel 7.0.15 (Debian bookworm), `resolve-hostnames yes`: told of a failover while the new master's name does not resolve, a
# Sentinel says that it has switched, notes the new configuration's number, and keeps the former master. It is not told again.
#
# Sentinels tell each other the master and the number (epoch) of the configuration every 2 s, and believe what has a higher number than their
# own. A Sentinel that believes notes the number first, logs `+switch-master` and publishes it, and only then looks the new name up. If
# that fails at this moment (a host that is just back, a DNS server that restarts), it goes on with the former master, under the new number.
# What the others tell from then on has the same number and is passed over, also once the name resolves. So for good it gives clients the
# former master, and once that one answers again it "sets right" whoever was promoted.
#
# Here one of two Sentinels misses the promoted node's name during the failover, and has it back right after.
#
# Seen, after 20 s in which all names resolve: both at epoch 1, masters "second" and "first", said to have switched.
set -euo pipefail
work=$(mktemp -d)
end() {
  local pids; pids=$(cat "$work"/*.pid 2>/dev/null) || true
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

# Each process has a hosts file of its own.
names() { # port name...
  local port=$1; shift
  for name in "$@"; do echo "127.0.0.1 $name"; done > "$work/hosts.$port.new"
  mv "$work/hosts.$port.new" "$work/hosts.$port"
}
start() { # port option...
  local port=$1; shift
  mkdir -p "$work/$port"
  names "$port" first second
  NSS_WRAPPER_HOSTS=$work/hosts.$port LD_PRELOAD=libnss_wrapper.so "$bin/redis-server" "$@" --port "$port" --bind 127.0.0.1 --save '' --dir "$work/$port" \
    --daemonize yes --pidfile "$work/$port.pid" --logfile "$work/$port.log"
}
ask() { "$bin/redis-cli" -p "$@"; }
watch() { # port down-after
  printf '%s\n' "sentinel resolve-hostnames yes" "sentinel announce-hostnames yes" "sentinel monitor group first $first 1" \
    "sentinel down-after-milliseconds group $2" "sentinel failover-timeout group 3000" > "$work/sentinel.$1.conf"
  mkdir -p "$work/$1"
  names "$1" first second
  NSS_WRAPPER_HOSTS=$work/hosts.$1 LD_PRELOAD=libnss_wrapper.so "$bin/redis-server" "$work/sentinel.$1.conf" --sentinel --port "$1" --bind 127.0.0.1 \
    --dir "$work/$1" --daemonize yes --pidfile "$work/$1.pid" --logfile "$work/$1.log"
}
field() { ask "$1" SENTINEL MASTER group | sed -n "/^$2\$/{n;p}"; }
await() { # what command...
  local what=$1; shift
  for _ in $(seq 600); do "$@" && return; sleep 0.1; done
  echo "never: $what"; exit 1
}

first=16421 second=16422 sound=16423 blind=16424
start "$first"
start "$second" --replicaof "first $first" --replica-announce-ip second
watch "$sound" 1000
# Votes, and leads no failover.
watch "$blind" 60000
ready() { [[ $(field "$1" num-slaves) == 1 && $(field "$1" num-other-sentinels) == 1 && $(ask "$1" SENTINEL REPLICAS group) == *$'\nsecond\n'*master-link-status$'\nok'* ]]; }
await "both know everybody" ready "$sound"
await "both know everybody" ready "$blind"

names "$blind" first
kill -9 "$(cat "$work/$first.pid")"
rm "$work/$first.pid"
await "a failover" eval '[[ $(field $sound ip) == second ]]'
await "the other hears of it" grep -q '+switch-master' "$work/$blind.log"
names "$blind" first second
sleep 20
said=$(grep -c "+switch-master group first $first second $second" "$work/$blind.log" || true)
echo "epochs $(field "$sound" config-epoch) and $(field "$blind" config-epoch), masters \"$(field "$sound" ip)\" and \"$(field "$blind" ip)\", switches said: $said"
[[ $(field "$sound" config-epoch) == $(field "$blind" config-epoch) && $(field "$sound" ip) == second && $(field "$blind" ip) == first && $said == 1 ]]
