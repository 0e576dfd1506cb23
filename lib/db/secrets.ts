import { prisma, query } from "./client";

/** A secret of the platform itself, still encrypted; null before it was made. */
export async function findSecret(name: string): Promise<string | null> {
  const row = await query(() =>
    prisma().secret.findUnique({ where: { name }, select: { valueEncrypted: true } }),
  );
  return row?.valueEncrypted ?? null;
}

/** Keeps the first value of a name: one that is there already stays, and the answer is false. */
export async function insertSecret(row: { name: string; valueEncrypted: string }): Promise<boolean> {
  const { count } = await query(() => prisma().secret.createMany({ data: [row], skipDuplicates: true }));
  return count > 0;
}

/** When it was first kept; null when there is none. */
export async function findSecretTime(name: string): Promise<Date | null> {
  const row = await query(() => prisma().secret.findUnique({ where: { name }, select: { createdAt: true } }));
  return row?.createdAt ?? null;
}
