import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { backupWorld } from "@/tests/backup-world";
import { makeBackup, scheduledRestoration } from "@/tests/backups";
import { bodyOf, withRows } from "@/tests/rows";
import { makeStorage } from "@/tests/stored-backups";
import { prisma, transaction } from "../../db/client";
import { finishOperation, setOperationRunning } from "../../db/operations";
import { getDatabase } from "../../services/databases/get-database";

// One test for each row of the reference's tables of calls, with its exact status and what its clients read; then our own.

const { parts, storages } = backupWorld();
const { world, api } = withRows(parts);
const STORAGE = "/srv/rows";
beforeAll(() => makeStorage(STORAGE));

/** The world with one proven backup. */
async function withBackup(changes: Parameters<typeof world>[1] = {}) {
  const made = await world({}, changes);
  const { id: databaseId } = await getDatabase(made.ctx, { resourceId: made.addon.resourceId });
  const backup = await makeBackup(databaseId, { createdAt: new Date("2026-01-02T00:00:10.000Z") });
  const { id, resourceId } = made.addon;
  const place = `/api/databases/${id}`;
  return { ...made, databaseId, backup, place, own: `/v1/databases/${resourceId}`, resourceId };
}

/** As if the worker had done it. */
async function finish(operationId: string): Promise<void> {
  await setOperationRunning(operationId);
  await transaction((tx) => finishOperation(tx, operationId, null));
}

test.each([
  ["", 204, 1],
  ["?keeps_backup=false", 204, 0],
  ["?keeps_backup=perhaps", 422, 0],
])("DELETE of an addon with %j is %i and begins so many last backups: %i", async (query, status, count) => {
  const { call, path, addon, databaseId } = await withBackup();
  expect(await call("DELETE", `${path}/addons/${addon.id}${query}`)).toMatchObject({ status });
  expect(await prisma().backup.count({ where: { databaseId, method: "last" } })).toBe(count);
});

const NO_SUCH = "00000000-0000-4000-8000-000000000000";

