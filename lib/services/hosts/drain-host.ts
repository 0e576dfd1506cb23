import { randomUUID } from "node:crypto";
import type { DrainHostInput } from "../../contract/hosts";
import { DomainError } from "../../core/errors";
import { transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { insertDrain } from "../../db/host-drains";
import { requireAdmin } from "../access";
import { type Context, doneBy } from "../context";
import { findHost } from "./find-host";

/**
 * Begins to move all databases of the host to others, so many side by side; nothing new is placed there from now on. A worker goes on with
 * it: see `runDrains`. @throws DomainError `forbidden` but for administrators; `not_found`; `conflict` while it goes on already, without
 * another host, and for a host that does not run what it has.
 */
export async function drainHost(ctx: Context, { host: wanted, atOnce }: DrainHostInput): Promise<void> {
  requireAdmin(ctx);
  const { host, others } = await findHost(ctx, wanted);
  if (host.state === "down" || host.state === "drained")
    throw new DomainError(
      "conflict",
      "host_away",
      `Nothing runs on ${host.name} now, so nothing can be moved from it. Bring it back first, or restore backups of its databases.`,
    );
  if (!others.some(({ isReady, isReachable }) => isReady && isReachable))
    throw new DomainError(
      "conflict",
      "no_host_ready",
      "There is no other host that takes databases. Add one to the Swarm first.",
    );
  await ctx.engine.setAvailability(host.id, "pause");
  await transaction(async (tx) => {
    const { id: hostId, name: hostName } = host;
    await insertDrain(tx, { id: randomUUID(), hostId, hostName, atOnce, actorId: ctx.actor.userId });
    await insertEvent(tx, { appId: null, ...doneBy(ctx) }, { type: "drain_host", data: { host: hostName } });
  });
}
