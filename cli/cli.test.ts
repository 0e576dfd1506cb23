import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { type Answers, type Asked, AUTHORIZATION, withCli } from "@/tests/cli";
import { toApiAddon, toApiPlan } from "../lib/contract/api/addons";
import { toApiOperation } from "../lib/contract/api/operations";
import { pageMeta } from "../lib/contract/api/shared";
import type { OperationView } from "../lib/contract/operations";
import { OPERATION_STEPS } from "../lib/core/operations/steps";
import { DEFAULT_PLANS } from "../lib/core/plans/catalog";
import { parseDotenv } from "../lib/core/variables/dotenv";

const cli = withCli();
const { berth, answer, asked } = cli;

const AT = "2026-01-05T10:11:12.000Z";
const OPERATION_ID = "6f1b0c64-2b7c-4a52-9c9b-0d9f4c0e0a01";
const USER = { id: "u1", username: "ada", fullname: "Ada", email: "ada@example.org", flags: {} };
const ADDON = toApiAddon(
  {
    id: "ad-0f1ab3e1-e97d-4f33-9168-4956379731a4",
    appId: "a1",
    provider: "redis",
    resourceId: "my-app-3030",
    planId: "1g",
    version: "8.0.2",
    status: "running",
    createdAt: AT,
    error: null,
    operationId: OPERATION_ID,
    isBusy: false,
    dataGoneAt: null,
  },
  DEFAULT_PLANS,
);
const PLANS = { plans: DEFAULT_PLANS.map((plan, index) => toApiPlan(plan, index + 1)) };
const DATABASE = {
  data_gone: null,
  id: ADDON.id,
  created_at: AT,
  resource_id: "my-app-3030",
  app_name: "my-app",
  encryption_at_rest: false,
  features: [{ name: "redis-rdb", status: "ACTIVATED" }],
  plan: "1g",
  status: "running",
  type_id: "redis",
  type_name: "redis",
  version_id: "7.0.15",
  next_version_id: "8.0.2",
  readable_version: "7.0.15",
  hostname: "my-app-3030:6379",
  current_operation_id: null,
  cluster: false,
  periodic_backups_enabled: false,
  periodic_backups_scheduled_at: [],
  instances: [],
};

/** An operation of which so many steps have ended; it has ended itself after the last one, or where it failed. */
function operation(kind: OperationView["kind"], done: number, error: string | null = null) {
  const names = OPERATION_STEPS[kind];
  const status = error !== null ? "failed" : done === names.length ? "succeeded" : "running";
  return {
    operation: toApiOperation({
      id: OPERATION_ID,
      kind,
      status,
      appId: "a1",
      appName: "my-app",
      resourceId: "my-app-3030",
      createdAt: AT,
      finishedAt: null,
      change: null,
      error: error === null ? null : { reason: "no_room", message: error },
      steps: names.map((name, index) => ({
        name,
        status:
          index < done ? "succeeded" : index === done ? (error === null ? "running" : "failed") : "pending",
        detail: null,
        startedAt: index <= done ? AT : null,
        finishedAt: index < done ? "2026-01-05T10:11:12.250Z" : null,
      })),
    }),
  };
}

const LOCATION = { location: `http://127.0.0.1/v1/apps/my-app/operations/${OPERATION_ID}` };
const OPERATION_PATH = `GET /v1/apps/my-app/operations/${OPERATION_ID}`;
/** Ends at the third question. */
const slowly = (kind: OperationView["kind"], error: string | null = null) => {
  let questions = 0;
  return () => {
    questions += 1;
    const steps = OPERATION_STEPS[kind].length;
    return { body: questions < 3 ? operation(kind, questions) : operation(kind, error ? 3 : steps, error) };
  };
};

const ADDED = {
  status: 201,
  headers: LOCATION,
  body: {
    addon: { ...ADDON, status: "provisioning" },
    message: "Database successfully created",
    variables: ["REDIS_URL", "SCALINGO_REDIS_URL"],
    operation_id: OPERATION_ID,
  },
};
const ADD: Answers = {
  "GET /v1/addon_providers/redis/plans": { body: PLANS },
  "POST /v1/apps/my-app/addons": ADDED,
};

