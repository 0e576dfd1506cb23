#!/usr/bin/env bash
# Redis 7.0.15 (Debian bookworm): PSYNC cannot be pipelined behind another command.
#
# A client may send any number of commands without waiting for replies, and is answered in order. PSYNC (and SYNC) in one piece with a
# command before it is refused, since that one's reply has not left the server yet; sent a moment later on the same connection it begins to
# replicate. So a client that signs in and asks for replication in one write, as it may with everything else, never replicates; and whoever
# wants to know whether a user may PSYNC can ask so without setting off a dump: without the right it is NOPERM, with it this refusal.
#
# Seen on 7.0.15:
#   "in one piece: ERR SYNC and PSYNC are invalid with pending output; without the right: NOPERM; after the reply: FULLRESYNC"
# The words after ERR are the server's own and may change; that it is refused may not.
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

port=16393
mkdir "$work/data"
"$bin/redis-server" --port "$port" --bind 127.0.0.1 --save '' --dir "$work/data" --daemonize yes --pidfile "$work/redis.pid" \
  --repl-diskless-sync-delay 0 --user reader on nopass '~*' +ping +info >/dev/null
for _ in $(seq 100); do [[ $("$bin/redis-cli" -p "$port" PING 2>/dev/null) == PONG ]] && break; sleep 0.05; done

line() { local text; IFS= read -r -t 10 -u 3 text; printf '%s' "${text%$'\r'}"; }
in_one_piece() { # commands…: the last reply
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  # One write: the shell's own would be one a line.
  printf '%s\r\n' "$@" > "$work/question"
  dd if="$work/question" bs=4096 status=none >&3
  local reply; for _ in "$@"; do reply=$(line); done
  exec 3>&-
  printf '%s' "${reply#-}"
}
refused=$(in_one_piece PING 'PSYNC ? -1')
unallowed=$(in_one_piece 'AUTH reader x' 'PSYNC ? -1')
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'PING\r\n' >&3
[[ $(line) == +PONG ]]
printf 'PSYNC ? -1\r\n' >&3
answered=$(line)
exec 3>&-
seen="in one piece: $refused; without the right: ${unallowed%% *}; after the reply: $(sed -E 's/^\+([A-Z]+) .*/\1/' <<< "$answered")"
echo "$seen"
[[ $seen == "in one piece: ERR "*"; without the right: NOPERM; after the reply: FULLRESYNC" ]]
