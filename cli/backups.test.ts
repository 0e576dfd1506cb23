import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Answers, withCli } from "@/tests/cli";
import {
  ADDON,
  AT,
  DATABASE,
  LOCATION,
  lines,
  OPERATION_ID,
  OPERATION_PATH,
  operation,
  PLANS,
  slowly,
} from "@/tests/cli-answers";
import { toApiBackup } from "../lib/contract/api/backup";

const cli = withCli();
const { berth, answer, asked } = cli;

afterEach(() => answer({}));

const ID = "0b0f1a53-6d57-4c6a-9a5f-0d9f4c0e0b01";
const FILE = "20260102000010_my-app-3030.tar.gz";
const BACKUP = toApiBackup({
  id: ID,
  resourceId: "my-app-3030",
  addonId: ADDON.id,
  method: "periodic",
  status: "done",
  createdAt: "2026-01-02T00:00:10.000Z",
  startedAt: AT,
  finishedAt: AT,
  engine: "redis",
  version: "8.0.2",
  bytes: 143_000,
  dumpBytes: 500_000,
  keys: 3,
  keysByDatabase: { 0: 3 },
  provenAt: AT,
  drilledAt: null,
  loadMs: 5,
  copies: [{ storage: "data-folder", isProven: true, error: null, nextTryAt: null }],
  keptFor: "daily, until 1 February",
  keptUntil: null,
  fileName: FILE,
  error: null,
  operationId: null,
});
const OF_DATABASE = "/v1/databases/my-app-3030";
const LIST: Answers = {
  [`GET ${OF_DATABASE}/backups`]: {
    body: { backups: [{ ...BACKUP, id: "1", status: "error", bytes: null }, BACKUP] },
  },
};
const CONFIG = {
  is_included: true,
  is_on: true,
  hour_utc: 3,
  next_at: "2026-01-06T03:00:00.000Z",
  last_proven_at: null,
  manual: 10,
  manual_max: 10,
  storages: ["data-folder", "s3"],
};

describe("backups", () => {
  test("are listed as scripts know them", async () => {
    answer(LIST);
    const { out, err } = await berth(["--addon", "my-app-3030", "backups"]);
    expect(out).toBe(
      lines(
        "|                  ID                  |            CREATED AT           |  SIZE  | STATUS |",
        "| 1                                    | Fri, 02 Jan 2026 00:00:10 +0000 | 0 B    | error  |",
        `| ${ID} | Fri, 02 Jan 2026 00:00:10 +0000 | 143 kB | done   |`,
      ),
    );
    expect(err).toBe("");
  });

  test("of removed addons are listed with whose they were", async () => {
    const kept = { app_name: "my-app", resource_id: "my-app-2020", addon_id: "ad-1", removed_at: AT };
    answer({
      "GET /v1/apps/my-app/kept_backups": { body: { kept_backups: [{ ...kept, backups: [BACKUP] }] } },
    });
    const { out } = await berth(["--app", "my-app", "backups", "--removed"]);
    expect(out).toContain(`| my-app-2020 | ${ID} |`);
  });

  test("--json prints all that is known", async () => {
    answer(LIST);
    const { out } = await berth(["--addon", "my-app-3030", "backups", "--json"]);
    expect(JSON.parse(out)[1]).toEqual(BACKUP);
  });
});

