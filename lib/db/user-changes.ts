import { prisma, query, type Tx } from "./client";
import { deletePasskeys } from "./passkeys";
import { deleteSecondFactor } from "./second-factors";
import type { UserRow } from "./users";

const COLUMNS = {
  id: true,
  email: true,
  name: true,
  isAdmin: true,
  hasSecondFactor: true,
  disabledAt: true,
  createdAt: true,
} as const;

/** Who is an administrator and not disabled, held until the transaction ends: changes of people follow each other. */
export async function lockAdministrators(tx: Tx): Promise<string[]> {
  // A lock of its own: who becomes an administrator meanwhile is in no row that could be held.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('berth_people'))`;
  const where = { isAdmin: true, disabledAt: null, removedAt: null };
  return (await tx.user.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

/** Null when there is no such account, or it was removed. */
export async function findUserById(tx: Tx, id: string): Promise<UserRow | null> {
  return tx.user.findUnique({ where: { id, removedAt: null }, select: COLUMNS });
}

export async function setUserDisabled(tx: Tx, id: string, disabledAt: Date | null): Promise<void> {
  await tx.user.update({ where: { id }, data: { disabledAt }, select: { id: true } });
}

export async function setUserAdmin(tx: Tx, id: string, isAdmin: boolean): Promise<void> {
  await tx.user.update({ where: { id }, data: { isAdmin }, select: { id: true } });
}

/** Takes away all that the person signs in with and works on; the row stays, for what they did. */
export async function setUserRemoved(tx: Tx, { id, email }: UserRow, now: Date): Promise<void> {
  const userId = id;
  await tx.session.deleteMany({ where: { userId } });
  await tx.apiToken.deleteMany({ where: { userId } });
  await tx.sshKey.deleteMany({ where: { userId } });
  await deletePasskeys(tx, userId);
  await tx.account.deleteMany({ where: { userId } });
  await deleteSecondFactor(tx, userId);
  await tx.collaborator.deleteMany({ where: { userId } });
  await tx.invitation.deleteMany({
    where: { acceptedAt: null, OR: [{ email }, { userId }] },
  });
  await tx.user.update({
    where: { id },
    data: { removedAt: now, isAdmin: false, disabledAt: null },
    select: { id: true },
  });
}

/** Ends all sessions of the person. */
export async function deleteSessions(tx: Tx, userId: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId } });
}

/** Names of the apps that are the person's and not deleted, sorted. */
export async function listOwnedApps(tx: Tx, ownerId: string): Promise<string[]> {
  const apps = await tx.app.findMany({
    where: { ownerId, deletedAt: null },
    select: { name: true },
    orderBy: { name: "asc" },
  });
  return apps.map(({ name }) => name);
}

/** Hands all apps of one person to another, who is their collaborator no more. */
export async function handApps(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await tx.collaborator.deleteMany({ where: { userId: to, app: { ownerId: from, deletedAt: null } } });
  await tx.app.updateMany({ where: { ownerId: from, deletedAt: null }, data: { ownerId: to } });
}

/** How many apps each person has; those without any are left out. */
export async function countOwnedApps(): Promise<Map<string, number>> {
  const rows = await query(() =>
    prisma().app.groupBy({ by: ["ownerId"], where: { deletedAt: null }, _count: true }),
  );
  return new Map(rows.map(({ ownerId, _count }) => [ownerId, _count]));
}
