// Told to `engine-kill.integration.test.ts` line by line, since it must run in the network of the engine that is killed.
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { MIB } from "../../lib/core/units";
import type { Context } from "../../lib/services/context";
import { changePlan } from "../../lib/services/databases/change-plan";
import { getHealth } from "../../lib/services/databases/get-health";
import { askForDatabase, operationEnded, stepBegun } from "./control-plane";
import { dataOf } from "./data";
import { everythingSeen, makeUsers, offerInternetAccess, setEverything } from "./everything-set";
import { story } from "./story";

/** An engine that was killed brings its containers back one by one, on a busy machine slowly. */
const HEALTHY_MS = 300_000;
const tell = (line: string) => process.stdout.write(`${line}\n`);

async function healthOf(ctx: Context, resourceId: string): Promise<string> {
  for (const startedAt = Date.now(); ; await delay(200)) {
    const { state } = await getHealth(ctx, { resourceId });
    if (state === "healthy" || Date.now() - startedAt > HEALTHY_MS) return state;
  }
}

/** "kept" once everything is as it was; what is seen otherwise. */
async function keptOf(ctx: Context, resourceId: string, set: unknown): Promise<string> {
  for (const startedAt = Date.now(); ; await delay(200)) {
    const seen = await everythingSeen(ctx, resourceId).catch(String);
    if (isDeepStrictEqual(seen, set)) return "kept";
    if (Date.now() - startedAt > HEALTHY_MS) return JSON.stringify(seen);
  }
}

offerInternetAccess();
await story(
  async ({ ctx }) => {
    const first = await askForDatabase(ctx, "first", "256m");
    await operationEnded(ctx, first);
    tell(`first: ${await healthOf(ctx, first.resourceId)}`);
    await setEverything(ctx, first.resourceId, ({ id }) =>
      operationEnded(ctx, { app: "first", operationId: id }),
    );
    await makeUsers(ctx, first.resourceId);
    const set = await everythingSeen(ctx, first.resourceId);
    tell(`set: ${JSON.stringify(set)}`);

    const made = await askForDatabase(ctx, "made");
    await stepBegun(ctx, made, "wait-for-node");
    tell("kill the engine");
    await once(process.stdin, "data");
    const making = await operationEnded(ctx, made);
    tell(`made: ${making.status}`);
    if (making.error) tell(`because: ${JSON.stringify(making.error)}`);
    tell(`made: ${await healthOf(ctx, made.resourceId)}`);
    tell(`first again: ${await healthOf(ctx, first.resourceId)}`);
    const resources = (await ctx.engine.listResources()).filter(({ name }) => name.includes(made.resourceId));
    tell(
      `resources: ${resources
        .map(({ type }) => type)
        .sort()
        .join(" ")}`,
    );
    const { resourceId } = first;
    const data = await dataOf(ctx, resourceId);
    await data.fill(MIB);
    const before = await data.digest();
    tell(`its features: ${await keptOf(ctx, resourceId, set)}`);
    const change = { app: "first", operationId: (await changePlan(ctx, { resourceId, planId: "512m" })).id };
    await stepBegun(ctx, change, "wait-for-sync");
    tell("kill the engine");
    await once(process.stdin, "data");
    const { status, error } = await operationEnded(ctx, change);
    if (error) tell(`because: ${JSON.stringify(error)}`);
    tell(`changed or as before: ${status === "succeeded" || status === "failed"}`);
    tell(`first at last: ${await healthOf(ctx, resourceId)}`);
    tell(`its data: ${(await data.digest()) === before ? "whole" : "changed"}`);
    tell(`its features at last: ${await keptOf(ctx, resourceId, set)}`);
    tell(`its gateway: ${(await data.ask(["ACL GETUSER gateway"])).split("\n")[1]}`);
  },
  (resources) => {
    if (resources.length > 0) tell(`left over: ${JSON.stringify(resources)}`);
    return resources.length === 0;
  },
);