describe("backups-create", () => {
  const create = (how: Answers[string], config = CONFIG): Answers => ({
    [`GET ${OF_DATABASE}/backup_config`]: { body: { backup_config: config } },
    [`POST ${OF_DATABASE}/backups`]: {
      status: 201,
      headers: LOCATION,
      body: { backup: { ...BACKUP, status: "scheduled" }, ...operation("back-up", 0) },
    },
    [OPERATION_PATH]: how,
  });

  test("waits until it is proven, and says before that the oldest goes", async () => {
    answer(create(slowly("back-up")));
    const { exitCode, out, err } = await berth(["--addon", "my-app-3030", "backups-create"]);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "-----> Backup successfully finished\n" });
    expect(err).toBe("  /!\\  10 manual backups are kept: the oldest goes once this one is done.\n");
  });

  test("with --wait tells each step", async () => {
    answer(create(slowly("back-up"), { ...CONFIG, manual: 2 }));
    const { err } = await berth(["--addon", "my-app-3030", "backups-create", "--wait"]);
    expect(err).toMatch(/^ {2}done {4}Take the data/);
  });

  test("that fails ends with 1 and the reason", async () => {
    answer(create(slowly("back-up", "There is no room.")));
    const { exitCode, out, err } = await berth(["--addon", "my-app-3030", "backups-create"]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: "" });
    expect(err).toContain(" !     Backup failed\n");
    expect(err).toContain("There is no room.");
  });

  test("with --no-wait says no more than it knows", async () => {
    answer(create({ status: 500 }));
    const { out } = await berth(["--addon", "my-app-3030", "backups-create", "--no-wait"]);
    expect(out).toBe(`-----> Backup ${ID} is being taken\n`);
  });
});

describe("backups-download", () => {
  const CONTENT = randomBytes(300_000);
  let url = "";
  /** Ranges that were asked for, by link. */
  let ranges: (string | undefined)[] = [];
  /** After so many bytes the connection breaks, once for each number. */
  let breaks: number[] = [];
  let isDeaf = false;
  const files = createServer((request, response) => {
    const { range, authorization } = request.headers;
    if (authorization !== undefined) return void response.writeHead(400).end();
    ranges.push(range);
    const from = isDeaf ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    const rest = CONTENT.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": rest.length,
      ...(from > 0 && { "content-range": `bytes ${from}-${CONTENT.length - 1}/${CONTENT.length}` }),
    });
    const end = breaks.shift();
    if (end === undefined) return void response.end(rest);
    response.write(rest.subarray(0, end), () => setTimeout(() => response.destroy(), 50));
  });
  beforeAll(async () => {
    files.listen(0, "127.0.0.1");
    await once(files, "listening");
    url = `http://127.0.0.1:${(files.address() as AddressInfo).port}/downloads/a.b.c`;
  });
  afterAll(() => {
    files.closeAllConnections();
    files.close();
  });

  let folder = "";
  let count = 0;
  beforeEach(() => {
    ranges = [];
    breaks = [];
    isDeaf = false;
    count += 1;
    folder = join(cli.dir(), `download-${count}`);
    mkdirSync(folder);
    answer({
      ...LIST,
      [`POST /v1/backups/${ID}/link`]: () => ({
        status: 201,
        body: { link: { url, file_name: FILE, bytes: CONTENT.length, expires_at: AT } },
      }),
    });
  });
  const run = (...words: string[]) =>
    berth(["--addon", "my-app-3030", "backups-download", ...words], { cwd: folder });
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  const isWhole = (path: string) => sha256(readFileSync(path)) === sha256(CONTENT);

  test("takes the most recent successful one, under its own name", async () => {
    const { exitCode, out, err } = await run();
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    expect(out).toBe(lines("-----> Selected the most recent successful backup", `===> ${FILE}`));
    expect(readdirSync(folder)).toEqual([FILE]);
    expect(isWhole(join(folder, FILE))).toBe(true);
  });

  test("goes into a file, a folder, or to standard output alone", async () => {
    expect((await run("--backup", ID, "--output", "mine.tar.gz")).out).toBe("===> mine.tar.gz\n");
    expect(isWhole(join(folder, "mine.tar.gz"))).toBe(true);
    expect((await run("--backup", ID, "-o", ".", "--silent")).out).toBe(`===> ${FILE}\n`);
    expect(isWhole(join(folder, FILE))).toBe(true);
    const { out } = await berth(["--addon", "my-app-3030", "backups-download", "-o", "-"], {
      encoding: "latin1",
      cwd: folder,
    });
    expect(sha256(Buffer.from(out, "latin1"))).toBe(sha256(CONTENT));
  });

  test("goes on where the connection broke, by a link made anew", async () => {
    breaks = [100_000, 50_000];
    const { exitCode } = await run("--backup", ID);
    expect(exitCode).toBe(0);
    expect(ranges).toEqual([undefined, "bytes=100000-", "bytes=150000-"]);
    expect(isWhole(join(folder, FILE))).toBe(true);
    expect(asked.filter(({ path }) => path.endsWith("/link"))).toHaveLength(3);
  });

  test("goes on with what an earlier run has brought of the same backup", async () => {
    writeFileSync(join(folder, `${FILE}.${ID}.part`), CONTENT.subarray(0, 200_000));
    writeFileSync(join(folder, `${FILE}.another.part`), "of another backup");
    expect((await run("--backup", ID)).exitCode).toBe(0);
    expect(ranges).toEqual(["bytes=200000-"]);
    expect(isWhole(join(folder, FILE))).toBe(true);
  });

  test("a proxy that knows no ranges does no harm", async () => {
    isDeaf = true;
    breaks = [100_000];
    expect((await run("--backup", ID)).exitCode).toBe(0);
    expect(isWhole(join(folder, FILE))).toBe(true);
  });

  test("a name is a file's name, whatever the other side says", async () => {
    answer({
      [`POST /v1/backups/${ID}/link`]: {
        status: 201,
        body: { link: { url, file_name: "../../elsewhere.tar.gz", bytes: CONTENT.length, expires_at: AT } },
      },
    });
    expect((await run("--backup", ID)).out).toBe("===> elsewhere.tar.gz\n");
    expect(readdirSync(folder)).toEqual(["elsewhere.tar.gz"]);
  });

  test("a folder that is not there is said, and nothing is called done", async () => {
    const { exitCode, err } = await run("--backup", ID, "-o", "no/such/file");
    expect(exitCode).toBe(1);
    expect(err).toContain("cannot be written");
  });

  test("without any backup that is done there is nothing to download", async () => {
    answer({ [`GET ${OF_DATABASE}/backups`]: { body: { backups: [{ ...BACKUP, status: "running" }] } } });
    const { exitCode, err } = await run();
    expect(exitCode).toBe(4);
    expect(err).toContain("has no backup that is done");
  });

  test("backups-url prints the link alone", async () => {
    const { out, err } = await berth(["--addon", "my-app-3030", "backups-url"]);
    expect(out).toBe(`${url}\n`);
    expect(err).toBe("It works until Mon, 05 Jan 2026 10:11:12 +0000, for whoever has it.\n");
  });
});

