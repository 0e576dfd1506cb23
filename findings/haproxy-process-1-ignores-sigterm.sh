#!/usr/bin/env bash
# HAProxy 2.6.12 (Debian bookworm; 3.2.26 does the same): as process 1 of a container, without master-worker mode, SIGTERM does nothing.
#
# HAProxy's manual says that SIGTERM stops it at once. It does so by the signal's default action, for which it installs no handler of its own:
# the kernel lets a process 1 ignore every signal that it has no handler for. So `docker stop` waits for its whole grace period and then kills,
# each time. SIGUSR1 (soft stop), which has a handler, works: that is what a container's stop signal has to be (the official image sets it).
#
# Seen on 2.6.12: "process 1: SIGTERM lives, SIGUSR1 ends; not process 1: SIGTERM ends"
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(apt-cache madison haproxy | sed -nE 's/.*\| *(2\.6\.12-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no haproxy 2.6.12"; exit 1; }
(cd "$work" && apt-get download -qq "haproxy=$version" liblua5.3-0 libopentracing-c-wrapper0 libopentracing1 2>/dev/null)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
export LD_LIBRARY_PATH=$work/root/usr/lib/$(uname -m)-linux-gnu
haproxy=$work/root/usr/sbin/haproxy
"$haproxy" -v | head -n 1 | grep -q ' 2\.6\.12' || { echo "not 2.6.12: $("$haproxy" -v 2>&1 | head -n 1)"; exit 1; }
printf 'defaults\n  mode tcp\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\nlisten l\n  bind unix@%s/l.sock\n  server s 127.0.0.1:9\n' "$work" >"$work/c.cfg"

lives() { kill -0 "$1" 2>/dev/null && [[ $(cut -d' ' -f3 "/proc/$1/stat" 2>/dev/null) != Z ]]; }
up() { for _ in $(seq 100); do [[ -S $work/l.sock ]] && return; sleep 0.05; done; echo "haproxy did not start"; exit 1; }
# What becomes of it within three seconds of a signal.
after() { # pid signal
  kill "-$2" "$1"
  for _ in $(seq 60); do lives "$1" || { echo ends; return; }; sleep 0.05; done
  echo lives
}

unshare --pid --fork "$haproxy" -db -f "$work/c.cfg" 2>/dev/null & parent=$!
up
inner=$(pgrep -P "$parent")
term=$(after "$inner" TERM) usr1=$(after "$inner" USR1)
wait "$parent" 2>/dev/null || true
rm -f "$work/l.sock"
"$haproxy" -db -f "$work/c.cfg" 2>/dev/null & plain=$!
up
seen="process 1: SIGTERM $term, SIGUSR1 $usr1; not process 1: SIGTERM $(after "$plain" TERM)"
echo "$seen"
[[ $seen == "process 1: SIGTERM lives, SIGUSR1 ends; not process 1: SIGTERM ends" ]]
