#!/usr/bin/env bash
# Keyv 5.6.0 with @keyv/redis 5.1.6 (npm), Redis 7.0.15 (Debian bookworm): `set()` answers true for a write that never took place.
#
# The connection ends while a `set()` is in flight, as at any restart or move of a server. @keyv/redis catches the error, emits it as an event and answers
# nothing, which Keyv takes for success: it answers false only to a store that throws or says false. A program that looks at the answer believes that its
# session, token or lock is stored. Only with `throwOnErrors: true` on both Keyv and KeyvRedis does the promise fail.
#
# Seen: "in flight: answered true, keys of it: 0; with throwOnErrors: failed, Socket closed unexpectedly"
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || true; rm -rf "$work"' EXIT
version=$(apt-cache madison redis-server | sed -nE 's/.*\| *(5:7\.0\.15-[^ ]+) .*/\1/p' | head -n 1)
[[ -n $version ]] || { echo "this system offers no redis-server 7.0.15"; exit 1; }
(cd "$work" && apt-get download -qq "redis-server=$version" "redis-tools=$version" liblzf1 libjemalloc2 liblua5.1-0 lua-cjson lua-bitop libatomic1)
for package in "$work"/*.deb; do dpkg -x "$package" "$work/root"; done
(cd "$work" && npm init -y >/dev/null && npm install --silent --no-audit --no-fund --save-exact keyv@5.6.0 @keyv/redis@5.1.6)
LD_LIBRARY_PATH=$work/root/usr/lib/$(uname -m)-linux-gnu "$work/root/usr/bin/redis-server" \
  --port 16393 --bind 127.0.0.1 --save '' --dir "$work" --daemonize yes --pidfile "$work/redis.pid" >/dev/null

cat > "$work/look.mjs" <<'PROGRAM'
import { Keyv } from "keyv";
import KeyvRedis, { createClient } from "@keyv/redis";

const url = "redis://127.0.0.1:16393";
const admin = createClient({ url });
await admin.connect();

// Nothing is written while it is paused, so that the command is surely in flight when its connection ends.
async function cutInFlight(name, options) {
  const keyv = new Keyv({ store: new KeyvRedis(url, options), ...options });
  keyv.on("error", () => {});
  await keyv.set("before", 1);
  await admin.sendCommand(["CLIENT", "PAUSE", "60000", "WRITE"]);
  const answer = keyv.set(name, 1).then((value) => `answered ${value}`, (error) => `failed, ${error.message}`);
  const isWaiting = async () => / cmd=set /.test(await admin.sendCommand(["CLIENT", "LIST"]));
  while (!(await isWaiting())) await new Promise((resolve) => setImmediate(resolve));
  await admin.sendCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
  const said = await answer;
  await admin.sendCommand(["CLIENT", "UNPAUSE"]);
  return said;
}

const plain = await cutInFlight("session", {});
const keys = (await admin.sendCommand(["KEYS", "*session*"])).length;
const strict = await cutInFlight("other", { throwOnErrors: true });
console.log(`in flight: ${plain}, keys of it: ${keys}; with throwOnErrors: ${strict}`);
process.exit(0);
PROGRAM
seen=$(cd "$work" && timeout 60 node look.mjs)
echo "$seen"
[[ $seen == "in flight: answered true, keys of it: 0; with throwOnErrors: failed, Socket closed unexpectedly" ]]
