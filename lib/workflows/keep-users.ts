import { decideFormerPassword } from "../core/databases/rotation";
import { hasReason, onlyUnavailable } from "../core/errors";
import type { Alone, Subject, UpkeepWork } from "../core/events/upkeep";
import { USER_KINDS } from "../core/operations/state";
import { SECOND_MS } from "../core/units";
import { lockApp } from "../db/apps";
import { transaction } from "../db/client";
import { listFormerPasswords, listUnappliedDatabases } from "../db/database-users";
import { type DatabaseRow, loadDatabase } from "../db/databases";
import { insertEvent } from "../db/events";
import { assertNoOperation } from "../db/operations";
import { dropFormerPassword } from "../db/password-rotations";
import type { WorkflowContext } from "./deps";
import { servingNode, targetOfNode } from "./parts/database";
import { applyUsers, ownerNames } from "./parts/users";

/**
 * Brings running nodes to the users of the records, where somebody was cut off or the node did not answer in time; and ends former
 * passwords that nobody uses any more, or whose time is over. Each database for itself, by `alone`; safe at any time.
 */
export async function keepUsers(world: WorkflowContext, now: Date, alone: Alone): Promise<void> {
  for (const id of await listUnappliedDatabases()) {
    const database = await loadDatabase(id);
    await alone(subjectOf("set-users", database), async () => {
      await applyUsers(world, database).catch(onlyLater);
    });
  }
  for (const id of await listFormerPasswords()) {
    const database = await loadDatabase(id);
    await alone(subjectOf("end-former-password", database), async () => {
      await endFormerPassword(world, database, now).catch(onlyLater);
    });
  }
}

/** What was begun meanwhile goes first. */
const onlyLater = (error: unknown) =>
  hasReason(error, "operation_running", "not_serving") ? null : onlyUnavailable(error);

const subjectOf = (work: UpkeepWork, { id, addon, app }: DatabaseRow): Subject => ({
  work,
  id,
  name: addon.resourceId,
  appId: app.id,
  databaseId: id,
});

/** First in the records: a successor that is made meanwhile must not get it again. */
async function endFormerPassword(world: WorkflowContext, database: DatabaseRow, now: Date): Promise<void> {
  const decision = await decide(world, database, now);
  if (decision === "keep") return;
  const { id: databaseId, app, addon } = database;
  await transaction(async (tx) => {
    await lockApp(tx, app.id);
    await assertNoOperation(tx, { appId: app.id, databaseId, kinds: USER_KINDS });
    if (!(await dropFormerPassword(tx, databaseId))) return;
    const subject = { appId: app.id, databaseId, actorId: null };
    await insertEvent(tx, subject, { type: "former_password_ended", data: { resourceId: addon.resourceId } });
  });
  await applyUsers(world, await loadDatabase(databaseId), { isOwnerKept: decision === "unused" });
}

async function decide(world: WorkflowContext, database: DatabaseRow, now: Date) {
  const owner = database.users.find(({ name }) => name === "default");
  if (!owner?.otherUntil) return "keep";
  const target = targetOfNode(world, database, servingNode(database));
  const { uptimeSeconds } = await world.redis.info(target);
  return decideFormerPassword({
    now,
    otherUntil: owner.otherUntil,
    replacedAt: owner.replacedAt,
    nodeStartedAt: new Date(now.getTime() - uptimeSeconds * SECOND_MS),
    oldestConnectionAt: await world.users.oldestConnection(target, ownerNames(database)),
  });
}
