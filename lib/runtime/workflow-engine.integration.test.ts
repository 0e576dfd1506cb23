import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { makeWorld, type WorkflowWorld } from "@/tests/workflow-world";
import { prisma } from "../db/client";
import { OPERATIONS_QUEUE } from "../db/operations";
import { shiftOf } from "./shift";
import { startWorkflowEngine } from "./workflow-engine";

const database = withDatabase();
const WAIT = { timeout: 30_000, interval: 10 };
let made: WorkflowWorld;
let stop: () => Promise<void>;

beforeAll(async () => {
  made = await makeWorld();
  stop = await startWorkflowEngine({
    world: made.world,
    databaseUrl: database.url(),
    workerId: "worker-1",
    shift: shiftOf("worker-1", "here"),
    keepLink: async () => {},
  });
  await vi.waitFor(async () => {
    const listening = await prisma().$queryRaw<unknown[]>`
      SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`;
    expect(listening).toHaveLength(1);
  }, WAIT);
});
afterAll(() => stop());

const load = (id: string) => prisma().operation.findUniqueOrThrow({ where: { id } });
const ended = (id: string) =>
  vi.waitFor(async () => {
    const { status, createdAt, startedAt } = await load(id);
    expect(status).toBe("succeeded");
    return (startedAt?.getTime() ?? Number.NaN) - createdAt.getTime();
  }, WAIT);

test("an operation is taken at once, though the queue is looked at every few seconds", async () => {
  const delaysMs: number[] = [];
  for (let n = 0; n < 5; n++) delaysMs.push(await ended((await made.add()).operationId));
  expect(delaysMs.sort((a, b) => a - b)[2]).toBeLessThan(1_000);
});

test("an operation that nobody gave notice of is taken all the same", async () => {
  const id = randomUUID();
  const data = { id, kind: "restart", appId: made.appId, actorId: null };
  await prisma().operation.create({ data });
  await prisma().$queryRaw`
    SELECT dbos.enqueue_workflow(workflow_name => 'restart', queue_name => ${OPERATIONS_QUEUE},
      positional_args => ARRAY[to_json(${id}::text)], workflow_id => ${id})`;
  expect(await ended(id)).toBeLessThan(15_000);
});
