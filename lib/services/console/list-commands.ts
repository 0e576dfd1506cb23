import type { CommandHelp } from "../../core/console/command-help";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { reachData } from "../databases/reach-data";

/** Every command of the database's version with its help, by name. @throws DomainError `not_found`, `conflict`, `unavailable`. */
export async function listCommands(ctx: Context, input: { resourceId: string }): Promise<CommandHelp[]> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const { owner } = await reachData(ctx, addon);
  return ctx.redisData.console.listCommands(owner);
}
