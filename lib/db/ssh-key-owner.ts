import { prisma, query } from "./client";

export type SshKeyOwner = { keyId: string; userId: string; email: string; isAdmin: boolean };

/** Whose public key it is (type and base64); null for nobody's. One statement by hand: every question of every SSH client asks it. */
export async function findSshKeyOwner(publicKey: string): Promise<SshKeyOwner | null> {
  const rows = await query(
    () => prisma().$queryRaw<SshKeyOwner[]>`
      SELECT k.id AS "keyId", u.id AS "userId", u.email, u."isAdmin"
      FROM ssh_keys k JOIN users u ON u.id = k."userId"
      WHERE k."publicKey" = ${publicKey}`,
  );
  return rows[0] ?? null;
}
