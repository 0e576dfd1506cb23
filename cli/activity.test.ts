import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Answers, AUTHORIZATION, withCli } from "@/tests/cli";
import {
  ADDON,
  AT,
  DATABASE,
  LOCATION,
  lines,
  OPERATION_ID,
  OPERATION_PATH,
  operation,
  slowly,
  USER,
} from "@/tests/cli-answers";
import { pageMeta } from "../lib/contract/api/shared";

const cli = withCli();
const { berth, answer, asked } = cli;

afterEach(() => answer({}));

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
      title: "New Addon",
      text: "'my-app-3030' (redis) has been added (plan '1g')",
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

  test("deploy gives the app another image and waits until it runs, or says why it does not", async () => {
    const begun = { status: 202, headers: LOCATION, body: operation("deploy", 0) };
    answer({ "PATCH /v1/apps/my-app": begun, [OPERATION_PATH]: slowly("deploy") });
    const { out } = await berth(["--app", "my-app", "deploy", "team/web:2"]);
    expect(out).toBe("'team/web:2' has been deployed to 'my-app'\n");
    expect(asked[0]?.body).toEqual({ app: { image: "team/web:2" } });
    answer({
      "PATCH /v1/apps/my-app": begun,
      [OPERATION_PATH]: { body: operation("deploy", 1, "No such image.") },
    });
    const failed = await berth(["--app", "my-app", "deploy", "team/wbe:2", "--command", ""]);
    expect(failed.err).toContain("No such image.");
    expect(asked[0]?.body).toEqual({ app: { image: "team/wbe:2", command: "" } });
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
              container_id: null,
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
          { body: type === "disk" || type === "swap" ? [] : points },
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
    expect(out).toContain("swap    not known: its host does not count swap");
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
    const ofAddon = ["--app", "my-app", "--addon", "my-app-3030"];
    expect((await berth([...ofAddon, "logs", "-n", "2"])).out).toBe("first\nsecond\n");
    expect(asked.at(-1)?.authorization).toBe("");
    expect((await berth([...ofAddon, "--json", "logs"])).out).toBe('[\n  "first",\n  "second"\n]\n');
    given = 0;
    expect(await berth([...ofAddon, "logs", "-f"])).toMatchObject({
      exitCode: 4,
      out: "first\nsecond\nline 1\nline 3\nline 4\n",
    });
  });

  test("logs without an addon are those of the app, by words or by container", async () => {
    answer({
      "GET /v1/apps/my-app/logs": { body: { logs_url: `${cli.url()}/logs?token=t`, app: null } },
      "GET /logs": ({ query }) => ({
        body: `${new URLSearchParams(query).get("filter")}\n`,
        headers: { "content-type": "text/plain" },
      }),
    });
    const filtered = async (...words: string[]) => (await berth(["--app", "my-app", "logs", ...words])).out;
    expect(await filtered()).toBe("null\n");
    expect(await filtered("--filter", "no such user")).toBe("no such user\n");
    expect(await filtered("-F", "web-3f2a91c0d4e5", "--lines", "3")).toBe("web-3f2a91c0d4e5\n");
    expect(asked.at(-1)?.query).toContain("n=3");
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

  test("database-upgrade goes to another engine, whose version has to be named", async () => {
    answer({
      "GET /api/databases/my-app-3030": { body: { database: DATABASE } },
      "POST /api/databases/my-app-3030/upgrade": ({ body }) => ({
        status: 202,
        body: {
          message: JSON.stringify(body),
          operation_id: OPERATION_ID,
          version_id: "8.1.1",
          readable_version: "8.1.1",
        },
      }),
      [OPERATION_PATH]: slowly("upgrade"),
    });
    const words = ["database-upgrade", "my-app-3030", "--engine", "valkey"];
    expect((await berth([...words, "--to", "8.1.1"])).out).toBe(
      "-----> Database my-app-3030 has been upgraded from 7.0.15 to valkey 8.1.1\n",
    );
    expect(asked.findLast(({ method }) => method === "POST")?.body).toEqual({
      engine: "valkey",
      version: "8.1.1",
    });
    expect((await berth(words)).exitCode).toBe(2);
  });

  test("database-move names the host it went to, also one that nobody chose", async () => {
    answer({
      "GET /api/databases/my-app-3030": { body: { database: DATABASE } },
      "POST /api/databases/my-app-3030/move": ({ body }) => ({
        status: 202,
        body: {
          message: "Database move to host-2 is pending",
          operation_id: OPERATION_ID,
          host: z.object({ host: z.string().default("the emptiest") }).parse(body).host,
        },
      }),
      [OPERATION_PATH]: slowly("move"),
    });
    expect((await berth(["database-move", "my-app-3030", "--host", "host-2"])).out).toBe(
      "-----> Database my-app-3030 has been moved to host-2\n",
    );
    expect((await berth(["database-move", "my-app-3030"])).out).toContain("moved to the emptiest");
  });

  test("database-move says which node of a highly available database is to go", async () => {
    answer({
      "GET /api/databases/my-app-3030": { body: { database: DATABASE } },
      "POST /api/databases/my-app-3030/move": ({ body }) => {
        expect(body).toEqual({ node: "b-my-app-3030-node-2" });
        return {
          status: 202,
          body: { message: "Database move to host-4 is pending", operation_id: OPERATION_ID, host: "host-4" },
        };
      },
      [OPERATION_PATH]: slowly("replace-node"),
    });
    expect((await berth(["database-move", "my-app-3030", "--node", "b-my-app-3030-node-2"])).out).toBe(
      "-----> Node b-my-app-3030-node-2 of my-app-3030 has been moved to host-4\n",
    );
  });
});

