import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner, plainDeps } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { crashAndResume, crashes, letThrough, makeWorld } from "../../tests/workflow-world";
import { lastSlot } from "../core/backups/schedule";
import { DomainError } from "../core/errors";
import { OPERATION_STEPS } from "../core/operations/steps";
import { DAY_MS, HOUR_MS, MIB, MINUTE_MS } from "../core/units";
import { insertBackup } from "../db/backup-changes";
import { listBackups, loadBackup } from "../db/backups";
import { prisma, transaction } from "../db/client";
import { loadOperation } from "../db/operations";
import { insertStorage } from "../db/storages";
import { createBackup } from "../services/backups/create-backup";
import { getBackup } from "../services/backups/get-backup";
import { storeUpload } from "../services/backups/store-upload";
import { backUp } from "./back-up";
import { keepBackups, lookAfterStorages } from "./backup-upkeep";
import { retryCopies } from "./copy-upkeep";
import { drill } from "./drill";
import { endLost } from "./lost";

withDatabase();
beforeEach(async () => {
  await prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`;
  await prisma().$executeRaw`TRUNCATE "storages" CASCADE`;
});

async function makeDatabase() {
  const made = await makeWorld();
  const { resourceId } = await made.addRunning();
  const { id: databaseId } = await prisma().database.findFirstOrThrow({
    where: { addon: { resourceId } },
    select: { id: true },
  });
  const first = made.backups.storages.of("/backups");
  const begin = async () => (await createBackup(made.ctx, { resourceId })).operation.id;
  const events = async () =>
    (await prisma().event.findMany({ where: { databaseId }, orderBy: { createdAt: "asc" } })).map(
      ({ type }) => type,
    );
  const take = async (fault: { failAt?: string } = {}) => {
    const id = await begin();
    await durableRunner(made.world).run(backUp, id, fault);
    const [backup] = await listBackups(databaseId);
    return { operation: await loadOperation(id), backup: await loadBackup(backup?.id ?? "") };
  };
  return { ...made, resourceId, databaseId, first, begin, take, events };
}

type Made = Awaited<ReturnType<typeof makeDatabase>>;

const addStorage = (name: string) =>
  transaction((tx) =>
    insertStorage(tx, {
      id: randomUUID(),
      name,
      settings: { kind: "folder", path: `/${name}` },
      secretEncrypted: null,
    }),
  );

/** Puts other bytes in the place of every object of a storage. */
function spoil({ objects }: Made["first"], change: (bytes: Buffer) => Uint8Array) {
  for (const [name, kept] of objects) objects.set(name, { ...kept, bytes: change(Buffer.from(kept.bytes)) });
}

describe("back-up", () => {
  test("a backup is in the storage, proven, counted and told", async () => {
    const made = await makeDatabase();
    made.redis.setInfo(`${INSTANCE}-${made.resourceId}-node-1`, { keysByDatabase: { 0: 3 }, keys: 3 });
    const { operation, backup } = await made.take();
    expect(operation.status).toBe("succeeded");
    expect(backup).toMatchObject({
      status: "done",
      method: "manual",
      keysAtStart: { 0: 3 },
      keysAtEnd: { 0: 3 },
      keysByDatabase: { 0: 3 },
      dumpBytes: 16,
      provenAt: expect.any(Date),
      errorReason: null,
    });
    expect([...made.first.objects.keys()]).toEqual([
      expect.stringMatching(
        new RegExp(`^${INSTANCE}/${made.databaseId}/\\d{8}T\\d{6}Z-${backup.id}-1\\.tar\\.gz\\.age$`),
      ),
    ]);
    expect(made.backups.proven).toEqual(["REDIS0009 a dump"]);
    expect(await made.events()).toContain("database_backup_succeeded");
  });

  test("the node is lent a core while it sends, and no longer", async () => {
    const made = await makeDatabase();
    const loans: number[] = [];
    const engine = {
      ...made.world.engine,
      lendCpus: async ({ extraCpus }: { extraCpus: number }) => void loans.push(extraCpus),
    };
    await durableRunner({ ...made.world, engine }).run(backUp, await made.begin());
    expect(loans).toEqual([1, 0]);
    expect(await prisma().node.count({ where: { cpuLentUntil: { not: null } } })).toBe(0);
  });

  test("each further storage gets the same bytes, from one dump", async () => {
    const made = await makeDatabase();
    await addStorage("second");
    made.backups.dumps.setDump(Buffer.concat([Buffer.from("REDIS"), Buffer.alloc(3 * MIB, "abcdefg")]));
    const { backup } = await made.take();
    const [name = ""] = made.first.objects.keys();
    const second = made.backups.storages.of("/second");
    expect([...second.objects.values()].map(({ bytes }) => Buffer.from(bytes))).toEqual([
      Buffer.from(made.first.objects.get(name)?.bytes ?? []),
    ]);
    expect(backup.objects.map(({ status, storage }) => [storage.name, status])).toEqual([
      ["first", "proven"],
      ["second", "proven"],
    ]);
  });

  test("a further storage that is away leaves a backup without a copy there, which says so", async () => {
    const made = await makeDatabase();
    await addStorage("second");
    const away = new DomainError("unavailable", "storage_away", "The bucket does not answer.");
    made.backups.storages.of("/second").fail(away);
    const { operation, backup } = await made.take();
    expect([operation.status, backup.status]).toEqual(["succeeded", "done"]);
    expect(backup.missingCopies).toMatchObject([
      { storage: { name: "second" }, attempts: 1, error: "The bucket does not answer." },
    ]);
  });

  test("a copy that failed is tried again after an hour, then daily, and its line says so meanwhile", async () => {
    const made = await makeDatabase();
    await addStorage("second");
    const second = made.backups.storages.of("/second");
    const away = new DomainError("unavailable", "storage_away", "The bucket does not answer.");
    second.fail(away);
    const { backup } = await made.take();
    const shown = async () =>
      (await getBackup(made.ctx, { backupId: backup.id })).copies.find(({ storage }) => storage === "second");
    const attempts = () => prisma().backupObject.count({ where: { storage: { name: "second" } } });
    const lastTriedAt = async () => {
      const [missing] = (await loadBackup(backup.id)).missingCopies;
      return +(missing?.lastTriedAt ?? 0);
    };
    const retryAfter = async (ms: number) =>
      retryCopies(made.world, new Date((await lastTriedAt()) + ms), (_subject, work) =>
        work().catch((error: unknown) => expect(error).toBe(away)),
      );
    await retryAfter(HOUR_MS - MINUTE_MS);
    expect(await attempts()).toBe(1);
    await retryAfter(HOUR_MS);
    await retryAfter(DAY_MS - MINUTE_MS);
    expect(await attempts()).toBe(2);
    second.fail(null);
    // What is left of the failed attempts goes, and the line stays.
    await keepBackups(made.world, new Date(), letThrough);
    expect(await shown()).toEqual({
      storage: "second",
      isProven: false,
      error: "The bucket does not answer.",
      nextTryAt: new Date((await lastTriedAt()) + DAY_MS).toISOString(),
    });
    await retryAfter(DAY_MS);
    expect(await shown()).toEqual({ storage: "second", isProven: true, error: null, nextTryAt: null });
    expect(second.objects.size).toBe(1);
    expect(await attempts()).toBe(3);
  });

  test("an upload whose web process died ends as an error after a day, and leaves nothing behind", async () => {
    const made = await makeDatabase();
    const id = randomUUID();
    const { databaseId } = made;
    const release = { engine: "redis", version: "8.0.2" };
    const row = { id, databaseId, operationId: null, method: "uploaded" as const, ...release };
    await transaction((tx) => insertBackup(tx, row));
    const { createdAt } = await loadBackup(id);
    await storeUpload(
      made.ctx,
      await loadBackup(id),
      (async function* () {
        yield Buffer.from("REDIS0009 a dump");
      })(),
    );
    await keepBackups(made.world, new Date(+createdAt + DAY_MS - MINUTE_MS), letThrough);
    expect((await loadBackup(id)).status).toBe("scheduled");
    await keepBackups(made.world, new Date(+createdAt + DAY_MS + MINUTE_MS), letThrough);
    const ended = await loadBackup(id);
    expect([ended.status, ended.errorReason]).toEqual(["error", "upload_cut_off"]);
    expect(ended.error).toContain("Upload the file again");
    expect(made.first.objects.size).toBe(0);
  });

  test("where the first storage is full the next one takes it", async () => {
    const made = await makeDatabase();
    await addStorage("second");
    made.first.fail(new DomainError("conflict", "storage_full", "No room."));
    const { backup } = await made.take();
    expect(backup.status).toBe("done");
    expect(made.backups.storages.of("/second").objects.size).toBe(1);
  });

  test.each<[string, (made: Made) => void, string]>([
    [
      "the node goes away in the middle",
      (made) =>
        made.backups.dumps.failNext(new DomainError("unavailable", "dump_cut", "It went away."), "within"),
      "dump_cut",
    ],
    [
      "the only storage is full",
      (made) => made.first.fail(new DomainError("conflict", "storage_full", "No room.")),
      "storage_full",
    ],
    [
      "Redis does not read the dump",
      (made) => made.backups.dumps.setDump(Buffer.from("HTTP/1.1 200 OK")),
      "dump_spoilt",
    ],
  ])("when %s it ends as an error with the reason, and nothing is left", async (_name, break_, reason) => {
    const made = await makeDatabase();
    break_(made);
    const { operation, backup } = await made.take();
    expect([operation.status, operation.errorReason]).toEqual(["failed", reason]);
    expect([backup.status, backup.errorReason]).toEqual(["error", reason]);
    expect(made.first.objects.size).toBe(0);
    expect(await made.events()).toEqual(["new_addon", "database_backup_failed"]);
    expect(await prisma().node.count({ where: { cpuLentUntil: { not: null } } })).toBe(0);
  });

  test.each<[string, (bytes: Buffer) => Uint8Array]>([
    ["was cut short", (bytes) => bytes.subarray(0, bytes.length - 1)],
    ["is empty", () => Buffer.alloc(0)],
    [
      "has one byte changed",
      (bytes) => {
        bytes[bytes.length - 3] = (bytes.at(-3) ?? 0) ^ 1;
        return bytes;
      },
    ],
  ])("an object that %s is an error, and is taken away", async (_name, change) => {
    const made = await makeDatabase();
    const id = await made.begin();
    const runner = durableRunner(made.world);
    await runner.run(backUp, id, { crash: { index: 1, when: "after-recording" } });
    spoil(made.first, change);
    await runner.run(backUp, id);
    expect(await loadOperation(id)).toMatchObject({ status: "failed", errorReason: "archive_spoilt" });
    expect(made.first.objects.size).toBe(0);
  });

  test("an object that another key sealed is an error", async () => {
    const made = await makeDatabase();
    const id = await made.begin();
    const runner = durableRunner(made.world);
    await runner.run(backUp, id, { crash: { index: 1, when: "after-recording" } });
    const other = await made.world.archives.createIdentity();
    const backupKey = { load: async () => other };
    await runner.run(backUp, id);
    expect((await loadOperation(id)).status).toBe("succeeded");
    const next = await made.begin();
    const mixed = durableRunner({ ...made.world, backupKey });
    await durableRunner(made.world).run(backUp, next, { crash: { index: 1, when: "after-recording" } });
    await mixed.run(backUp, next);
    expect(await loadOperation(next)).toMatchObject({
      status: "failed",
      errorReason: "archive_of_other_key",
    });
  });

  test("one that is suspiciously small counts, and people are told", async () => {
    const made = await makeDatabase();
    made.redis.setInfo(`${INSTANCE}-${made.resourceId}-node-1`, {
      keysByDatabase: { 0: 900 },
      keys: 900,
    });
    const { backup } = await made.take();
    expect(backup.status).toBe("done");
    expect(await made.events()).toContain("backup_small");
  });

  test.each(crashes(["begin", ...OPERATION_STEPS["back-up"], "succeed"]))(
    "after a crash at $name ($crash.when) it ends well, with one object",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await made.begin();
      await crashAndResume(made, backUp, id, crash);
      expect((await loadOperation(id)).status).toBe("succeeded");
      const [backup, ...others] = await listBackups(made.databaseId);
      expect(others).toEqual([]);
      expect(backup?.status).toBe("done");
      expect([...made.first.objects.keys()]).toEqual(backup?.objects.map(({ name }) => name));
      expect((await made.events()).filter((type) => type === "database_backup_succeeded")).toHaveLength(1);
    },
  );

  test("one whose worker died while it wrote begins anew under another name, and the upkeep takes the half away", async () => {
    const made = await makeDatabase();
    const id = await made.begin();
    const died = new Error("killed");
    const dumps = {
      dump: async () => {
        throw died;
      },
    };
    await durableRunner({ ...made.world, dumps })
      .run(backUp, id)
      .catch((error: unknown) => expect(error).toBe(died));
    await durableRunner(made.world).run(backUp, id);
    const [backup] = await listBackups(made.databaseId);
    expect(backup?.objects.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, "failed"],
      [2, "proven"],
    ]);
    await keepBackups(made.world, new Date(), letThrough);
    const [after] = await listBackups(made.databaseId);
    expect(after?.objects.map(({ attempt }) => attempt)).toEqual([2]);
  });

  test("one whose story was lost ends as an error, unless it counts already", async () => {
    const made = await makeDatabase();
    const id = await made.begin();
    await durableRunner(made.world).run(backUp, id, { crash: { index: 2, when: "after-recording" } });
    const lost = { id, kind: "back-up" as const, appId: made.appId, databaseId: made.databaseId };
    await endLost(plainDeps(made.world), { ...lost, workflowStatus: null });
    const [backup] = await listBackups(made.databaseId);
    expect([backup?.status, backup?.errorReason]).toEqual(["error", "workflow_lost"]);
    expect(made.first.objects.size).toBe(0);
  });

  test("of eleven manual ones the oldest goes, with its object", async () => {
    const made = await makeDatabase();
    for (let count = 0; count < 11; count++) await made.take();
    const backups = await listBackups(made.databaseId);
    expect(backups).toHaveLength(10);
    expect(made.first.objects.size).toBe(10);
    expect(await prisma().backup.count({ where: { deletedAt: { not: null } } })).toBe(1);
  });

  test("what a storage that is away keeps beyond its time is deleted once it is back", async () => {
    const made = await makeDatabase();
    for (let count = 0; count < 10; count++) await made.take();
    const remove = made.first.remove;
    made.first.remove = async () => {
      throw new DomainError("unavailable", "storage_away", "Away.");
    };
    const { operation } = await made.take();
    expect([operation.status, made.first.objects.size]).toEqual(["succeeded", 11]);
    expect(await listBackups(made.databaseId)).toHaveLength(10);
    made.first.remove = remove;
    await keepBackups(made.world, new Date(), letThrough);
    expect(made.first.objects.size).toBe(10);
  });
});

describe("the schedule", () => {
  const runAll = async (made: Made) => {
    const open = await prisma().operation.findMany({ where: { finishedAt: null } });
    for (const { id, kind } of open)
      await durableRunner(made.world).run(kind === "drill" ? drill : backUp, id);
    return open.map(({ kind }) => kind);
  };
  const madeLongAgo = (made: Made) =>
    prisma().database.update({
      where: { id: made.databaseId },
      data: { createdAt: new Date(0), backupOnSince: new Date(0) },
    });

  test("a database is backed up once for its slot, and again for the next", async () => {
    const made = await makeDatabase();
    await madeLongAgo(made);
    const now = new Date();
    await keepBackups(made.world, now, letThrough);
    expect(await runAll(made)).toEqual(["back-up"]);
    await keepBackups(made.world, now, letThrough);
    expect(await runAll(made)).toEqual([]);
    await keepBackups(made.world, new Date(+now + DAY_MS), letThrough);
    expect(await runAll(made)).toEqual(["back-up"]);
    const backups = await listBackups(made.databaseId);
    expect(backups.map(({ method, slotAt }) => [method, slotAt?.getTime()])).toEqual(
      [new Date(+now + DAY_MS), now].map((at) => [
        "periodic",
        lastSlot({ databaseId: made.databaseId, hourUtc: 0 }, at).getTime(),
      ]),
    );
  });

  test("what a clock wrote that was a year ahead stops neither a backup nor the word that one is missed", async () => {
    const made = await makeDatabase();
    const later = new Date(Date.now() + 365 * DAY_MS);
    const where = { id: made.databaseId };
    await prisma().database.update({ where, data: { createdAt: later, backupOnSince: later } });
    await keepBackups(made.world, new Date(), letThrough);
    expect(await runAll(made)).toEqual(["back-up"]);
    await prisma().backup.updateMany({
      where: { databaseId: made.databaseId },
      data: { provenAt: later, createdAt: later },
    });
    await madeLongAgo(made);
    await keepBackups({ ...made.world, backupsAtOnceMax: 0 }, new Date(), letThrough);
    expect(await made.events()).toContain("backup_missed");
  });

  test("two workers begin one backup", async () => {
    const made = await makeDatabase();
    await madeLongAgo(made);
    const now = new Date();
    await Promise.all([1, 2, 3].map(() => keepBackups(made.world, now, letThrough)));
    expect(await runAll(made)).toEqual(["back-up"]);
  });

  test("one that failed is tried again an hour later, three times in all", async () => {
    const made = await makeDatabase();
    await madeLongAgo(made);
    made.first.fail(new DomainError("conflict", "storage_full", "No room."));
    const start = lastSlot({ databaseId: made.databaseId, hourUtc: 0 }, new Date());
    let begun = 0;
    for (let hour = 0; hour < 8; hour++) {
      await keepBackups(made.world, new Date(+start + hour * HOUR_MS + MINUTE_MS), letThrough);
      begun += (await runAll(made)).length;
      // Ended just then, as far as the schedule knows.
      await prisma().backup.updateMany({
        where: { status: "error" },
        data: { finishedAt: new Date(+start + hour * HOUR_MS + MINUTE_MS) },
      });
    }
    expect(begun).toBe(3);
  });

  test.each<[string, (made: Made) => Promise<unknown>]>([
    [
      "whose schedule is off",
      (made) => prisma().database.update({ where: { id: made.databaseId }, data: { isBackupOn: false } }),
    ],
    ["of a plan without backups", () => prisma().addon.updateMany({ data: { planId: "free" } })],
    ["whose data is gone", () => prisma().node.updateMany({ data: { dataGoneAt: new Date() } })],
    ["that something else is done with", (made) => made.begin()],
  ])("a database %s is left alone", async (_name, change) => {
    const made = await makeDatabase();
    await madeLongAgo(made);
    await change(made);
    await keepBackups(made.world, new Date(), letThrough);
    expect(await prisma().backup.count({ where: { method: "periodic" } })).toBe(0);
  });

  test("no more run at once than are allowed", async () => {
    const made = await makeDatabase();
    await madeLongAgo(made);
    await keepBackups({ ...made.world, backupsAtOnceMax: 0 }, new Date(), letThrough);
    expect(await runAll(made)).toEqual([]);
  });

  test("a database without a good backup for more than 26 hours is told of once, and again after a good one", async () => {
    const made = await makeDatabase();
    const missed = async () => (await made.events()).filter((type) => type === "backup_missed").length;
    const world = { ...made.world, backupsAtOnceMax: 0 };
    const later = new Date(Date.now() + 27 * HOUR_MS);
    await keepBackups(world, new Date(), letThrough);
    expect(await missed()).toBe(0);
    await made.take();
    await prisma().backup.updateMany({ data: { method: "uploaded", provenAt: later } });
    for (let round = 0; round < 2; round++) await keepBackups(world, later, letThrough);
    expect(await missed(), "a file that somebody brought is none of it").toBe(1);
    await made.take();
    await keepBackups(world, later, letThrough);
    await keepBackups(world, later, letThrough);
    expect(await missed()).toBe(2);
  });

  test("a month after the first backup a drill loads the newest, and records how long it took", async () => {
    const made = await makeDatabase();
    const { backup } = await made.take();
    const later = new Date(Date.now() + 31 * DAY_MS);
    await prisma().backup.updateMany({ data: { method: "periodic", slotAt: later } });
    await keepBackups(made.world, later, letThrough);
    expect(await runAll(made)).toEqual(["drill"]);
    expect(await loadBackup(backup.id)).toMatchObject({
      drilledAt: expect.any(Date),
      loadMs: expect.any(Number),
    });
    expect(made.backups.proven).toHaveLength(2);
  });

  test("a drill is of a backup of the database itself, not of a newer file that somebody brought", async () => {
    const made = await makeDatabase();
    const { backup: own } = await made.take();
    await made.take();
    const [newest] = await listBackups(made.databaseId);
    await prisma().backup.update({ where: { id: newest?.id ?? "" }, data: { method: "uploaded" } });
    const later = new Date(Date.now() + 31 * DAY_MS);
    await prisma().backup.updateMany({ where: { id: own.id }, data: { method: "periodic", slotAt: later } });
    await keepBackups(made.world, later, letThrough);
    expect(await runAll(made)).toEqual(["drill"]);
    expect((await loadBackup(own.id)).drilledAt).not.toBeNull();
  });

  test("a drill that finds a spoilt backup fails and is told", async () => {
    const made = await makeDatabase();
    await made.take();
    spoil(made.first, (bytes) => bytes.fill(1, bytes.length - 40));
    const later = new Date(Date.now() + 31 * DAY_MS);
    await prisma().backup.updateMany({ data: { method: "periodic", slotAt: later } });
    await keepBackups(made.world, later, letThrough);
    expect(await runAll(made)).toEqual(["drill"]);
    expect(await made.events()).toContain("backup_drill_failed");
  });

  test("backups of a removed addon go after 30 days", async () => {
    const made = await makeDatabase();
    await made.take();
    await prisma().addon.updateMany({ data: { status: "removed", removedAt: new Date() } });
    await keepBackups(made.world, new Date(Date.now() + 29 * DAY_MS), letThrough);
    expect(made.first.objects.size).toBe(1);
    await keepBackups(made.world, new Date(Date.now() + 31 * DAY_MS), letThrough);
    expect(made.first.objects.size).toBe(0);
    expect(await listBackups(made.databaseId)).toEqual([]);
  });
});

describe("storages", () => {
  test("an object of this Berth that no record knows is reported and stays; another Berth's is none of its business", async () => {
    const made = await makeDatabase();
    await made.take();
    const bytes = Buffer.from("x");
    const put = (name: string) =>
      made.first.put({ name, head: { bytes: 1, read: async () => bytes }, body: (async function* () {})() });
    await put("other1/something");
    await lookAfterStorages(made.world, letThrough);
    await put(`${INSTANCE}/something`);
    await expect(lookAfterStorages(made.world, letThrough)).rejects.toMatchObject({
      reason: "unknown_objects",
      message: expect.stringContaining(`${INSTANCE}/something`),
    });
    expect(made.first.objects.size).toBe(3);
  });
});
