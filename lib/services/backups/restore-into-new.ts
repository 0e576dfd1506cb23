import type { OperationView } from "../../contract/operations";
import type { RestoreIntoNewInput } from "../../contract/restores";
import { engineOf } from "../../core/engines/engines";
import { laterVersions, offeredVersions } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import type { BackupRow } from "../../db/backups";
import { requireApp, requireBackup, requireScope } from "../access";
import type { Context } from "../context";
import { requirePlanOnHosts } from "../require-plan";
import { beginNew } from "./begin-new";
import { decide, refusal } from "./restore-facts";

/**
 * Begins a new addon of the app with the data of a backup, also of an addon that is removed. Without a version it has that of the
 * backup, or the first later one on offer. @throws DomainError `not_found` for what one has no access to; `invalid` when plan or version
 * cannot hold or read the backup; `conflict` for a backup that is not done, or while the app is being deleted.
 */
export async function restoreIntoNew(ctx: Context, input: RestoreIntoNewInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.appName);
  const { backup } = await requireBackup(ctx, input.backupId);
  const plan = await requirePlanOnHosts(ctx, input.planId);
  const version = requireVersionFor(ctx, backup, input.version);
  const decision = decide(ctx, backup, { plan, version });
  if (!decision.allowed) throw refusal(decision);
  return beginNew(ctx, { app, backup, plan, version });
}

function requireVersionFor(
  { catalog }: Context,
  { engine: provider, version: own }: BackupRow,
  wanted: string | undefined,
): string {
  const engine = engineOf(provider);
  const offered = offeredVersions(catalog, engine);
  const version = wanted ?? (offered.includes(own) ? own : laterVersions(catalog, engine, own)[0]);
  if (version !== undefined && offered.includes(version)) return version;
  const message = `${engine.name} ${version ?? own} is not on offer.`;
  throw new DomainError("invalid", "version_unknown", message, { fields: { version: [message] } });
}
