import { beforeEach, describe, expect, test } from "vitest";
import { type Made, makeDatabase as makeChanging, outcome, untouched } from "../../tests/change-world";
import { durableRunner } from "../../tests/durable";
import { INSTANCE } from "../../tests/factories";
import { withDatabase } from "../../tests/postgres";
import {
  crashAndResume,
  crashes,
  letThrough,
  resourcesOf,
  type WorkflowWorld,
} from "../../tests/workflow-world";
import { serverNamed } from "../core/engines/replication";
import { VALKEY } from "../core/engines/valkey/engine";
import { DomainError, hasReason, isUnavailable } from "../core/errors";
import type { ImportMode } from "../core/imports/replicate";
import { DAY_MS, GIB } from "../core/units";
import { prisma } from "../db/client";
import { findImport } from "../db/imports";
import { loadOperation } from "../db/operations";
import { createBackup } from "../services/backups/create-backup";
import { changePlan } from "../services/databases/change-plan";
import { cancelImport } from "../services/imports/cancel-import";
import { startImport } from "../services/imports/start-import";
import { switchImport } from "../services/imports/switch-import";
import { backUp } from "./back-up";
import { keepBackups } from "./backup-upkeep";
import type { Deps } from "./deps";
import { importKeys } from "./import-keys";
import { relayService } from "./specs/relay-service";
import { sweep } from "./sweep";

withDatabase();
// Each engine in memory is new: what other tests placed on it must not count.
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

const SECRET = "password-of-the-source";
const URL = `redis://:${SECRET}@redis.example.org`;
const IMPORTED = 6;
const STEPS = [
  "begin",
  "choose-host",
  "back-up-first",
  "store-secrets",
  "start-node",
  "wait-for-node",
  "open-relay",
  "follow-source",
  "check-data",
  "prove-disk",
  "leave-source",
  "fence-predecessor",
  "open-node",
  "record-hand-off",
  "apply-gateway",
  "prove",
  "restart-app",
  "stop-predecessor",
  "succeed",
];
const AWAY = new DomainError("unavailable", "source_unreachable", "It cut the connection.");

async function makeDatabase() {
  const made = await makeChanging();
  // What the real server does by itself: its size is that of its file.
  for (const name of [made.node(2), `${INSTANCE}-${made.resourceId}`])
    made.redis.setInfo(name, { maxMemoryBytes: GIB / 4 });
  return made;
}

const begin = async ({ ctx, resourceId }: Made, mode: ImportMode) =>
  (await startImport(ctx, { resourceId, url: URL, acceptsLoss: true, mode })).id;

const imported = (made: Made) => ({
  ...untouched(made),
  status: "succeeded",
  error: null,
  nodes: ["1 256m removed", "2 256m active"],
  open: [made.node(2)],
  keys: [IMPORTED],
  resources: expect.arrayContaining([`volume ${made.node(1)}`, `volume ${made.node(2)}`]),
});

/** What of a relay is on the engine. */
const relayOf = async ({ engine, resourceId }: Made) =>
  (await resourcesOf(engine)).filter(
    (name) => /-source$|-r[al]-\d+$/.test(name) && name.includes(resourceId),
  );

async function expectUntouched(made: Made, id: string, error: string) {
  expect(await outcome(made, id)).toMatchObject({ ...untouched(made), status: "failed", error });
  expect(await relayOf(made)).toEqual([]);
  expect(await findImport(id)).toMatchObject({ urlEncrypted: null });
}

test("the node follows the source by way of a relay, leaves it with all its keys and takes over", async () => {
  const made = await makeDatabase();
  const id = await begin(made, "replicate");
  const runner = durableRunner(made.world);
  await runner.run(importKeys, id);
  expect(runner.names).toEqual(STEPS);
  expect(await outcome(made, id)).toMatchObject(imported(made));
  expect(await relayOf(made)).toEqual([]);
  expect((await loadOperation(id)).steps.map(({ name }) => name)).toEqual(STEPS.slice(1, -1));
  const kept = [await loadOperation(id), await prisma().event.findMany(), await findImport(id)];
  expect(JSON.stringify(kept)).not.toContain(SECRET);
});

test.each(STEPS.slice(1, STEPS.indexOf("record-hand-off")))(
  "a failure at %s leaves the present data serving and nothing else behind",
  async (failAt) => {
    const made = await makeDatabase();
    const id = await begin(made, "replicate");
    await durableRunner(made.world).run(importKeys, id, { failAt });
    await expectUntouched(made, id, (await loadOperation(id)).errorReason ?? "");
  },
);

