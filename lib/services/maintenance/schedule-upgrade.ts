import { randomUUID } from "node:crypto";
import type { MaintenanceView, ScheduleUpgradeInput } from "../../contract/maintenance";
import { engineOf } from "../../core/engines/engines";
import { laterVersions } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import { windowForNotice } from "../../core/maintenance/window";
import { loadDatabase } from "../../db/databases";
import { insertEvent } from "../../db/events";
import { findMaintenance, insertMaintenance } from "../../db/maintenances";
import { changeApp, requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { assertPossible } from "../databases/assert-possible";
import { maintenanceData, maintenanceView } from "./view";

/**
 * Puts an upgrade off to the first window that is a day ahead, so that everybody is told of it in time. Whether there is room for it is
 * found out then. @throws DomainError `not_found`; `invalid` for a version that is not later, or not on offer; `conflict` unless the
 * database is running, or when something is put off already.
 */
export async function scheduleUpgrade(ctx: Context, input: ScheduleUpgradeInput): Promise<MaintenanceView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { version } = input;
  if (addon.status !== "running")
    throw new DomainError("conflict", "not_running", "Only a running database can be changed.");
  const { databaseId, resourceId } = addon;
  const { window, nodes } = await loadDatabase(databaseId);
  assertPossible("upgrade", nodes);
  if (!laterVersions(ctx.catalog, engineOf(addon.engine), addon.version).includes(version)) {
    const message = `${version} is no later version than ${addon.version}.`;
    throw new DomainError("invalid", "not_later", message, { fields: { version: [message] } });
  }
  const actorId = ctx.actor.userId;
  const row = {
    id: randomUUID(),
    databaseId,
    type: "db-upgrade",
    version,
    windowAt: windowForNotice(window, new Date()),
  };
  await changeApp(ctx, app.id, async (tx) => {
    await insertMaintenance(tx, { ...row, actorId });
    const data = maintenanceData({ ...row, resourceId });
    await insertEvent(
      tx,
      { appId: app.id, databaseId, ...doneBy(ctx) },
      { type: "schedule_database_maintenance", data },
    );
  });
  return get(row);
}

async function get(key: { databaseId: string; id: string }): Promise<MaintenanceView> {
  const row = await findMaintenance({ databaseId: key.databaseId, id: key.id });
  if (!row) throw new Error(`maintenance ${key.id} is gone`);
  return maintenanceView(row);
}