describe("the database API", () => {
  test("GET /databases/:id/backups lists the newest first, in exactly the reference's keys", async () => {
    const { call, place, backup, databaseId, resourceId, addon } = await withBackup();
    const last = await makeBackup(databaseId, { method: "last" });
    const answer = await call("GET", `${place}/backups`);
    expect(bodyOf("listDatabaseBackups", answer)).toEqual({
      database_backups: [
        expect.objectContaining({ id: last, method: "manual" }),
        {
          id: backup,
          created_at: "2026-01-02T00:00:10.000Z",
          started_at: expect.any(String),
          name: `20260102000010_${resourceId}.tar.gz`,
          size: 1_048_576,
          status: "done",
          database_id: addon.id,
          method: "periodic",
        },
      ],
    });
    expect(answer.body).toEqual(bodyOf("listDatabaseBackups", answer));
  });

  test("POST /databases/:id/backups is 201, and GET /backups/:bid polls it, by an addon token too", async () => {
    const { call, place, path, addon } = await withBackup();
    const made = await call("POST", `${place}/backups`, { body: {} });
    const { database_backup } = z
      .object({ database_backup: z.looseObject({ id: z.string() }) })
      .parse(bodyOf("createDatabaseBackup", made));
    expect(database_backup).toMatchObject({
      status: "scheduled",
      method: "manual",
      size: null,
      started_at: null,
    });
    expect(made.headers.get("location")).toMatch(
      new RegExp(`^http://berth.test/api/databases/${addon.id}/operations/[0-9a-f-]{36}$`),
    );
    const { body } = await call("POST", `${path}/addons/${addon.id}/token`, { body: {} });
    const { token } = z.object({ addon: z.object({ token: z.string() }) }).parse(body).addon;
    for (const sent of [{}, { token }])
      for (const where of [`/api/backups/${database_backup.id}`, `${place}/backups/${database_backup.id}`])
        expect(await call("GET", where, sent)).toMatchObject({ status: 200, body: { database_backup } });
  });

  test("an addon token opens the backups of its own addon alone", async () => {
    const mine = await withBackup();
    const other = await withBackup();
    const { body } = await mine.call("POST", `${mine.path}/addons/${mine.addon.id}/token`, { body: {} });
    const { token } = z.object({ addon: z.object({ token: z.string() }) }).parse(body).addon;
    for (const where of [`/api/backups/${other.backup}`, `${mine.place}/backups/${other.backup}`])
      expect(await mine.call("GET", where, { token })).toMatchObject({
        status: 404,
        body: { resource: "backup" },
      });
    expect(await mine.call("GET", `/v1/backups/${mine.backup}`, { token })).toMatchObject({ status: 403 });
  });

  test("a backup of another database is not there, and neither is what has no id", async () => {
    const { call, place } = await withBackup();
    const other = await withBackup();
    for (const where of [
      `${place}/backups/${other.backup}`,
      `/api/backups/${other.backup}`,
      `/api/backups/${NO_SUCH}`,
    ])
      expect(await call("GET", where)).toMatchObject({ status: 404, body: { resource: "backup" } });
    expect(await call("GET", "/api/backups/..%2Fx")).toMatchObject({ status: 422 });
  });

  test("GET …/archive answers where it can be fetched, and refuses a backup that is not done", async () => {
    const { call, place, backup, databaseId } = await withBackup();
    expect(bodyOf("getBackupArchive", await call("GET", `${place}/backups/${backup}/archive`))).toEqual({
      download_url: expect.stringMatching(/^http:\/\/berth\.test\/downloads\/[\w-]+\.[\w-]+\.[\w-]+$/),
    });
    const failed = await makeBackup(databaseId, {
      status: "error",
      archiveBytes: null,
      errorReason: "x",
      errorMessage: "X.",
    });
    expect(await call("GET", `${place}/backups/${failed}/archive`)).toMatchObject({
      status: 409,
      body: { code: "backup_not_done" },
    });
  });

  test("PATCH /databases/:id takes the hour as a number and as a list, and answers with a list", async () => {
    const { call, place } = await withBackup();
    const patch = (database: unknown) => call("PATCH", place, { body: { database } });
    const shown = (periodic_backups_scheduled_at: number[], periodic_backups_enabled = true) => ({
      database: expect.objectContaining({ periodic_backups_scheduled_at, periodic_backups_enabled }),
    });
    expect(bodyOf("getDatabase", await call("GET", place))).toEqual(shown([0]));
    const set = { periodic_backups_scheduled_at: 3, periodic_backups_enabled: true };
    expect(bodyOf("updateDatabase", await patch(set))).toEqual(shown([3]));
    expect(bodyOf("updateDatabase", await patch({ periodic_backups_scheduled_at: [4] }))).toEqual(shown([4]));
    expect(bodyOf("updateDatabase", await patch({ periodic_backups_enabled: false }))).toEqual(
      shown([4], false),
    );
    expect(bodyOf("updateDatabase", await patch({}))).toEqual(shown([4], false));
  });

  test.each([[24], [-1], [1.5], ["3"], [[]], [[3, 4]], [[24]], [null]])(
    "PATCH refuses the hour %j",
    async (hour) => {
      const { call, place } = await withBackup();
      const body = { database: { periodic_backups_scheduled_at: hour } };
      expect(await call("PATCH", place, { body })).toMatchObject({
        status: 422,
        body: { errors: { periodic_backups_scheduled_at: [expect.any(String)] } },
      });
    },
  );

  test("a plan without backups shows them as off", async () => {
    const { call, place, addon } = await withBackup();
    await prisma().addon.update({ where: { id: addon.id }, data: { planId: "free" } });
    expect(bodyOf("getDatabase", await call("GET", place))).toMatchObject({
      database: { periodic_backups_enabled: false },
    });
  });

  test("POST …/restore answers the restoration unwrapped, and GET …/backup_restorations/:rid wrapped", async () => {
    const { call, place, backup, addon } = await withBackup();
    const begun = await call("POST", `${place}/backups/${backup}/restore`, { body: {} });
    const restoration = bodyOf("restoreDatabaseBackup", begun);
    expect(restoration).toEqual(scheduledRestoration({ addonId: addon.id, backup }));
    const { id } = z.object({ id: z.string() }).parse(restoration);
    const show = () => call("GET", `${place}/backup_restorations/${id}`);
    expect(bodyOf("getBackupRestoration", await show())).toEqual({ backup_restoration: restoration });
    await finish(id);
    expect(bodyOf("getBackupRestoration", await show())).toMatchObject({
      backup_restoration: { status: "done", ended_at: expect.any(String) },
    });
  });
});

