import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions } from "../../lib/core/engines/versions";
import { holder, holderName } from "../../tests/engine/holder";
import { type Move, type Provided, Request } from "./requests";

// The control plane of whichever checkout this process was started in, told what to do by its parent.

const HOLDER_STOP_MS = 60_000;

/** A module of that checkout. */
const from = (path: string) => import(pathToFileURL(resolve(path)).href);

/** The types of this checkout stand for those of the other one: what is used here has not changed between them. */
const load = async () => ({
  plane: (await from("tests/engine/control-plane.ts")) as typeof import("../../tests/engine/control-plane"),
  stack: (await from("tests/engine/stack.ts")) as typeof import("../../tests/engine/stack"),
  plan: (await from(
    "lib/services/databases/change-plan.ts",
  )) as typeof import("../../lib/services/databases/change-plan"),
  connection: (await from(
    "lib/services/databases/get-connection.ts",
  )) as typeof import("../../lib/services/databases/get-connection"),
  addon: (await from(
    "lib/services/addons/remove-addon.ts",
  )) as typeof import("../../lib/services/addons/remove-addon"),
});

const { plane, stack, plan, connection, addon } = await load();
const versionOf = (major: string) =>
  offeredVersions(DEFAULT_CATALOG, REDIS).findLast((name) => name.startsWith(`${major}.`));
/** A database begins as it is after "down". */
const TARGETS: Readonly<Record<Move, { planId: string; version: ReturnType<typeof versionOf> }>> = {
  up: { planId: "512m", version: versionOf("7") },
  down: { planId: "256m", version: versionOf("7") },
  version: { planId: "256m", version: versionOf("8") },
};
const berth = await plane.startControlPlane();
const { ctx } = berth;

let stopping: Promise<unknown> | undefined;
const stop = (): Promise<unknown> => {
  stopping ??= berth.stop();
  return stopping;
};

async function succeeded(key: { app: string; operationId: string }): Promise<void> {
  const { status, error } = await plane.operationEnded(ctx, key);
  if (status !== "succeeded") throw new Error(`the operation ${status}: ${error?.message}`);
}

async function provide(app: string): Promise<Provided> {
  const { planId, version } = TARGETS.down;
  const asked = await plane.askForDatabase(ctx, app, planId, version);
  await succeeded(asked);
  await ctx.engine.applyService(holder(ctx.instance, app));
  const container = await stack.containerOf(ctx.engine, holderName(ctx.instance, app));
  const { host, password } = await connection.getConnection(ctx, asked);
  return { resourceId: asked.resourceId, container, host, password };
}

async function answer(request: Request): Promise<object> {
  switch (request.verb) {
    case "provide":
      return provide(request.app);
    case "move": {
      const { app, resourceId, move } = request;
      const { id } = await plan.changePlan(ctx, { resourceId, ...TARGETS[move] });
      await succeeded({ app, operationId: id });
      return {};
    }
    case "remove": {
      const { app, resourceId } = request;
      await ctx.engine.removeService(holderName(ctx.instance, app), HOLDER_STOP_MS);
      await addon.removeAddon(ctx, { app, addon: resourceId, confirm: resourceId });
      return {};
    }
    case "stop":
      await stop();
      return {};
  }
}

// Also when its parent has died: nothing of it stays on the engine.
process.once("disconnect", () => void stop());
process.on("message", async (message) => {
  const request = Request.parse(message);
  const said = await answer(request).catch((error: unknown) => ({ error: String(error) }));
  process.send?.(said);
  if (request.verb === "stop") process.disconnect();
});
process.send?.({});
