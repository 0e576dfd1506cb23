import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { makeWorld, type WorkflowWorld } from "@/tests/workflow-world";
import { prisma } from "../db/client";
import { loadOperation, OPERATIONS_QUEUE } from "../db/operations";
import { removeAddon } from "../services/addons/remove-addon";
import { restartApp } from "../services/apps/restart-app";
import type { DepsOf } from "../workflows/deps";
import { succeed } from "../workflows/parts/ending";
import { shiftOf } from "./shift";
import { startWorkflowEngine } from "./workflow-engine";

const database = withDatabase();
const MINUTE = { timeout: 60_000, interval: 50 };
let made: WorkflowWorld;
let kept: { operationId: string };
let moved: { operationId: string };
let faulty: { made: WorkflowWorld; id: string };
let tried: string;
let bare: string;
let stop: () => Promise<void>;

/** Has a worker of the former release begin whatever waits, and kills it in the middle. */
async function beginAndKill(operationIds: readonly string[]): Promise<void> {
  const words = ["--import", "tsx", "tests/engine/former-release-story.ts", database.url()];
  const worker = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const left = new Set(operationIds);
  for await (const line of createInterface({ input: worker.stdout })) {
    if (line.startsWith("told ")) left.delete(line.slice("told ".length));
    if (left.size === 0) break;
  }
  worker.kill("SIGKILL");
  if (worker.exitCode === null && worker.signalCode === null) await once(worker, "exit");
  expect([...left]).toEqual([]);
}

const tookNewWay: string[] = [];

/** The story of the former release with one step more: for one operation as decision 004 says, for the other one without asking. */
async function provision(deps: DepsOf<"provision">, operationId: string): Promise<void> {
  const { step } = deps;
  await step("begin", async () => {});
  await step("choose-host", async () => {});
  if (operationId === moved.operationId || (await deps.hasChange("start-early")))
    await step("start-node", async () => {
      tookNewWay.push(operationId);
    });
  await step("create-network", async () => {});
  await step("store-secrets", async () => {});
  await succeed(deps, operationId);
}

/** A fault between two steps, which no step remembers. */
async function restart({ step }: DepsOf<"restart">): Promise<void> {
  await step("begin", async () => {});
  throw new TypeError("a fault of ours");
}

/** An operation as it stands in the records, with the workflow that `enqueue` makes for it. */
async function insertRestart(createdAt: Date): Promise<string> {
  const other = await makeWorld({ source: "none" });
  const id = randomUUID();
  await prisma().operation.create({
    data: { id, kind: "restart", appId: other.appId, actorId: null, createdAt },
  });
  return id;
}

/** One whose workflow has been tried so often that it is not tried again. */
async function insertTried(): Promise<string> {
  const id = await insertRestart(new Date());
  await prisma().$transaction([
    prisma().$queryRaw`
      SELECT dbos.enqueue_workflow(workflow_name => 'restart', queue_name => ${OPERATIONS_QUEUE},
        positional_args => ARRAY[to_json(${id}::text)], workflow_id => ${id})`,
    prisma().$executeRaw`UPDATE dbos.workflow_status SET recovery_attempts = 200 WHERE workflow_uuid = ${id}`,
  ]);
  return id;
}

beforeAll(async () => {
  made = await makeWorld();
  kept = await made.add();
  moved = await made.add();
  await beginAndKill([kept.operationId, moved.operationId]);
  // Lost ones are looked for in rounds: all are there before the first.
  const other = await makeWorld();
  faulty = { made: other, id: (await restartApp(other.ctx, { app: other.name })).id };
  tried = await insertTried();
  bare = await insertRestart(new Date(Date.now() - 60_000));
  stop = await startWorkflowEngine({
    world: made.world,
    databaseUrl: database.url(),
    workerId: "worker-1",
    shift: shiftOf("worker-1", "here"),
    keepLink: async () => {},
    stories: { provision, restart },
  });
});
afterAll(() => stop());

const ended = (id: string) =>
  vi.waitFor(async () => {
    const operation = await loadOperation(id);
    expect(operation.finishedAt).not.toBeNull();
    return operation;
  }, MINUTE);

const LOST = {
  status: "failed",
  errorReason: "workflow_lost",
  errorMessage: expect.stringMatching(/Try it again/),
};

describe("an operation that a worker of the former release had begun", () => {
  test("goes on the former way where the new story asks what it passed", async () => {
    expect(await ended(kept.operationId)).toMatchObject({ status: "succeeded" });
    expect(tookNewWay).not.toContain(kept.operationId);
  });

  test("ends with words when the order of steps was changed without asking, and frees its database", async () => {
    const { databaseId, steps } = await ended(moved.operationId).then((operation) => operation);
    expect(await loadOperation(moved.operationId)).toMatchObject(LOST);
    expect(steps.map(({ status }) => status)).not.toContain("running");
    const addon = await prisma().addon.findFirstOrThrow({ where: { database: { id: databaseId ?? "" } } });
    expect(addon.status).toBe("failed");
    const { resourceId } = addon;
    await removeAddon(made.ctx, { app: made.name, addon: resourceId, confirm: resourceId });
  });

  test("one that is begun now takes the new way", async () => {
    const { operationId } = await made.add();
    expect(await ended(operationId)).toMatchObject({ status: "succeeded" });
    expect(tookNewWay).toContain(operationId);
  });
});

test("a fault between two steps ends the operation with words, and the next one may begin", async () => {
  const { made, id } = faulty;
  expect(await ended(id)).toMatchObject(LOST);
  await restartApp(made.ctx, { app: made.name });
});

test("one whose workflow was tried too often ends with words", async () => {
  const operation = await ended(tried);
  expect(operation).toMatchObject({ ...LOST, errorMessage: expect.stringMatching(/ended again and again/) });
});

test("one that has no workflow at all ends with words", async () => {
  expect(await ended(bare)).toMatchObject({
    ...LOST,
    errorMessage: expect.stringMatching(/record .* is gone/),
  });
});