test.each(crashes(STEPS))("killed $crash.when of $name it goes on to the same end", async ({ crash }) => {
  const made = await makeDatabase();
  const id = await begin(made, "replicate");
  await crashAndResume(made as WorkflowWorld, importKeys, id, crash);
  expect(await outcome(made, id)).toMatchObject(imported(made));
  expect(await relayOf(made)).toEqual([]);
});

test("a source that the host of the node does not reach is told as that", async () => {
  const made = await makeDatabase();
  const id = await begin(made, "replicate");
  made.imports.failNext("stateThrough", AWAY);
  await durableRunner(made.world).run(importKeys, id);
  await expectUntouched(made, id, "source_unreachable_from_host");
});

test("keys that differ end one that does not stay", async () => {
  const made = await makeDatabase();
  const id = await begin(made, "replicate");
  made.imports.failNext("compare", new DomainError("conflict", "keys_differ", "2 keys differ"));
  await durableRunner(made.world).run(importKeys, id);
  await expectUntouched(made, id, "keys_differ");
});

test("data that has grown beyond the plan does not take over", async () => {
  const made = await makeDatabase();
  const id = await begin(made, "replicate");
  made.imports.setState({ usedMemoryBytes: GIB });
  await durableRunner(made.world).run(importKeys, id);
  await expectUntouched(made, id, "data_too_large");
});

test("a relay that its operation could not take away goes with the next sweep", async () => {
  const made = await makeDatabase();
  const { engine, world, resourceId } = made;
  const { id: databaseId } = await prisma().database.findFirstOrThrow({ select: { id: true } });
  const owner = { appId: made.appId, databaseId };
  const database = { instance: INSTANCE, resourceId };
  const before = await resourcesOf(engine);
  for (const kind of ["rl", "ra"])
    await engine.applySecret({ name: `${INSTANCE}-${resourceId}-${kind}-3`, owner, content: "x" });
  await engine.applyService(relayService({ database, owner, revision: 3, hostId: null }));
  expect(await relayOf(made)).toHaveLength(3);
  await sweep(world, new Date(), letThrough);
  expect(await resourcesOf(engine)).toEqual(before);
});

