#!/usr/bin/env bash
# redis-cli 7.0.15 (Debian bookworm): cut off while it signs in it says "I/O error", connects again by itself, and ends with 0.
#
# With a password (REDISCLI_AUTH or -a) and one command as arguments, a connection that is closed before AUTH is answered is made once more: the
# command runs there, its answer is on standard output, "I/O error" with an empty line before it on standard error, and the exit status is 0,
# also with -e. Closed a moment later, before the command is answered, there is no second try and the status is 1. So a script that reads
# both outputs as one ("2>&1", as `docker run` in a log) takes the empty first line for the value: "no such key".
#
# Seen: "cut off at AUTH: status 0, answer 111, complaint I/O error; cut off at the command: status 1, answer none, complaint Error: Server closed the connection"
set -euo pipefail
work=$(mktemp -d)
trap '[[ -z ${server:-} ]] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
version=$(apt-cache madison redis-tools | sed -nE 's/.*\| *(5:7\.0\.15-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no redis-tools 7.0.15"; exit 1; }
(cd "$work" && apt-get download -qq "redis-tools=$version" libjemalloc2 liblzf1 2>/dev/null)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
export LD_LIBRARY_PATH=$work/root/usr/lib/$(uname -m)-linux-gnu
cli=$work/root/usr/bin/redis-cli
"$cli" --version | grep -q ' 7\.0\.15' || { echo "not 7.0.15: $("$cli" --version)"; exit 1; }

# A server that hangs up on the first connection when it hears the word, and answers every other one.
cat >"$work/server.mjs" <<'JS'
import { createServer } from "node:net";
let connections = 0;
createServer((socket) => {
  const isFirst = connections++ === 0;
  socket.on("error", () => {}).on("data", (data) => {
    const said = String(data).toLowerCase();
    if (isFirst && said.includes(process.argv[2])) return socket.destroy();
    socket.write(said.includes("auth") ? "+OK\r\n" : "$3\r\n111\r\n");
  });
}).listen(0, "127.0.0.1", function () {
  console.log(this.address().port);
});
JS
try() { # word
  node "$work/server.mjs" "$1" >"$work/port" & server=$!
  for _ in $(seq 100); do [[ -s $work/port ]] && break; sleep 0.05; done
  local status=0
  REDISCLI_AUTH=secret "$cli" -e -p "$(cat "$work/port")" GET key >"$work/answer" 2>"$work/complaint" || status=$?
  kill "$server"; wait "$server" 2>/dev/null || true
  server=
  : >"$work/port"
  local answer; answer=$(cat "$work/answer")
  tried="status $status, answer ${answer:-none}, complaint $(tr -d '\n' <"$work/complaint")"
}
try auth; first=$tried
try get
seen="cut off at AUTH: $first; cut off at the command: $tried"
echo "$seen"
[[ $seen == "cut off at AUTH: status 0, answer 111, complaint I/O error; cut off at the command: status 1, answer none, complaint Error: Server closed the connection" ]]
