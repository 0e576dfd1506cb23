import { DomainError } from "../core/errors";
import { isUniqueViolation, prisma, query } from "./client";

export type SshKeyRow = { id: string; name: string; publicKey: string; fingerprint: string; createdAt: Date };

const COLUMNS = { id: true, name: true, publicKey: true, fingerprint: true, createdAt: true } as const;

/** @throws DomainError `conflict` when somebody has this key already. */
export async function insertSshKey(
  row: Omit<SshKeyRow, "id" | "createdAt"> & { userId: string },
): Promise<SshKeyRow> {
  try {
    return await query(() => prisma().sshKey.create({ data: row, select: COLUMNS }));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = "This key is in use already: a key belongs to one person, once.";
    throw new DomainError("conflict", "key_taken", message, {
      cause: error,
      fields: { publicKey: [message] },
    });
  }
}

/** Those of the person, newest first. */
export async function listSshKeys(userId: string): Promise<SshKeyRow[]> {
  return query(() =>
    prisma().sshKey.findMany({
      where: { userId },
      select: COLUMNS,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    }),
  );
}

/** False when the person has no such key. */
export async function deleteSshKey(key: { userId: string; id: string }): Promise<boolean> {
  const { count } = await query(() => prisma().sshKey.deleteMany({ where: key }));
  return count > 0;
}

export type SshKeyOwner = { keyId: string; userId: string; email: string; isAdmin: boolean };

/** Whose public key it is (type and base64); null for nobody's, and for a disabled account's. One statement by hand: every question of every SSH client asks it. */
export async function findSshKeyOwner(publicKey: string): Promise<SshKeyOwner | null> {
  const rows = await query(
    () => prisma().$queryRaw<SshKeyOwner[]>`
      SELECT k.id AS "keyId", u.id AS "userId", u.email, u."isAdmin"
      FROM ssh_keys k JOIN users u ON u.id = k."userId"
      WHERE k."publicKey" = ${publicKey} AND u."disabledAt" IS NULL`,
  );
  return rows[0] ?? null;
}
