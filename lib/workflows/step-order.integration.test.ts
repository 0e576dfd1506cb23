import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner, type Workflow } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { makeGroup } from "../../tests/group-world";
import { withDatabase } from "../../tests/postgres";
import { makeWorld } from "../../tests/workflow-world";
import type { ImportMode } from "../core/imports/replicate";
import { OPERATION_KINDS, type OperationKind } from "../core/operations/state";
import { OPERATION_STEPS } from "../core/operations/steps";
import { GIB } from "../core/units";
import { loadBackup } from "../db/backups";
import { prisma, transaction } from "../db/client";
import { insertOperation, loadOperation } from "../db/operations";
import { removeAddon } from "../services/addons/remove-addon";
import { createApp } from "../services/apps/create-app";
import { deleteApp as askToDelete } from "../services/apps/delete-app";
import { deployApp } from "../services/apps/deploy-app";
import { restartApp } from "../services/apps/restart-app";
import { createBackup } from "../services/backups/create-backup";
import { restoreBackup } from "../services/backups/restore-backup";
import { restoreIntoNew } from "../services/backups/restore-into-new";
import { rotatePassword as askToRotate } from "../services/database-users/rotate-password";
import { changePlan } from "../services/databases/change-plan";
import { moveDatabase } from "../services/databases/move-database";
import { undoChange as askToUndo } from "../services/databases/undo-change";
import { upgradeDatabase } from "../services/databases/upgrade";
import { setFeature as askToSet } from "../services/features/set-feature";
import { startImport } from "../services/imports/start-import";
import { setSettings as askToSetSettings } from "../services/settings/set-settings";
import { backUp } from "./back-up";
import { deleteApp } from "./delete-app";
import { drill } from "./drill";
import { handOff } from "./hand-off";
import { importKeys } from "./import-keys";
import { provision } from "./provision";
import { remove } from "./remove";
import { replaceNode } from "./replace-node";
import { restart } from "./restart";
import { restore } from "./restore";
import { restoreNew } from "./restore-new";
import { rotatePassword } from "./rotate-password";
import { setFeature } from "./set-feature";
import { setSettings } from "./set-settings";
import { stopFirst } from "./stop-first";
import { undoChange } from "./undo-change";

const MOVED = `The order of steps is kept by operations under way: one begun by the last release could not resume with this one.
Leave the order as it was and put the new way behind "hasChange" (docs/decisions/004-operations-and-steps.md); then add the new order here.`;

const START = `begin
    apply-service ! fail
    wait-for-containers
    succeed`;

/** Stories of one kind that go another way from the start. */
type Story = OperationKind | "import by following" | "import that stays in step";

