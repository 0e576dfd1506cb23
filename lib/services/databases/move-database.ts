import { randomUUID } from "node:crypto";
import type { MoveInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import { membersOf } from "../../core/availability/members";
import { nodeName } from "../../core/databases/names";
import { DomainError } from "../../core/errors";
import { decideMove } from "../../core/hosts/move";
import { type Tx, transaction } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { insertMember } from "../../db/group-nodes";
import { insertSuccessor, lockPlacement, type NodeRow, setNodeHost, sumReservations } from "../../db/nodes";
import type { Host } from "../../ports/docker-engine";
import { requireDatabase, requireScope } from "../access";
import type { Context, Ports } from "../context";
import { startOperation } from "../operations/start-operation";
import { readChangeFacts } from "./change-facts";
import { assertHostThere } from "./host-there";
import { assertImages } from "./images";

/**
 * Begins the move to another host, named or the one with the most free memory: a hand-off with that target; of a highly available database
 * one of its nodes is made there before the one that is named goes. Answers the host's name too.
 * @throws DomainError `forbidden`; `not_found`; `invalid` for a host or a node that is none, its own host, or that of another node; `conflict`
 * without room, or while another operation runs (named); `unavailable` when the database does not answer.
 */
export async function moveDatabase(
  ctx: Context,
  { resourceId, host: wanted, node }: MoveInput,
  /** What is written with the operation. */
  after: (tx: Tx, operationId: string) => Promise<void> = async () => {},
): Promise<OperationView & { host: string }> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, resourceId);
  const { database, active, hosts } = await readChangeFacts(ctx, { app, addon, kind: "move" });
  const leaving = requireNode(ctx, database, { active, node });
  await assertHostThere(leaving, "Its node cannot be moved from there.");
  const taken = membersOf(database.nodes).flatMap(({ id, hostId }) => (id !== leaving.id && hostId) || []);
  const host = await transaction((tx) => chooseTarget(tx, { leaving, taken, hosts, wanted }));
  await assertImages(ctx, leaving);
  const { planId, engine, version, image, reservedBytes, lineage, hostId } = leaving;
  const isMember = leaving.groupNumber !== null;
  const toNodeId = randomUUID();
  const like = { id: toNodeId, databaseId: database.id, planId, engine, version, image, reservedBytes };
  const oldHost = hosts.find(({ id }) => id === hostId)?.name ?? addon.hostName ?? "";
  const operation = await startOperation(ctx, app, {
    kind: isMember ? "replace-node" : "move",
    databaseId: database.id,
    change: {
      fromPlanId: planId,
      toPlanId: planId,
      fromVersion: version,
      toVersion: version,
      fromNodeId: leaving.id,
      toNodeId,
    },
    events: [
      { type: "move_database", data: { resourceId, oldHost, host: host.name, ...(isMember && { node }) } },
    ],
    after: async (tx, operationId) => {
      // Somebody else may have taken the room meanwhile.
      await chooseTarget(tx, { leaving, taken, hosts, wanted: host.id });
      if (isMember) await insertMember(tx, { ...like, lineage });
      else await insertSuccessor(tx, { ...like, predecessorId: leaving.id });
      await setNodeHost(tx, toNodeId, host);
      await after(tx, operationId);
    },
  });
  return { ...operation, host: host.name };
}

/** The node that is to go: the only one, or that of several which is named. @throws DomainError `invalid`. */
function requireNode(
  { instance }: Ports,
  { addon, nodes }: DatabaseRow,
  { active, node: wanted }: { active: NodeRow; node: string | undefined },
): NodeRow {
  const nameOf = ({ number }: NodeRow) => nodeName({ instance, resourceId: addon.resourceId }, number);
  const members = membersOf(nodes);
  const named = (members.length > 0 ? members : [active]).find((node) => nameOf(node) === wanted);
  if (named) return named;
  if (members.length === 0 && wanted === undefined) return active;
  const all = members.length > 0 ? members.map(nameOf).join(", ") : nameOf(active);
  const message =
    wanted === undefined
      ? `It has several nodes: say which of them is to move (${all}).`
      : `It has no node ${wanted}. Its nodes: ${all}.`;
  throw new DomainError("invalid", "node_unknown", message, { fields: { node: [message] } });
}

type Target = {
  leaving: NodeRow;
  taken: readonly string[];
  hosts: readonly Host[];
  wanted: string | undefined;
};

async function chooseTarget(tx: Tx, { leaving, taken, hosts, wanted }: Target): Promise<Host> {
  await lockPlacement(tx);
  const decision = decideMove({
    from: leaving.hostId ?? "",
    to: wanted,
    taken,
    hosts,
    reservedByHost: await sumReservations(tx),
    needBytes: leaving.reservedBytes,
  });
  if (decision.allowed) return decision.host;
  const { reason, message } = decision;
  if (reason === "no_room" || reason === "no_host_ready") throw new DomainError("conflict", reason, message);
  throw new DomainError("invalid", reason, message, { fields: { host: [message] } });
}