describe("backups-config", () => {
  const SET: Answers = {
    [`GET ${OF_DATABASE}/backup_config`]: { body: { backup_config: CONFIG } },
    [`PATCH ${OF_DATABASE}/backup_config`]: ({ body }) => ({
      body: { backup_config: { ...CONFIG, ...(body as object) } },
    }),
  };
  const run = (words: string[], more: Parameters<typeof berth>[1] = {}) =>
    berth(["--addon", "my-app-3030", "backups-config", ...words], more);
  const sent = () => asked.find(({ method }) => method === "PATCH")?.body;
  beforeEach(() => answer(SET));

  test.each([
    ["3", 3],
    ["4:00 UTC", 4],
    ["10:00 UTC", 10],
    ["20 UTC", 20],
    ["0 UTC", 0],
  ])("--schedule-at %j sends %i and says so", async (hour, expected) => {
    const { out } = await run(["--schedule-at", hour]);
    expect(sent()).toEqual({ is_on: true, hour_utc: expected });
    expect(out).toBe(`-----> Periodic backups will be done daily at ${expected}:00 UTC\n`);
  });

  test("elsewhere it is told in both times", async () => {
    const { out } = await run(["--schedule-at", "3 UTC"], { env: { TZ: "Asia/Tokyo" } });
    expect(out).toBe("-----> Periodic backups will be done daily at 12:00 Asia/Tokyo (3:00 UTC)\n");
  });

  test.each(["25", "noon", "3 Europe/Atlantis"])("--schedule-at %j asks for nothing", async (hour) => {
    expect((await run(["--schedule-at", hour])).exitCode).toBe(2);
    expect(asked).toEqual([]);
  });

  test("--unschedule asks first", async () => {
    const { exitCode, out } = await run(["--unschedule"], { input: "y\n" });
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: "-----> Periodic backups are disabled\n" });
    expect(sent()).toEqual({ is_on: false });
  });

  test.each(["n\n", "\n"])("--unschedule changes nothing after %j", async (input) => {
    const { exitCode, err } = await run(["--unschedule"], { input });
    expect(exitCode).toBe(1);
    expect(err).toContain("periodic backups are still enabled");
    expect(sent()).toBeUndefined();
  });

  test("--yes is an answer for scripts", async () => {
    expect((await run(["--unschedule", "--yes"])).out).toBe("-----> Periodic backups are disabled\n");
  });

  test("without a flag it shows what is", async () => {
    expect((await run([])).out).toBe(
      lines(
        "| Periodic backups | daily at 3:00 UTC               |",
        "| Next             | Tue, 06 Jan 2026 03:00:00 +0000 |",
        "| Last proven      | none yet                        |",
        "| Manual backups   | 10 of 10                        |",
        "| Storages         | data-folder, s3                 |",
      ),
    );
  });
});

