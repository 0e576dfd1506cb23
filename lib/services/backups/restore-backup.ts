import { randomUUID } from "node:crypto";
import type { OperationView } from "../../contract/operations";
import type { RestoreBackupInput } from "../../contract/restores";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { DomainError } from "../../core/errors";
import { chooseHost } from "../../core/hosts/choose";
import { getKnown, type Plan } from "../../core/plans/catalog";
import { insertBackup } from "../../db/backup-changes";
import type { BackupRow } from "../../db/backups";
import type { Tx } from "../../db/client";
import { insertSuccessor, sumReservations } from "../../db/nodes";
import { requireBackup, requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { chooseImage } from "../databases/images";
import { startOperation } from "../operations/start-operation";
import { decideInto, type RestoreFacts, readRestoreFacts, refusal } from "./restore-facts";

/**
 * Begins the restore of a backup into a running database: a new Redis with its data takes over, and the present data is backed up
 * first and kept for a day for an undo. @throws DomainError `not_found` for what one has no access to; `invalid` without the yes to
 * losing later writes, or when the database cannot hold or read the backup; `conflict` without room, for a backup that is not done, or
 * while another operation runs (named).
 */
export async function restoreBackup(ctx: Context, input: RestoreBackupInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { backup } = await requireBackup(ctx, input.backupId);
  const facts = await readRestoreFacts(ctx, addon);
  const { active } = facts;
  const decision = decideInto(ctx, backup, facts);
  if (!decision.allowed) throw refusal(decision);
  await assertRoom(ctx, getKnown(ctx.plans, active.planId));
  const image = await chooseImage(ctx, active);
  return startOperation(ctx, app, { ...operationOf(ctx, backup, { ...facts, image }), events: [] });
}

function operationOf(
  { plans }: Context,
  backup: BackupRow,
  { database, active, info, isHostAway, image }: RestoreFacts & { image: string | null },
) {
  const { planId, engine, version } = active;
  const toNodeId = randomUUID();
  const databaseId = database.id;
  const reservedBytes = databaseMemoryBytes(getKnown(plans, planId));
  const node = { planId, engine, version, image, reservedBytes };
  const successor = { id: toNodeId, databaseId, predecessorId: active.id, ...node };
  return {
    kind: "restore" as const,
    databaseId,
    backupId: backup.id,
    withoutSteps: info ? [] : (["back-up-first"] as const),
    change: {
      fromPlanId: planId,
      toPlanId: planId,
      fromVersion: version,
      toVersion: version,
      fromNodeId: active.id,
      toNodeId,
    },
    after: async (tx: Tx, operationId: string) => {
      await insertSuccessor(tx, { ...successor, isNewLineage: isHostAway });
      // Of data that is gone, or away, there is nothing to back up.
      if (info)
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
async function assertRoom({ engine }: Context, plan: Plan): Promise<void> {
  const [hosts, reservedByHost] = await Promise.all([engine.listHosts(), sumReservations()]);
  const choice = chooseHost({ hosts, reservedByHost, needBytes: databaseMemoryBytes(plan) });
  if (choice.allowed) return;
  throw new DomainError(
    "conflict",
    choice.reason,
    "No host has room for a second Redis of this plan, which takes over only once it has all the data. Make room, or restore into a new addon.",
  );
}
