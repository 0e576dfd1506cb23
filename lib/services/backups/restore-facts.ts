import { decideRestore, type RestoreDecision } from "../../core/backups/restore";
import { nodeName } from "../../core/databases/names";
import { targetOf } from "../../core/databases/users";
import type { Engine } from "../../core/engines/engine";
import { engineOf } from "../../core/engines/engines";
import { DomainError } from "../../core/errors";
import { isAway } from "../../core/hosts/state";
import { getKnown, offeredPlans, type Plan } from "../../core/plans/catalog";
import type { AddonRow } from "../../db/addons";
import type { BackupRow } from "../../db/backups";
import { type DatabaseRow, loadDatabase } from "../../db/databases";
import { findKnownHost } from "../../db/hosts";
import type { NodeRow } from "../../db/nodes";
import type { RedisInfo } from "../../ports/redis-admin";
import type { Ports } from "../context";
import { findServingNode } from "../databases/serving-node";

/** What a restore into a database rests on, read now. `info` is null for one whose data, or host, is gone: there is nothing to ask. */
export type RestoreFacts = {
  database: DatabaseRow;
  active: NodeRow;
  info: RedisInfo | null;
  /** True while its host is: what stands there cannot be closed, and may come back. */
  isHostAway: boolean;
};

/** @throws DomainError `conflict` unless the database is running; `unavailable` when it does not answer: what is replaced has to be known. */
export async function readRestoreFacts(ports: Ports, addon: AddonRow): Promise<RestoreFacts> {
  const database = await loadDatabase(addon.databaseId);
  const active = await findServingNode(ports, database);
  if (addon.status !== "running" || !active)
    throw new DomainError(
      "conflict",
      "not_running",
      "A backup can be restored into a running database only.",
    );
  const name = nodeName({ instance: ports.instance, resourceId: addon.resourceId }, active.number);
  const host = await findKnownHost(active.hostId);
  const isHostAway = host !== null && isAway(host.state);
  const isGone = isHostAway || active.dataGoneAt !== null;
  const info = isGone ? null : await ports.redis.info(targetOf(ports, database, name));
  return { database, active, info, isHostAway };
}

/** Whether the backup can be restored into a database of that plan and version. */
export const decide = (
  { plans }: Pick<Ports, "plans">,
  backup: BackupRow,
  to: { plan: Plan; engine?: Engine; version: string },
): RestoreDecision =>
  decideRestore({
    engine: engineOf(backup.engine),
    backup: { ...backup, isProven: backup.status === "done" },
    to,
    plans: offeredPlans(plans),
  });

/** The same for a database as it is. */
export const decideInto = (
  ports: Pick<Ports, "plans">,
  backup: BackupRow,
  { active }: RestoreFacts,
): RestoreDecision =>
  decide(ports, backup, {
    plan: getKnown(ports.plans, active.planId),
    engine: engineOf(active.engine),
    version: active.version,
  });

/** What is refused as the wish itself; a backup that is not done yet may be later. */
export function refusal({ reason, message }: RestoreDecision & { allowed: false }): DomainError {
  const code = reason === "backup_not_proven" ? "conflict" : "invalid";
  return new DomainError(code, reason, message, { fields: { backupId: [message] } });
}