describe("backup-restore", () => {
  const preview = (changes: object = {}): Answers => ({
    ...LIST,
    [`GET /v1/backups/${ID}`]: { body: { backup: BACKUP } },
    [`GET /v1/backups/${ID}/restore_preview`]: {
      body: {
        preview: {
          backup: BACKUP,
          present: { keys: 9, used_memory_bytes: 700_000, version: "8.0.2" },
          is_allowed: true,
          reason: null,
          message: null,
          ...changes,
        },
      },
    },
    [`GET ${OF_DATABASE.replace("/v1", "/api")}`]: { body: { database: DATABASE } },
    [`POST /v1/backups/${ID}/restore`]: { status: 202, body: operation("restore", 0) },
    [`POST /v1/backups/${ID}/restore_into_new`]: { status: 202, body: operation("restore-new", 0) },
    "GET /v1/addon_providers/redis/plans": { body: PLANS },
    [OPERATION_PATH]: slowly("restore"),
  });
  const run = (words: string[], input = "") =>
    berth(["--addon", "my-app-3030", "backup-restore", ...words], { input });
  const restored = () => asked.filter(({ method }) => method === "POST");

  test("shows what it replaces, asks for the addon's ID, and waits", async () => {
    answer(preview());
    const { exitCode, out, err } = await run([], "my-app-3030\n");
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: lines(
        `-----> Backup ${ID} has been restored into my-app-3030`,
        "       The former data is kept for 24 hours: undo is on the database's page.",
      ),
    });
    expect(err).toContain("| Keys    | 3                               | 9      |");
    expect(restored()).toMatchObject([{ body: { database: "my-app-3030", accepts_loss: true } }]);
  });

  test("takes a file that somebody brought only where it is named", async () => {
    const own = { ...BACKUP, id: "0b0f1a53-6d57-4c6a-9a5f-0d9f4c0e0b02" };
    const path = `/v1/backups/${own.id}/restore`;
    const backups = [{ ...BACKUP, method: "uploaded" }, own];
    answer({
      ...preview(),
      [`GET ${path}_preview`]: preview()[`GET /v1/backups/${ID}/restore_preview`],
      [`POST ${path}`]: { status: 202, body: operation("restore", 0) },
      [`GET ${OF_DATABASE}/backups`]: { body: { backups } },
    } as Answers);
    expect((await run(["--confirm", ADDON.id, "--no-wait"])).out).toContain(`Backup ${own.id} is being`);
    answer({ ...preview(), [`GET ${OF_DATABASE}/backups`]: { body: { backups: backups.slice(0, 1) } } });
    const { exitCode, err } = await run(["--confirm", ADDON.id, "--no-wait"]);
    expect(exitCode).toBe(4);
    expect(err).toContain("A file that was uploaded is taken only where it is named");
  });

  test.each([
    ["another ID", "my-app-4040\n"],
    ["nothing", ""],
  ])("restores nothing when %s is typed", async (_name, input) => {
    answer(preview());
    expect((await run([], input)).exitCode).not.toBe(0);
    expect(restored()).toEqual([]);
  });

  test("--confirm is an answer for scripts", async () => {
    answer(preview());
    expect((await run(["--backup", ID, "--confirm", ADDON.id, "--no-wait"])).out).toBe(
      `-----> Backup ${ID} is being restored into my-app-3030\n`,
    );
  });

  test("what cannot be restored is refused with the reason before anything is asked", async () => {
    answer(preview({ is_allowed: false, reason: "version", message: "Redis 7.0 does not read it." }));
    const { exitCode, err } = await run(["--confirm", "my-app-3030"]);
    expect(exitCode).toBe(4);
    expect(err).toContain(" !     Redis 7.0 does not read it.");
    expect(restored()).toEqual([]);
  });

  test("--into makes a new addon, of the same plan or another", async () => {
    answer(preview());
    expect((await run(["--into", "other", "--no-wait"])).out).toContain("is being restored into my-app-3030");
    expect(restored()[0]?.body).toEqual({ app: "other", plan_id: "1g" });
    answer(preview());
    await run(["--backup", ID, "--into", "other", "--plan", "2g", "--to", "8.0.2", "--no-wait"]);
    expect(restored()[0]?.body).toEqual({ app: "other", plan_id: "2g", version: "8.0.2" });
  });

  test("a plan without --into is a mistake", async () => {
    expect((await run(["--plan", "2g"])).exitCode).toBe(2);
  });
});

