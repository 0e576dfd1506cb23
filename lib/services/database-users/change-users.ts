import type { DatabaseUserView } from "../../contract/database-users";
import { membersOf } from "../../core/availability/members";
import { nodeName } from "../../core/databases/names";
import { changeOfUsers, ownUsersOf, unapplied } from "../../core/databases/own-users";
import { targetOf } from "../../core/databases/users";
import { engineOf } from "../../core/engines/engines";
import { versionOf } from "../../core/engines/versions";
import { DomainError, hasReason, onlyUnavailable } from "../../core/errors";
import type { EventDetail } from "../../core/events/events";
import { USER_KINDS } from "../../core/operations/state";
import type { AddonRow } from "../../db/addons";
import type { AppRow } from "../../db/apps";
import type { Tx } from "../../db/client";
import { markUsersApplied } from "../../db/database-users";
import { type DatabaseRow, loadDatabase } from "../../db/databases";
import { insertEvent } from "../../db/events";
import { assertNoOperation } from "../../db/operations";
import { changeApp, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { databaseUserView } from "./view";

type Wanted = {
  app: AppRow;
  addon: AddonRow;
  name: string;
  write: (tx: Tx) => Promise<void>;
  events: readonly EventDetail[];
};

/**
 * Writes what is wanted of a user, with its events, and has Redis do it at once. Where that cannot be now, the worker sees to it as soon
 * as it can: the view says so. @throws DomainError as `changeApp` does; `conflict` unless the database runs, and while it is being changed.
 */
export async function changeUsers(ctx: Context, wanted: Wanted): Promise<DatabaseUserView> {
  requireScope(ctx, "write");
  const { app, addon, name, write, events } = wanted;
  const { databaseId } = addon;
  if (addon.status !== "running")
    throw new DomainError("conflict", "not_running", "Only a running database has users to change.");
  await changeApp(ctx, app.id, async (tx) => {
    await assertNoOperation(tx, { appId: app.id, databaseId, kinds: USER_KINDS });
    await write(tx);
    const subject = { appId: app.id, databaseId, ...doneBy(ctx) };
    for (const event of events) await insertEvent(tx, subject, event);
  });
  await applyNow(ctx, await loadDatabase(databaseId)).catch(onlyLater);
  const { users } = await loadDatabase(databaseId);
  const row = users.find((user) => user.name === name);
  if (!row) throw new Error(`database ${databaseId} has lost its user ${name}`);
  return databaseUserView(row);
}

/** What passes by itself is done later. */
function onlyLater(error: unknown): void {
  if (!hasReason(error, "not_serving")) onlyUnavailable(error);
}

async function applyNow(ctx: Context, database: DatabaseRow): Promise<void> {
  const active = database.nodes.find(({ status }) => status === "active");
  const rows = unapplied(database.users).filter(({ isProtected }) => !isProtected);
  if (!active || rows.length === 0) return;
  const engine = engineOf(active.engine);
  const version = versionOf(engine, active.version);
  const change = changeOfUsers(ownUsersOf(ctx, rows), { engine, version, isOpen: true });
  const name = { instance: ctx.instance, resourceId: database.addon.resourceId };
  const members = membersOf(database.nodes);
  const apply = ({ number }: { number: number }) =>
    ctx.users.apply(targetOf(ctx, database, nodeName(name, number)), change);
  // One that is away has it later, and keeps none of the others from it.
  const ends = await Promise.allSettled((members.length > 0 ? members : [active]).map(apply));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  await markUsersApplied(rows);
}
