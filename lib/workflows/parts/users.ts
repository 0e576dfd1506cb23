import { changeOfUsers, ownUsersOf, unapplied } from "../../core/databases/own-users";
import { otherPasswordOf, passwordOf } from "../../core/databases/users";
import { engineOf } from "../../core/engines/engines";
import { versionOf } from "../../core/engines/versions";
import { markUsersApplied } from "../../db/database-users";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { UserRules } from "../../ports/redis-users";
import type { WorkflowContext } from "../deps";
import type { Change } from "./change";
import { nodesOf, sha256, targetOfNode } from "./database";

/** The addon's own user by both its names. */
export const ownerNames = ({ addon }: DatabaseRow): string[] => ["default", addon.resourceId];

/** The addon's own user with the passwords of the records: one, or during a rotation two. */
function ownerRules(world: WorkflowContext, database: DatabaseRow, node: { isOpen: boolean }): UserRules[] {
  const other = otherPasswordOf(world, database);
  const passwords = [passwordOf(world, database, "default"), ...(other === null ? [] : [other])];
  const rules = engineOf(database.engine).passwordRules(passwords.map(sha256), node);
  return ownerNames(database).map((name) => ({ name, rules }));
}

/** Lets in whom the records say by the addon's own passwords, and disconnects nobody. */
export const applyPasswords = (world: WorkflowContext, database: DatabaseRow): Promise<void> =>
  onEach(database, (node) =>
    world.users.adjust(targetOfNode(world, database, node), ownerRules(world, database, { isOpen: true })),
  );

/** Each of its nodes has users of its own; one that is away keeps none of the others from theirs. @throws what the first of those that failed did. */
async function onEach(database: DatabaseRow, work: (node: NodeRow) => Promise<void>): Promise<void> {
  const ends = await Promise.allSettled(nodesOf(database).map(work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

const nodeOf = (node: NodeRow, isOpen: boolean) => {
  const engine = engineOf(node.engine);
  return { engine, version: versionOf(engine, node.version), isOpen };
};

/**
 * Gives what serves what it does not have yet of its users. Where the addon's own password ended, its connections end with it
 * unless `isOwnerKept`: nobody can tell by which password they were made.
 */
export async function applyUsers(
  world: WorkflowContext,
  database: DatabaseRow,
  { isOwnerKept }: { isOwnerKept: boolean } = { isOwnerKept: false },
): Promise<void> {
  const rows = unapplied(database.users);
  const own = ownUsersOf(world, rows);
  const hasOwner = own.length < rows.length;
  if (hasOwner) await applyPasswords(world, database);
  // This is tried until all of them have it, and connections are to end once.
  if (nodesOf(database).length > 1)
    await onEach(database, (node) => world.redis.ping(targetOfNode(world, database, node)));
  await onEach(database, async (node) => {
    const target = targetOfNode(world, database, node);
    if (own.length > 0) await world.users.apply(target, changeOfUsers(own, nodeOf(node, true)));
    if (hasOwner && !isOwnerKept) await world.users.disconnect(target, ownerNames(database));
  });
  await markUsersApplied(rows);
}

/** A node that was away for a while remembers users and passwords as they were then: those of the records are put in their place before it opens. */
export async function bringUsers(world: WorkflowContext, { database, to }: Change): Promise<void> {
  const target = targetOfNode(world, database, to);
  const { set, removed } = changeOfUsers(ownUsersOf(world, database.users), nodeOf(to, false));
  await world.users.apply(target, { set, removed, isClosed: true });
  await world.users.adjust(target, ownerRules(world, database, { isOpen: false }), { isClosed: true });
}
