import { findAddonByResourceId } from "../../lib/db/addons";
import { loadDatabase } from "../../lib/db/databases";
import type { NodeRow } from "../../lib/db/nodes";

/** The node that serves by the records, and the highest number of those that were not given up. */
export async function getAddonNodes(resourceId: string): Promise<{ active: NodeRow; number: number }> {
  const addon = await findAddonByResourceId(resourceId);
  const { nodes } = await loadDatabase(addon?.databaseId ?? "");
  const active = nodes.find(({ status }) => status === "active");
  if (!active) throw new Error(`${resourceId} has no active node`);
  return { active, number: Math.max(...nodes.map(({ number }) => number)) };
}