/** How often it was asked for. */
const count = (entries: Asked[], path: string): number =>
  entries.filter((entry) => entry.path === path).length;
const lines = (...all: string[]): string => `${all.join("\n")}\n`;

afterEach(() => answer({}));

describe("addons", () => {
  test("addons-add prints what scripts know, once the database serves", async () => {
    answer({ ...ADD, [OPERATION_PATH]: slowly("provision") });
    const { exitCode, out, err } = await berth(["--app", "my-app", "addons-add", "redis", "1g"]);
    expect(out).toBe(
      lines(
        "-----> Addon redis has been provisionned",
        "       ID: my-app-3030",
        "       Modified variables: [REDIS_URL SCALINGO_REDIS_URL]",
        "       Message from addon provider: Database successfully created",
      ),
    );
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(asked.map(({ authorization }) => authorization)).toEqual(asked.map(() => AUTHORIZATION));
    expect(asked[1]?.body).toEqual({
      addon: { addon_provider_id: "redis", plan_id: "1g", options: null },
    });
    expect(count(asked, OPERATION_PATH.slice(4))).toBe(3);
  });

  test("an answer that is lost on its way is asked for again by the same key: no second addon is made", async () => {
    let tries = 0;
    const lossy = () => (++tries === 1 ? { isLost: true } : ADDED);
    answer({ ...ADD, "POST /v1/apps/my-app/addons": lossy });
    const { exitCode } = await berth(["--app", "my-app", "addons-add", "redis", "1g", "--no-wait"]);
    expect(exitCode).toBe(0);
    const [first, second, ...rest] = asked.filter(({ method }) => method === "POST").map(({ key }) => key);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect([second, rest]).toEqual([first, []]);
    await berth(["--app", "my-app", "addons-add", "redis", "1g", "--no-wait"]);
    expect(asked.findLast(({ method }) => method === "POST")?.key).not.toBe(first);
  });

  test("with --wait the steps stand on standard error as they end", async () => {
    answer({ ...ADD, [OPERATION_PATH]: slowly("provision") });
    const { out, err } = await berth(["addons-add", "redis", "1g", "-a", "my-app", "--wait"]);
    expect(out).toContain("has been provisionned");
    expect(err.split("\n")[0]).toBe("  done    Choose a host with room                     250 ms");
    expect(err.match(/ {2}done /g)).toHaveLength(OPERATION_STEPS.provision.length);
  });

  test("with --no-wait it says no more than it knows", async () => {
    answer(ADD);
    const { out } = await berth(["--app", "my-app", "addons-add", "redis", "1g", "--no-wait"]);
    expect(out).toBe(lines("-----> Addon redis is being provisionned", "       ID: my-app-3030"));
  });

  test("an operation that fails ends with 1, its reason and where to look", async () => {
    answer({ ...ADD, [OPERATION_PATH]: slowly("provision", "No host has room.") });
    const { exitCode, out, err } = await berth(["--app", "my-app", "addons-add", "redis", "1g"]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: "" });
    expect(err).toContain(" !     The operation failed: No host has room.\n");
    expect(err).toContain(`berth --app my-app operations ${OPERATION_ID}`);
  });

  test("an unknown plan is told with those there are, before anything is made", async () => {
    answer(ADD);
    const { exitCode, err } = await berth(["--app", "my-app", "addons-add", "redis", "3g"]);
    expect(exitCode).toBe(4);
    expect(err).toBe(
      lines(
        " !     find plan: no plan 3g found for addon redis",
        "       Plans: free, 256m, 512m, 1g, 2g, 4g, 8g, 16g",
      ),
    );
    expect(asked).toHaveLength(1);
  });

  test("addons prints the table that scripts know", async () => {
    answer({ "GET /v1/apps/my-app/addons": { body: { addons: [ADDON] } } });
    const { out } = await berth(["--app", "my-app", "addons"]);
    expect(out).toBe(
      lines("|      ADDON     |        ID        | PLAN |", "| Redis | my-app-3030      |   1g |"),
    );
  });

  test("addons of an app without any prints the header alone", async () => {
    answer({ "GET /v1/apps/my-app/addons": { body: { addons: [] } } });
    expect((await berth(["addons"], { env: { BERTH_APP: "my-app" } })).out).toBe(
      lines("|      ADDON     |        ID        | PLAN |"),
    );
  });

  test("--json prints what the API said", async () => {
    answer({ "GET /v1/apps/my-app/addons": { body: { addons: [ADDON] } } });
    const { out } = await berth(["--app", "my-app", "addons", "--json"]);
    expect(JSON.parse(out)).toEqual([ADDON]);
  });

  test("addons-plans lists plans with their sizes", async () => {
    answer({ "GET /v1/addon_providers/redis/plans": { body: PLANS } });
    const { out } = await berth(["addons-plans", "redis"]);
    expect(out.split("\n")).toContain("| 1g   | 1g   |   1.0 GiB |        1000 | yes     |");
  });

  test("addons-upgrade sends the plan and waits", async () => {
    answer({
      "GET /v1/addon_providers/redis/plans": { body: PLANS },
      "PATCH /v1/apps/my-app/addons/my-app-3030": {
        body: { addon: ADDON, message: "", variables: [] },
      },
      [OPERATION_PATH]: slowly("change-plan"),
    });
    const { out } = await berth(["--app", "my-app", "addons-upgrade", "my-app-3030", "2g"]);
    expect(out).toBe(lines("-----> Addon my-app-3030 has been upgraded"));
    expect(asked[1]?.body).toEqual({ addon: { plan_id: "2g" } });
  });

  test("addons-info takes the app's only addon when none is named", async () => {
    answer({
      "GET /v1/apps/my-app/addons": { body: { addons: [ADDON] } },
      "GET /v1/apps/my-app/addons/my-app-3030": { body: { addon: ADDON } },
      [`GET /api/databases/${ADDON.id}`]: { body: { database: DATABASE } },
    });
    const { out } = await berth(["--app", "my-app", "addons-info"]);
    expect(out).toContain("| Version           | 7.0.15 (8.0.2 is available) |");
  });

  test("addons-info says of a database whose data is gone what can be done", async () => {
    const gone = { since: AT, volume: "b1-my-app-3030-node-1", host: "host-1" };
    answer({
      "GET /v1/apps/my-app/addons/my-app-3030": { body: { addon: { ...ADDON, data_gone_at: AT } } },
      [`GET /api/databases/${ADDON.id}`]: { body: { database: { ...DATABASE, data_gone: gone } } },
    });
    const { out } = await berth(["--app", "my-app", "addons-info", "my-app-3030"]);
    expect(out).toMatch(
      /gone from the engine[\s\S]*b1-my-app-3030-node-1 back on host-1[\s\S]*remove the addon/,
    );
  });

  test("of several addons one has to be named", async () => {
    answer({
      "GET /v1/apps/my-app/addons": { body: { addons: [ADDON, { ...ADDON, resource_id: "my-app-4040" }] } },
    });
    const { exitCode, err } = await berth(["--app", "my-app", "addons-info"]);
    expect(exitCode).toBe(2);
    expect(err).toContain("Addons: my-app-3030, my-app-4040");
  });

  const REMOVE: Answers = {
    "GET /v1/apps/my-app/addons/redis": { body: { addon: ADDON } },
    [`DELETE /v1/apps/my-app/addons/${ADDON.id}`]: { status: 204, headers: LOCATION, body: "" },
    [OPERATION_PATH]: slowly("remove"),
  };

  test("addons-remove asks for the ID and waits", async () => {
    answer(REMOVE);
    const { exitCode, out } = await berth(["--app", "my-app", "addons-remove", "redis"], {
      input: "my-app-3030\n",
    });
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "-----> Addon my-app-3030 has been destroyed\n" });
  });

  test.each([
    ["another ID", "my-app-4040\n"],
    ["nothing", ""],
  ])("addons-remove removes nothing when %s is typed", async (_name, input) => {
    answer(REMOVE);
    const { exitCode } = await berth(["--app", "my-app", "addons-remove", "redis"], { input });
    expect(exitCode).not.toBe(0);
    expect(asked.filter(({ method }) => method === "DELETE")).toEqual([]);
  });
});

