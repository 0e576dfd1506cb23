import { afterEach, describe, expect, test } from "vitest";
import { type Answers, withCli } from "@/tests/cli";
import { ADDON, AT, DATABASE, lines, OPERATION_PATH, operation, slowly } from "@/tests/cli-answers";

const { berth, answer, asked } = withCli();
afterEach(() => answer({}));

const OWN = "/v1/databases/my-app-3030";
const API = "/api/databases/my-app-3030";

describe("delete protection", () => {
  test.each([
    [["on"], "/v1/apps/my-app/protection", true, "-----> my-app is protected against deletion\n"],
    [
      ["off", "--addon", "my-app-3030"],
      "/v1/apps/my-app/addons/my-app-3030/protection",
      false,
      "-----> my-app-3030 is no longer protected against deletion\n",
    ],
  ])("%j", async (words, path, enabled, out) => {
    answer({ [`PUT ${path}`]: { status: 204 } });
    expect(await berth(["--app", "my-app", "delete-protection", ...words])).toEqual({
      exitCode: 0,
      out,
      err: "",
    });
    expect(asked.at(-1)?.body).toEqual({ protection: { enabled } });
  });
});

describe("features", () => {
  const FEATURES: Answers = {
    [`PUT ${OWN}/features/redis-aof`]: { status: 202, body: operation("set-feature", 0) },
    [`PUT ${OWN}/features/redis-cache`]: { status: 202, body: operation("set-feature", 0) },
    [OPERATION_PATH]: slowly("set-feature"),
  };
  const run = (...words: string[]) => berth(["--addon", "my-app-3030", ...words]);
  const sent = () => asked.find(({ method }) => method === "PUT")?.body;

  test("one is switched on as scripts know it", async () => {
    answer(FEATURES);
    const { exitCode, out } = await run("database-enable-feature", "redis-aof");
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "-----> Feature redis-aof is being enabled\n" });
    expect(sent()).toEqual({ is_on: true });
  });

  test("--synchronous waits until it is on", async () => {
    answer(FEATURES);
    const { out } = await run("database-enable-feature", "--synchronous", "redis-aof");
    expect(out).toBe(
      lines(
        "-----> Feature redis-aof is being enabled",
        "       Waiting for operation completion...",
        "-----> Feature redis-aof has been activated",
      ),
    );
  });

  test("one that fails is not called activated", async () => {
    answer({ ...FEATURES, [OPERATION_PATH]: slowly("set-feature", "There is no room.") });
    const { exitCode, out, err } = await run("database-enable-feature", "--synchronous", "redis-aof");
    expect(exitCode).toBe(1);
    expect(out).not.toContain("activated");
    expect(err).toContain("There is no room.");
  });

  test("--policy goes with cache mode", async () => {
    answer(FEATURES);
    await run("database-enable-feature", "redis-cache", "--policy", "volatile-ttl");
    expect(sent()).toEqual({ is_on: true, options: { policy: "volatile-ttl" } });
  });

  test.each([
    [[], { is_on: false }, "-----> Feature redis-aof has been disabled.\n"],
    [["--no-wait"], { is_on: false }, "-----> Feature redis-aof is being disabled.\n"],
    [
      ["--accept-loss"],
      { is_on: false, accepts_loss: true },
      "-----> Feature redis-aof has been disabled.\n",
    ],
  ])("one is switched off, with %j", async (words, body, said) => {
    answer(FEATURES);
    expect((await run("database-disable-feature", "redis-aof", ...words)).out).toBe(said);
    expect(sent()).toEqual(body);
  });

  test("what is so already is told, in the reference platform's words", async () => {
    const error = "feature 'redis-aof' is already setup on this database";
    answer({ [`PUT ${OWN}/features/redis-aof`]: { status: 400, body: { error, code: "already_setup" } } });
    const { exitCode, err } = await run("database-enable-feature", "redis-aof");
    expect(exitCode).not.toBe(0);
    expect(err).toContain(error);
  });
});