/** Steps of a story in their order; after "!" what follows the step when it fails, where that is not the same as before. */
const ORDER: Record<Story, string> = {
  provision: `begin
    choose-host ! roll-back fail
    create-network
    store-secrets
    start-node
    start-gateway
    wait-for-node
    wait-for-gateway
    set-variables
    restart-app ! fail
    succeed`,
  remove: `begin
    unset-variables ! roll-back fail
    restart-app ! save-data back-up-last remove-gateway remove-node remove-secrets record-removal fail
    save-data ! roll-back fail
    back-up-last
    remove-gateway
    remove-node
    remove-secrets
    record-removal -
    succeed`,
  "create-app": START,
  deploy: START.replace("! fail", "! roll-back fail"),
  restart: START,
  "delete-app": `begin
    remove-service ! fail
    remove-databases
    remove-network
    record-deletion -
    succeed`,
  "change-plan": `begin
    choose-host ! roll-back fail
    store-secrets
    start-node
    wait-for-node
    start-replication
    wait-for-sync
    prove-disk
    cut-over
    record-hand-off -
    apply-gateway ! fail
    prove
    restart-app ! stop-predecessor fail
    stop-predecessor ! fail
    succeed`,
  upgrade: `begin
    choose-host ! roll-back fail
    store-secrets
    start-node
    wait-for-node
    start-replication
    wait-for-sync
    prove-disk
    cut-over
    record-hand-off -
    apply-gateway ! fail
    prove
    restart-app ! stop-predecessor fail
    stop-predecessor ! fail
    succeed`,
  move: `begin
    choose-host ! roll-back fail
    store-secrets
    start-node
    wait-for-node
    start-replication
    wait-for-sync
    prove-disk
    cut-over
    record-hand-off -
    apply-gateway ! fail
    prove
    restart-app ! stop-predecessor fail
    stop-predecessor ! fail
    succeed`,
  "change-stop-first": `begin
    choose-host ! roll-back fail
    store-secrets
    save-data
    fence-predecessor
    save-last-writes
    stop-predecessor
    copy-data
    start-node
    wait-for-node
    check-data
    open-node
    record-hand-off -
    apply-gateway ! fail
    prove
    restart-app
    succeed`,
  "undo-change": `begin
    start-node ! roll-back fail
    wait-for-node
    fence-predecessor
    open-node
    record-hand-off -
    apply-gateway ! fail
    prove
    restart-app ! stop-predecessor fail
    stop-predecessor ! fail
    succeed`,
  restore: `begin
    choose-host ! roll-back fail
    back-up-first
    store-secrets
    fill-volume
    start-node
    wait-for-node
    check-data
    fence-predecessor
    open-node
    record-hand-off -
    apply-gateway ! fail
    prove
    restart-app ! stop-predecessor fail
    stop-predecessor ! fail
    succeed`,
  import: `begin
    choose-host ! roll-back fail
    back-up-first
    store-secrets
    start-node
    wait-for-node
    copy-keys
    check-data
    prove-disk
    fence-predecessor
    open-node
    record-hand-off -
    apply-gateway ! fail
    prove
    restart-app ! stop-predecessor fail
    stop-predecessor ! fail
    succeed`,
  "import by following": `begin
    choose-host ! roll-back fail
    back-up-first
    store-secrets
    start-node
    wait-for-node
    open-relay
    follow-source
    check-data
    prove-disk
    leave-source
    fence-predecessor
    open-node
    record-hand-off -
    apply-gateway ! fail
    prove
    restart-app ! stop-predecessor fail
    stop-predecessor ! fail
    succeed`,
  "import that stays in step": `begin
    choose-host ! roll-back fail
    back-up-first
    store-secrets
    start-node
    wait-for-node
    open-relay
    follow-source
    stay-in-step
    prove-disk
    leave-source
    fence-predecessor
    open-node
    record-hand-off -
    apply-gateway ! fail
    prove
    restart-app ! stop-predecessor fail
    stop-predecessor ! fail
    succeed`,
  "restore-new": `begin
    wait-for-backup ! roll-back fail
    choose-host
    create-network
    store-secrets
    fill-volume
    start-node
    start-gateway
    wait-for-node
    check-data
    wait-for-gateway
    set-variables
    restart-app ! fail
    succeed`,
  "rotate-password": `begin
    add-password ! roll-back fail
    set-variables
    restart-app ! fail
    succeed`,
  "set-feature": `begin
    apply-feature ! roll-back fail
    check-feature
    record-feature
    succeed`,
  "set-settings": `begin
    apply-settings ! roll-back fail
    check-settings
    succeed`,
  "back-up": `begin
    take-dump ! roll-back fail
    read-back
    prove-dump
    copy-backup
    record-backup
    apply-retention -
    succeed`,
  "replace-node": `begin
    choose-host ! roll-back fail
    store-secrets
    start-node
    wait-for-node
    join-group
    prove-disk
    hand-over
    record-replacement
    apply-gateway ! fail
    remove-lost
    succeed`,
  drill: `begin
    prove-dump ! roll-back fail
    record-drill
    succeed`,
};

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "sentinels", "hosts" CASCADE`);

async function makeDatabase() {
  const made = await makeWorld();
  const { resourceId } = await made.addRunning();
  const node = (number: number) => `${INSTANCE}-${resourceId}-node-${number}`;
  await made.replication.state({ serviceName: node(1), user: "berth", password: "" });
  const size = (number: number, info: { maxMemoryBytes?: number; version?: string }) => {
    made.redis.setInfo(node(number), info);
    made.redis.setInfo(`${INSTANCE}-${resourceId}`, info);
  };
  return { ...made, resourceId, size };
}

async function makeChanged() {
  const made = await makeDatabase();
  made.size(2, { maxMemoryBytes: GIB });
  const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
  await durableRunner(made.world).run(handOff, id);
  made.size(1, { maxMemoryBytes: GIB / 4 });
  return made;
}

type Made = Awaited<ReturnType<typeof makeDatabase>>;
type Begun = { made: Pick<Made, "world">; id: string; story: Workflow };

/** As many as the memory prover finds in any dump. */
const KEYS = 3;

async function takeBackup({ ctx, world, resourceId }: Made): Promise<string> {
  const { backup, operation } = await createBackup(ctx, { resourceId });
  await durableRunner(world).run(backUp, operation.id);
  return backup.id;
}

async function beginImport(mode: ImportMode): Promise<Begun> {
  const made = await makeDatabase();
  made.size(2, { maxMemoryBytes: GIB / 4 });
  const source = { url: "redis://redis.example.org", acceptsLoss: true, mode };
  const { id } = await startImport(made.ctx, { resourceId: made.resourceId, ...source });
  // As if somebody pressed the button while it copies: nobody can, but it would be kept.
  await prisma().import.updateMany({ data: { switchAskedAt: new Date() } });
  return { made, id, story: importKeys };
}

/** An operation of each kind, asked for as a person does. */
const BEGIN: Record<Story, () => Promise<Begun>> = {
  provision: async () => {
    const made = await makeWorld();
    return { made, id: (await made.add()).operationId, story: provision };
  },
  remove: async () => {
    const made = await makeDatabase();
    const { resourceId, name, ctx } = made;
    const { id } = await removeAddon(ctx, { app: name, addon: resourceId, confirm: resourceId });
    return { made, id, story: remove };
  },
  "create-app": async () => {
    const made = await makeWorld();
    const name = `new-${randomUUID().slice(0, 8)}`;
    const { operationId } = await createApp(made.ctx, { name, source: "image", image: "some/app" });
    return { made, id: operationId ?? "", story: restart };
  },
  deploy: async () => {
    const made = await makeWorld();
    return { made, id: (await deployApp(made.ctx, { app: made.name, command: "serve" })).id, story: restart };
  },
  restart: async () => {
    const made = await makeWorld();
    return { made, id: (await restartApp(made.ctx, { app: made.name })).id, story: restart };
  },
  "delete-app": async () => {
    const made = await makeWorld();
    const { id } = await askToDelete(made.ctx, { app: made.name, confirm: made.name });
    return { made, id, story: deleteApp };
  },
  "change-plan": async () => {
    const made = await makeDatabase();
    made.size(2, { maxMemoryBytes: GIB });
    const { id } = await changePlan(made.ctx, { resourceId: made.resourceId, planId: "1g" });
    return { made, id, story: handOff };
  },
  upgrade: async () => {
    const made = await makeDatabase();
    await prisma().database.updateMany({ data: { version: "7.0.15" } });
    await prisma().node.updateMany({ data: { version: "7.0.15" } });
    made.redis.setInfo(`${INSTANCE}-${made.resourceId}-node-1`, { version: "7.0.15" });
    made.size(2, { version: "8.0.2", maxMemoryBytes: GIB / 4 });
    const { id } = await upgradeDatabase(made.ctx, { resourceId: made.resourceId, version: "8.0.2" });
    return { made, id, story: handOff };
  },
  move: async () => {
    const made = await makeDatabase();
    made.engine.addHost({ id: "host-2" });
    made.size(2, { maxMemoryBytes: GIB / 4 });
    const { id } = await moveDatabase(made.ctx, { resourceId: made.resourceId });
    return { made, id, story: handOff };
  },
  "change-stop-first": async () => {
    const made = await makeDatabase();
    made.size(2, { maxMemoryBytes: GIB });
    const [host] = made.engineWorld.hosts;
    if (host) host.memoryBytes = 2 * GIB;
    const { resourceId } = made;
    const { id } = await changePlan(made.ctx, { resourceId, planId: "1g", way: "stop-first" });
    return { made, id, story: stopFirst };
  },
  "undo-change": async () => {
    const made = await makeChanged();
    const { id } = await askToUndo(made.ctx, { resourceId: made.resourceId, acceptsLoss: true });
    return { made, id, story: undoChange };
  },
  restore: async () => {
    const made = await makeDatabase();
    const { resourceId } = made;
    const backupId = await takeBackup(made);
    made.size(2, { maxMemoryBytes: GIB / 4 });
    made.redis.setInfo(`${INSTANCE}-${resourceId}-node-2`, { keys: KEYS });
    const { id } = await restoreBackup(made.ctx, { resourceId, backupId, acceptsLoss: true });
    return { made, id, story: restore };
  },
  import: () => beginImport("copy"),
  "import by following": () => beginImport("replicate"),
  "import that stays in step": () => beginImport("stay_in_step"),
  "restore-new": async () => {
    const made = await makeDatabase();
    const backupId = await takeBackup(made);
    const operation = await restoreIntoNew(made.ctx, { backupId, appName: made.name, planId: "256m" });
    made.redis.setInfo(`${INSTANCE}-${operation.resourceId}-node-1`, { keys: KEYS });
    return { made, id: operation.id, story: restoreNew };
  },
  "rotate-password": async () => {
    const made = await makeDatabase();
    const { id } = await askToRotate(made.ctx, { resourceId: made.resourceId });
    return { made, id, story: rotatePassword };
  },
  "set-feature": async () => {
    const made = await makeDatabase();
    const wanted = { name: "redis-aof", isOn: true, acceptsLoss: false } as const;
    const { id } = await askToSet(made.ctx, { resourceId: made.resourceId, ...wanted });
    return { made, id, story: setFeature };
  },
  "set-settings": async () => {
    const made = await makeDatabase();
    const { resourceId } = made;
    const { id } = await askToSetSettings(made.ctx, { resourceId, settings: { idleTimeoutSeconds: 0 } });
    return { made, id, story: setSettings };
  },
  "back-up": async () => {
    const made = await makeDatabase();
    const { operation } = await createBackup(made.ctx, { resourceId: made.resourceId });
    return { made, id: operation.id, story: backUp };
  },
  "replace-node": async () => {
    const { world, lose } = await makeGroup();
    await lose();
    const { id } = await prisma().operation.findFirstOrThrow({ where: { kind: "replace-node" } });
    return { made: { world }, id, story: replaceNode };
  },
  drill: async () => {
    const made = await makeDatabase();
    const { operationId } = await loadBackup(await takeBackup(made));
    const { databaseId } = await loadOperation(operationId ?? "");
    const id = randomUUID();
    await transaction((tx) =>
      insertOperation(tx, { id, kind: "drill", appId: made.appId, databaseId, actorId: null }),
    );
    return { made, id, story: drill };
  },
};

type Line = { name: string; tail: string[] | null };
const linesOf = (kind: Story): Line[] => {
  let tail: string[] | null = null;
  return ORDER[kind].split("\n").map((line) => {
    const [name = "", mark, ...rest] = line.trim().split(" ");
    if (mark === "!") tail = rest;
    if (mark === "-" || name === "succeed") tail = null;
    return { name, tail };
  });
};

/** What people can see of a story; each way of an import has its part of them. */
const watched = (story: Story, names: readonly string[]): string[] =>
  isImport(story)
    ? OPERATION_STEPS.import.filter((name) => names.includes(name))
    : [...OPERATION_STEPS[story]];
const isImport = (story: Story): story is Exclude<Story, Exclude<OperationKind, "import">> =>
  story.startsWith("import");

const STORIES = [...OPERATION_KINDS, "import by following", "import that stays in step"] as const;

describe.each(STORIES)("%s", (kind) => {
  const lines = linesOf(kind);
  const names = lines.map(({ name }) => name);

  test("its steps come in the order that operations under way were begun with", async () => {
    const { made, id, story } = await BEGIN[kind]();
    const runner = durableRunner(made.world);
    await runner.run(story, id);
    expect(runner.names, MOVED).toEqual(names);
    expect(watched(kind, names), "people watch other steps").toEqual(names.slice(1, -1));
  });

  test.runIf(names.includes("record-hand-off"))(
    "no step follows when the records cannot be told who serves",
    async () => {
      const { made, id, story } = await BEGIN[kind]();
      const runner = durableRunner(made.world);
      const run = runner.run(story, id, { failAt: "record-hand-off" });
      await expect(run).rejects.toMatchObject({ reason: "take_over_open" });
      expect(runner.names.at(-1)).toBe("record-hand-off");
    },
  );

  test.each(lines.filter(({ tail }) => tail))(
    "so do those after a failure at $name",
    async ({ name, tail }) => {
      const { made, id, story } = await BEGIN[kind]();
      const runner = durableRunner(made.world);
      await runner.run(story, id, { failAt: name });
      expect(runner.names, MOVED).toEqual([...names.slice(0, names.indexOf(name) + 1), ...(tail ?? [])]);
    },
  );
});
