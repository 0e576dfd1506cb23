import { randomUUID } from "node:crypto";
import { findKnown } from "../../core/plans/catalog";
import type { AddonRow } from "../../db/addons";
import { insertBackup } from "../../db/backup-changes";
import { listBackups } from "../../db/backups";
import type { Tx } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import type { Ports } from "../context";

/** What a removal takes a last backup of: databases of plans with backups whose data is there. */
export const lastBackupsOf = (
  { plans }: Pick<Ports, "plans">,
  databases: readonly DatabaseRow[],
): DatabaseRow[] =>
  databases.filter(({ addon, nodes }) => {
    const active = nodes.find(({ status }) => status === "active");
    return active && !active.dataGoneAt && findKnown(plans, addon.planId)?.hasBackups;
  });

/** True of an addon whose removal was begun before and took its last backup: what failed after that may have taken the node away. */
export async function hasLastBackup({
  status,
  databaseId,
}: Pick<AddonRow, "status" | "databaseId">): Promise<boolean> {
  if (status !== "failed") return false;
  const backups = await listBackups(databaseId);
  return backups.some((backup) => backup.method === "last" && backup.status === "done");
}

/** Writes the backups that the operation is to take before it takes anything away. */
export async function insertLastBackups(
  tx: Tx,
  operationId: string,
  databases: readonly DatabaseRow[],
): Promise<void> {
  for (const { id: databaseId, engine, version } of databases)
    await insertBackup(tx, { id: randomUUID(), databaseId, operationId, engine, version, method: "last" });
}
