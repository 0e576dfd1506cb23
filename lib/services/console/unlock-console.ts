import { MINUTE_MS } from "../../core/units";
import { noteEvent } from "../../db/events";
import { requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { reachData } from "../databases/reach-data";
import { UNLOCKED_MINUTES, unlockClaims } from "./unlock";

/** Lets the caller write in the console of this database for a while. @throws DomainError `not_found`, `forbidden`, `conflict`. */
export async function unlockConsole(
  ctx: Context,
  input: { resourceId: string },
): Promise<{ unlock: string; expiresAt: Date }> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { resourceId } = addon;
  await reachData(ctx, addon);
  const expiresAt = new Date(Date.now() + UNLOCKED_MINUTES * MINUTE_MS);
  const unlock = await ctx.signer.sign(unlockClaims(ctx.actor, addon), expiresAt);
  await noteEvent(
    { appId: app.id, ...doneBy(ctx) },
    { type: "console_unlocked", data: { resourceId, minutes: UNLOCKED_MINUTES } },
  );
  return { unlock, expiresAt };
}
