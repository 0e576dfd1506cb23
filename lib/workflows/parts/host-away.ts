import { isAway } from "../../core/hosts/state";
import type { NodeRow } from "../../db/nodes";
import type { WorkflowContext } from "../deps";

/** True while the node's host is down, drained, or no part of the Swarm any more: nobody can ask the node, or close it. */
export async function isHostAway({ engine }: WorkflowContext, { hostId }: NodeRow): Promise<boolean> {
  const host = (await engine.listHosts()).find(({ id }) => id === hostId);
  return hostId !== null && (!host || isAway(host.state));
}
