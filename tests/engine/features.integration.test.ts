import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { nodeName } from "../../lib/core/databases/names";
import { targetOf } from "../../lib/core/databases/users";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions } from "../../lib/core/engines/versions";
import type { FeatureName } from "../../lib/core/features/features";
import { MINUTE_MS } from "../../lib/core/units";
import { findAddonByResourceId } from "../../lib/db/addons";
import { loadDatabase } from "../../lib/db/databases";
import { getDatabase } from "../../lib/services/databases/get-database";
import { setFeature } from "../../lib/services/features/set-feature";
import { setSettings } from "../../lib/services/settings/set-settings";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { onNode } from "./every-type";
import { killNode } from "./stack";

const KEYS = 3_000;
const WAIT = { timeout: MINUTE_MS, interval: 50 };
/** The file is written to disk once a second. */
const LOST_MAX_MS = 1_000;

let berth: Awaited<ReturnType<typeof startControlPlane>>;
beforeAll(async () => {
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

/** A database with keys of which no save tells. */
async function makeFilled(app: string, version: string) {
  const asked = await askForDatabase(berth.ctx, app, "free", version);
  await operationEnded(berth.ctx, asked);
  const { resourceId } = asked;
  const ended = async ({ id }: { id: string }) =>
    expect(await operationEnded(berth.ctx, { app, operationId: id })).toMatchObject({
      status: "succeeded",
      error: null,
    });
  const set = async (name: FeatureName, isOn: boolean) =>
    ended(await setFeature(berth.ctx, { resourceId, name, isOn, acceptsLoss: false }));
  const fill = (from: number) =>
    onNode(resourceId, async (redis) => {
      const pairs = Array.from({ length: KEYS }, (_, key) => [`key:${from + key}`, "x".repeat(100)]);
      await redis.mset(...pairs.flat());
    });
  const service = nodeName({ instance: berth.ctx.instance, resourceId }, 1);
  const addon = await findAddonByResourceId(resourceId);
  const target = targetOf(berth.ctx, await loadDatabase(addon?.databaseId ?? ""), service);
  const keys = async () => (await berth.ctx.redis.info(target)).keys;
  /** Ends it without a save, as a power cut does; resolves once it has started again from its own files. */
  const kill = async () => {
    await killNode(berth.ctx.engine, service);
    await vi.waitFor(keys, WAIT);
  };
  return { resourceId, ended, set, fill, keys, kill };
}
type Made = Awaited<ReturnType<typeof makeFilled>>;

/** Writes one key after the other until the node is gone; answers when each was acknowledged. */
async function writeUntilKilled({ resourceId, kill }: Made): Promise<number[]> {
  const acknowledgedAt: number[] = [];
  const writing = onNode(resourceId, async (redis) => {
    redis.on("error", () => {});
    for (;;) {
      await redis.set(`written:${acknowledgedAt.length}`, "x");
      acknowledgedAt.push(Date.now());
    }
  }).catch(() => {});
  await vi.waitFor(
    () => expect((acknowledgedAt.at(-1) ?? 0) - (acknowledgedAt[0] ?? 0)).toBeGreaterThan(2_500),
    WAIT,
  );
  await kill();
  await writing;
  return acknowledgedAt;
}

test.concurrent.each(offeredVersions(DEFAULT_CATALOG, REDIS))(
  "no key is lost by the file that is read, whenever it ends, Redis %s",
  async (version) => {
    const made = await makeFilled(`app-${version.replaceAll(".", "-")}`, version);
    const { resourceId, set, fill, keys, kill } = made;
    const config = (name: string) =>
      onNode(resourceId, async (redis) => ((await redis.config("GET", name)) as string[])[1]);

    await fill(0);
    await set("redis-aof", true);
    await kill();
    expect(await keys()).toBe(KEYS);

    // A save does not hide what the file has lost.
    await set("redis-rdb", false);
    const acknowledgedAt = await writeUntilKilled(made);
    const written = (await keys()) - KEYS;
    const [firstLost, last] = [acknowledgedAt[written] ?? 0, acknowledgedAt.at(-1) ?? 0];
    expect(firstLost === 0 ? 0 : last - firstLost).toBeLessThanOrEqual(LOST_MAX_MS);
    expect(written).toBeGreaterThan(0);

    await set("redis-rdb", true);
    await fill(KEYS);
    await set("redis-aof", false);
    await kill();
    const before = await keys();
    expect(before).toBe(2 * KEYS + written);

    // Ended in the middle of the switch: the old append-only file beside the save has fewer keys, and is not read.
    await fill(2 * KEYS);
    await onNode(resourceId, async (redis) => {
      await redis.call("SAVE");
      await redis.config("SET", "appendonly", "yes");
    });
    await kill();
    expect(await keys()).toBe(before + KEYS);
    await set("redis-aof", true);
    await set("redis-cache", true);
    const settings = { idleTimeoutSeconds: 0, keyspaceEvents: "Ex", clientsMax: 10 };
    await made.ended(await setSettings(berth.ctx, { resourceId, settings }));
    await kill();
    expect(await keys()).toBe(before + KEYS);
    expect(await config("timeout")).toBe("0");
    expect(await config("notify-keyspace-events")).toBe("xE");
    expect(await config("maxclients")).toBe("42");
    expect(await config("maxmemory-policy")).toBe("allkeys-lru");
    const { features } = await getDatabase(berth.ctx, { resourceId });
    const ofRedis = features.filter(({ name }) => name.startsWith("redis-"));
    expect(ofRedis.map(({ name, isOn, status }) => `${name} ${isOn} ${status}`)).toEqual([
      "redis-rdb true ACTIVATED",
      "redis-aof true ACTIVATED",
      "redis-cache true ACTIVATED",
    ]);
  },
  4 * MINUTE_MS,
);
