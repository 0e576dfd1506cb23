import { randomUUID } from "node:crypto";
import type { MoveInput } from "../../contract/changes";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { decideMove } from "../../core/hosts/move";
import { type Tx, transaction } from "../../db/client";
import { insertSuccessor, lockPlacement, type NodeRow, setNodeHost, sumReservations } from "../../db/nodes";
import type { Host } from "../../ports/docker-engine";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";
import { readChangeFacts } from "./change-facts";
import { assertImages } from "./images";

/**
 * Begins the move to another host, named or the one with the most free memory: a hand-off with that target. Answers its name too.
 * @throws DomainError `forbidden`; `not_found`; `invalid` for a host that is none, or its own; `conflict` without room, or while
 * another operation runs (named); `unavailable` when the database does not answer.
 */
export async function moveDatabase(
  ctx: Context,
  { resourceId, host: wanted }: MoveInput,
  /** What is written with the operation. */
  after: (tx: Tx, operationId: string) => Promise<void> = async () => {},
): Promise<OperationView & { host: string }> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, resourceId);
  const { database, active, hosts } = await readChangeFacts(ctx, { app, addon, kind: "move" });
  const host = await transaction((tx) => chooseTarget(tx, { active, hosts, wanted }));
  await assertImages(ctx, active);
  const { planId, engine, version, image, reservedBytes } = active;
  const toNodeId = randomUUID();
  const successor = {
    id: toNodeId,
    databaseId: database.id,
    predecessorId: active.id,
    planId,
    engine,
    version,
    image,
    reservedBytes,
  };
  const operation = await startOperation(ctx, app, {
    kind: "move",
    databaseId: database.id,
    change: {
      fromPlanId: planId,
      toPlanId: planId,
      fromVersion: version,
      toVersion: version,
      fromNodeId: active.id,
      toNodeId,
    },
    events: [{ type: "move_database", data: { resourceId, oldHost: addon.hostName ?? "", host: host.name } }],
    after: async (tx, operationId) => {
      // Somebody else may have taken the room meanwhile.
      await chooseTarget(tx, { active, hosts, wanted: host.id });
      await insertSuccessor(tx, successor);
      await setNodeHost(tx, toNodeId, host);
      await after(tx, operationId);
    },
  });
  return { ...operation, host: host.name };
}

type Target = { active: NodeRow; hosts: readonly Host[]; wanted: string | undefined };

async function chooseTarget(tx: Tx, { active, hosts, wanted }: Target): Promise<Host> {
  await lockPlacement(tx);
  const decision = decideMove({
    from: active.hostId ?? "",
    to: wanted,
    hosts,
    reservedByHost: await sumReservations(tx),
    needBytes: active.reservedBytes,
  });
  if (decision.allowed) return decision.host;
  const { reason, message } = decision;
  if (reason === "no_room" || reason === "no_host_ready") throw new DomainError("conflict", reason, message);
  throw new DomainError("invalid", reason, message, { fields: { host: [message] } });
}
