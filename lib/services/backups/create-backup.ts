import { randomUUID } from "node:crypto";
import type { NewBackupView } from "../../contract/backups";
import type { DatabaseInput } from "../../contract/databases";
import { DomainError } from "../../core/errors";
import { getKnown } from "../../core/plans/catalog";
import { insertBackup } from "../../db/backup-changes";
import { loadBackup } from "../../db/backups";
import { loadDatabase } from "../../db/databases";
import { listStorages } from "../../db/storages";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { assertDataNoted } from "../databases/data-gone";
import { startOperation } from "../operations/start-operation";
import { backupView } from "./view";

/**
 * Begins a manual backup. Of more than ten the oldest manual one goes once this one is proven.
 * @throws DomainError `not_found`; `conflict` unless the database is running, while another operation runs (named), without a storage,
 * or when its data is gone; `invalid` reason `not_included` for a plan without backups.
 */
export async function createBackup(ctx: Context, input: DatabaseInput): Promise<NewBackupView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { databaseId, engine, version } = addon;
  if (!getKnown(ctx.plans, addon.planId).hasBackups) throw notIncluded(addon.planId);
  if (addon.status !== "running")
    throw new DomainError("conflict", "not_running", "Only a running database can be backed up.");
  assertDataNoted(ctx, await loadDatabase(databaseId), addon);
  if ((await listStorages()).length === 0) throw noStorage();
  const id = randomUUID();
  const operation = await startOperation(ctx, app, {
    kind: "back-up",
    databaseId,
    events: [],
    after: (tx, operationId) =>
      insertBackup(tx, { id, databaseId, operationId, engine, version, method: "manual" }),
  });
  return { backup: await backupView(await loadBackup(id)), operation };
}

const notIncluded = (planId: string) =>
  new DomainError(
    "invalid",
    "not_included",
    `The plan ${planId} has no backups. Change to a plan that has them.`,
  );

const noStorage = () =>
  new DomainError("conflict", "no_storage", "There is no storage for backups. An administrator can add one.");