describe("environment", () => {
  const VARIABLES = [
    { id: "v1", name: "REDIS_URL", value: "$SCALINGO_REDIS_URL" },
    { id: "v2", name: "SCALINGO_REDIS_URL", value: "redis://my-app-3030:pw@my-app-3030:6379/0" },
  ];
  const LIST: Answers = {
    "GET /v1/apps/my-app/variables": ({ query }) => ({
      body: {
        variables: query.includes("aliases=false")
          ? VARIABLES.map((variable) => ({ ...variable, value: VARIABLES[1]!.value }))
          : VARIABLES,
      },
    }),
  };

  test("env prints a name and a value a line", async () => {
    answer(LIST);
    expect((await berth(["--app", "my-app", "env"])).out).toBe(
      lines("REDIS_URL=$SCALINGO_REDIS_URL", "SCALINGO_REDIS_URL=redis://my-app-3030:pw@my-app-3030:6379/0"),
    );
  });

  test("env quotes what could not be read back otherwise", async () => {
    const value = '{"a":"b #c"}\n';
    answer({ "GET /v1/apps/my-app/variables": { body: { variables: [{ id: "v1", name: "A", value }] } } });
    const { out } = await berth(["--app", "my-app", "env"]);
    expect(parseDotenv(out)).toMatchObject({ variables: [{ name: "A", value }] });
  });

  test("env-get prints what an alias stands for", async () => {
    answer(LIST);
    expect((await berth(["--app", "my-app", "env-get", "REDIS_URL"])).out).toBe(`${VARIABLES[1]!.value}\n`);
    const { exitCode, err } = await berth(["--app", "my-app", "env-get", "NONE"]);
    expect(exitCode).toBe(4);
    expect(err).toContain("environment variable not found");
  });

  test("env-set sets what stands on the line and in the file", async () => {
    answer({
      "PUT /v1/apps/my-app/variables": { body: { variables: VARIABLES } },
    });
    const { out } = await berth(["--app", "my-app", "env-set", "A=b=c", "--file", "-"], {
      input: 'FROM_FILE="two words"\n',
    });
    expect(asked[0]?.body).toEqual({
      variables: [
        { name: "FROM_FILE", value: "two words" },
        { name: "A", value: "b=c" },
      ],
    });
    expect(out).toBe(
      lines(
        "FROM_FILE has been set to 'two words'.",
        "A has been set to 'b=c'.",
        "",
        "Restart your containers to apply these environment changes on your application:",
        "berth --app my-app restart",
      ),
    );
  });

  test.each([[["A"]], [["=b"]], [[]]])("env-set refuses %j", async (words) => {
    answer({});
    expect((await berth(["--app", "my-app", "env-set", ...words])).exitCode).toBe(2);
    expect(asked).toEqual([]);
  });

  test("env-unset takes away all or nothing", async () => {
    answer({ ...LIST, "DELETE /v1/apps/my-app/variables/v1": { status: 204, body: "" } });
    const missing = await berth(["--app", "my-app", "env-unset", "REDIS_URL", "NONE"]);
    expect({ exitCode: missing.exitCode, asked: asked.length }).toEqual({ exitCode: 4, asked: 1 });
    expect((await berth(["--app", "my-app", "env-unset", "REDIS_URL"])).out).toContain(
      "REDIS_URL has been unset.\n",
    );
  });
});

