import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { testBackupKey } from "../../../tests/backup-world";
import { INSTANCE, makeApp, makeContext, makeUser, plainCipher } from "../../../tests/factories";
import { withDatabase } from "../../../tests/postgres";
import { makeStorage } from "../../../tests/stored-backups";
import { ageArchives } from "../../adapters/archives/age";
import { type MemoryStorage, memoryStorages } from "../../adapters/storage/memory";
import { DomainError } from "../../core/errors";
import { readRecordsName } from "../../core/records/objects";
import { DAY_MS } from "../../core/units";
import { prisma } from "../../db/client";
import { ensurePartitions } from "../../db/partitions";
import { loadRecords } from "../../db/records/load";
import { withRecordsSession } from "../../db/records/session";
import { whileAlone, withThrowAwayDatabase } from "../../db/records/throw-away";
import {
  findLastRecordsBackup,
  insertRecordsBackup,
  listProvenRecords,
  setRecordsBackupRunning,
} from "../../db/records-backups";
import { listStorages } from "../../db/storages";
import { backUpRecords } from "../../services/records/back-up-records";
import { getRecords } from "../../services/records/get-records";
import { keepRecords } from "./keep";
import { takeRecordsBackup } from "./take";
import { OwnFiles, type RecordsWorld } from "./world";

