import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Answers, AUTHORIZATION, withCli } from "@/tests/cli";
import {
  ADD,
  ADDED,
  ADDON,
  AT,
  count,
  DATABASE,
  LOCATION,
  lines,
  OPERATION_ID,
  OPERATION_PATH,
  operation,
  PLANS,
  slowly,
} from "@/tests/cli-answers";
import { OPERATION_STEPS } from "../lib/core/operations/steps";
import { parseDotenv } from "../lib/core/variables/dotenv";

const cli = withCli();
const { berth, answer, asked } = cli;

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

  test("a change says once that it has taken effect, and goes on until the old Redis is stopped", async () => {
    const steps = OPERATION_STEPS["change-plan"].length;
    const done = [steps - 1, steps - 1, steps];
    answer({
      "GET /v1/addon_providers/redis/plans": { body: PLANS },
      "PATCH /v1/apps/my-app/addons/my-app-3030": { body: { addon: ADDON, message: "", variables: [] } },
      [OPERATION_PATH]: () => ({ body: operation("change-plan", done.shift() ?? steps) }),
    });
    const { out, err } = await berth(["-a", "my-app", "addons-upgrade", "my-app-3030", "2g", "--wait"]);
    const said = err.split("\n").map((line) => line.trim().split(/ {2,}/).slice(0, 2).join(": "));
    expect(said.slice(-4)).toEqual([
      "done: Restart the app",
      "ready: my-app-3030 serves as asked for; its old Redis is still being stopped.",
      "done: Stop the old Redis and keep its data for a day",
      "",
    ]);
    expect(out).toContain("has been upgraded");
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
    expect(out).toContain("| Version            | 7.0.15 (8.0.2 is available)  |");
    expect(out).toContain("| Maintenance window | Tuesdays at 21:00 (08 hours) |");
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

  test("addons-info of a highly available addon tells what each node is, where, and how far behind", async () => {
    const safe = { ...ADDON, plan: { ...ADDON.plan, is_highly_available: true } };
    const node = (name: string, more: object) => ({
      ...{ id: name, type: "db-node", status: "running", role: "follower" },
      high_availability: { node: name, host: "host-1", state: "replica", lag_bytes: null, ...more },
    });
    const gateway = { id: "g", type: "gateway", status: "running", role: null, high_availability: null };
    answer({
      "GET /v1/apps/my-app/addons/my-app-3030": { body: { addon: safe } },
      [`GET /api/databases/${ADDON.id}`]: { body: { database: DATABASE } },
      [`GET /api/databases/${ADDON.id}/instances_status`]: {
        body: [gateway, node("n-1", { state: "master" }), node("n-2", { host: "host-2", lag_bytes: 2_048 })],
      },
    });
    const { out } = await berth(["--app", "my-app", "addons-info", "my-app-3030"]);
    expect(out).toMatch(/\| Node n-1 +\| master on host-1 +\|/);
    expect(out).toMatch(/\| Node n-2 +\| replica on host-2, 2 KiB behind +\|/);
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
    ["leaves the last backup to Berth", [], ""],
    ["forgoes the last backup with --no-backup", ["--no-backup"], "?keeps_backup=false"],
  ])("addons-remove %s", async (_name, options, query) => {
    answer(REMOVE);
    await berth(["--app", "my-app", "addons-remove", "redis", "--confirm", "my-app-3030", ...options]);
    expect(asked.filter(({ method }) => method === "DELETE")).toMatchObject([{ query }]);
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

  test("env-set sends nothing of a file that is not in UTF-8", async () => {
    answer({});
    const file = join(cli.dir(), "latin1.env");
    writeFileSync(file, Buffer.from("GREETING=gr\u00fcn\n", "latin1"));
    const { exitCode, err } = await berth(["--app", "my-app", "env-set", "--file", file]);
    expect({ exitCode, err, asked }).toEqual({
      exitCode: 2,
      err: expect.stringContaining("utf-8"),
      asked: [],
    });
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