describe("addons-config", () => {
  const CONFIG: Answers = {
    [`GET ${API}`]: { body: { database: DATABASE } },
    [`PATCH ${API}`]: { body: { database: DATABASE } },
    [`PATCH ${OWN}/settings`]: { status: 202, body: operation("set-settings", 0) },
    [OPERATION_PATH]: slowly("set-settings"),
  };
  const run = (...words: string[]) => berth(["addons-config", "my-app-3030", ...words]);
  const sent = () => asked.filter(({ method }) => method === "PATCH").map(({ body }) => body);

  test("sets the window, and says so as scripts know it", async () => {
    answer(CONFIG);
    const { out } = await run("--maintenance-window-day", "friday", "--maintenance-window-hour", "22 UTC");
    expect(out).toBe("Addon config updated.\n");
    expect(sent()).toEqual([{ database: { maintenance_window: { weekday_utc: 5, starting_hour_utc: 22 } } }]);
  });

  test.each([
    [["--name", "Sessions"], { name: "Sessions" }],
    [["--note", ""], { note: "" }],
    [["--name", "Sessions", "--note", "Ask Ada."], { name: "Sessions", note: "Ask Ada." }],
  ])("%j is said of the database", async (words, database) => {
    answer(CONFIG);
    expect((await run(...words)).exitCode).toBe(0);
    expect(sent()).toEqual([{ database }]);
  });

  test.each([
    [["--idle-timeout", "0"], { idle_timeout_seconds: 0 }],
    [["--keyspace-events", ""], { keyspace_events: "" }],
    [["--max-clients", "plan"], { clients_max: null }],
    [["--max-clients", "20", "--keyspace-events", "KEA"], { keyspace_events: "KEA", clients_max: 20 }],
  ])("%j sends %j", async (words, body) => {
    answer(CONFIG);
    expect((await run(...words)).exitCode).toBe(0);
    expect(sent()).toEqual([body]);
  });

  test("without a flag nothing is asked for", async () => {
    answer(CONFIG);
    const { exitCode, err } = await run();
    expect(exitCode).toBe(2);
    expect(err).toContain("cannot update your addon without a specified option");
    expect(sent()).toEqual([]);
  });
});

describe("maintenance", () => {
  const PAGE = { current_page: 1, prev_page: null, next_page: null, total_pages: 1, total_count: 2 };
  const PLANNED = {
    id: "0b0f1a53-6d57-4c6a-9a5f-0d9f4c0e0b01",
    database_id: ADDON.id,
    type: "db-upgrade",
    status: "notified",
    version: "8.0.2",
    next_maintenance_window: "2026-01-08T21:00:00.000Z",
    created_at: AT,
    started_at: null,
    ended_at: null,
    reason: null,
    operation_id: null,
  };
  const DONE = { ...PLANNED, status: "done", started_at: AT, ended_at: AT };
  const run = (...words: string[]) => berth(["--addon", "my-app-3030", ...words]);

  test("is listed as scripts know it, the page beside it", async () => {
    answer({
      [`GET ${API}/maintenance`]: {
        body: { maintenance: [PLANNED, DONE], meta: { ...PAGE, pagination: PAGE } },
      },
    });
    const { out, err } = await run("database-maintenance-list");
    expect(out).toBe(
      lines(
        "|                  ID                  |    TYPE    |      STARTED AT     |       ENDED AT      |  STATUS  |",
        `| ${PLANNED.id} | db-upgrade | Not started         |                     | notified |`,
        `| ${PLANNED.id} | db-upgrade | 2026/01/05 10:11:12 | 2026/01/05 10:11:12 | done     |`,
      ),
    );
    expect(err).toBe("Page: 1, Last Page: 1\n");
  });

  test("of one that has not begun the window is told", async () => {
    answer({
      [`GET ${API}/maintenance/${PLANNED.id}`]: { body: { ...PLANNED, maintenance: PLANNED } },
    });
    const { out } = await run("database-maintenance-info", PLANNED.id);
    expect(out).toContain("| Started At | Next Maintenance Window: 2026/01/08 21:00:00 |");
  });

  test("an upgrade is put off to the next window, and cancelled", async () => {
    answer({
      [`GET ${API}`]: { body: { database: DATABASE } },
      [`POST ${OWN}/maintenance`]: { status: 201, body: { maintenance: PLANNED } },
      [`DELETE ${OWN}/maintenance/${PLANNED.id}`]: {
        body: { maintenance: { ...PLANNED, status: "cancelled" } },
      },
    });
    const { out } = await run("database-upgrade", "--next-window");
    expect(out).toContain("will be upgraded from 7.0.15 to 8.0.2");
    expect(out).toContain("in the window that opens at 2026/01/08 21:00:00");
    expect((await run("database-maintenance-cancel", PLANNED.id)).out).toBe(
      `-----> Maintenance ${PLANNED.id} has been cancelled\n`,
    );
  });
});
