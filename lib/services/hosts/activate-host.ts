import type { HostInput } from "../../contract/hosts";
import { transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { stopDrain } from "../../db/host-drains";
import { requireAdmin } from "../access";
import { type Context, doneBy } from "../context";
import { findHost } from "./find-host";

/**
 * The host takes databases again; a drain of it stops, whose moves under way go on to their end. Safe to repeat.
 * @throws DomainError `forbidden` but for administrators; `not_found`.
 */
export async function activateHost(ctx: Context, { host: wanted }: HostInput): Promise<void> {
  requireAdmin(ctx);
  const { host } = await findHost(ctx, wanted);
  await transaction(async (tx) => {
    const isStopped = await stopDrain(tx, host.id, new Date());
    if (isStopped || host.state !== "ready")
      await insertEvent(
        tx,
        { appId: null, ...doneBy(ctx) },
        { type: "activate_host", data: { host: host.name } },
      );
  });
  await ctx.engine.setAvailability(host.id, "active");
}
