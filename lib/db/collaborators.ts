import type { AppRole } from "../core/people/roles";
import { prisma, query, type Tx } from "./client";

export type CollaboratorRow = {
  userId: string;
  email: string;
  name: string;
  role: AppRole;
  createdAt: Date;
};

/** Sorted by email; the owner is not among them. */
export async function listCollaborators(appId: string): Promise<CollaboratorRow[]> {
  const rows = await query(() =>
    prisma().collaborator.findMany({
      where: { appId },
      select: { createdAt: true, role: true, user: { select: { id: true, email: true, name: true } } },
      orderBy: { user: { email: "asc" } },
    }),
  );
  return rows.map(({ user: { id, ...user }, ...row }) => ({ userId: id, ...row, ...user }));
}

type Key = { appId: string; userId: string };

/** False when the person was one already. */
export async function insertCollaborator(tx: Tx, row: Key & { role: AppRole }): Promise<boolean> {
  const { count } = await tx.collaborator.createMany({ data: [row], skipDuplicates: true });
  return count > 0;
}

/** What the person was before; null for one who is no collaborator. Call it with the app locked. */
export async function setCollaboratorRole(
  tx: Tx,
  { role, ...key }: Key & { role: AppRole },
): Promise<AppRole | null> {
  const before = await tx.collaborator.findUnique({ where: { appId_userId: key }, select: { role: true } });
  if (before) await tx.collaborator.updateMany({ where: key, data: { role } });
  return before?.role ?? null;
}

/** False when the person was none. */
export async function deleteCollaborator(tx: Tx, row: Key): Promise<boolean> {
  const { count } = await tx.collaborator.deleteMany({ where: row });
  return count > 0;
}