describe("one that stays in step", () => {
  /** Looks on until it ends; after each look that found it in step the next of these happens. */
  const staying = (happenings: (() => Promise<unknown>)[]): Deps["waitUntil"] =>
    async function again<T>(probe: () => Promise<T>, wait: Parameters<Deps["waitUntil"]>[1]): Promise<T> {
      const { passes = isUnavailable } = wait;
      return probe().catch(async (error: unknown) => {
        const next = hasReason(error, "in_step") ? happenings.shift() : async () => {};
        if (!passes(error) || !next) throw error;
        await next();
        return again(probe, wait);
      });
    };

  async function run(made: Made, id: string, happenings: (() => Promise<unknown>)[]) {
    await durableRunner(made.world, { waitUntil: staying(happenings) }).run(importKeys, id);
  }

  const detailOf = async (id: string) =>
    (await loadOperation(id)).steps.find(({ name }) => name === "stay-in-step")?.detail;

  test("switches when it is asked to, with what was written until then", async () => {
    const made = await makeDatabase();
    const id = await begin(made, "stay_in_step");
    const ask = () => switchImport(made.ctx, { resourceId: made.resourceId });
    await expect(ask()).rejects.toMatchObject({ code: "conflict", reason: "not_in_step" });
    const seen: unknown[] = [];
    await run(made, id, [
      async () => seen.push(await detailOf(id), await relayOf(made)),
      async () => made.redis.setInfo(made.node(2), { keys: IMPORTED + 1 }),
      ask,
    ]);
    expect(seen).toEqual([
      {
        lagBytes: 0,
        lagSeconds: expect.any(Number),
        keys: IMPORTED,
        problem: null,
        problemAt: null,
        waitsFor: null,
      },
      [
        `secret ${INSTANCE}-${made.resourceId}-ra-1`,
        `secret ${INSTANCE}-${made.resourceId}-rl-1`,
        `service ${INSTANCE}-${made.resourceId}-source`,
      ],
    ]);
    expect(await outcome(made, id)).toMatchObject({ ...imported(made), keys: [IMPORTED + 1] });
    expect(await relayOf(made)).toEqual([]);
    await expect(ask()).rejects.toMatchObject({ reason: "not_in_step" });
  });

  test("lets backups be taken beside it, by hand and by the schedule, and nothing else; the switch waits for them", async () => {
    const made = await makeDatabase();
    const { ctx, resourceId, world } = made;
    const id = await begin(made, "stay_in_step");
    const backUpNow = async () => (await createBackup(ctx, { resourceId })).operation.id;
    const backedUp: string[] = [];
    let told: unknown;
    const finish = async (operationId: string) => durableRunner(world).run(backUp, operationId);
    await expect(backUpNow()).rejects.toMatchObject({ reason: "operation_running" });
    await run(made, id, [
      async () => {
        backedUp.push(await backUpNow());
        await expect(backUpNow()).rejects.toMatchObject({ reason: "operation_running" });
        await finish(backedUp[0] ?? "");
        await expect(changePlan(ctx, { resourceId, planId: "512m" })).rejects.toMatchObject({
          reason: "operation_running",
        });
        await keepBackups(world, new Date(Date.now() + 2 * DAY_MS), letThrough);
        const scheduled = await prisma().operation.findFirst({
          where: { kind: "back-up", finishedAt: null },
        });
        backedUp.push(scheduled?.id ?? "");
        await switchImport(ctx, { resourceId });
      },
      // It stays in step as long as the backup takes.
      async () => {
        told = await detailOf(id);
        await finish(backedUp[1] ?? "");
      },
    ]);
    expect(told).toMatchObject({ lagBytes: 0, waitsFor: "backup" });
    expect((await Promise.all(backedUp.map(loadOperation))).map(({ status }) => status)).toEqual([
      "succeeded",
      "succeeded",
    ]);
    expect(await outcome(made, id)).toMatchObject({ status: "succeeded", error: null });
  });

  test("says what keeps it from switching, and stays", async () => {
    const made = await makeDatabase();
    const id = await begin(made, "stay_in_step");
    const ask = () => switchImport(made.ctx, { resourceId: made.resourceId });
    let told: unknown;
    await run(made, id, [
      async () => {
        made.imports.failNext("compare", new DomainError("conflict", "keys_differ", "2 keys differ."));
        await ask();
      },
      async () => {},
      async () => {
        told = await detailOf(id);
        await ask();
      },
    ]);
    expect(told).toMatchObject({ problem: "2 keys differ.", problemAt: expect.any(String) });
    expect(await outcome(made, id)).toMatchObject(imported(made));
  });

  test("goes on after its node started again, its source was away, and its source moved", async () => {
    const made = await makeDatabase();
    const id = await begin(made, "stay_in_step");
    const details: unknown[] = [];
    let relays: unknown;
    await run(made, id, [
      async () => made.replication.forget(made.node(2)),
      async () => {
        details.push(await detailOf(id));
        made.imports.failNext("stateThrough", AWAY);
        made.imports.setAddress("192.0.2.2");
      },
      async () => {
        details.push(await detailOf(id));
        relays = await relayOf(made);
        await switchImport(made.ctx, { resourceId: made.resourceId });
      },
    ]);
    expect(details).toMatchObject([{ lagBytes: 0 }, { lagBytes: null, keys: null }]);
    expect(relays).toEqual([
      `secret ${INSTANCE}-${made.resourceId}-ra-2`,
      `secret ${INSTANCE}-${made.resourceId}-rl-2`,
      `service ${INSTANCE}-${made.resourceId}-source`,
    ]);
    expect(await outcome(made, id)).toMatchObject(imported(made));
  });

  test.each<[string, (made: Made) => unknown, string]>([
    [
      "writes what the node cannot follow by now",
      ({ imports }) => imports.setState({ server: serverNamed(VALKEY, "9.1.2", true) }),
      "field_ttl",
    ],
    ["became a replica", ({ imports }) => imports.setState({ role: "slave" }), "source_is_replica"],
    [
      "leads to an address that must not be reached",
      ({ imports }) => {
        imports.failNext("stateThrough", AWAY);
        imports.failNext("locate", new DomainError("invalid", "address_refused", "It is not public."));
      },
      "address_refused",
    ],
  ])("ends with a source that %s, and nothing is changed", async (_what, happen, reason) => {
    const made = await makeDatabase();
    const id = await begin(made, "stay_in_step");
    await run(made, id, [async () => happen(made)]);
    await expectUntouched(made, id, reason);
  });

  test("ends when it is cancelled", async () => {
    const made = await makeDatabase();
    const id = await begin(made, "stay_in_step");
    await run(made, id, [() => cancelImport(made.ctx, { resourceId: made.resourceId })]);
    await expectUntouched(made, id, "import_cancelled");
  });

  test("does not switch to an empty source", async () => {
    const made = await makeDatabase();
    const id = await begin(made, "stay_in_step");
    let told: unknown;
    await run(made, id, [
      async () => {
        made.imports.setState({ keys: 0 });
        await switchImport(made.ctx, { resourceId: made.resourceId });
      },
      async () => {},
      async () => {
        told = await detailOf(id);
        await cancelImport(made.ctx, { resourceId: made.resourceId });
      },
    ]);
    expect(told).toMatchObject({ problem: expect.stringContaining("no keys") });
    await expectUntouched(made, id, "import_cancelled");
  });
});
