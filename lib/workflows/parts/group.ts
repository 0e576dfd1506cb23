import { masterOf } from "../../core/availability/ask";
import { GROUP_NODES, REPLICA_USER, REPLICAS_MIN } from "../../core/availability/group";
import { membersOf, withGroup } from "../../core/availability/members";
import { nodeName } from "../../core/databases/names";
import { passwordOf } from "../../core/databases/users";
import { DomainError, passesOr } from "../../core/errors";
import { MINUTE_MS } from "../../core/units";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import { findSentinels } from "../../db/sentinels";
import type { ReplicaLogin } from "../../ports/redis-replication";
import type { Deps, StepSelf, WorkflowContext } from "../deps";
import { applyNode, nameOf, servingNode, targetOfNode } from "./database";
import { placeMembers, placeNode } from "./placement";
import { assertOnDisk } from "./save-node";
import { applySentinels, beginWatch } from "./sentinels";

/** For a replica to be in step again that has the data. */
const REJOIN_MS = MINUTE_MS;
/** For the other nodes of a group to copy what the first one has loaded. */
export const FOLLOW_MS = 30 * MINUTE_MS;

/** The part of a change that concerns its new node. */
type Coming = { database: DatabaseRow; to: NodeRow };

export const isMember = ({ groupNumber }: NodeRow): boolean => groupNumber !== null;

/** The others of a node's group; none of a single one. */
export const companionsOf = ({ nodes }: DatabaseRow, node: NodeRow): NodeRow[] =>
  withGroup(nodes, node).filter(({ id }) => id !== node.id);

/** What a node that took over signs in with once it is to follow another; undefined for one that never does. */
export const replicaLogin = (
  world: WorkflowContext,
  database: DatabaseRow,
  node: NodeRow,
): ReplicaLogin | undefined =>
  isMember(node) ? { user: REPLICA_USER, password: passwordOf(world, database, REPLICA_USER) } : undefined;

/** One that took over is a master also after its next start. Safe to repeat. */
export const settleNode = (world: WorkflowContext, database: DatabaseRow, node: NodeRow): Promise<void> =>
  world.replication.settle(targetOfNode(world, database, node), replicaLogin(world, database, node));

/** The member that two Sentinels name as the master. @throws DomainError `unavailable` while no two name one. */
export async function findMaster(world: WorkflowContext, database: DatabaseRow): Promise<NodeRow> {
  const named = await masterOf(world, database, findSentinels);
  const master = membersOf(database.nodes).find(
    ({ number }) => nodeName(nameOf(world, database), number) === named,
  );
  if (master) return master;
  const message = "No two Sentinels agree on a master that a new node could follow.";
  throw new DomainError("unavailable", "no_master", message);
}

/** A host for the new node, or for each of the new group. */
export const placeSuccessor = (deps: Deps, { database, to }: Coming, self: StepSelf): Promise<void> =>
  isMember(to) ? placeMembers(deps, withGroup(database.nodes, to)) : placeNode(deps, to, { self });

/** Starts the new node, and with it the others of its group, which follow it. A node `isFilled` whose volume has its data already. */
export async function startSuccessor(
  deps: Deps,
  { database, to }: Coming,
  { isFilled }: { isFilled: boolean },
): Promise<void> {
  if (isMember(to)) await applySentinels(deps);
  await applyNode(deps, database, to, { isFirstStart: !isFilled });
  for (const node of companionsOf(database, to))
    await applyNode(deps, database, node, { isFirstStart: true });
}

/**
 * Waits until all others of the new group are in step with its first node, and would start with what they have: from the hand-over on its
 * data is where it was promised to be.
 */
export async function waitForMembers(deps: Deps, { database, to }: Coming, timeoutMs: number): Promise<void> {
  await waitForReplicas(deps, { database, to }, { least: GROUP_NODES - 1, timeoutMs });
  const passes = passesOr("aof_not_written");
  for (const node of companionsOf(database, to))
    await deps.waitUntil(() => assertOnDisk(deps, { database, to: node }), { timeoutMs, passes });
}

async function waitForReplicas(
  deps: Deps,
  { database, to }: Coming,
  { least, timeoutMs }: { least: number; timeoutMs: number },
): Promise<void> {
  const master = nodeName(nameOf(deps, database), to.number);
  const others = companionsOf(database, to);
  if (others.length === 0) return;
  await deps.waitUntil(
    async () => {
      const said = await Promise.all(
        others.map((node) => deps.groups.says(targetOfNode(deps, database, node))),
      );
      const inStep = said.filter((one) => one?.role === "replica" && one.follows === master && one.isLinkUp);
      if (inStep.length >= least) return;
      const message = `Of ${others.length} nodes that are to follow ${master} only ${inStep.length} are in step.`;
      throw new DomainError("unavailable", "members_behind", message);
    },
    { timeoutMs },
  );
}

/**
 * Has the Sentinels watch a group that has just taken over, once it is one: its master has a replica again, and from then on takes no
 * writes without. Nothing to do for a single node.
 */
export async function protectGroup(deps: Deps, database: DatabaseRow): Promise<void> {
  if (membersOf(database.nodes).length === 0) return;
  // Whom they name already was made so before, and may have been followed by another since.
  if ((await masterOf(deps, database, findSentinels)) === null) {
    const to = servingNode(database);
    await waitForReplicas(deps, { database, to }, { least: REPLICAS_MIN, timeoutMs: REJOIN_MS });
    await deps.replication.requireReplica(targetOfNode(deps, database, to));
  }
  await beginWatch(deps, database);
}
