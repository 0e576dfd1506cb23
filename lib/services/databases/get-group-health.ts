import type { DatabaseInput, GroupView } from "../../contract/databases";
import { loadDatabase } from "../../db/databases";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { readGroupHealth } from "./group-health";

/** What each node of a highly available database is to it now; null for a database of one node. @throws DomainError `not_found`. */
export async function getGroupHealth(ctx: Context, { resourceId }: DatabaseInput): Promise<GroupView | null> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  return addon.status === "running" ? readGroupHealth(ctx, await loadDatabase(addon.databaseId)) : null;
}
