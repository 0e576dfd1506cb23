import { randomUUID } from "node:crypto";
import type { MaintenanceView, ScheduleUpgradeInput } from "../../contract/maintenance";
import { newerImage } from "../../core/engines/builds";
import { engineOf } from "../../core/engines/engines";
import { laterVersions } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import { windowForNotice } from "../../core/maintenance/window";
import type { Tx } from "../../db/client";
import { type DatabaseRow, loadDatabase } from "../../db/databases";
import { insertEvent } from "../../db/events";
import { findMaintenance, insertMaintenance } from "../../db/maintenances";
import { changeApp, requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { assertPossible } from "../databases/assert-possible";
import { maintenanceData, maintenanceView } from "./view";

/**
 * Puts an upgrade off to the first window that is a day ahead, so that everybody is told of it in time: to a later version, or to the newest
 * build of the one that runs, as it is then. Whether there is room for it is found out then. @throws DomainError `not_found`; `invalid` for a
 * version that is not later, or not on offer; `conflict` unless the database is running, or when something is put off already.
 */
export async function scheduleUpgrade(
  ctx: Context,
  input: ScheduleUpgradeInput,
  /** What is written with it. */
  after: (tx: Tx, maintenanceId: string) => Promise<void> = async () => {},
): Promise<MaintenanceView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { version } = input;
  if (addon.status !== "running")
    throw new DomainError("conflict", "not_running", "Only a running database can be changed.");
  const { databaseId, resourceId } = addon;
  const database = await loadDatabase(databaseId);
  assertPossible("upgrade", database.nodes);
  const isNewerBuild = version === addon.version && (await hasNewerBuild(ctx, database));
  if (!isNewerBuild && !laterVersions(ctx.catalog, engineOf(addon.engine), addon.version).includes(version)) {
    const message =
      version === addon.version
        ? `The database runs the newest build of ${version} that is there.`
        : `${version} is no later version than ${addon.version}.`;
    throw new DomainError("invalid", "not_later", message, { fields: { version: [message] } });
  }
  const actorId = ctx.actor.userId;
  const row = {
    id: randomUUID(),
    databaseId,
    type: isNewerBuild ? "db-newer-build" : "db-upgrade",
    version,
    windowAt: windowForNotice(database.window, new Date()),
  } as const;
  await changeApp(ctx, app.id, async (tx) => {
    await insertMaintenance(tx, { ...row, actorId });
    const data = maintenanceData({ ...row, resourceId });
    await insertEvent(
      tx,
      { appId: app.id, databaseId, ...doneBy(ctx) },
      { type: "schedule_database_maintenance", data },
    );
    await after(tx, row.id);
  });
  return get(row);
}

/** @throws DomainError `unavailable` while the engine does not answer. */
async function hasNewerBuild({ engine }: Context, { nodes }: DatabaseRow): Promise<boolean> {
  const active = nodes.find(({ status }) => status === "active");
  return active !== undefined && newerImage(await engine.listBuilds(), active.engine, active) !== null;
}

async function get(key: { databaseId: string; id: string }): Promise<MaintenanceView> {
  const row = await findMaintenance({ databaseId: key.databaseId, id: key.id });
  if (!row) throw new Error(`maintenance ${key.id} is gone`);
  return maintenanceView(row);
}