const database = withDatabase();
const dataDir = mkdtempSync(join(tmpdir(), "berth-records-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const KEY = Buffer.alloc(32, 7);
let storages: ReturnType<typeof memoryStorages>;
let world: RecordsWorld;
let first: MemoryStorage;

beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE "records_backups", "storages", "apps", "users" CASCADE`;
  storages = memoryStorages();
  world = {
    instance: INSTANCE,
    cipher: plainCipher,
    openStorage: storages.open,
    archives: ageArchives,
    backupKey: testBackupKey,
    databaseUrl: database.url(),
    dataDir,
    prismaDir: "prisma",
    key: KEY,
  };
  await makeStorage("/first");
  first = storages.of("/first");
});

const failed = async (work: Promise<void>) => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) throw new Error(`no refusal: ${error}`);
  const row = await prisma().recordsBackup.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
  return { reason: error.reason, status: row.status, told: row.errorReason };
};

const only = (storage: MemoryStorage): string => {
  const [name, ...others] = storage.objects.keys();
  if (name === undefined || others.length > 0) throw new Error("not one object");
  return name;
};

/** What the object holds, loaded into a database of its own. */
async function load(storage: MemoryStorage, look: (client: Client) => Promise<unknown>) {
  const name = only(storage);
  const source = {
    bytes: storage.objects.get(name)?.bytes.length ?? 0,
    read: (range: { from: number; to: number }) => storage.read(name, range),
  };
  const { identity } = await testBackupKey.load();
  return whileAlone(world.databaseUrl, (client) =>
    withThrowAwayDatabase(world.databaseUrl, client, async (url) => {
      const content = ageArchives.readDump(source, identity);
      const { about } = await loadRecords(url, { content, prismaDir: "prisma" });
      return { about, seen: await withRecordsSession(url, look) };
    }),
  );
}

describe("a backup of the records", () => {
  test("has every row, the sequences, the partitions and the key, and is proven in every storage", async () => {
    await makeStorage("/second");
    const text = "tab\t line\nback\\slash \\. ' \" ü € \u{1f600}";
    const { app } = await makeApp();
    await prisma().variable.create({ data: { appId: app.id, name: "ODD", valueEncrypted: text } });
    const now = Date.now();
    await ensurePartitions("log_lines", { fromMs: now, toMs: now, partitionMs: DAY_MS });
    await prisma().$executeRaw`SELECT setval('backups_number_seq', 41)`;

    await takeRecordsBackup(world);

    const row = await findLastRecordsBackup("done");
    expect(row).toMatchObject({ status: "done", provenAt: expect.any(Date), errorMessage: null });
    expect(row?.copies.map(({ storage, error }) => [storage, error])).toEqual([
      ["/first", null],
      ["/second", null],
    ]);
    expect(readRecordsName(only(storages.of("/second")))).toMatchObject({
      instance: INSTANCE,
      backupId: row?.id,
    });
    const { about, seen } = await load(storages.of("/second"), async (client) => {
      const ask = async (sql: string) => (await client.query<{ value: string }>(sql)).rows[0]?.value;
      return [
        await ask(`SELECT "valueEncrypted" AS value FROM variables WHERE name = 'ODD'`),
        await ask("SELECT last_value::text AS value FROM backups_number_seq"),
        await ask("SELECT count(*)::text AS value FROM pg_inherits WHERE inhparent = 'log_lines'::regclass"),
        await ask("SELECT count(*)::text AS value FROM users"),
      ];
    });
    expect(seen).toEqual([text, "41", "1", "1"]);
    expect(OwnFiles.parse(about)).toMatchObject({ instance: INSTANCE, key: KEY.toString("base64") });
  });

  test("is of one moment, whatever is written meanwhile", async () => {
    await makeUser();
    const slow: RecordsWorld = {
      ...world,
      archives: {
        ...ageArchives,
        seal: async (input) => {
          async function* dump() {
            let isFirst = true;
            for await (const piece of input.dump) {
              if (isFirst) await makeUser();
              isFirst = false;
              yield piece;
            }
          }
          return ageArchives.seal({ ...input, dump: dump() });
        },
      },
    };
    await takeRecordsBackup(slow);
    const { seen } = await load(
      first,
      async (client) => (await client.query("SELECT id FROM users")).rowCount,
    );
    expect(seen).toBe(1);
    expect(await prisma().user.count()).toBe(2);
  });

  test("counts with one storage away or full, which its line tells until it works again", async () => {
    await makeStorage("/second");
    storages.of("/second").fail(new DomainError("conflict", "storage_full", "It is full."));
    await takeRecordsBackup(world);
    const row = await findLastRecordsBackup("done");
    expect(row?.copies.map(({ error }) => error)).toEqual([null, "It is full."]);
    expect((await listStorages()).map(({ lastError }) => lastError)).toEqual([null, "It is full."]);
    storages.of("/second").fail(null);
    await takeRecordsBackup(world);
    expect((await listStorages()).map(({ lastError }) => lastError)).toEqual([null, null]);
  });

  test("fails when no storage takes it", async () => {
    first.fail(new DomainError("conflict", "storage_full", "It is full."));
    expect(await failed(takeRecordsBackup(world))).toEqual({
      reason: "storage_full",
      status: "error",
      told: "storage_full",
    });
  });

  test.each<[string, (bytes: Buffer) => Buffer, string]>([
    ["cut short", (bytes) => bytes.subarray(0, bytes.length / 2), "copy_differs"],
    ["changed in one byte", (bytes) => bytes.fill(bytes.readUInt8(900) ^ 1, 900, 901), "copy_differs"],
    ["empty", () => Buffer.alloc(0), "copy_differs"],
  ])("that is stored %s does not count, and is taken away", async (_name, change, reason) => {
    const put = first.put;
    first.put = async (object) => {
      const answer = await put(object);
      const kept = first.objects.get(object.name);
      if (kept) first.objects.set(object.name, { ...kept, bytes: change(Buffer.from(kept.bytes)) });
      return answer;
    };
    expect(await failed(takeRecordsBackup(world))).toEqual({ reason, status: "error", told: reason });
    expect(first.objects.size).toBe(0);
    expect(await listProvenRecords()).toEqual(new Set());
  });

  test("that the recovery key does not open does not count", async () => {
    const [mine, other] = [await testBackupKey.load(), await ageArchives.createIdentity()];
    const backupKey = { load: async () => ({ identity: mine.identity, recipient: other.recipient }) };
    const reason = "archive_of_other_key";
    expect(await failed(takeRecordsBackup({ ...world, backupKey }))).toEqual({
      reason,
      status: "error",
      told: reason,
    });
    expect(first.objects.size).toBe(0);
  });

  test("whose rows are not those that were there does not count", async () => {
    const archives = {
      ...ageArchives,
      readDump: async function* (...input: Parameters<typeof ageArchives.readDump>) {
        const pieces: Uint8Array[] = [];
        for await (const piece of ageArchives.readDump(...input)) pieces.push(piece);
        yield Buffer.from(Buffer.concat(pieces).toString().replace("/first", "/fir5t"));
      },
    };
    const reason = "records_spoilt";
    expect(await failed(takeRecordsBackup({ ...world, archives }))).toEqual({
      reason,
      status: "error",
      told: reason,
    });
    expect(first.objects.size).toBe(0);
  });

  test("leaves no database behind, nor one that a killed process left", async () => {
    const name = new URL(database.url()).pathname.slice(1);
    await withRecordsSession(database.url(), (client) =>
      client.query(`CREATE DATABASE "${name}_proof_left"`),
    );
    await takeRecordsBackup(world);
    const left = await prisma()
      .$queryRaw`SELECT datname FROM pg_database WHERE starts_with(datname, ${`${name}_proof_`})`;
    expect(left).toEqual([]);
  });

  test("that was cut off ends as failed, its object goes, and the next one is taken at once", async () => {
    await takeRecordsBackup(world);
    const cutOff = await prisma().recordsBackup.findFirstOrThrow();
    await prisma().recordsBackup.update({ where: { id: cutOff.id }, data: { status: "running" } });
    const object = only(first);
    await keepRecords(world, new Date());
    expect(await prisma().recordsBackup.findUnique({ where: { id: cutOff.id } })).toMatchObject({
      status: "error",
      errorReason: "cut_off",
    });
    expect(first.objects.has(object)).toBe(false);
    expect(readRecordsName(only(first))?.backupId).toBe((await findLastRecordsBackup("done"))?.id);
  });

  test("is due though the last one's clock was a year ahead, and is not due again then", async () => {
    await prisma().storage.updateMany({ data: { createdAt: new Date(0) } });
    await takeRecordsBackup(world);
    await prisma().recordsBackup.updateMany({ data: { createdAt: new Date(Date.now() + 365 * DAY_MS) } });
    await keepRecords(world, new Date());
    expect(await prisma().recordsBackup.count()).toBe(2);
    await keepRecords(world, new Date());
    expect(await prisma().recordsBackup.count()).toBe(2);
  });

  test("is taken by one at a time", async () => {
    await whileAlone(world.databaseUrl, async () => {
      await expect(takeRecordsBackup(world)).rejects.toMatchObject({ reason: "records_busy" });
    });
  });

  test("is refused by an earlier Berth than the one that took it", async () => {
    const line = JSON.stringify({
      format: 1,
      migrations: ["9999_later"],
      tables: [],
      partitions: [],
      sequences: [],
      about: null,
    });
    const content = (async function* () {
      yield Buffer.from(`${line}\n`);
    })();
    await expect(loadRecords(world.databaseUrl, { content, prismaDir: "prisma" })).rejects.toMatchObject({
      reason: "records_newer",
    });
  });

  test("old copies go once a newer one is proven", async () => {
    await takeRecordsBackup(world);
    const [name] = first.objects.keys();
    const kept = first.objects.get(name ?? "");
    const old = (name ?? "").replace(/\d{14}-.{36}/, `20200101000000-${randomUUID()}`);
    if (kept) first.objects.set(old, kept);
    await takeRecordsBackup(world);
    expect(first.objects.has(old)).toBe(false);
    expect(first.objects.size).toBe(2);
  });
});

describe("asked for by an administrator", () => {
  test("it is taken by the next round, and shown", async () => {
    const ctx = makeContext(await makeUser({ isAdmin: true }));
    expect(await getRecords(ctx)).toMatchObject({ isOwn: true, lastProven: null, current: null });
    expect(await backUpRecords(ctx)).toMatchObject({ current: "scheduled" });
    expect(await backUpRecords(ctx)).toMatchObject({ current: "scheduled" });
    await keepRecords(world, new Date());
    expect(await getRecords(ctx)).toMatchObject({
      lastProven: { copies: [{ storage: "/first", error: null }] },
      lastFailure: null,
      current: null,
    });
    expect(first.objects.size).toBe(1);
  });

  test("a failure is shown until a newer one is proven", async () => {
    const ctx = makeContext(await makeUser({ isAdmin: true }));
    first.fail(new DomainError("unavailable", "storage_away", "Not mounted."));
    await backUpRecords(ctx);
    await keepRecords(world, new Date());
    expect(await getRecords(ctx)).toMatchObject({
      lastProven: null,
      lastFailure: { message: "Not mounted." },
    });
    first.fail(null);
    await backUpRecords(ctx);
    await keepRecords(world, new Date());
    expect(await getRecords(ctx)).toMatchObject({
      lastProven: { bytes: expect.any(Number) },
      lastFailure: null,
    });
  });

  test("one that runs is shown as that", async () => {
    const ctx = makeContext(await makeUser({ isAdmin: true }));
    const id = randomUUID();
    await insertRecordsBackup(id);
    await setRecordsBackupRunning(id);
    expect(await getRecords(ctx)).toMatchObject({ current: "running" });
  });

  test("records of the operator's PostgreSQL are the operator's", async () => {
    const ctx = { ...makeContext(await makeUser({ isAdmin: true })), areRecordsOwn: false };
    expect(await getRecords(ctx)).toMatchObject({ isOwn: false });
    await expect(backUpRecords(ctx)).rejects.toMatchObject({ code: "conflict", reason: "records_elsewhere" });
  });

  test("nobody else may look or ask", async () => {
    const ctx = makeContext(await makeUser());
    await expect(getRecords(ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(backUpRecords(ctx)).rejects.toMatchObject({ code: "forbidden" });
  });
});
