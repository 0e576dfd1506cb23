import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createBackup } from "../../lib/services/backups/create-backup";
import { restoreIntoNew } from "../../lib/services/backups/restore-into-new";
import { startImport } from "../../lib/services/imports/start-import";
import { backUp } from "../../lib/workflows/back-up";
import { importKeys } from "../../lib/workflows/import-keys";
import { restoreNew } from "../../lib/workflows/restore-new";
import { ownAddress } from "../receivers";
import { at, startGroupBerth } from "./group-berth";
import { type Source, startSource } from "./sources";

const WAIT = { timeout: 60_000, interval: 200 };
const LONG_MS = 600_000;
const KEYS = 20_000;
/** Where the worker dies: the new group's master has its data, the others are about to. */
const NEW_NODES = at(8);
const COPIED = at(6);
const FOLLOWED = at(7);

let berth: Awaited<ReturnType<typeof startGroupBerth>>;
let source: Source;
beforeAll(async () => {
  process.env.BERTH_IMPORT_NETWORKS = `${ownAddress()}/32`;
  berth = await startGroupBerth();
  source = await startSource("7.0.15");
});
afterAll(async () => {
  await source.stop();
  expect(await berth.stop()).toEqual([]);
});

type Database = Awaited<ReturnType<typeof berth.databaseOf>>;

const write = (redis: Source["redis"], prefix: string) =>
  redis.mset(...Array.from({ length: KEYS }, (_, index) => [`${prefix}:${index}`, `${index}`]).flat());

/** Reads keys through the gateway, whichever node is the master. */
async function read({ connect }: Database, ...keys: string[]): Promise<(string | null)[]> {
  const client = connect().on("error", () => {});
  try {
    return await vi.waitFor(() => client.mget(...keys), WAIT);
  } finally {
    client.disconnect();
  }
}

test(
  "a backup is restored into a new group, which has it on all nodes and fails over",
  async () => {
    const made = await berth.makeDatabase("origin", "256m", { version: "8.0.2" });
    const client = made.connect();
    await write(client, "kept");
    client.disconnect();
    const { ctx, run } = berth;
    const { operation, backup } = await createBackup(ctx, { resourceId: made.resourceId });
    await run(backUp, operation.id);
    const asked = { backupId: backup.id, appName: "origin", planId: "200m-ha" };
    const { id, resourceId } = await restoreIntoNew(ctx, asked);
    await run(restoreNew, id, NEW_NODES);
    const group = await berth.databaseOf("origin", resourceId ?? "");
    expect(await group.nodes()).toEqual(["1 200m-ha active", "2 200m-ha standby", "3 200m-ha standby"]);
    await group.isWhole();
    await group.whileWritten(async () => {
      await group.killNode(1);
      await group.hasFailedOver();
    });
    await group.isWhole();
    expect(await read(group, "kept:0", `kept:${KEYS - 1}`)).toEqual(["0", `${KEYS - 1}`]);
    await group.remove();
    await made.remove();
    await berth.expectNothingLeft();
  },
  LONG_MS,
);

test(
  "a group takes the keys of a Redis outside, by copying them and by following, whenever the worker dies",
  async () => {
    const made = await berth.makeDatabase("imports", "200m-ha", { version: "8.0.2" });
    const { ctx, run } = berth;
    const { resourceId, isWhole, nodes } = made;
    await isWhole();
    await write(source.redis, "first");
    const input = { resourceId, url: source.url, acceptsLoss: true };
    await run(importKeys, (await startImport(ctx, input)).id, COPIED);
    expect(await nodes()).toEqual(["4 200m-ha active", "5 200m-ha standby", "6 200m-ha standby"]);
    await isWhole();
    expect(await read(made, "first:0", `first:${KEYS - 1}`)).toEqual(["0", `${KEYS - 1}`]);
    await write(source.redis, "second");
    await run(importKeys, (await startImport(ctx, { ...input, mode: "replicate" })).id, FOLLOWED);
    expect(await nodes()).toEqual(["7 200m-ha active", "8 200m-ha standby", "9 200m-ha standby"]);
    await isWhole();
    await made.whileWritten(async () => {
      await made.killNode(7);
      await made.hasFailedOver();
    });
    await isWhole();
    expect(await read(made, "first:0", `second:${KEYS - 1}`)).toEqual(["0", `${KEYS - 1}`]);
    await made.remove();
    await berth.expectNothingLeft();
  },
  LONG_MS,
);