describe("activity", () => {
  test("timeline prints a sentence an event, and pages on standard error", async () => {
    const event = {
      id: "e1",
      app_id: "a1",
      app_name: "my-app",
      created_at: AT,
      type: "new_addon",
      user: USER,
      operation_id: null,
      type_data: { addon_provider_name: "redis", resource_id: "my-app-3030", plan_name: "1g" },
    };
    answer({
      "GET /v1/apps/my-app/events": {
        body: { events: [event], meta: pageMeta({ page: 2, perPage: 5, total: 9 }) },
      },
    });
    const { out, err } = await berth(["--app", "my-app", "timeline", "--page", "2", "--per-page", "5"]);
    expect(out).toBe(
      "* Mon Jan 05 2026 10:11:12 - New Addon                 - 'my-app-3030' (redis) has been added (plan '1g') <ada (ada@example.org)>\n",
    );
    expect(err).toBe("Page: 2, Last Page: 2\n");
    expect(asked[0]?.query).toBe("?page=2&per_page=5");
  });

  test("restart says what happens and follows it when told to", async () => {
    answer({
      "POST /v1/apps/my-app/restart": { status: 202, headers: LOCATION, body: operation("restart", 0) },
      [OPERATION_PATH]: slowly("restart"),
    });
    expect((await berth(["--app", "my-app", "restart"])).out).toBe("Your application is being restarted.\n");
    expect(asked).toHaveLength(1);
    expect((await berth(["--app", "my-app", "restart", "--wait"])).out).toBe(
      lines("Your application is being restarted.", "Your application has been restarted."),
    );
  });

  test("operations shows one with its steps", async () => {
    answer({ [OPERATION_PATH]: { body: operation("restart", 2) } });
    const { out } = await berth(["--app", "my-app", "operations", OPERATION_ID]);
    expect(out).toContain("| Wait for the new containers         | succeeded | 250 ms |");
  });

  test("ps, stats and metrics draw what the API tells", async () => {
    const pointsBefore = (...pairs: [minutes: number, value: number][]) =>
      pairs.map(([minutes, value]) => ({
        time: new Date(Date.now() - minutes * 60_000).toISOString(),
        value,
      }));
    const points = pointsBefore([357, 0], [349, 4], [3, 8]);
    answer({
      "GET /v1/apps/my-app/ps": {
        body: {
          containers: [
            {
              id: "c1",
              app_id: "a1",
              created_at: AT,
              command: "run",
              type: "web",
              type_index: 1,
              label: "web-1",
              state: "running",
              container_size: { human_name: "unlimited" },
              image: "shop:1",
              host: null,
              error: null,
            },
          ],
        },
      },
      "GET /v1/apps/my-app/stats": {
        body: {
          stats: [
            {
              id: "c1",
              cpu_usage: 18,
              memory_usage: 95 * 1024 ** 2,
              memory_limit: 512 * 1024 ** 2,
              highest_memory_usage: 114 * 1024 ** 2,
              swap_usage: 0,
              swap_limit: 512 * 1024 ** 2,
              highest_swap_usage: 0,
            },
          ],
        },
      },
      "GET /v1/apps/my-app/addons": { body: { addons: [ADDON] } },
      ...Object.fromEntries(
        ["cpu", "memory", "swap", "disk"].map((type) => [
          `GET /api/databases/my-app-3030/metrics/${type}`,
          { body: type === "disk" ? [] : points },
        ]),
      ),
    });
    expect((await berth(["--app", "my-app", "ps"])).out).toContain("| web-1 | running | run");
    expect((await berth(["--app", "my-app", "stats"])).out).toContain(
      "| web-1 | 18% | 19% 95.0 MiB/512.0 MiB | 0% 0 B/512.0 MiB |",
    );
    const { out } = await berth(["--app", "my-app", "metrics", "--since", "6"]);
    // A bar for each 7.5 of the 360 minutes, and nothing where nothing was measured.
    expect(out).toContain(`cpu            8.0%  ▁▅${" ".repeat(45)}█  highest 8.0%\n`);
    expect(out).toContain("disk    no data yet\n");
    expect(
      asked.filter(({ path }) => path.includes("/metrics/")).every(({ query }) => query === "?since=6"),
    ).toBe(true);
  });

  test("a database may be named redis, which is the app's only one", async () => {
    const points = "GET /api/databases/my-app-3030/metrics";
    answer({
      "GET /v1/apps/my-app/addons/redis": { body: { addon: ADDON } },
      ...Object.fromEntries(
        ["cpu", "memory", "swap", "disk"].map((type) => [`${points}/${type}`, { body: [] }]),
      ),
    });
    for (const words of [
      ["metrics", "redis"],
      ["--addon", "redis", "metrics"],
    ])
      expect((await berth(["--app", "my-app", "--json", ...words])).out).toBe(
        `${JSON.stringify({ cpu: [], memory: [], swap: [], disk: [] }, null, 2)}\n`,
      );
    expect(await berth(["metrics", "my-app-3030"])).toMatchObject({ exitCode: 0 });
  });

  test("logs prints the last lines, and with -f what comes after them, for as long as one may read them", async () => {
    let given = 0;
    answer({
      "GET /v1/apps/my-app/addons": { body: { addons: [ADDON] } },
      "GET /api/databases/my-app-3030/logs": () => {
        given += 1;
        if (given > 4) return { status: 404, body: { resource: "database", error: "gone" } };
        return { body: { url: `${cli.url()}/logs?token=t` } };
      },
      "GET /logs": ({ query }) => ({
        body: query.includes("stream=true")
          ? `: here\n\ndata: {"event":"log","log":"line ${given}","timestamp":"2026-01-01T00:00:00Z"}\n\n`
          : "first\nsecond\n",
        headers: { "content-type": "text/plain" },
      }),
    });
    expect((await berth(["--app", "my-app", "logs", "-n", "2"])).out).toBe("first\nsecond\n");
    expect(asked.at(-1)?.authorization).toBe("");
    expect((await berth(["--app", "my-app", "--json", "logs"])).out).toBe('[\n  "first",\n  "second"\n]\n');
    given = 0;
    expect(await berth(["--app", "my-app", "logs", "-f"])).toMatchObject({
      exitCode: 4,
      out: "first\nsecond\nline 1\nline 3\nline 4\n",
    });
  });

  test("database-upgrade goes to the next version, and says when there is none", async () => {
    const database = (next: string | null) => ({
      body: { database: { ...DATABASE, next_version_id: next } },
    });
    answer({
      "GET /api/databases/my-app-3030": database("8.0.2"),
      "POST /api/databases/my-app-3030/upgrade": {
        status: 202,
        body: {
          message: "Database upgrade to 8.0.2 is pending",
          operation_id: OPERATION_ID,
          version_id: "7.0.15",
          readable_version: "7.0.15",
        },
      },
      [OPERATION_PATH]: slowly("upgrade"),
    });
    expect((await berth(["database-upgrade", "my-app-3030"])).out).toBe(
      "-----> Database my-app-3030 has been upgraded from 7.0.15 to 8.0.2\n",
    );
    answer({ "GET /api/databases/my-app-3030": database(null) });
    expect((await berth(["database-upgrade", "my-app-3030"])).exitCode).toBe(4);
  });
});

