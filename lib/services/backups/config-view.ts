import type { BackupConfigView } from "../../contract/backups";
import { isOwn } from "../../core/backups/backup";
import { MANUAL_MAX } from "../../core/backups/retention";
import { nextSlot } from "../../core/backups/schedule";
import { findKnown } from "../../core/plans/catalog";
import type { AddonRow } from "../../db/addons";
import { loadBackupConfig } from "../../db/backup-configs";
import { listBackups } from "../../db/backups";
import { listStorages } from "../../db/storages";
import type { Ports } from "../context";

/** When and where to a database is backed up. */
export async function backupConfigView(
  { plans }: Pick<Ports, "plans">,
  { databaseId, planId, status }: AddonRow,
): Promise<BackupConfigView> {
  const [config, storages, backups] = await Promise.all([
    loadBackupConfig(databaseId),
    listStorages(),
    listBackups(databaseId),
  ]);
  const isIncluded = findKnown(plans, planId)?.hasBackups ?? false;
  const { isBackupOn, backupHourUtc: hourUtc } = config;
  const isScheduled = isIncluded && isBackupOn && status === "running" && storages.length > 0;
  const done = backups.filter((backup) => backup.status === "done");
  return {
    isIncluded,
    isOn: isBackupOn,
    hourUtc,
    nextAt: isScheduled ? nextSlot({ databaseId, hourUtc }, new Date()).toISOString() : null,
    lastProvenAt: done.find(isOwn)?.provenAt?.toISOString() ?? null,
    manual: done.filter(({ method }) => method === "manual").length,
    manualMax: MANUAL_MAX,
    storages: storages.map(({ name }) => name),
  };
}
