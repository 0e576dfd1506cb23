import { masterOf } from "../../core/availability/ask";
import { membersOf } from "../../core/availability/members";
import { nodeName } from "../../core/databases/names";
import { DomainError, onlyUnavailable } from "../../core/errors";
import { MINUTE_MS } from "../../core/units";
import { transaction } from "../../db/client";
import { type DatabaseRow, loadDatabase } from "../../db/databases";
import { renumberGroup } from "../../db/group-nodes";
import { type NodeRow, noteMaster } from "../../db/nodes";
import { findSentinels } from "../../db/sentinels";
import type { Deps, StepSelf } from "../deps";
import { type Change, loadChange } from "./change";
import { nameOf, targetOfNode } from "./database";
import { onlyDomainErrors } from "./ending";
import { withDoor } from "./gateway";
import { findMaster, settleNode } from "./group";
import { saveNode } from "./save-node";
import { beginWatch, forgetGroups, tellGroup } from "./sentinels";

/** A master that could not be handed over for so long stays what it is. */
const HAND_OVER_MS = MINUTE_MS;

/**
 * Where the node that is to go is the master of its group, another member becomes it first, with every write. The Sentinels forget the group
 * meanwhile, so that none makes yet another one the master, and know it by another name from then on. Safe to repeat: cut off at any place, it
 * goes on. @throws DomainError when the master stays what it is; `unavailable` while it, or a Sentinel, does not answer.
 */
export async function handOverMaster(deps: Deps, operationId: string, self: StepSelf): Promise<void> {
  if (!(await isToHandOver(deps, await loadChange(operationId)))) return;
  const change = await loadChange(operationId);
  const { database, from, to } = change;
  const members = membersOf(database.nodes);
  await tellGroup(deps, database, [...members, to]);
  const master = await deps.waitUntil(() => findNext(deps, { database, from, to }, self), {
    timeoutMs: HAND_OVER_MS,
  });
  // It follows from now on, and might be the master once more. What is away now is opened by the sweep, should it stay.
  await deps.replication.open(targetOfNode(deps, database, from)).catch(onlyUnavailable);
  const masterName = nodeName(nameOf(deps, database), master.number);
  for (const node of [...members, to].filter(({ id }) => id !== master.id))
    await deps.groups.follow(targetOfNode(deps, database, node), masterName);
  // Before the Sentinels name it: else it would be told as a failover.
  await transaction(
    async (tx) => void (await noteMaster(tx, { databaseId: database.id, nodeId: master.id })),
  );
  await beginWatch(deps, await loadDatabase(database.id), master);
}

/** Whether its node is the master; from then on the group has the name that it is to be handed over under, whatever comes of it. */
async function isToHandOver(deps: Deps, { database, from, to }: Change): Promise<boolean> {
  if (from.groupNumber === to.number) return true;
  const master = await deps.waitUntil(() => findMaster(deps, database), { timeoutMs: HAND_OVER_MS });
  if (master.id !== from.id) return false;
  // Until the Sentinels watch again a master that ends comes back with what it last saved, also the one that is made it.
  await saveNode(deps, database, from);
  for (const node of membersOf(database.nodes).filter(({ id }) => id !== from.id))
    await saveNode(deps, database, node).catch(onlyDomainErrors);
  await transaction((tx) =>
    renumberGroup(tx, { databaseId: database.id, from: from.groupNumber, to: to.number }),
  );
  return true;
}

/** The member that is the master in its place: it is made so here, or was before. */
async function findNext(deps: Deps, { database, from }: Change, self: StepSelf): Promise<NodeRow> {
  const name = nameOf(deps, database);
  const others = membersOf(database.nodes).filter(({ id }) => id !== from.id);
  const named = await masterOf(deps, database, findSentinels);
  const watched = others.find(({ number }) => nodeName(name, number) === named);
  if (watched) return watched;
  await forgetGroups(deps, database);
  const said = await deps.groups.says(targetOfNode(deps, database, from));
  const all = await Promise.all(
    others.map(async (node) => ({
      node,
      said: await deps.groups.says(targetOfNode(deps, database, node)),
    })),
  );
  const made = all.find((other) => other.said?.role === "master")?.node;
  if (made && said?.role === "replica" && said.follows === nodeName(name, made.number))
    return asMaster(deps, database, made);
  const [next] = all
    .filter(({ said: one }) => one?.role === "replica" && one.isLinkUp)
    .sort((a, b) => (b.said?.offset ?? 0) - (a.said?.offset ?? 0));
  if (made || said?.role !== "master" || !next)
    throw new DomainError(
      "unavailable",
      "no_replica_in_step",
      "The master cannot be handed over: it does not answer, or no other node is in step with it.",
    );
  const nodes = { from: targetOfNode(deps, database, from), to: targetOfNode(deps, database, next.node) };
  const nextName = nodeName(name, next.node.number);
  await self.detail(
    await withDoor(deps, database, (door) => {
      const gateway = door && { leave: door.leave, lead: () => door.leadTo(nextName) };
      return deps.groups.handOver({ ...nodes, gateway });
    }),
  );
  return asMaster(deps, database, next.node);
}

/** Its file says until now that it is a replica of the one before it: started again so, there would be no master at all. */
async function asMaster(deps: Deps, database: DatabaseRow, node: NodeRow): Promise<NodeRow> {
  await settleNode(deps, database, node).catch(onlyDomainErrors);
  return node;
}