describe("session", () => {
  const SELF: Answers = {
    "GET /v1/users/self": ({ authorization }) =>
      authorization === AUTHORIZATION
        ? { body: { user: USER } }
        : { status: 401, body: { error: "This token does not work.", code: "no_token" } },
  };
  const signedOut = { BERTH_API_TOKEN: "" };
  const home = (name: string) => {
    const path = join(cli.dir(), name);
    mkdirSync(path, { recursive: true });
    return { ...signedOut, XDG_CONFIG_HOME: path };
  };

  test("login keeps the token for its owner alone, self uses it, logout forgets it", async () => {
    answer(SELF);
    const env = home("login");
    const hello = await berth(["login", "--api-token", "-"], { env, input: "tk-us-test\n" });
    expect(hello).toEqual({ exitCode: 0, out: "-----> Hello ada, nice to see you!\n", err: "" });
    const file = join(env.XDG_CONFIG_HOME, "berth", "credentials.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const remembered = { ...env, BERTH_URL: "" };
    expect((await berth(["self"], { env: remembered })).out).toBe(
      "-----> You are logged in as ada (ada@example.org)\n",
    );
    await berth(["logout"], { env });
    expect((await berth(["self"], { env })).exitCode).toBe(3);
  });

  test("a token is not told to another Berth than the one that made it", async () => {
    answer(SELF);
    const env = home("elsewhere");
    await berth(["login", "--api-token", "tk-us-test"], { env });
    const file = join(env.XDG_CONFIG_HOME, "berth", "credentials.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(/http:[^"]+/, "http://elsewhere.example:1/"));
    answer(SELF);
    expect((await berth(["self"], { env })).exitCode).toBe(3);
    expect(asked).toEqual([]);
  });

  test("email and password make a token of this machine", async () => {
    answer({
      ...SELF,
      "POST /v1/tokens": {
        status: 201,
        body: {
          token: {
            id: "t1",
            name: "x",
            created_at: AT,
            last_used_at: null,
            expires_at: null,
            scope: "write",
            app: null,
            token: "tk-us-test",
          },
        },
      },
    });
    const { exitCode, out } = await berth(["login"], {
      env: home("password"),
      input: "ada@example.org\nfour words for ada\n",
    });
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "-----> Hello ada, nice to see you!\n" });
    const basic = Buffer.from("ada@example.org:four words for ada").toString("base64");
    expect(asked[0]?.authorization).toBe(`Basic ${basic}`);
  });

  test("a token that does not work ends with 3 and what to do", async () => {
    answer({
      "GET /v1/users/self": { status: 401, body: { error: "This token does not work.", code: "no_token" } },
    });
    expect(await berth(["self"])).toEqual({
      exitCode: 3,
      out: "",
      err: lines(" !     This token does not work.", "       Sign in: berth login"),
    });
  });
});

