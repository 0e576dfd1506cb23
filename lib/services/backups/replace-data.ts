import { randomUUID } from "node:crypto";
import { chooseGroupHosts } from "../../core/availability/offer";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { DomainError } from "../../core/errors";
import { chooseHost } from "../../core/hosts/choose";
import { getKnown, type Plan } from "../../core/plans/catalog";
import { insertBackup } from "../../db/backup-changes";
import type { Tx } from "../../db/client";
import { insertSuccessor, sumReservations } from "../../db/nodes";
import type { Ports } from "../context";
import { chooseImage } from "../databases/images";
import type { RestoreFacts } from "./restore-facts";

/**
 * The part of an operation by which other data comes in the place of a database's: a second node of the same plan and version, and a
 * backup of the present data unless there is none. @throws DomainError `conflict` without room for two nodes, or without the image.
 */
export async function replaceData(
  ports: Ports,
  {
    database,
    active,
    isHostAway,
    isBackedUp,
  }: Pick<RestoreFacts, "database" | "active" | "isHostAway"> & { isBackedUp: boolean },
) {
  const { planId, engine, version } = active;
  const plan = getKnown(ports.plans, planId);
  await assertRoom(ports, plan);
  const image = await chooseImage(ports, active);
  const toNodeId = randomUUID();
  const databaseId = database.id;
  const node = { planId, engine, version, image, reservedBytes: databaseMemoryBytes(plan) };
  return {
    databaseId,
    withoutSteps: isBackedUp ? [] : (["back-up-first"] as const),
    change: {
      fromPlanId: planId,
      toPlanId: planId,
      fromVersion: version,
      toVersion: version,
      fromNodeId: active.id,
      toNodeId,
    },
    after: async (tx: Tx, operationId: string) => {
      await insertSuccessor(tx, {
        id: toNodeId,
        databaseId,
        predecessorId: active.id,
        ...node,
        isGroup: plan.isHighlyAvailable ?? false,
        isNewLineage: isHostAway || active.groupNumber !== null,
      });
      if (isBackedUp)
        await insertBackup(tx, {
          id: randomUUID(),
          databaseId,
          operationId,
          engine,
          version,
          method: "before-restore",
        });
    },
  };
}

/** Both nodes run for a while. */
async function assertRoom({ engine }: Ports, plan: Plan): Promise<void> {
  const [hosts, reservedByHost] = await Promise.all([engine.listHosts(), sumReservations()]);
  if (plan.isHighlyAvailable) {
    const places = chooseGroupHosts({ hosts, reservedByHost, plan });
    if (places.allowed) return;
    throw new DomainError("conflict", places.reason, places.message);
  }
  const choice = chooseHost({ hosts, reservedByHost, needBytes: databaseMemoryBytes(plan) });
  if (choice.allowed) return;
  throw new DomainError(
    "conflict",
    choice.reason,
    "No host has room for a second Redis of this plan, which takes over only once it has all the data. Make room, or take a new addon.",
  );
}
