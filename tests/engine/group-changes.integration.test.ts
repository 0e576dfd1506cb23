import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadOperation } from "../../lib/db/operations";
import { createBackup } from "../../lib/services/backups/create-backup";
import { restoreBackup } from "../../lib/services/backups/restore-backup";
import { changePlan } from "../../lib/services/databases/change-plan";
import { upgradeDatabase } from "../../lib/services/databases/upgrade";
import { backUp } from "../../lib/workflows/back-up";
import { handOff } from "../../lib/workflows/hand-off";
import { keepGroups } from "../../lib/workflows/keep-groups";
import { restore } from "../../lib/workflows/restore";
import { setFeature as setFeatureStory } from "../../lib/workflows/set-feature";
import { setSettings as setSettingsStory } from "../../lib/workflows/set-settings";
import type { CrashPoint } from "../durable";
import { letThrough } from "../workflow-world";
import { everythingSeen, makeUsers, setEverything } from "./everything-set";
import { at, startGroupBerth } from "./group-berth";
import { containerOf, docker } from "./stack";
import { startWriter } from "./writer";

const WAIT = { timeout: 60_000, interval: 200 };
const LONG_MS = 600_000;
/** Of a hand-off. */
const START = at(3);
const SYNC = at(6);
const CUT_OVER = at(8);
const GATEWAY = at(10);

let berth: Awaited<ReturnType<typeof startGroupBerth>>;
beforeAll(async () => {
  berth = await startGroupBerth();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

test(
  "a database becomes highly available, another size of it and a single one again, without a lost write, whenever the worker or the master dies",
  async () => {
    const made = await berth.makeDatabase("grown", "256m", { version: "7.0.15" });
    const { ctx } = berth;
    const { resourceId, change, isWhole, hasFailedOver, nodes, killNode } = made;
    const to = async (planId: string) => (await changePlan(ctx, { resourceId, planId })).id;
    await change(handOff, await to("256m-ha"), CUT_OVER);
    expect(await nodes()).toEqual(["2 256m-ha active", "3 256m-ha standby", "4 256m-ha standby"]);
    await isWhole();
    await change(handOff, await to("200m-ha"), GATEWAY);
    expect(await nodes()).toEqual(["5 200m-ha active", "6 200m-ha standby", "7 200m-ha standby"]);
    await isWhole();
    const writer = startWriter(made.connect);
    await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(100), WAIT);
    // The new node, which follows it by then, is no replica that could become the master.
    const meanwhile = async () => {
      await killNode(5);
      await hasFailedOver();
    };
    const ended = await berth.end(handOff, await to("256m-ha"), { crash: SYNC, meanwhile });
    expect(ended).toMatchObject({ status: "failed", errorReason: "failed_over" });
    await isWhole();
    expect((await nodes()).map((node) => node.split(" ")[0])).toEqual(["5", "6", "7"]);
    expect(await writer.stop()).toMatchObject({ lost: 0 });
    await change(handOff, await to("256m"), CUT_OVER);
    expect(await nodes()).toEqual(["11 256m active"]);
    await made.remove();
    await berth.expectNothingLeft();
  },
  LONG_MS,
);

test(
  "a highly available database takes a later version and the data of a backup, whenever the worker dies",
  async () => {
    const made = await berth.makeDatabase("later", "200m-ha", { version: "7.0.15" });
    const { ctx } = berth;
    const { resourceId, change, isWhole, nodes, connect } = made;
    await isWhole();
    await change(handOff, (await upgradeDatabase(ctx, { resourceId, version: "8.0.2" })).id, START);
    expect(await nodes()).toEqual(["4 200m-ha active", "5 200m-ha standby", "6 200m-ha standby"]);
    await isWhole();
    const client = connect();
    await client.set("before", "kept");
    const { operation, backup } = await createBackup(ctx, { resourceId });
    await berth.run(backUp, operation.id);
    await client.set("after", "gone");
    client.disconnect();
    const { id } = await restoreBackup(ctx, { resourceId, backupId: backup.id, acceptsLoss: true });
    await berth.run(restore, id, at(8));
    expect(await nodes()).toEqual(["7 200m-ha active", "8 200m-ha standby", "9 200m-ha standby"]);
    await isWhole();
    const reader = connect();
    await vi.waitFor(async () => expect(await reader.mget("before", "after")).toEqual(["kept", null]), WAIT);
    reader.disconnect();
    await made.remove();
    await berth.expectNothingLeft();
  },
  LONG_MS,
);

test(
  "a database keeps features, settings and users through every change, and all that it acknowledged when all of its nodes end at once",
  async () => {
    const made = await berth.makeDatabase("appends", "256m", { version: "7.0.15" });
    const { ctx, engine, run, worldNow } = berth;
    const { resourceId, isWhole, nodes, targets } = made;
    await setEverything(ctx, resourceId, ({ id }) =>
      loadOperation(id).then(({ kind }) =>
        run(kind === "set-feature" ? setFeatureStory : setSettingsStory, id),
      ),
    );
    await makeUsers(ctx, resourceId);
    const before = await everythingSeen(ctx, resourceId);
    const outside = await made.outside();
    const change = (id: string, crash?: CrashPoint) => made.change(handOff, id, crash, outside);
    expect(before).toMatchObject({
      config: ["yes", "volatile-ttl", "600", "xE"],
      plain: expect.stringContaining("takes TLS connections only"),
      outside: expect.stringContaining("NOAUTH"),
    });
    const isKept = () =>
      vi.waitFor(async () => {
        // As the worker does all the while: whoever is the master by now is the one that is asked.
        await keepGroups(worldNow(), new Date(), letThrough);
        expect(await everythingSeen(ctx, resourceId)).toEqual(before);
        for (const target of await targets()) {
          expect(await ctx.redis.readConfig(target, ["appendonly"])).toEqual({ appendonly: "yes" });
          expect(await ctx.redis.info(target)).toMatchObject({ isAofOk: true, isRewritingAof: false });
        }
      }, WAIT);
    await change((await changePlan(ctx, { resourceId, planId: "256m-ha" })).id, SYNC);
    await isWhole();
    await isKept();
    // No save tells of what is written from here on, and what a client was answered is on the disk.
    for (const target of await targets())
      await ctx.redis.setConfig(target, { appendfsync: "always", save: "" }, { isKept: false });
    const writer = startWriter(outside);
    await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(100), WAIT);
    // The master first, which has sent on what it has answered.
    const names = (await targets()).map(({ serviceName }) => serviceName);
    await docker("kill", ...(await Promise.all(names.map((name) => containerOf(engine, name)))));
    const written = writer.written();
    await vi.waitFor(() => expect(writer.written()).toBeGreaterThan(written + 100), WAIT);
    expect(await writer.stop()).toMatchObject({ lost: 0 });
    await isWhole();
    await isKept();
    await change((await upgradeDatabase(ctx, { resourceId, version: "8.0.2" })).id);
    await isWhole();
    await isKept();
    await change((await changePlan(ctx, { resourceId, planId: "256m" })).id);
    expect((await nodes()).map((node) => node.split(" ").slice(1).join(" "))).toEqual(["256m active"]);
    await isKept();
    await made.remove();
    await berth.expectNothingLeft();
  },
  LONG_MS,
);
