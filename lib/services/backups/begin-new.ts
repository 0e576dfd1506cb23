import { randomUUID } from "node:crypto";
import type { OperationView } from "../../contract/operations";
import type { Plan } from "../../core/plans/catalog";
import type { AppRow } from "../../db/apps";
import type { BackupRow } from "../../db/backups";
import { requireScope } from "../access";
import { insertNew, newAddon, whileTaken } from "../addons/new-addon";
import type { Context } from "../context";
import { chooseImage } from "../databases/images";
import { newSentinels } from "../databases/new-group";
import { startOperation } from "../operations/start-operation";

type NewDatabase = { app: AppRow; backup: BackupRow; plan: Plan; version: string };

/** Writes an addon with the operation that fills it from a backup: what a restore and a clone share. The caller has asked for the rights. */
export async function beginNew(ctx: Context, wanted: NewDatabase): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, backup, plan, version } = wanted;
  const { engine: provider } = backup;
  const image = await chooseImage(ctx, { engine: provider, version });
  const sentinels = plan.isHighlyAvailable ? await newSentinels(ctx) : null;
  return whileTaken(() => {
    const addon = newAddon(ctx, { app, provider, plan, version, image, requestKey: randomUUID() });
    const { databaseId, resourceId, planId } = addon;
    return startOperation(ctx, app, {
      kind: "restore-new",
      databaseId,
      backupId: backup.id,
      events: [{ type: "new_addon", data: { resourceId, planId } }],
      before: (tx) => insertNew(tx, { addon, sentinels }),
    });
  });
}