describe("our own words", () => {
  test("backups are listed with all that is known, and one by its id", async () => {
    const { call, own, backup, resourceId, addon } = await withBackup();
    const listed = bodyOf("listBackups", await call("GET", `${own}/backups`));
    expect(listed).toMatchObject({
      backups: [
        {
          id: backup,
          resource_id: resourceId,
          addon_id: addon.id,
          keys: 3,
          keys_by_database: { 0: 3 },
          version: "8.0.2",
          dump_bytes: 2_097_152,
          kept_for: expect.stringMatching(/\w/),
        },
      ],
    });
    const one = bodyOf("getBackup", await call("GET", `/v1/backups/${backup}`));
    expect(listed).toEqual({ backups: [z.object({ backup: z.unknown() }).parse(one).backup] });
  });

  test("a backup is begun with the operation to follow", async () => {
    const { call, own, path } = await withBackup();
    const answer = await call("POST", `${own}/backups`, { body: {} });
    const { operation } = z
      .object({ operation: z.object({ id: z.string(), type: z.string() }) })
      .parse(bodyOf("createBackup", answer));
    expect(operation.type).toBe("back-up");
    expect(answer.headers.get("location")).toBe(`http://berth.test${path}/operations/${operation.id}`);
    expect((await call("GET", `${path}/operations/${operation.id}`)).status).toBe(200);
    expect(await call("POST", `${own}/backups`, { body: {} })).toMatchObject({ status: 409 });
  });

  test("the configuration is shown and changed in parts", async () => {
    const { call, own } = await withBackup();
    const of = (config: object) => ({ backup_config: expect.objectContaining(config) });
    const get = () => call("GET", `${own}/backup_config`);
    expect(bodyOf("getBackupConfig", await get())).toEqual(
      of({ is_included: true, is_on: true, hour_utc: 0, manual_max: 10, storages: [STORAGE] }),
    );
    const set = (body: object) => call("PATCH", `${own}/backup_config`, { body });
    expect(bodyOf("setBackupConfig", await set({ hour_utc: 5 }))).toEqual(of({ is_on: true, hour_utc: 5 }));
    expect(bodyOf("setBackupConfig", await set({ is_on: false }))).toEqual(
      of({ is_on: false, hour_utc: 5, next_at: null }),
    );
    expect(await set({ hour_utc: 24 })).toMatchObject({
      status: 422,
      body: { errors: { hour_utc: [expect.any(String)] } },
    });
  });

  test("a link names Berth as the caller reached it, and its end", async () => {
    const { call, backup, resourceId } = await withBackup();
    expect(
      bodyOf("createBackupLink", await call("POST", `/v1/backups/${backup}/link`, { body: {} })),
    ).toEqual({
      link: {
        url: expect.stringMatching(/^http:\/\/berth\.test\/downloads\//),
        file_name: `20260102000010_${resourceId}.tar.gz`,
        bytes: 1_048_576,
        expires_at: expect.any(String),
      },
    });
  });

  test("a preview says what would be replaced, and a restore asks for a yes to that", async () => {
    const { call, backup, resourceId } = await withBackup();
    for (const query of ["", `?database=${resourceId}`])
      expect(
        bodyOf("previewRestore", await call("GET", `/v1/backups/${backup}/restore_preview${query}`)),
      ).toMatchObject({
        preview: { backup: { id: backup }, present: { version: "8.0.2" }, is_allowed: true, reason: null },
      });
    const restore = (body: object) => call("POST", `/v1/backups/${backup}/restore`, { body });
    expect(await restore({ database: resourceId })).toMatchObject({
      status: 422,
      body: { errors: { accepts_loss: [expect.any(String)] } },
    });
    const begun = await restore({ database: resourceId, accepts_loss: true });
    expect(bodyOf("restoreBackup", begun)).toMatchObject({
      operation: { type: "restore", resource_id: resourceId, status: "pending" },
    });
    expect(begun.headers.get("location")).toMatch(/\/operations\/[0-9a-f-]{36}$/);
  });

  test("a backup becomes a new addon, and an addon another one", async () => {
    const { call, own, backup, resourceId, app } = await withBackup();
    const made = await call("POST", `/v1/backups/${backup}/restore_into_new`, {
      body: { app: app.name, plan_id: "512m" },
    });
    expect(bodyOf("restoreIntoNew", made)).toMatchObject({ operation: { type: "restore-new" } });
    const cloned = await call("POST", `${own}/clone`, { body: { app: app.name } });
    const { operation } = z
      .object({ operation: z.object({ resource_id: z.string() }) })
      .parse(bodyOf("cloneAddon", cloned));
    expect(operation.resource_id).not.toBe(resourceId);
    expect(await call("POST", `${own}/clone`, { body: { app: "no-such-app" } })).toMatchObject({
      status: 404,
    });
  });

  test("what is kept of removed addons is listed", async () => {
    const { call, path } = await withBackup();
    expect(bodyOf("listKeptBackups", await call("GET", `${path}/kept_backups`))).toEqual({
      kept_backups: [],
    });
  });
});

describe("an upload", () => {
  const DUMP = "REDIS0011 a dump of somebody";
  const upload = async (content: string, headers: Record<string, string> = {}) => {
    const made = await withBackup();
    const answer = await made.call("POST", `${made.own}/backups/import`, { body: content, headers });
    return { ...made, answer };
  };
  /** What there is of it in the storages and among the records. */
  const left = async (databaseId: string) => ({
    objects: [...storages.of(STORAGE).objects.keys()].filter((name) => name.includes(databaseId)),
    backups: await prisma().backup.count({ where: { databaseId, method: "uploaded", deletedAt: null } }),
  });

  test("becomes a backup that counts once it is proven", async () => {
    const { answer, databaseId, path } = await upload(DUMP, { "content-type": "application/octet-stream" });
    expect(bodyOf("importBackup", answer)).toMatchObject({
      backup: { method: "uploaded", status: expect.stringMatching(/scheduled|running/) },
    });
    expect(answer.headers.get("location")).toContain(`${path}/operations/`);
    expect(await left(databaseId)).toMatchObject({ objects: [expect.any(String)], backups: 1 });
  });

  test.each([
    ["a text file", "just some words"],
    ["nothing", ""],
    ["JSON", '{"a":1}'],
    ["an archive of nothing", "\u001f"],
    ["a dump of a version that nobody has", "REDIS9999 from the future"],
  ])("of %s is refused with the reason, and nothing is left of it", async (_name, content) => {
    const { answer, databaseId } = await upload(content);
    expect(answer).toMatchObject({ status: 422, body: { error: expect.stringMatching(/\w{3}/) } });
    expect(await left(databaseId)).toEqual({ objects: [], backups: 0 });
  });

  test("larger than the plan is refused", async () => {
    const { answer, databaseId } = await upload(`REDIS0011${"x".repeat(300 * 1024 * 1024)}`);
    expect(answer).toMatchObject({ status: 422, body: { code: "upload_too_large" } });
    expect(await left(databaseId)).toEqual({ objects: [], backups: 0 });
  });

  test("takes no Idempotency-Key, as nobody could tell whether it is the same again", async () => {
    const { answer } = await upload(DUMP, { "idempotency-key": "one" });
    expect(answer).toMatchObject({ status: 400, body: { code: "idempotency_key" } });
  });
});

describe("storages", () => {
  const asAdmin = async () => {
    const { owner } = await world();
    await prisma().user.update({ where: { id: owner.id }, data: { isAdmin: true } });
    const { jwt } = await api.tokenFor({ ...owner, isAdmin: true }, { scope: "admin" });
    return (method: string, path: string, body: unknown = {}) => api.call(method, path, { token: jwt, body });
  };
  const S3 = {
    kind: "s3",
    name: "elsewhere",
    endpoint: "https://s3.example.org",
    region: "eu-1",
    bucket: "backups",
    access_key_id: "key",
    secret_access_key: "very secret",
  };

  test("are tried, added, listed without their secret, and removed", async () => {
    const call = await asAdmin();
    expect(bodyOf("tryStorage", await call("POST", "/v1/storages/trial", { storage: S3 }))).toEqual({
      trial: { place: "s3://backups", free_bytes: null },
    });
    const added = await call("POST", "/v1/storages", { storage: S3 });
    const { storage } = z
      .object({ storage: z.looseObject({ id: z.string() }) })
      .parse(bodyOf("addStorage", added));
    expect(storage).toMatchObject({ name: "elsewhere", place: "s3://backups", error: null });
    const listed = await call("GET", "/v1/storages");
    expect(bodyOf("listStorages", listed)).toMatchObject({
      storages: expect.arrayContaining([expect.objectContaining({ id: storage.id })]),
    });
    expect(JSON.stringify([added.body, listed.body])).not.toContain("very secret");
    expect(await call("DELETE", `/v1/storages/${storage.id}`)).toMatchObject({ status: 204 });
    expect(await call("DELETE", `/v1/storages/${storage.id}`)).toMatchObject({
      status: 404,
      body: { resource: "storage" },
    });
  });

  test.each([
    ["a kind that there is not", { kind: "ftp", name: "x" }, "kind"],
    ["a path with a way up", { kind: "folder", name: "x", path: "/srv/../etc" }, "path"],
    ["a path from somewhere", { kind: "folder", name: "x", path: "backups" }, "path"],
    ["no access key", { ...S3, access_key_id: "" }, "access_key_id"],
    ["a bucket of no name", { ...S3, bucket: "B" }, "bucket"],
  ])("with %s are refused by the field", async (_name, storage, field) => {
    const call = await asAdmin();
    expect(await call("POST", "/v1/storages", { storage })).toMatchObject({
      status: 422,
      body: { errors: { [field]: [expect.any(String)] } },
    });
  });

  test("the recovery key is given once", async () => {
    const call = await asAdmin();
    expect(bodyOf("downloadRecoveryKey", await call("POST", "/v1/recovery_key"))).toMatchObject({
      recovery_key: { content: expect.stringContaining("AGE-SECRET-KEY-1") },
    });
    expect(await call("POST", "/v1/recovery_key")).toMatchObject({ status: 409 });
  });
});
