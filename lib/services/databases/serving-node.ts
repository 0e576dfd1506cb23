import { masterOf } from "../../core/availability/ask";
import { membersOf } from "../../core/availability/members";
import { nodeName } from "../../core/databases/names";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import { findSentinels } from "../../db/sentinels";
import type { Ports } from "../context";

/**
 * The node that serves: of a highly available database the one that the Sentinels name now, or while no two of them do the one that was
 * noted last. Null of a database of which none serves.
 */
export async function findServingNode(ports: Ports, database: DatabaseRow): Promise<NodeRow | null> {
  const noted = database.nodes.find(({ status }) => status === "active") ?? null;
  const master = noted && (await masterOf(ports, database, findSentinels));
  if (!master) return noted;
  const name = { instance: ports.instance, resourceId: database.addon.resourceId };
  return membersOf(database.nodes).find(({ number }) => nodeName(name, number) === master) ?? noted;
}
