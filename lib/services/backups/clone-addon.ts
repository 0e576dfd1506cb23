import type { OperationView } from "../../contract/operations";
import type { CloneAddonInput } from "../../contract/restores";
import { singlePlanId } from "../../core/availability/offer";
import { decideRestore } from "../../core/backups/restore";
import { engineOf } from "../../core/engines/engines";
import { offeredPlans } from "../../core/plans/catalog";
import { loadBackup } from "../../db/backups";
import { requireApp, requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { requirePlanOnHosts } from "../require-plan";
import { beginNew } from "./begin-new";
import { createBackup } from "./create-backup";
import { readRestoreFacts, refusal } from "./restore-facts";

/**
 * Begins a new addon with the present data of another: a backup of that one is taken, for which the new one's operation waits.
 * @throws DomainError as `restoreIntoNew` and `createBackup` do.
 */
export async function cloneAddon(ctx: Context, input: CloneAddonInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const app = await requireApp(ctx, input.appName);
  const facts = await readRestoreFacts(ctx, addon);
  const { active, info } = facts;
  const plan = await requirePlanOnHosts(ctx, input.planId ?? singlePlanId(active.planId));
  const decision = decideRestore({
    engine: engineOf(active.engine),
    // What it will be: the backup is taken of this.
    backup: {
      version: active.version,
      isProven: true,
      dumpBytes: null,
      usedMemoryBytes: info?.usedMemoryBytes ?? null,
    },
    to: { plan, version: active.version },
    plans: offeredPlans(ctx.plans),
  });
  if (!decision.allowed) throw refusal(decision);
  const { backup } = await createBackup(ctx, { resourceId: addon.resourceId });
  return beginNew(ctx, { app, backup: await loadBackup(backup.id), plan, version: active.version });
}