describe("hosts", () => {
  const drain = (changes: object) => ({
    status: "running",
    at_once: 1,
    by: "ada@example.org",
    moves: [],
    staying: [],
    reason: null,
    created_at: "2026-01-02T03:04:05.000Z",
    ended_at: null,
    ...changes,
  });
  const move = (status: string) => ({
    resource_id: "my-app-3030",
    app_name: "my-app",
    operation_id: OPERATION_ID,
    status,
  });
  const host = (changes: object) => ({
    id: "1",
    name: "host-1",
    state: "paused",
    since: null,
    engine_version: "20.10.24",
    takes_databases: false,
    memory_bytes: 2 ** 33,
    free_bytes: 2 ** 32,
    cpus: 2,
    nodes: 3,
    drain: null,
    ...changes,
  });
  const hosts = (changes: object) => ({ body: { hosts: [host(changes)] } });

  test("they are listed with what is free and how far a drain is", async () => {
    answer({ "GET /v1/hosts": hosts({ drain: drain({ moves: [move("succeeded"), move("running")] }) }) });
    const { out } = await berth(["hosts"]);
    expect(out).toContain("host-1");
    expect(out).toContain("4.0 GiB");
    expect(out).toContain("running: 1 moved, 1 being moved");
  });

  test("a node that stays on a drained host is told with the reason", async () => {
    const staying = [{ resource_id: "my-app-3031", reason: "No other host has enough free memory." }];
    answer({ "GET /v1/hosts": hosts({ drain: drain({ moves: [move("succeeded")], staying }) }) });
    expect((await berth(["hosts"])).out).toContain(
      "running: 1 moved; a node of my-app-3031 stays: No other host has enough free memory.",
    );
  });

  test("hosts-drain waits for the end, and fails with the reason of one that ended early", async () => {
    let asked = 0;
    const ended = [drain({ moves: [move("queued")] }), drain({ status: "done", moves: [move("succeeded")] })];
    answer({
      "POST /v1/hosts/host-1/drain": ({ body }) => {
        expect(body).toEqual({ at_once: 2 });
        return { status: 202, body: { message: "The databases of host-1 are being moved" } };
      },
      "GET /v1/hosts": () => hosts({ drain: ended[asked++] }),
    });
    expect((await berth(["hosts-drain", "host-1", "--at-once", "2"])).out).toContain(
      "Host host-1 is drained (done: 1 moved)",
    );
    answer({
      "POST /v1/hosts/host-1/drain": { status: 202, body: { message: "They are being moved" } },
      "GET /v1/hosts": hosts({ drain: drain({ status: "failed", reason: "There is no room." }) }),
    });
    const failed = await berth(["hosts-drain", "host-1"]);
    expect(failed.exitCode).toBe(1);
    expect(failed.err).toContain("There is no room.");
  });

  test("hosts-activate lets it take databases again", async () => {
    answer({ "POST /v1/hosts/host-1/activate": { status: 204 } });
    expect((await berth(["hosts-activate", "host-1"])).out).toBe(
      "-----> Host host-1 takes databases again\n",
    );
  });
});

