import { beforeAll, describe, expect, test } from "vitest";
import { makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { addSampledDatabase, makeSampledWorld } from "@/tests/sampling";
import { type LogLineView, LogsInput } from "../../contract/logs";
import { startOfStep } from "../../core/stats/resolutions";
import { insertLogLines } from "../../db/log-lines";
import { keepPartitions } from "../../sampling/roll-up";
import { sampler } from "../../sampling/round";
import { followLogs } from "./follow-logs";
import { listLogOperations } from "./list-log-operations";
import { listLogs } from "./list-logs";

withDatabase();

const world = makeSampledWorld();
const { containers } = world;
let roundMs = startOfStep(Date.now(), 10_000);
beforeAll(() => keepPartitions(Date.now()));

const asked = (input: object) => LogsInput.parse(input);
/** A moment a little after now, with all nine digits of its second. */
const momentOf = (second: number): string =>
  new Date(startOfStep(Date.now(), 60_000) + second * 1_000).toISOString().replace("Z", "000001Z");
const textsOf = ({ lines }: { lines: LogLineView[] }) =>
  lines.map(({ source, text }) => `${source}: ${text}`);

/** A database whose owner's context reads the same containers. */
async function makeDatabase() {
  const database = await addSampledDatabase(world);
  return { ...database, ctx: { ...database.ctx, containers } };
}

async function rounds(count: number): Promise<void> {
  const one = sampler(world.deps("logs"));
  for (let n = 0; n < count; n++) {
    roundMs += 10_000;
    world.clock.ms = roundMs;
    await one.round(roundMs);
  }
}

test("lines of node and gateway in the order of their times, kept or not, each once", async () => {
  const { ctx, resourceId, nodeId, gatewayId } = await makeDatabase();
  containers.write(nodeId, { at: momentOf(1), text: "Ready" });
  containers.write(gatewayId, { at: momentOf(2), text: "Server up" });
  const wanted = ["node-1: Ready", "gateway: Server up"];
  expect(textsOf(await listLogs(ctx, asked({ resourceId })))).toEqual(wanted);
  await rounds(2);
  expect(textsOf(await listLogs(ctx, asked({ resourceId })))).toEqual(wanted);
  containers.write(nodeId, { at: momentOf(3), text: "Saved" });
  const all = [...wanted, "node-1: Saved"];
  expect(textsOf(await listLogs(ctx, asked({ resourceId })))).toEqual(all);
  await rounds(7);
  expect(textsOf(await listLogs(ctx, asked({ resourceId })))).toEqual(all);
});

test("what a node wrote is there after its container is gone", async () => {
  const { ctx, resourceId, nodeId } = await makeDatabase();
  containers.write(nodeId, { at: momentOf(1), text: "the last words" });
  await rounds(8);
  containers.remove(nodeId);
  expect(textsOf(await listLogs(ctx, asked({ resourceId, source: "node" })))).toEqual([
    "node-1: the last words",
  ]);
});

test("found by source, by words whatever their case, and the last ones", async () => {
  const { ctx, resourceId, databaseId } = await makeDatabase();
  const line = (second: number, source: string, text: string) => ({ at: momentOf(second), source, text });
  await insertLogLines(databaseId, [
    line(1, "node-1", "DB saved on disk"),
    line(2, "node-2", "Ready"),
    line(3, "gateway", "Server nodes/n1 is UP"),
  ]);
  const find = async (filter: object) => textsOf(await listLogs(ctx, asked({ resourceId, ...filter })));
  expect(await find({ source: "node" })).toEqual(["node-1: DB saved on disk", "node-2: Ready"]);
  expect(await find({ source: "node-2" })).toEqual(["node-2: Ready"]);
  expect(await find({ source: "gateway" })).toHaveLength(1);
  expect(await find({ q: "SAVED" })).toEqual(["node-1: DB saved on disk"]);
  expect(await find({ q: "100%_" })).toEqual([]);
  expect(await find({ limit: 1 })).toEqual(["gateway: Server nodes/n1 is UP"]);
  expect(LogsInput.safeParse({ resourceId, source: "app" }).success).toBe(false);
});

test("by the operation in whose time they were written", async () => {
  const { ctx, resourceId, databaseId } = await makeDatabase();
  const [operation] = await listLogOperations(ctx, { resourceId });
  const at = new Date(Date.parse(operation?.createdAt ?? "") + 1).toISOString();
  await insertLogLines(databaseId, [
    { at: new Date(Date.now() - 3_600_000).toISOString(), source: "node-1", text: "an hour ago" },
    { at, source: "node-1", text: "meanwhile" },
  ]);
  expect(operation?.kind).toBe("provision");
  const during = await listLogs(ctx, asked({ resourceId, operation: operation?.id }));
  expect(textsOf(during)).toEqual(["node-1: meanwhile"]);
  const other = await makeDatabase();
  const [foreign] = await listLogOperations(other.ctx, { resourceId: other.resourceId });
  await expect(listLogs(ctx, asked({ resourceId, operation: foreign?.id }))).rejects.toMatchObject({
    code: "not_found",
    reason: "operation",
  });
});

test("of a moment: the lines of five minutes before and after it", async () => {
  const { ctx, resourceId, databaseId } = await makeDatabase();
  const line = (second: number, text: string) => ({ at: momentOf(second), source: "node-1", text });
  const lines = [
    line(-301, "before"),
    line(-299, "first"),
    line(0, "then"),
    line(299, "last"),
    line(301, "after"),
  ];
  await insertLogLines(databaseId, lines);
  const found = await listLogs(ctx, asked({ resourceId, at: momentOf(0) }));
  expect(textsOf(found)).toEqual(["node-1: first", "node-1: then", "node-1: last"]);
  expect(LogsInput.safeParse({ resourceId, at: "yesterday" }).success).toBe(false);
});

test("with the engine away, what is kept is answered and said to be incomplete", async () => {
  const { ctx, resourceId, databaseId } = await makeDatabase();
  await insertLogLines(databaseId, [{ at: momentOf(1), source: "gateway", text: "kept" }]);
  containers.setReachable(false);
  expect(await listLogs(ctx, asked({ resourceId }))).toMatchObject({
    isComplete: false,
    lines: [{ text: "kept" }],
  });
  containers.setReachable(true);
  expect(await listLogs(ctx, asked({ resourceId }))).toMatchObject({ isComplete: true });
});

describe("following", () => {
  test("gives lines as they are written until one has enough; a successor's container joins in", async () => {
    const { ctx, resourceId, databaseId, node, nodeId } = await makeDatabase();
    const stop = new AbortController();
    const followed = await followLogs(ctx, { resourceId, source: "node" }, stop.signal);
    const lines = followed[Symbol.asyncIterator]();
    containers.write(nodeId, { at: momentOf(1), text: "one" });
    expect((await lines.next()).value).toEqual({ at: momentOf(1), source: "node-1", text: "one" });
    const successor = `${node.slice(0, -1)}2`;
    containers.add({ containerId: "successor", serviceName: successor, databaseId, role: "node" });
    let hasHeard = false;
    const next = lines.next().finally(() => {
      hasHeard = true;
    });
    // It is found at the next look; until then nobody follows it.
    const write = () => {
      containers.write("successor", { at: momentOf(2), text: "two" });
      return hasHeard;
    };
    await expect.poll(write, { timeout: 10_000 }).toBe(true);
    expect((await next).value).toMatchObject({ source: "node-2", text: "two" });
    const end = (async () => {
      for (;;) if ((await lines.next()).done) return true;
    })();
    stop.abort();
    expect(await end).toBe(true);
  });

  test("has an end for one account, and room again for each reader that goes", async () => {
    const { ctx, resourceId } = await makeDatabase();
    const other = await makeDatabase();
    const readers: AbortController[] = [];
    const follow = async (by = { ctx, resourceId }) => {
      const reader = new AbortController();
      await followLogs(by.ctx, { resourceId: by.resourceId, source: undefined }, reader.signal);
      readers.push(reader);
    };
    for (let n = 0; n < 20; n++) await follow();
    await expect(follow()).rejects.toMatchObject({ code: "limit_exceeded", reason: "log_readers" });
    await follow(other);
    readers[7]?.abort();
    await follow();
    await expect(follow()).rejects.toMatchObject({ reason: "log_readers" });
    for (const reader of readers) reader.abort();
  });
});

test("a stranger's answer is the same as for a database that does not exist", async () => {
  const { resourceId } = await makeDatabase();
  const stranger = makeContext(await makeUser(), { containers });
  const { signal } = new AbortController();
  for (const name of [resourceId, "no-such-1234"])
    for (const work of [
      () => listLogs(stranger, asked({ resourceId: name })),
      () => listLogOperations(stranger, { resourceId: name }),
      () => followLogs(stranger, { resourceId: name, source: undefined }, signal),
    ])
      await expect(work()).rejects.toMatchObject({ code: "not_found", reason: "database" });
});
