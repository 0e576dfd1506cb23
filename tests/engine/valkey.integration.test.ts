import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { engineOf } from "../../lib/core/engines/engines";
import { canReplicate, serverNamed } from "../../lib/core/engines/replication";
import { laterVersions } from "../../lib/core/engines/versions";
import { MIB } from "../../lib/core/units";
import { loadDatabase } from "../../lib/db/databases";
import { getDatabase } from "../../lib/services/databases/get-database";
import { getHealth } from "../../lib/services/databases/get-health";
import { listChanges } from "../../lib/services/databases/list-changes";
import { undoChange } from "../../lib/services/databases/undo-change";
import { upgradeDatabase } from "../../lib/services/databases/upgrade";
import { casesOf } from "../long";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { dataOf } from "./data";
import { startTraffic } from "./traffic";

type Release = { engine: string; version: string };
type Pair = { from: Release; to: Release; title: string };

let berth: Awaited<ReturnType<typeof startControlPlane>>;
beforeAll(async () => {
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

const nameOf = ({ engine, version }: Release): string => `${engine} ${version}`;
const serverAt = ({ engine, version }: Release) => serverNamed(engineOf(engine), version);

/** Every two releases, but the way back within an engine, which is an undo. */
const PAIRS: Pair[] = DEFAULT_CATALOG.flatMap((from) =>
  DEFAULT_CATALOG.filter(
    (to) =>
      to.engine !== from.engine ||
      laterVersions(DEFAULT_CATALOG, engineOf(from.engine), from.version).includes(to.version),
  ).map((to) => ({ from, to, title: `${nameOf(from)} to ${nameOf(to)}` })),
);
const isReadable = ({ from, to }: Pair) => canReplicate({ from: serverAt(from), to: serverAt(to) }).allowed;
const WORKS = casesOf(PAIRS.filter(isReadable), ({ title }) => title === "redis 7.0.15 to valkey 8.1.1");
const FAILS = casesOf(
  PAIRS.filter((pair) => !isReadable(pair)),
  ({ title }) => title === "redis 8.0.2 to valkey 8.1.1",
);

const UNHARMED = { lost: 0, stale: 0, failures: 0, firstFailure: null };

async function makeDatabase(app: string, { engine, version }: Release) {
  const asked = await askForDatabase(berth.ctx, app, "free", version, engine);
  expect(await operationEnded(berth.ctx, asked)).toMatchObject({ status: "succeeded" });
  return asked;
}

async function expectServing(resourceId: string, ordered: Release, { engine, version }: Release) {
  const view = await getDatabase(berth.ctx, { resourceId });
  expect(view).toMatchObject({ provider: ordered.engine, engine, version });
  expect(await getHealth(berth.ctx, { resourceId })).toMatchObject({ state: "healthy", version });
}

describe("a pair that works", () => {
  test.each(WORKS)(
    "$title: nothing is lost while a client writes, and an undo goes back",
    async ({ from, to }) => {
      const app = `works-${WORKS.findIndex((pair) => pair.from === from && pair.to === to)}`;
      const { resourceId } = await makeDatabase(app, from);
      const data = await dataOf(berth.ctx, resourceId);
      await data.fill(MIB);
      const before = await data.digest();
      const traffic = await startTraffic(berth.ctx, { app, resourceId });
      await traffic.wrote(100);
      const { id } = await upgradeDatabase(berth.ctx, { resourceId, ...to });
      const ended = await operationEnded(berth.ctx, { app, operationId: id });
      expect(ended).toMatchObject({ status: "succeeded", error: null });
      await traffic.wrote(100);
      expect(await traffic.stop()).toMatchObject(UNHARMED);
      await expectServing(resourceId, from, to);
      expect(await data.digest()).toBe(before);

      const back = await undoChange(berth.ctx, { resourceId, acceptsLoss: true });
      expect(await operationEnded(berth.ctx, { app, operationId: back.id })).toMatchObject({
        status: "succeeded",
        error: null,
      });
      await expectServing(resourceId, from, from);
      expect(await data.digest()).toBe(before);
    },
    180_000,
  );
});

describe("a pair that fails", () => {
  test.each(FAILS)(
    "$title is refused with the reason, and nothing was touched",
    async ({ from, to }) => {
      const app = `fails-${FAILS.findIndex((pair) => pair.from === from && pair.to === to)}`;
      const { resourceId } = await makeDatabase(app, from);
      const data = await dataOf(berth.ctx, resourceId);
      await data.fill(1);
      const before = await data.digest();
      const { otherEngines } = await listChanges(berth.ctx, { resourceId });
      expect(
        otherEngines.find(({ name }) => name === `${engineOf(to.engine).name} ${to.version}`),
      ).toMatchObject({
        option: { isAllowed: false, reason: "format_unreadable" },
      });
      await expect(upgradeDatabase(berth.ctx, { resourceId, ...to })).rejects.toMatchObject({
        code: "invalid",
        reason: "format_unreadable",
      });
      await expectServing(resourceId, from, from);
      expect(await data.digest()).toBe(before);
      const { id } = await getDatabase(berth.ctx, { resourceId });
      expect((await loadDatabase(id)).nodes).toHaveLength(1);
    },
    120_000,
  );
});
