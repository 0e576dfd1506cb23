import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { nodeName, relayName } from "../../lib/core/databases/names";
import { MINUTE_MS } from "../../lib/core/units";
import { platform } from "../../lib/runtime/container";
import { checkImport } from "../../lib/services/imports/check-import";
import { startImport } from "../../lib/services/imports/start-import";
import { switchImport } from "../../lib/services/imports/switch-import";
import { getOperation } from "../../lib/services/operations/get-operation";
import { casesOf, isLong } from "../long";
import { ownAddress } from "../receivers";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { fillWithEveryType, onNode, scanEverything } from "./every-type";
import { type Source, startSource } from "./sources";
import { docker } from "./stack";

const KEYS = isLong ? 1_000_000 : 3_000;
const TEST_MS = (isLong ? 60 : 3) * MINUTE_MS;
const PASSWORD = "password-of-the-source";
const WAIT = { timeout: MINUTE_MS, interval: 100 };

const sources: Source[] = [];
let berth: Awaited<ReturnType<typeof startControlPlane>>;
beforeAll(async () => {
  process.env.BERTH_IMPORT_NETWORKS = `${ownAddress()}/32`;
  berth = await startControlPlane();
});
afterAll(async () => {
  await Promise.all(sources.map(({ stop }) => stop()));
  expect(await berth.stop()).toEqual([]);
});

async function keysOf(redis: Source["redis"]) {
  const keys = await scanEverything(redis, { dumps: false });
  keys.delete("functions");
  return keys;
}

/** What a source was set to, and how it looks to itself. */
async function settingsOf({ redis }: Source) {
  const settings = (await redis.config("GET", "*")) as string[];
  const replicas = /connected_slaves:(\d+)/.exec(await redis.info("replication"))?.[1];
  return { settings: settings.join("\n"), replicas };
}

test(
  "one stays in step through the death of all that carries it, and switches with all that was written",
  async () => {
    const source = await startSource("7.0.15", {
      settings: ["--requirepass", PASSWORD, "--enable-debug-command", "yes"],
      options: { password: PASSWORD },
      credentials: `:${PASSWORD}@`,
    });
    sources.push(source);
    await fillWithEveryType(source.redis, KEYS);
    await source.redis.select(0);
    const before = await settingsOf(source);
    const app = "followers";
    const { resourceId, operationId } = await askForDatabase(berth.ctx, app, "256m", "8.0.2");
    expect(await operationEnded(berth.ctx, { app, operationId })).toMatchObject({ status: "succeeded" });
    const input = { resourceId, url: source.url };
    expect(await checkImport(berth.ctx, input)).toMatchObject({ replication: { isAllowed: true } });
    expect((await settingsOf(source)).replicas, "a look makes nobody a replica").toBe("0");

    const { id } = await startImport(berth.ctx, { ...input, mode: "stay_in_step" });
    const key = { app, operationId: id };
    const lag = async () => {
      const { steps, error } = await getOperation(berth.ctx, key);
      if (error) throw new Error(error.message);
      return steps.find(({ name }) => name === "stay-in-step")?.detail;
    };
    const inStep = (keys: number) =>
      vi.waitFor(async () => expect(await lag()).toMatchObject({ lagBytes: 0, keys }), WAIT);
    // What ended it says more than that it did.
    await stepBegun(berth.ctx, key, "stay-in-step").catch(lag);
    const count = async () => (await keysOf(source.redis)).size;
    await inStep(await count());

    const { instance } = platform();
    const relay = relayName({ instance, resourceId });
    const kill = async (service: string) => {
      const [container = ""] = (await docker("ps", "-q", "-f", `name=${service}`)).split("\n");
      await docker("kill", container);
    };
    const deaths: [name: string, die: () => Promise<unknown>][] = [
      ["worker", () => berth.killWorker().then(berth.startWorker)],
      ["node", () => kill(nodeName({ instance, resourceId }, 2))],
      ["relay", () => kill(relay)],
      ["records", () => berth.killPostgres().then(() => berth.postgres.start())],
      // It loads what it saved, and is another life with another history.
      ["source", () => source.redis.save().then(() => source.redis.call("DEBUG", "RESTART").catch(() => {}))],
    ];
    for (const [name, die] of casesOf(deaths, ([name]) => name === "worker" || name === "node")) {
      await die();
      await source.redis.set(`without the ${name}`, "1");
      await inStep(await count());
    }

    await switchImport(berth.ctx, { resourceId });
    expect(await operationEnded(berth.ctx, key)).toMatchObject({ status: "succeeded", error: null });
    const all = await keysOf(source.redis);
    expect(await onNode(resourceId, (redis) => keysOf(redis))).toEqual(all);
    expect(await settingsOf(source)).toEqual({ ...before, replicas: "0" });
    expect(await docker("ps", "-aq", "-f", `name=${relay}`)).toBe("");
    const secret = await onNode(resourceId, (redis) => redis.config("GET", "masterauth"));
    expect(secret).toEqual(["masterauth", ""]);
  },
  TEST_MS,
);
