import { expect, test } from "vitest";
import { clientTable, keyTable, slowLogTable } from "./diagnostics";

const key = { type: "string", encoding: "raw", ttl_ms: null, memory_bytes: 2_048 };

test("keys stand with what is known of them; a name that is no text, or would act on a terminal, is told otherwise", () => {
  expect(
    keyTable([
      { ...key, key: "dXNlcjox", name: "user:1", ttl_ms: 5_000 },
      { ...key, key: "/w==", name: null },
      { ...key, key: "Gw==", name: "\u001b[2J" },
    ]),
  ).toEqual([
    "|     Key     |  Type  | Time left | Memory |",
    "| user:1      | string | 5.0 s     |  2 KiB |",
    "| base64 /w== | string | stays     |  2 KiB |",
    '| "\\u001b[2J" | string | stays     |  2 KiB |',
  ]);
});

test("slow commands and clients, a line each", () => {
  const entry = { id: 1, at: "2026-11-28T20:00:00.000Z", ms: 12.34, command: "KEYS *", client: "10.0.0.9:1" };
  expect(slowLogTable([{ ...entry, client_name: "" }])[1]).toBe(
    "| 2026-11-28T20:00:00.000Z | 12.3 ms | KEYS *  | 10.0.0.9:1 |",
  );
  const client = { address: "10.0.0.9:1", name: "web", user: "default", library: "ioredis 6.0.0" };
  const row = {
    ...client,
    id: "7",
    age_seconds: 65,
    idle_seconds: 2,
    db: 0,
    last_command: "get",
    memory_bytes: null,
  };
  expect(clientTable([row])[1]).toMatch(
    /^\| +7 \| 10\.0\.0\.9:1 \| web +\| ioredis 6\.0\.0 \| +1 min 5 s \| 2\.0 s \| get/,
  );
});
