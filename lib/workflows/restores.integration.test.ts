import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner, plainDeps } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import { RESTORE_NEW_STEPS } from "../../tests/steps";
import {
  crashAndResume,
  crashes,
  letThrough,
  makeWorld,
  seen,
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { DomainError } from "../core/errors";
import type { HostState } from "../core/hosts/state";
import { GIB, HOUR_MS } from "../core/units";
import { loadApp } from "../db/apps";
import { prisma } from "../db/client";
import { loadDatabase } from "../db/databases";
import { upsertHost } from "../db/hosts";
import { loadOperation } from "../db/operations";
import { insertFirstStorage } from "../db/storages";
import { removeAddon } from "../services/addons/remove-addon";
import { deleteApp as askToDelete } from "../services/apps/delete-app";
import { createBackup } from "../services/backups/create-backup";
import { getBackup } from "../services/backups/get-backup";
import { importDump } from "../services/backups/import-dump";
import { listBackups } from "../services/backups/list-backups";
import { restoreBackup } from "../services/backups/restore-backup";
import { restoreIntoNew } from "../services/backups/restore-into-new";
import { listChanges } from "../services/databases/list-changes";
import { undoChange as askToUndo } from "../services/databases/undo-change";
import { backUp } from "./back-up";
import { deleteApp } from "./delete-app";
import { endLost } from "./lost";
import { remove } from "./remove";
import { restore } from "./restore";
import { restoreNew } from "./restore-new";
import { sweep } from "./sweep";
import { undoChange } from "./undo-change";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "hosts" CASCADE`);

const BACKED_UP = 3;
const PRESENT = 5;

const RESTORE_STEPS = [
  "begin",
  "choose-host",
  "back-up-first",
  "store-secrets",
  "fill-volume",
  "start-node",
  "wait-for-node",
  "check-data",
  "fence-predecessor",
  "open-node",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "stop-predecessor",
  "succeed",
];
const NEW_STEPS = RESTORE_NEW_STEPS;

const REMOVE_STEPS = [
  "begin",
  "unset-variables",
  "restart-app",
  "save-data",
  "back-up-last",
  "remove-gateway",
  "remove-node",
  "remove-secrets",
  "record-removal",
  "succeed",
];

/** A running database of 256m with a proven backup of three keys, and two more keys since. */
async function makeDatabase() {
  const settings = { kind: "folder", path: FOLDER } as const;
  await insertFirstStorage({ id: randomUUID(), name: "first", settings });
  const world = await makeWorld();
  const { resourceId } = await world.addRunning();
  const node = (number: number) => `${INSTANCE}-${resourceId}-node-${number}`;
  world.replication.write(node(1), BACKED_UP);
  await world.replication.state({ serviceName: node(1), user: "berth", password: "" });
  const backupId = await backUpNow(world, resourceId);
  world.replication.write(node(1), PRESENT - BACKED_UP);
  // What the real server does by itself: it loads the dump and has the size of its file.
  const size = { maxMemoryBytes: GIB / 4 };
  world.redis.setInfo(node(2), { ...size, keys: BACKED_UP });
  world.redis.setInfo(`${INSTANCE}-${resourceId}`, size);
  return { ...world, resourceId, node, backupId };
}

/** A proven backup of what the database holds. */
async function backUpNow({ ctx, world }: Pick<WorkflowWorld, "ctx" | "world">, resourceId: string) {
  const { backup, operation } = await createBackup(ctx, { resourceId });
  await durableRunner(world).run(backUp, operation.id);
  expect(await loadOperation(operation.id)).toMatchObject({ status: "succeeded" });
  return backup.id;
}

type Made = Awaited<ReturnType<typeof makeDatabase>>;

const FOLDER = "/backups";
const storageOf = ({ backups }: Made) => backups.storages.of(FOLDER);
/** As after a mistake in a storage: the dump is another one than the records say. */
async function mixUp({ backupId }: Made): Promise<void> {
  await prisma().backup.update({ where: { id: backupId }, data: { dumpSha256: "0".repeat(64) } });
}
/** One byte of each object in it, after the head. */
function spoil(made: Made): void {
  for (const { bytes } of storageOf(made).objects.values()) {
    const last = bytes.length - 20;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
  }
}

const ask = async ({ ctx, resourceId, backupId }: Made) =>
  (await restoreBackup(ctx, { resourceId, backupId, acceptsLoss: true })).id;

/** All that counts after a restore: who serves, with what, and what is left on the engine. */
async function outcome(made: Made, operationId: string) {
  const operation = await loadOperation(operationId);
  const database = await loadDatabase(operation.databaseId ?? "");
  const { resources, addons } = await seen(made as WorkflowWorld, operationId);
  const open = made.replication.openNodes().filter((name) => resources.includes(`service ${name}`));
  const own = await prisma().backup.findMany({
    where: { operationId },
    select: { method: true, status: true },
  });
  return {
    status: operation.status,
    error: operation.errorReason,
    addons,
    nodes: database.nodes.map(({ number, status }) => `${number} ${status}`),
    open,
    keys: open.map((name) => made.redis.infoOf(name).keys),
    own,
    volumes: resources.filter((name) => name.startsWith("volume ") && name.includes(made.resourceId)),
  };
}

const volumes = (made: Made, ...numbers: number[]) => numbers.map((number) => `volume ${made.node(number)}`);

const restored = (made: Made) => ({
  status: "succeeded",
  error: null,
  addons: ["running"],
  nodes: ["1 removed", "2 active"],
  open: [made.node(2)],
  keys: [BACKED_UP],
  own: [{ method: "before-restore", status: "done" }],
  volumes: volumes(made, 1, 2),
});
const untouched = (made: Made) => ({
  addons: ["running"],
  nodes: ["1 active", "2 removed"],
  open: [made.node(1)],
  keys: [PRESENT],
  volumes: volumes(made, 1),
});

/** Those that do otherwise while the old node's host is away. */
const AWAY_STEPS = ["store-secrets", "fence-predecessor", "open-node", "stop-predecessor"];

/** What the Swarm, and the records, say of the host that the database was made on. */
async function setHost({ engineWorld }: Made, state: HostState): Promise<void> {
  const [host] = engineWorld.hosts;
  if (!host) throw new Error("there is no host");
  if (state === "left") engineWorld.hosts.shift();
  else Object.assign(host, { state, isReady: state === "ready", isReachable: state === "ready" });
  await upsertHost({ id: host.id, name: host.name, state }, new Date());
}

/** Asks for the restore once there is another host, and the own one is away. */
async function awayWith(made: Made, state: HostState): Promise<string> {
  made.engine.addHost({ id: "host-2" });
  await setHost(made, state);
  return ask(made);
}

const hostsOf = async (operationId: string) => {
  const { databaseId } = await loadOperation(operationId);
  const { nodes } = await loadDatabase(databaseId ?? "");
  return nodes.map(({ hostId, status, lineage }) => `${hostId} ${status} ${lineage}`);
};

const gatewayFile = ({ engineWorld, resourceId }: Made): string | undefined =>
  [...engineWorld.secrets].findLast(([name]) => name.startsWith(`${INSTANCE}-${resourceId}-gw-`))?.[1]
    .content;

describe("a restore into the database itself", () => {
  test("is not taken back where clients were let in, though the last word on it was refused", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const full = new DomainError("conflict", "redis_refused", "No space left on device.");
    made.replication.failNext("open", full, "after");
    await durableRunner(made.world).run(restore, id);
    expect(await outcome(made, id)).toEqual(restored(made));
  });

  test("serves the data of the backup; the present data is backed up and kept for a day", async () => {
    const made = await makeDatabase();
    const id = await ask(made);
    const runner = durableRunner(made.world);
    await runner.run(restore, id);
    expect(runner.names).toEqual(RESTORE_STEPS);
    expect(await outcome(made, id)).toEqual(restored(made));
    expect((await seen(made as WorkflowWorld, id)).events).toContain("database_restored");
    expect(made.engine.startValuesOf(made.node(2))).toMatchObject({ BERTH_FIRST_START: "no" });
    await sweep(made.world, new Date(Date.now() + 24.1 * HOUR_MS), letThrough);
    expect((await outcome(made, id)).volumes).toEqual(volumes(made, 2));
  });

  test("can be undone", async () => {
    const made = await makeDatabase();
    await durableRunner(made.world).run(restore, await ask(made));
    expect((await listChanges(made.ctx, { resourceId: made.resourceId })).undo).toMatchObject({
      lostBytes: null,
    });
    made.redis.setInfo(made.node(1), { maxMemoryBytes: GIB / 4 });
    const undo = await askToUndo(made.ctx, { resourceId: made.resourceId, acceptsLoss: true });
    await durableRunner(made.world).run(undoChange, undo.id);
    expect(await outcome(made, undo.id)).toMatchObject({
      status: "succeeded",
      open: [made.node(1)],
      keys: [PRESENT],
    });
  });

  test.each(crashes(RESTORE_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await ask(made);
      expect(await crashAndResume(made as WorkflowWorld, restore, id, crash)).toEqual(RESTORE_STEPS);
      expect(await outcome(made, id)).toEqual(restored(made));
    },
  );

  test.each(RESTORE_STEPS.slice(1, 10))(
    "a failure at %s leaves the present data serving and nothing behind",
    async (failAt) => {
      const made = await makeDatabase();
      const id = await ask(made);
      await durableRunner(made.world).run(restore, id, { failAt });
      const isBackedUp = RESTORE_STEPS.indexOf(failAt) > RESTORE_STEPS.indexOf("back-up-first");
      expect(await outcome(made, id)).toEqual({
        ...untouched(made),
        status: "failed",
        error: "made_to_fail",
        own: [{ method: "before-restore", status: isBackedUp ? "done" : "error" }],
      });
      expect((await seen(made as WorkflowWorld, id)).events).toContain("change_failed");
      // The next one may begin.
      await expect(ask(made)).resolves.toBeTruthy();
    },
  );

  test.each(["apply-gateway", "prove", "stop-predecessor", "restart-app"])(
    "a failure at %s takes nothing back",
    async (failAt) => {
      const made = await makeDatabase();
      const id = await ask(made);
      await durableRunner(made.world).run(restore, id, { failAt });
      await sweep(made.world, new Date(), letThrough);
      expect(await outcome(made, id)).toMatchObject({
        status: "failed",
        nodes: ["1 removed", "2 active"],
        open: [made.node(2)],
        keys: [BACKED_UP],
      });
    },
  );

  test.each(crashes(RESTORE_STEPS.slice(0, -1)))(
    "one whose story is lost $crash.when of $name: one node serves, and the next restore may begin",
    async ({ name, crash }) => {
      const made = await makeDatabase();
      const id = await ask(made);
      await durableRunner(made.world).run(restore, id, { crash });
      const { appId, databaseId } = await loadOperation(id);
      await endLost(plainDeps(made.world), {
        id,
        kind: "restore",
        appId,
        databaseId,
        workflowStatus: "ERROR",
      });
      const isOver = RESTORE_STEPS.indexOf(name) >= RESTORE_STEPS.indexOf("open-node");
      expect(await outcome(made, id)).toMatchObject({
        status: "failed",
        error: "workflow_lost",
        open: [made.node(isOver ? 2 : 1)],
        keys: [isOver ? BACKED_UP : PRESENT],
      });
      await expect(ask(made)).resolves.toBeTruthy();
    },
  );

  test.each<[string, (made: Made) => Promise<void> | void, string]>([
    ["whose object is gone from the storage", (made) => storageOf(made).objects.clear(), "backup_gone"],
    ["whose object was changed", (made) => spoil(made), "archive_spoilt"],
    ["whose object is whole, and not the one that was taken", (made) => mixUp(made), "archive_spoilt"],
    [
      "whose keys are not all there",
      (made) => made.redis.setInfo(made.node(2), { keys: BACKED_UP - 1 }),
      "keys_differ",
    ],
    [
      "with a key too many",
      (made) => made.redis.setInfo(made.node(2), { keys: BACKED_UP + 1 }),
      "keys_differ",
    ],
    [
      "whose new Redis does not start",
      (made) => made.engine.failTasks(made.node(2), "No such image: x"),
      "no_answer",
    ],
    [
      "for which the disk has no room",
      (made) =>
        made.engine.failNext(
          "writeVolumeFile",
          new DomainError("conflict", "no_disk_space", "The disk is full."),
        ),
      "no_disk_space",
    ],
  ])("of a backup %s ends with the reason, and the present data serves", async (_name, spoil, error) => {
    const made = await makeDatabase();
    const id = await ask(made);
    // The present data is still backed up, into what works.
    const index = RESTORE_STEPS.indexOf("store-secrets");
    const runner = durableRunner(made.world);
    await runner.run(restore, id, { crash: { index, when: "before-recording" } });
    await spoil(made);
    await runner.run(restore, id);
    expect(await outcome(made, id)).toMatchObject({ ...untouched(made), status: "failed", error });
  });

  test.each(["down", "drained", "left"] as const)(
    "of a database whose host is %s serves from another host, and what comes back with the host is found by no gateway",
    async (state) => {
      const made = await makeDatabase();
      const id = await awayWith(made, state);
      const runner = durableRunner(made.world);
      await runner.run(restore, id);
      expect(runner.names).toEqual(RESTORE_STEPS);
      expect(await outcome(made, id)).toEqual({ ...restored(made), own: [] });
      expect(await hostsOf(id)).toEqual(["host-1 removed 0", "host-2 active 1"]);
      expect(gatewayFile(made)).toContain(`nodes-1.${made.resourceId}:`);
      // An upgrade, a move and the like stay within the new lineage.
      expect(made.engineWorld.services.get(made.node(2))?.spec.networks[0]?.aliases).toEqual([
        `nodes-1.${made.resourceId}`,
      ]);
    },
  );

  test.each(crashes(RESTORE_STEPS).filter(({ name }) => AWAY_STEPS.includes(name)))(
    "elsewhere: a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await awayWith(made, "down");
      expect(await crashAndResume(made as WorkflowWorld, restore, id, crash)).toEqual(RESTORE_STEPS);
      expect(await outcome(made, id)).toEqual({ ...restored(made), own: [] });
    },
  );

  test.each(AWAY_STEPS.slice(0, -1))(
    "elsewhere: a failure at %s leaves the database to its host, which serves it again once it is back",
    async (failAt) => {
      const made = await makeDatabase();
      const id = await awayWith(made, "down");
      await durableRunner(made.world).run(restore, id, { failAt });
      expect(await outcome(made, id)).toMatchObject({ status: "failed", nodes: ["1 active", "2 removed"] });
      await setHost(made, "ready");
      await sweep(made.world, new Date(), letThrough);
      expect(await outcome(made, id)).toMatchObject({ open: [made.node(1)], keys: [PRESENT] });
    },
  );

  test("of a host that is back before the old node was closed closes it as always", async () => {
    const made = await makeDatabase();
    const id = await awayWith(made, "down");
    const index = RESTORE_STEPS.indexOf("check-data");
    const runner = durableRunner(made.world);
    await runner.run(restore, id, { crash: { index, when: "after-recording" } });
    await setHost(made, "ready");
    await runner.run(restore, id);
    expect(await outcome(made, id)).toEqual({ ...restored(made), own: [] });
  });

  test("of data that is gone is the way back, and there is no undo", async () => {
    const made = await makeDatabase();
    made.engine.loseVolume(made.node(1));
    await sweep(made.world, new Date(), letThrough);
    const id = await ask(made);
    const runner = durableRunner(made.world);
    await runner.run(restore, id);
    expect(runner.names).toEqual(RESTORE_STEPS);
    expect(await outcome(made, id)).toEqual({ ...restored(made), own: [] });
    expect((await listChanges(made.ctx, { resourceId: made.resourceId })).undo).toBeNull();
  });
});

describe("a restore into a new addon", () => {
  const askNew = async (made: Made) => {
    const { ctx, name, backupId } = made;
    const operation = await restoreIntoNew(ctx, { backupId, appName: name, planId: "512m" });
    const resourceId = operation.resourceId ?? "";
    made.redis.setInfo(`${INSTANCE}-${resourceId}-node-1`, { keys: BACKED_UP });
    return { id: operation.id, resourceId };
  };
  const look = async (made: Made, { id, resourceId }: { id: string; resourceId: string }) => {
    const { status, error, resources, variables, addons, events } = await seen(made as WorkflowWorld, id);
    const mine = resources.filter((resource) => resource.includes(resourceId));
    return { status, error, addons, mine, variables, events: [...new Set(events)] };
  };
  const parts = (resourceId: string) => [
    `secret ${INSTANCE}-${resourceId}-gd-1`,
    `secret ${INSTANCE}-${resourceId}-gw-1`,
    `secret ${INSTANCE}-${resourceId}-n1-acl`,
    `secret ${INSTANCE}-${resourceId}-n1-conf`,
    `service ${INSTANCE}-${resourceId}`,
    `service ${INSTANCE}-${resourceId}-node-1`,
    `volume ${INSTANCE}-${resourceId}-node-1`,
  ];
  const made = (resourceId: string) => ({
    status: "succeeded",
    error: null,
    addons: ["running", "running"],
    mine: parts(resourceId),
    events: expect.arrayContaining(["database_restored"]),
  });
  const nothing = { mine: [], addons: ["running", "failed"] };

  test("serves the data of the backup under its own URL, and the original is as it was", async () => {
    const world = await makeDatabase();
    const asked = await askNew(world);
    const runner = durableRunner(world.world);
    await runner.run(restoreNew, asked.id);
    expect(runner.names).toEqual(NEW_STEPS);
    expect(await look(world, asked)).toMatchObject(made(asked.resourceId));
    const { nodes, addon } = await loadDatabase((await loadOperation(asked.id)).databaseId ?? "");
    expect(nodes).toMatchObject([{ number: 1, status: "active", planId: "512m", version: "8.0.2" }]);
    expect(addon).toMatchObject({ planId: "512m", status: "running" });
    expect(world.replication.openNodes()).toContain(world.node(1));
    expect(world.redis.infoOf(world.node(1)).keys).toBe(PRESENT);
  });

  test.each(crashes(NEW_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const world = await makeDatabase();
      const asked = await askNew(world);
      expect(await crashAndResume(world as WorkflowWorld, restoreNew, asked.id, crash)).toEqual(NEW_STEPS);
      expect(await look(world, asked)).toMatchObject(made(asked.resourceId));
    },
  );

  test.each(NEW_STEPS.slice(1, -2))("a failure at %s leaves nothing behind", async (failAt) => {
    const world = await makeDatabase();
    const asked = await askNew(world);
    await durableRunner(world.world).run(restoreNew, asked.id, { failAt });
    expect(await look(world, asked)).toMatchObject({ ...nothing, status: "failed", error: "made_to_fail" });
  });

  test.each(crashes(NEW_STEPS.slice(0, -1)))(
    "one whose story is lost $crash.when of $name serves, or leaves nothing behind",
    async ({ name, crash }) => {
      const world = await makeDatabase();
      const asked = await askNew(world);
      await durableRunner(world.world).run(restoreNew, asked.id, { crash });
      const { appId, databaseId } = await loadOperation(asked.id);
      const lost = { id: asked.id, kind: "restore-new", appId, databaseId, workflowStatus: "ERROR" } as const;
      await endLost(plainDeps(world.world), lost);
      const isOver = NEW_STEPS.indexOf(name) >= NEW_STEPS.indexOf("set-variables");
      const wanted = isOver ? { mine: parts(asked.resourceId), addons: ["running", "running"] } : nothing;
      expect(await look(world, asked)).toMatchObject({ ...wanted, error: "workflow_lost" });
    },
  );

  test("keys that are missing leave nothing behind", async () => {
    const world = await makeDatabase();
    const asked = await askNew(world);
    world.redis.setInfo(`${INSTANCE}-${asked.resourceId}-node-1`, { keys: BACKED_UP - 1 });
    await durableRunner(world.world).run(restoreNew, asked.id);
    expect(await look(world, asked)).toMatchObject({ ...nothing, status: "failed", error: "keys_differ" });
  });
});

describe("the last backup of a removal", () => {
  const askToRemove = async ({ ctx, name, resourceId }: Made, keepsBackup?: boolean) =>
    (await removeAddon(ctx, { app: name, addon: resourceId, confirm: resourceId, keepsBackup })).id;
  const gone = (made: Made, own: object[]) => ({
    status: "succeeded",
    error: null,
    addons: ["removed"],
    nodes: ["1 removed"],
    open: [],
    own,
    volumes: volumes(made, 1),
  });
  const last = (status: string) => [{ method: "last", status }];
  const variablesOf = async (made: Made, id: string) => (await seen(made as WorkflowWorld, id)).variables;

  test("is taken when nobody writes any more, and can be restored after the removal", async () => {
    const made = await makeDatabase();
    const id = await askToRemove(made);
    await durableRunner(made.world).run(remove, id);
    expect(await outcome(made, id)).toMatchObject(gone(made, last("done")));
    const [own] = await prisma().backup.findMany({ where: { operationId: id }, select: { id: true } });
    const { ctx, name: appName } = made;
    const operation = await restoreIntoNew(ctx, { backupId: own?.id ?? "", appName, planId: "256m" });
    made.redis.setInfo(`${INSTANCE}-${operation.resourceId}-node-1`, { keys: BACKED_UP });
    await durableRunner(made.world).run(restoreNew, operation.id);
    expect(await loadOperation(operation.id)).toMatchObject({ status: "succeeded" });
  });

  test("is not taken by somebody who said no", async () => {
    const made = await makeDatabase();
    const id = await askToRemove(made, false);
    await durableRunner(made.world).run(remove, id);
    expect(await outcome(made, id)).toMatchObject(gone(made, []));
    const { steps } = await loadOperation(id);
    expect(steps.map(({ name }) => name)).not.toContain("back-up-last");
  });

  test("that fails takes nothing away: the app has its database again, and it can be removed without", async () => {
    const made = await makeDatabase();
    const id = await askToRemove(made);
    storageOf(made).fail(new DomainError("conflict", "storage_full", "The storage first is full."));
    await durableRunner(made.world).run(remove, id);
    expect(await outcome(made, id)).toMatchObject({
      status: "failed",
      error: "last_backup_failed",
      addons: ["running"],
      nodes: ["1 active"],
      open: [made.node(1)],
      keys: [PRESENT],
      own: last("error"),
    });
    const said = (await loadOperation(id)).errorMessage;
    expect(said).toMatch(/^Nothing was removed.*The storage first is full\..*without a last backup/);
    expect(await variablesOf(made, id)).toEqual(["REDIS_URL", "SCALINGO_REDIS_URL"]);
    const { revision, appliedRevision } = await loadApp(made.appId);
    expect(appliedRevision).toBe(revision);
    const again = await askToRemove(made, false);
    await durableRunner(made.world).run(remove, again);
    expect(await outcome(made, again)).toMatchObject(gone(made, []));
  });

  test.each(crashes(REMOVE_STEPS))(
    "a crash $crash.when of $name ends as if there was none",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await askToRemove(made);
      expect(await crashAndResume(made as WorkflowWorld, remove, id, crash)).toEqual(REMOVE_STEPS);
      expect(await outcome(made, id)).toMatchObject(gone(made, last("done")));
    },
  );

  test.each(crashes([...REMOVE_STEPS.slice(0, 5), "roll-back", "fail"]))(
    "a failure of it whose process dies $crash.when of its step $crash.index gives the database back all the same",
    async ({ crash }) => {
      const made = await makeDatabase();
      const id = await askToRemove(made);
      const runner = durableRunner(made.world);
      await runner.run(remove, id, { failAt: "back-up-last", crash });
      await runner.run(remove, id, { failAt: "back-up-last" });
      expect(await outcome(made, id)).toMatchObject({
        status: "failed",
        error: "last_backup_failed",
        addons: ["running"],
        own: last("error"),
      });
      expect(await variablesOf(made, id)).toHaveLength(2);
    },
  );

  test("an operation that passed the place before there was one goes on without", async () => {
    const made = await makeDatabase();
    const id = await askToRemove(made);
    await prisma().backup.deleteMany({ where: { operationId: id } });
    const runner = durableRunner(made.world);
    const former: typeof remove = (deps, operationId) =>
      remove({ ...deps, hasChange: async (change) => change !== "last-backup" }, operationId);
    await runner.run(former, id);
    expect(runner.names).toEqual(REMOVE_STEPS.filter((name) => name !== "back-up-last"));
    expect(await outcome(made, id)).toMatchObject(gone(made, []));
  });

  test("is taken of every database of an app that is deleted; one that fails keeps the app", async () => {
    const made = await makeDatabase();
    const { ctx, name } = made;
    const first = await askToDelete(ctx, { app: name, confirm: name });
    storageOf(made).fail(new DomainError("conflict", "storage_full", "The storage first is full."));
    await durableRunner(made.world).run(deleteApp, first.id);
    expect(await loadOperation(first.id)).toMatchObject({ status: "failed", errorReason: "storage_full" });
    expect(made.redis.infoOf(made.node(1)).keys).toBe(PRESENT);
    expect(await made.engine.listTasks(made.node(1))).toMatchObject([{ state: "running" }]);
    storageOf(made).fail(null);
    const second = await askToDelete(ctx, { app: name, confirm: name });
    await durableRunner(made.world).run(deleteApp, second.id);
    expect(await loadOperation(second.id)).toMatchObject({ status: "succeeded" });
    const own = await prisma().backup.findMany({
      where: { operationId: second.id },
      select: { status: true },
    });
    expect(own).toEqual([{ status: "done" }]);
  });
});

describe("an imported dump", () => {
  const dump = Buffer.concat([Buffer.from("REDIS0011"), Buffer.alloc(2_000, 7)]);
  async function* inPieces(bytes: Buffer, pieceBytes = 5) {
    for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
  }
  const give = ({ ctx, resourceId }: Made, bytes: Buffer) =>
    importDump(ctx, { resourceId, content: inPieces(bytes) });

  test("counts once it is proven, with every byte as it came, and can be restored", async () => {
    const made = await makeDatabase();
    const { ctx, resourceId } = made;
    const { id, operationId } = await give(made, dump);
    await durableRunner(made.world).run(backUp, operationId ?? "");
    expect(await loadOperation(operationId ?? "")).toMatchObject({ status: "succeeded" });
    expect(Buffer.from(made.backups.proven.at(-1) ?? "", "latin1")).toEqual(dump);
    expect(await getBackup(ctx, { backupId: id })).toMatchObject({
      status: "done",
      method: "uploaded",
      version: "8.0.2",
    });
    const restoring = await restoreBackup(ctx, { resourceId, backupId: id, acceptsLoss: true });
    await durableRunner(made.world).run(restore, restoring.id);
    expect(await outcome(made, restoring.id)).toEqual(restored(made));
  });

  test.each<[string, Buffer, string]>([
    ["a text", Buffer.from("not a dump at all"), "upload_unreadable"],
    ["nothing", Buffer.alloc(0), "upload_unreadable"],
    ["a dump of a later version", Buffer.from("REDIS0099 and more of it"), "format_unreadable"],
    ["a dump of another server", Buffer.from("VALKEY080 and more of it"), "format_unreadable"],
  ])("that is %s is refused, and nothing is left of it", async (_what, bytes, reason) => {
    const made = await makeDatabase();
    const before = [...storageOf(made).objects.keys()];
    await expect(give(made, bytes)).rejects.toMatchObject({ code: "invalid", reason });
    expect([...storageOf(made).objects.keys()]).toEqual(before);
    expect(await listBackups(made.ctx, { resourceId: made.resourceId })).toHaveLength(1);
    await expect(ask(made)).resolves.toBeTruthy();
  });

  test("that comes so slowly that it was given up meanwhile is no backup, and no operation takes it up", async () => {
    const made = await makeDatabase();
    const { ctx, resourceId } = made;
    async function* slow() {
      yield dump.subarray(0, 100);
      const ended = {
        status: "error",
        finishedAt: new Date(),
        errorReason: "cut_off",
        errorMessage: "Cut.",
      } as const;
      await prisma().backup.updateMany({ where: { status: "scheduled" }, data: ended });
      yield dump.subarray(100);
    }
    await expect(importDump(ctx, { resourceId, content: slow() })).rejects.toMatchObject({
      reason: "backup_ended",
    });
    await expect(ask(made)).resolves.toBeTruthy();
  });

  test("that breaks off on its way, or finds no room, is no backup", async () => {
    const made = await makeDatabase();
    const before = [...storageOf(made).objects.keys()];
    async function* broken() {
      yield dump.subarray(0, 100);
      throw new DomainError("invalid", "upload_cut", "It broke off.");
    }
    const { ctx, resourceId } = made;
    await expect(importDump(ctx, { resourceId, content: broken() })).rejects.toMatchObject({
      reason: "upload_cut",
    });
    storageOf(made).fail(new DomainError("conflict", "storage_full", "The storage first is full."));
    await expect(give(made, dump)).rejects.toMatchObject({ reason: "storage_full" });
    storageOf(made).fail(null);
    expect([...storageOf(made).objects.keys()]).toEqual(before);
    expect(await listBackups(ctx, { resourceId })).toHaveLength(1);
  });
});