describe("releases", () => {
  const part = (status: string) => ({
    resource_id: "my-app-3030",
    app_name: "my-app",
    operation_id: null,
    maintenance_window: null,
    status,
  });
  const wave = (status: string, parts: string[], reason: string | null = null) => ({
    status,
    when: "now",
    at_once: 1,
    by: "ada@example.org",
    databases: parts.map(part),
    reason,
    created_at: "2026-01-02T03:04:05.000Z",
    ended_at: null,
  });
  const build = {
    ...{ built_from: "debian-trixie", fixes_missing: null, newer: "8.0.2-4" },
    ...{ source_answered_at: null, source_away_since: null },
  };
  const release = (of: object | null) => ({
    body: {
      releases: [
        {
          ...{ engine: "redis", version: "8.0.2", name: "Redis", status: "offered", notice: null },
          builds: [{ ...build, build: "8.0.2-3", upgrades_to: null, databases: ["my-app-3030"] }],
          wave: of,
        },
      ],
    },
  });
  const STARTED = { status: 202, body: { message: "The databases of redis:8.0.2 are being upgraded" } };

  test("they are listed with what is newer, and how far an upgrade is", async () => {
    answer({ "GET /v1/releases": release(wave("running", ["succeeded", "running", "waiting"])) });
    const { out } = await berth(["releases"]);
    expect(out).toMatch(/redis:8\.0\.2 .*8\.0\.2-3 .*8\.0\.2-4 \(to be made\).* 1 /);
    expect(out).toContain("running: 1 upgraded, 1 being upgraded, 1 waiting for the window");
  });

  test("releases-upgrade waits for the end, and fails with the reason of one that stopped at a failure", async () => {
    let asked = 0;
    const seen = [wave("running", ["queued"]), wave("done", ["succeeded"])];
    answer({
      "POST /v1/releases/redis/8.0.2/upgrade": ({ body }) => {
        expect(body).toEqual({ when: "now", at_once: 2 });
        return STARTED;
      },
      "GET /v1/releases": () => release(seen[asked++] ?? null),
    });
    const { out } = await berth(["releases-upgrade", "redis:8.0.2", "--at-once", "2"]);
    expect(out).toContain("All databases of redis:8.0.2 have its newest build (done: 1 upgraded)");
    answer({
      "POST /v1/releases/redis/8.0.2/upgrade": STARTED,
      "GET /v1/releases": release(wave("failed", ["failed"], "my-app-3030 could not be upgraded: No room.")),
    });
    const failed = await berth(["releases-upgrade", "redis:8.0.2"]);
    expect(failed).toMatchObject({ exitCode: 1, err: expect.stringContaining("No room.") });
  });

  test("in the windows nobody waits; releases-stop ends it, and what is no release is said so", async () => {
    answer({
      "POST /v1/releases/redis/8.0.2/upgrade": ({ body }) => {
        expect(body).toEqual({ when: "windows" });
        return STARTED;
      },
      "POST /v1/releases/redis/8.0.2/stop": { status: 204 },
    });
    const put = await berth(["releases-upgrade", "redis:8.0.2", "--next-window"]);
    expect(put.out).toContain("berth releases says how far");
    expect((await berth(["releases-stop", "redis:8.0.2"])).out).toContain("is stopped");
    expect((await berth(["releases-stop", "8.0.2"])).err).toContain("engine and version");
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

  test("an account with a second factor is asked for its code, or told it by a flag", async () => {
    const at = { id: "t1", name: "x", created_at: AT, last_used_at: null, expires_at: null };
    const made = { status: 201, body: { token: { ...at, scope: "write", app: null, token: "tk-us-test" } } };
    const needed = { status: 401, body: { error: "OTP Required", code: "otp_required" } };
    answer({
      ...SELF,
      "POST /v1/tokens": ({ body }) => (JSON.stringify(body).includes(`"otp":"123456"`) ? made : needed),
    });
    const input = "ada@example.org\nfour words for ada\n";
    const asking = await berth(["login"], { env: home("otp"), input: `${input}123456\n` });
    expect(asking).toMatchObject({ exitCode: 0, out: "-----> Hello ada, nice to see you!\n" });
    expect(asking.err).toContain("Code of your second factor: ");
    expect(asking.err).not.toContain("123456");
    expect(await berth(["login", "--otp", "123456"], { env: home("otp-flag"), input })).toMatchObject({
      exitCode: 0,
    });
    expect((await berth(["login"], { env: home("otp-none"), input: `${input}\n` })).exitCode).toBe(3);
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
