import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReleaseWaveView } from "../../lib/contract/releases";
import { nodeName } from "../../lib/core/databases/names";
import { buildName, newestImage } from "../../lib/core/engines/builds";
import { imageOf } from "../../lib/core/engines/versions";
import { MIB } from "../../lib/core/units";
import { listEvents } from "../../lib/services/apps/list-events";
import { findNewerBuild } from "../../lib/services/databases/find-newer-build";
import { listChanges } from "../../lib/services/databases/list-changes";
import { undoChange } from "../../lib/services/databases/undo-change";
import { upgradeDatabase } from "../../lib/services/databases/upgrade";
import { listReleases } from "../../lib/services/platform/list-releases";
import { getReleases } from "../../lib/services/releases/get-releases";
import { upgradeRelease } from "../../lib/services/releases/upgrade-release";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { dataOf } from "./data";
import { makeOlderBuild } from "./older-build";
import { startTraffic } from "./traffic";

const VERSION = "8.0.2";
const PLAIN = imageOf("redis", VERSION);
let berth: Awaited<ReturnType<typeof startControlPlane>>;
let older: ReturnType<typeof makeOlderBuild>;
beforeAll(async () => {
  older = makeOlderBuild(PLAIN);
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
  older.remove();
});

const docker = (...words: string[]): string => execFileSync("docker", words, { encoding: "utf8" }).trim();

/** Id of an image. */
const idOf = (image: string): string => docker("image", "inspect", "--format", "{{.Id}}", image);

/** Id of the image of a node's service, as the engine has it. */
const imageAt = (resourceId: string, number: number): string =>
  docker(
    "service",
    "inspect",
    "--format",
    "{{.Spec.TaskTemplate.ContainerSpec.Image}}",
    nodeName({ instance: berth.ctx.instance, resourceId }, number),
  );

test("a database of an older build takes the newer one while clients write, and goes back to its own; all of a release are upgraded until one fails", async () => {
  const app = "builds";
  const { engine } = berth.ctx;
  const builds = await engine.listBuilds();
  // As it was before the newer one was made.
  const then = {
    ...berth.ctx,
    engine: { ...engine, listBuilds: async () => builds.filter(({ image }) => image === older.image) },
  };
  const asked = await askForDatabase(then, app, "free", VERSION);
  const { resourceId } = asked;
  expect(await operationEnded(berth.ctx, asked)).toMatchObject({ status: "succeeded" });
  expect(imageAt(resourceId, 1)).toBe(idOf(older.image));
  const data = await dataOf(berth.ctx, resourceId);
  await data.fill(MIB);
  const before = await data.digest();

  const newest = newestImage(builds, "redis", VERSION) ?? PLAIN;
  const newer = await findNewerBuild(berth.ctx, { resourceId });
  expect(newer).toBe(buildName(newest));
  expect(await listChanges(berth.ctx, { resourceId })).toMatchObject({
    newerBuild: { name: newer, option: { isAllowed: true, way: "hand-off" } },
  });
  const release = (await listReleases(berth.ctx)).find(({ version }) => version === VERSION);
  expect(release?.builds.find(({ databases }) => databases.includes(resourceId))).toMatchObject({
    build: buildName(older.image),
  });

  const traffic = await startTraffic(berth.ctx, { app, resourceId });
  await traffic.wrote(100);
  const { id } = await upgradeDatabase(berth.ctx, { resourceId, version: VERSION });
  expect(await operationEnded(berth.ctx, { app, operationId: id })).toMatchObject({
    kind: "upgrade",
    status: "succeeded",
    change: { fromBuild: buildName(older.image), toBuild: newer },
  });
  await traffic.wrote(100);
  expect(await traffic.stop()).toMatchObject({ lost: 0, stale: 0, failures: 0, firstFailure: null });
  expect(imageAt(resourceId, 2)).toBe(idOf(newest));
  expect(await data.digest()).toBe(before);
  expect(await findNewerBuild(berth.ctx, { resourceId })).toBeNull();
  const { events } = await listEvents(berth.ctx, { app, page: 1 });
  expect(events).toContainEqual(
    expect.objectContaining({
      type: "upgrade_database",
      data: { resourceId, oldVersion: buildName(older.image), version: newer },
    }),
  );

  const back = await undoChange(berth.ctx, { resourceId, acceptsLoss: true });
  expect(await operationEnded(berth.ctx, { app, operationId: back.id })).toMatchObject({
    status: "succeeded",
  });
  expect(imageAt(resourceId, 1)).toBe(idOf(older.image));
  expect(await data.digest()).toBe(before);

  // All of them: the first does not answer, which stops it before the other is begun; asked for again both are upgraded.
  const more = await askForDatabase(then, "more-builds", "free", VERSION);
  expect(await operationEnded(berth.ctx, more)).toMatchObject({ status: "succeeded" });
  const names = [resourceId, more.resourceId].toSorted();
  const [first = ""] = names;
  const service = nodeName({ instance: berth.ctx.instance, resourceId: first }, 1);
  const container = docker("ps", "--quiet", "--filter", `name=^${service}\\.`);
  docker("pause", container);
  const upgraded = await upgradeAll();
  docker("unpause", container);
  expect(upgraded).toMatchObject({ status: "failed", parts: [] });
  expect(upgraded.reason).toMatch(`${first} could not be upgraded: `);
  const { parts, ...done } = await upgradeAll();
  expect(done).toMatchObject({ status: "done", reason: null });
  expect(parts.map((part) => [part.resourceId, part.status])).toEqual(
    names.map((name) => [name, "succeeded"]),
  );
  expect(await data.digest()).toBe(before);
}, 600_000);

/** Has the worker bring all databases of the version to its newest build; answers how that ended. */
async function upgradeAll(): Promise<ReleaseWaveView> {
  await upgradeRelease(berth.ctx, { engine: "redis", version: VERSION, when: "now", atOnce: 1 });
  const look = async () => (await getReleases(berth.ctx)).find(({ version }) => version === VERSION)?.wave;
  await expect.poll(async () => (await look())?.status, { timeout: 120_000 }).not.toBe("running");
  const wave = await look();
  if (!wave) throw new Error("there is none");
  return wave;
}