describe("what goes wrong", () => {
  test.each<[string, { status: number; body: unknown; headers?: Record<string, string> }, number, string]>([
    [
      "not there",
      { status: 404, body: { error: "This app does not exist.", code: "app", resource: "app" } },
      4,
      " !     This app does not exist.\n",
    ],
    [
      "not valid",
      { status: 422, body: { error: "Not valid.", code: "input", errors: { name: ["Too short."] } } },
      4,
      " !     Not valid.\n       name: Too short.\n",
    ],
    [
      "too often",
      { status: 429, body: { error: "Slow down.", code: "rate_limit" }, headers: { "retry-after": "7" } },
      5,
      " !     Slow down.\n       Try again in 7 seconds.\n",
    ],
    [
      "broken",
      {
        status: 500,
        body: { error: "Something went wrong.", code: "internal" },
        headers: { "x-request-id": "r1" },
      },
      5,
      "request r1",
    ],
    ["no Berth", { status: 200, body: "<html>" }, 5, "does not know"],
  ])("%s", async (_name, answered, exitCode, err) => {
    answer({ "GET /v1/apps": answered });
    const ended = await berth(["apps"]);
    expect({ exitCode: ended.exitCode, out: ended.out }).toEqual({ exitCode, out: "" });
    expect(ended.err).toContain(err);
  });

  test("a Berth that is not there ends with 5", async () => {
    const { exitCode, err } = await berth(["apps"], { env: { BERTH_URL: "http://127.0.0.1:1" } });
    expect(exitCode).toBe(5);
    expect(err).toContain("Berth does not answer at http://127.0.0.1:1");
  });

  test.each([
    ["an unknown command", ["nonsense"], "unknown command 'nonsense'"],
    ["a missing argument", ["addons-add", "redis"], "missing required argument 'plan'"],
    ["a word too many", ["apps", "x"], "too many arguments"],
    ["a wrong number", ["-a", "my-app", "timeline", "--page", "x"], "--page and --per-page are numbers."],
    ["no app", ["addons"], "Unable to find the application name, please use --app flag."],
  ])("%s ends with 2 and asks nobody", async (_name, words, err) => {
    answer({});
    const ended = await berth(words);
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toContain(` !     ${err.startsWith("unknown") || err.startsWith("Unable") ? err : ""}`);
    expect(ended.err).toContain(err);
    expect(asked).toEqual([]);
  });
});