describe("backups-import", () => {
  const IMPORT: Answers = {
    [`GET ${OF_DATABASE.replace("/v1", "/api")}`]: { body: { database: DATABASE } },
    [`POST ${OF_DATABASE}/backups/import`]: { status: 201, headers: LOCATION, body: { backup: BACKUP } },
    [OPERATION_PATH]: slowly("back-up"),
  };
  const run = (words: string[], input = "") =>
    berth(["--addon", "my-app-3030", "backups-import", ...words], { input });
  const sent = () => asked.find(({ method }) => method === "POST");

  test("sends a file as it is, once, and waits until it is proven", async () => {
    answer(IMPORT);
    writeFileSync(join(cli.dir(), "dump.rdb"), "1234567");
    const { exitCode, out } = await run(["dump.rdb"]);
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: `-----> dump.rdb has been imported as backup ${ID}\n`,
    });
    expect(sent()).toMatchObject({ body: 1_234_567, key: null });
  });

  test("takes standard input", async () => {
    answer(IMPORT);
    expect((await run(["-", "--no-wait"], "42")).exitCode).toBe(0);
    expect(sent()).toMatchObject({ body: 42 });
  });

  test("a refusal is told", async () => {
    const error = "This is no dump of Redis.";
    answer({
      ...IMPORT,
      [`POST ${OF_DATABASE}/backups/import`]: { status: 422, body: { error, code: "x" } },
    });
    const { exitCode, err } = await run(["-"], "42");
    expect({ exitCode, err }).toEqual({ exitCode: 4, err: ` !     ${error}\n` });
  });

  test.each(["no-such-file", "."])("%s cannot be sent", async (path) => {
    answer(IMPORT);
    expect((await run([path])).exitCode).toBe(2);
    expect(sent()).toBeUndefined();
  });
});

test("addons-clone makes a copy in the same app or another", async () => {
  const CLONE: Answers = {
    [`POST ${OF_DATABASE}/clone`]: {
      status: 202,
      body: {
        operation: { ...operation("restore-new", 0).operation, resource_id: "other-3031" },
      },
    },
    [OPERATION_PATH]: slowly("restore-new"),
    "GET /v1/addon_providers/redis/plans": { body: PLANS },
  };
  answer(CLONE);
  expect((await berth(["--app", "my-app", "addons-clone", "my-app-3030"])).out).toBe(
    "-----> Addon my-app-3030 has been cloned to other-3031\n",
  );
  expect(asked[0]?.body).toEqual({ app: "my-app" });
  answer(CLONE);
  await berth(["addons-clone", "my-app-3030", "--into", "other", "--plan", "2g", "--no-wait"]);
  expect(asked.find(({ method }) => method === "POST")?.body).toEqual({ app: "other", plan_id: "2g" });
  expect(asked.some(({ path }) => path.includes(OPERATION_ID))).toBe(false);
});
