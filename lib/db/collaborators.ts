import { prisma, query, type Tx } from "./client";

export type CollaboratorRow = { userId: string; email: string; name: string; createdAt: Date };

/** Sorted by email; the owner is not among them. */
export async function listCollaborators(appId: string): Promise<CollaboratorRow[]> {
  const rows = await query(() =>
    prisma().collaborator.findMany({
      where: { appId },
      select: { createdAt: true, user: { select: { id: true, email: true, name: true } } },
      orderBy: { user: { email: "asc" } },
    }),
  );
  return rows.map(({ createdAt, user: { id, ...user } }) => ({ userId: id, createdAt, ...user }));
}

/** False when the person was one already. */
export async function insertCollaborator(tx: Tx, row: { appId: string; userId: string }): Promise<boolean> {
  const { count } = await tx.collaborator.createMany({ data: [row], skipDuplicates: true });
  return count > 0;
}

/** False when the person was none. */
export async function deleteCollaborator(tx: Tx, row: { appId: string; userId: string }): Promise<boolean> {
  const { count } = await tx.collaborator.deleteMany({ where: row });
  return count > 0;
}