test("the app stands in the nearest .berth file", async () => {
  answer({ "GET /v1/apps/from-file/addons": { body: { addons: [] } } });
  const deep = join(cli.dir(), "project", "src");
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(cli.dir(), "project", ".berth"), "# the app\nfrom-file\n");
  expect((await berth(["addons"], { cwd: deep })).exitCode).toBe(0);
});

test.each(["bash", "zsh", "fish"])("completion of %s knows every command", async (shell) => {
  const { out } = await berth(["completion", shell]);
  for (const name of ["addons-add", "db-tunnel", "env-set", "completion"]) expect(out).toContain(name);
});

/** Types into a zsh on a terminal of its own, which alone completes, asks for the choices, and leaves. */
const IN_ZSH = `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'setopt no_beep; PS1="at ""work> "; source ./script; bindkey "^T" list-choices'
zpty -r shell seen '*at work> *'
zpty -n -w shell "$1"$'\\C-t\\C-u\\C-d'
while zpty -r shell more; do print -r -- "$more"; done`;

/** What shows each shell's offers for the words of a line, the last of which is being typed. */
const OFFERS: Record<string, (words: string[]) => string[]> = {
  bash: (words) => [
    "bash",
    "--norc",
    "-c",
    `source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _berth; printf '%s\n' "\${COMPREPLY[@]}"`,
    "bash",
    ...words,
  ],
  zsh: (words) => ["zsh", "-f", "-c", IN_ZSH, "zsh", words.join(" ")],
  fish: (words) => ["fish", "--no-config", "-c", "source ./script; complete -C $argv[1]", words.join(" ")],
};
const has = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

