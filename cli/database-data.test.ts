import { afterEach, expect, test } from "vitest";
import { withCli } from "@/tests/cli";
import { AT, lines } from "@/tests/cli-answers";

const { berth, answer, asked } = withCli();

afterEach(() => answer({}));

const DATABASE = "/v1/databases/my-app-3030";
const key = (name: string) => ({
  key: Buffer.from(name).toString("base64"),
  name,
  type: "string",
  ttl_ms: null,
  encoding: "raw",
  memory_bytes: 64,
});

test("database-keys goes from page to page until it has as many as were asked for", async () => {
  answer({
    [`GET ${DATABASE}/keys`]: ({ query }) => ({
      body: /cursor=7/.test(query)
        ? { keys: [key("user:2"), key("user:3")], cursor: "9", scanned: 2, total: 5 }
        : { keys: [key("user:1")], cursor: "7", scanned: 1, total: 5 },
    }),
  });
  const { out, exitCode } = await berth([
    "database-keys",
    "my-app-3030",
    "--pattern",
    "user:*",
    "--limit",
    "3",
  ]);
  expect(exitCode).toBe(0);
  expect(out).toBe(
    lines(
      "|   Key  |  Type  | Time left | Memory |",
      "| user:1 | string | stays     |   64 B |",
      "| user:2 | string | stays     |   64 B |",
      "| user:3 | string | stays     |   64 B |",
    ),
  );
  expect(asked.map(({ query }) => new URLSearchParams(query).get("pattern"))).toEqual(["user:*", "user:*"]);
});

test("database-keys --count adds the parts up", async () => {
  answer({
    [`GET ${DATABASE}/keys/count`]: ({ query }) => ({
      body: /cursor=/.test(query) ? { keys: 2, cursor: null } : { keys: 40, cursor: "3" },
    }),
  });
  expect((await berth(["database-keys", "my-app-3030", "--count"])).out).toBe("42\n");
});

test("database-slowlog and database-clients print a line each, and one client is disconnected by its id", async () => {
  const entry = { id: 1, at: AT, ms: 12, command: "KEYS *", client: "10.0.0.9:1", client_name: "" };
  const client = {
    id: "7",
    address: "10.0.0.9:1",
    name: "web",
    user: "default",
    library: null,
    age_seconds: 65,
    idle_seconds: 2,
    db: 0,
    last_command: "get",
    memory_bytes: null,
  };
  answer({
    [`GET ${DATABASE}/slow_log`]: { body: { slow_log: { entries: [entry], threshold_ms: 10, max: 128 } } },
    [`GET ${DATABASE}/clients`]: { body: { clients: [client] } },
    [`DELETE ${DATABASE}/clients/7`]: { status: 204 },
  });
  expect((await berth(["database-slowlog", "my-app-3030"])).out).toContain("12.0 ms | KEYS *");
  expect((await berth(["database-clients", "my-app-3030"])).out).toContain("| 10.0.0.9:1 | web");
  const ended = await berth(["database-clients", "my-app-3030", "--disconnect", "7"]);
  expect(ended).toMatchObject({ exitCode: 0, err: expect.stringContaining("Disconnected 10.0.0.9:1.") });
  expect(asked.at(-1)).toMatchObject({
    method: "DELETE",
    query: expect.stringContaining("address=10.0.0.9"),
  });
  expect((await berth(["database-clients", "my-app-3030", "--disconnect", "8"])).exitCode).toBe(4);
});
