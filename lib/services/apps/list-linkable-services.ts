import { listLinkedServices } from "../../db/apps";
import { requireScope } from "../access";
import type { Context } from "../context";

/** Names of the engine's services that no Berth made and no app is linked to, sorted; empty for everyone but administrators. */
export async function listLinkableServices(ctx: Context): Promise<string[]> {
  requireScope(ctx, "look");
  if (!ctx.actor.isAdmin) return [];
  const linked = new Set(await listLinkedServices());
  const services = await ctx.engine.listForeignServices();
  return services.map(({ name }) => name).filter((name) => !linked.has(name));
}