/** The longer words that begin with the one being typed. What is told of each after a tab, and what a terminal is told, is no word. */
function offersIn(shown: string, typed: string): string[] {
  const lines = stripVTControlCharacters(shown).split(/[\r\n]+/);
  const words = lines.flatMap((line) => line.split("\t")[0]?.split(" ") ?? []);
  return [...new Set(words)].filter((word) => word.startsWith(typed) && word !== typed).toSorted();
}

const ADDONS = ["add", "info", "list", "plans", "remove", "upgrade"].map((verb) => `addons-${verb}`);

describe.each(["bash", "zsh", "fish"])("completion in %s", (shell) => {
  test.skipIf(!has(shell)).each([
    ["a command", ["berth", "addons-"], ADDONS],
    ["a command after the app", ["berth", "--app", "my-app", "log"], ["login", "logout", "logs"]],
    ["a flag of all", ["berth", "--ap"], ["--app"]],
    ["a flag of the command", ["berth", "--app", "my-app", "metrics", "--si"], ["--since"]],
    ["no command after a command", ["berth", "metrics", "log"], []],
  ])("%s", async (_name, words, offered) => {
    const { out } = await berth(["completion", shell]);
    const dir = join(cli.dir(), "completion");
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "script"), out);
    const [program = "", ...rest] = OFFERS[shell]?.(words) ?? [];
    const { stdout, stderr } = spawnSync(program, rest, { cwd: dir, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(offersIn(stdout, words.at(-1) ?? "")).toEqual(offered);
  });
});

test("open prints the address of the dashboard", async () => {
  answer({ "GET /v1/apps/my-app/addons/redis": { body: { addon: ADDON } } });
  expect((await berth(["--app", "my-app", "open"])).out).toBe(`${cli.url()}/apps/my-app\n`);
  expect((await berth(["--app", "my-app", "open", "redis"])).out).toBe(
    `${cli.url()}/databases/my-app-3030\n`,
  );
});
