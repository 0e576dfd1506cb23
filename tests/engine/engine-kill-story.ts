// Told to `engine-kill.integration.test.ts` line by line, since it must run in the network of the engine that is killed.
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../../lib/services/context";
import { getHealth } from "../../lib/services/databases/get-health";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";

const HEALTHY_MS = 120_000;
const tell = (line: string) => process.stdout.write(`${line}\n`);

async function healthOf(ctx: Context, resourceId: string): Promise<string> {
  for (const startedAt = Date.now(); ; await delay(200)) {
    const { state } = await getHealth(ctx, { resourceId });
    if (state === "healthy" || Date.now() - startedAt > HEALTHY_MS) return state;
  }
}

const { ctx, stop } = await startControlPlane();
const first = await askForDatabase(ctx, "first");
await operationEnded(ctx, first);
tell(`first: ${await healthOf(ctx, first.resourceId)}`);

const made = await askForDatabase(ctx, "made");
await stepBegun(ctx, made, "wait-for-node");
tell("kill the engine");
await once(process.stdin, "data");
tell(`made: ${(await operationEnded(ctx, made)).status}`);
tell(`made: ${await healthOf(ctx, made.resourceId)}`);
tell(`first again: ${await healthOf(ctx, first.resourceId)}`);
const resources = (await ctx.engine.listResources()).filter(({ name }) => name.includes(made.resourceId));
tell(
  `resources: ${resources
    .map(({ type }) => type)
    .sort()
    .join(" ")}`,
);
const left = await stop();
if (left.length > 0) tell(`left over: ${JSON.stringify(left)}`);
process.exit(left.length === 0 ? 0 : 1);
